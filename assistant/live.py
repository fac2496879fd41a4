"""An assistant whose documents change while it answers: one generation of the index after another.

A question is answered wholly from the generation that was newest when it came.
"""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.answer import Answer, Turn
from assistant.conversation import Conversation, Retrieved
from assistant.shelf import Shelf
from documents.document import Document
from documents.errors import IndexFolderError
from index.embedder import Embedder
from index.level import Progress
from index.store import Index, add_document, open_index, remove_document


class LiveAssistant:
    """Hands each question to the conversation over the newest index; changes wait for each other."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        shelf: Shelf,
        converse: Callable[[Index], Conversation],
    ) -> None:
        """Open the index.

        Args:
            folder: The index folder.
            embedder: Its embedding model.
            shelf: Keeps the files of added documents.
            converse: Puts a conversation together over an index.

        Raises:
            IndexFolderError: The index is missing, damaged, or of another model.
        """
        self._folder = folder
        self._embedder = embedder
        self._shelf = shelf
        self._converse = converse
        self._changing = threading.Lock()
        self._newest = converse(open_index(folder, embedder))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents in the newest index, in the order in which they were added."""
        return self._newest.documents

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer a question. Raises QuestionError where it is empty or too long."""
        return self._newest.ask(question, history)

    def draft(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """The answer before the proof. Raises QuestionError as `ask` does."""
        return self._newest.draft(question, history)

    def retrieve(self, question: str, history: tuple[Turn, ...] = ()) -> Retrieved:
        """What is found for a question. Raises QuestionError as `ask` does."""
        return self._newest.retrieve(question, history)

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Answer]:
        """Growing answers. Raises QuestionError as `ask` does."""
        return self._newest.stream(question, history)

    def add(
        self, document: Document, suffix: str, content: bytes, progress: Progress | None = None
    ) -> None:
        """Add a document, or put it in the place of the one with its identifier.

        Its file is kept, so that an index made anew holds it too.

        Raises:
            IndexFolderError: The index or the file cannot be written; the old index answers on.
        """
        with self._changing:
            index = add_document(self._folder, document, self._embedder, progress)
            self._shelf.keep(document.identifier, suffix, content)
            self._newest = self._converse(index)

    def remove(self, identifier: str) -> None:
        """Remove the document with this identifier.

        Raises:
            IndexFolderError: There is no such document, it is the last one, or the index cannot be
                written; the old index answers on.
        """
        with self._changing:
            if [document.identifier for document in self.documents] == [identifier]:
                raise IndexFolderError("这是最后一份文件，不能删除。请先添加另一份。")
            index = remove_document(self._folder, identifier, self._embedder)
            self._shelf.remove(identifier)
            self._newest = self._converse(index)
