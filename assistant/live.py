"""An assistant whose documents change while it answers: one generation of the index after another.

A question is answered wholly from the generation that was newest when it came.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.answer import Answer, Turn
from assistant.conversation import Retrieved
from assistant.document_filter import DocumentFilter
from assistant.many_documents import ManyDocuments
from assistant.shelf import Shelf
from assistant.standing import Standing
from documents.document import Document
from documents.errors import IndexFolderError
from index.embedder import Embedder
from index.opened import Index
from index.search_store import Progress
from index.store import add_document, index_in_memory, open_index, remove_document

MOST_DOCUMENTS = 2000
"""How many documents are taken in while the program runs."""


class LiveAssistant:
    """Hands each question to the conversation over the newest index; changes wait for each other."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        shelf: Shelf,
        converse: Callable[[Index], ManyDocuments],
        *,
        most_documents: int = MOST_DOCUMENTS,
    ) -> None:
        """Open the index.

        Args:
            folder: The index folder.
            embedder: Its embedding model.
            shelf: Keeps the files of added documents.
            converse: Puts a conversation together over an index.
            most_documents: How many documents there may be.

        Raises:
            IndexFolderError: The index is missing, damaged, or of another model.
        """
        self._folder = folder
        self._embedder = embedder
        self._shelf = shelf
        self._converse = converse
        self._most_documents = most_documents
        self._changing = threading.Lock()
        self._newest = converse(open_index(folder, embedder))

    @property
    def documents(self) -> Sequence[Document]:
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

    def within(self, wanted: DocumentFilter) -> ManyDocuments:
        """The newest generation asked of some documents only. Raises QuestionError where none passes."""
        return self._newest.within(wanted)

    def standing(self, document: Document) -> Standing:
        """How a document of the newest generation stands among the others."""
        return self._newest.standing(document)

    def try_out(self, document: Document) -> None:
        """Answer from a document alone: a bug that it brings to light must not get into the index."""
        index = index_in_memory([document], self._embedder)
        self._converse(index).ask("主要目标是什么")

    def add(
        self, document: Document, suffix: str, content: bytes, progress: Progress | None = None
    ) -> None:
        """Add a document, or put it in the place of the one with its identifier.

        Its file is kept, so that an index made anew holds it too.

        Raises:
            IndexFolderError: There are too many documents, or the index or the file cannot be
                written; the old index answers on.
        """
        with self._changing, self._shelf.staged(content) as staged:
            known = self._newest.identifiers
            if len(known) >= self._most_documents and document.identifier not in known:
                raise IndexFolderError(
                    f"已有 {len(known)} 份文件，达到上限 {self._most_documents}。"
                    "请先删除不再需要的文件。"
                )
            self._newest = self._converse(
                add_document(self._folder, document, self._embedder, progress)
            )
            self._shelf.keep(document.identifier, suffix, staged)

    def remove(self, identifier: str) -> None:
        """Remove the document with this identifier.

        Raises:
            IndexFolderError: There is no such document, it is the last one, or the index cannot be
                written; the old index answers on.
        """
        with self._changing:
            if [*self._newest.identifiers] == [identifier]:
                raise IndexFolderError("这是最后一份文件，不能删除。请先添加另一份。")
            self._newest = self._converse(remove_document(self._folder, identifier, self._embedder))
            self._shelf.remove(identifier)
