"""The one error family of the program; everything that a person can cause or mend is one of these.

PolicyAssistantError
├── DocumentError        a file cannot be read as a policy (empty, binary, unknown suffix, no clause)
├── IndexFolderError     an index folder is missing, damaged, locked or of another model
├── ModelError           an embedding or language model cannot be loaded or used
│   └── LanguageModelError  a language model gives no usable answer (gone, refused, too slow)
├── QuestionError        a question cannot be answered as asked (empty, too long)
├── SettingsError        a setting has a value that cannot be used
├── CaseError            evals: a question file, or a line of one, cannot be used
├── RunError             evals: a stored run cannot be read or written
├── ChatRequestError     ui: a request to the OpenAI-compatible API cannot be understood
├── BusyError            ui: more requests than can be answered soon
├── WorkStoppedError     ui: work in the background was stopped by a person
├── BatchFileError       ui: the input or output of a command cannot be read or written
├── UsersError           ui: the users file cannot be read or changed as asked
├── AuditError           ui: the audit log cannot be written
└── ServerError          ui: the web server cannot start

Messages are Chinese: what happened, the offending value, and what to do next.
"""


class PolicyAssistantError(Exception):
    """Base of all errors that are shown to a person; `str(error)` is the message to show."""


class DocumentError(PolicyAssistantError):
    """A file cannot be read as a policy document."""


class IndexFolderError(PolicyAssistantError):
    """An index folder is missing, damaged, locked, or was made with another model."""


class ModelError(PolicyAssistantError):
    """A model cannot be loaded, or does not fit the index."""


class LanguageModelError(ModelError):
    """A language model did not answer, or not in time; `retryable` is whether it may if asked again."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class QuestionError(PolicyAssistantError):
    """A question cannot be answered as asked: empty, or longer than the limit."""


class SettingsError(PolicyAssistantError):
    """A setting has a value that cannot be used."""
