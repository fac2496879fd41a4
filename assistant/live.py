"""An assistant whose documents change while it answers: one generation of the index after another.

A question is answered wholly from the generation that was newest when it came.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence

from assistant.answer import Answer, Turn
from assistant.conversation import Retrieved
from assistant.document_filter import DocumentFilter
from assistant.many_documents import ManyDocuments
from assistant.shelf import Shelf
from documents.document import Document
from documents.errors import IndexFolderError
from index.embedder import Embedder
from index.search_store import Progress, SearchStore, StoreHome
from index.store import index_in_memory

LOOK_AFTER = 2.0
"""Seconds between two looks at whether another process has changed the documents."""

MOST_DOCUMENTS = 2000
"""How many documents are taken in while the program runs."""


class LiveAssistant:
    """Hands each question to the conversation over the newest index; changes wait for each other."""

    def __init__(
        self,
        home: StoreHome,
        embedder: Embedder,
        shelf: Shelf,
        converse: Callable[[SearchStore], ManyDocuments],
        *,
        most_documents: int = MOST_DOCUMENTS,
        look_after: float = LOOK_AFTER,
    ) -> None:
        """Open the index.

        Args:
            home: Where the index is.
            embedder: Its embedding model.
            shelf: Keeps the files of added documents.
            converse: Puts a conversation together over an index.
            most_documents: How many documents there may be.
            look_after: Seconds after which a question looks whether another process wrote.

        Raises:
            IndexFolderError: The index is missing, damaged, or of another model.
        """
        self._home = home
        self._embedder = embedder
        self._shelf = shelf
        self._converse = converse
        self._most_documents = most_documents
        self._changing = threading.Lock()
        self._look_after = look_after
        self._take(home.open())

    def _take(self, store: SearchStore) -> None:
        self._store = store
        self._conversation = self._converse(store)
        self._looked = time.monotonic()

    @property
    def _newest(self) -> ManyDocuments:
        """Over the newest state, also where another process or another machine has written it."""
        if time.monotonic() - self._looked >= self._look_after and self._changing.acquire(False):
            try:
                self._looked = time.monotonic()
                if not self._home.is_newest(self._store):
                    self._take(self._home.open())
            except IndexFolderError:
                pass  # what is open answers on; a server that is gone is told where it is searched
            finally:
                self._changing.release()
        return self._conversation

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
            self._take(self._home.add(document, progress))
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
            self._take(self._home.remove(identifier))
            self._shelf.remove(identifier)
