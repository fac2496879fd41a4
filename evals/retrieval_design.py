"""What a retrieval can do one way or another, and the designs that are compared by it.

Fixed-size chunks are those of LangChain's splitter. Knows nothing of questions or of scores.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

from documents.document import Document
from evals.case import CaseError
from index.passages import Passage, clause_passages, passage_at
from index.retriever import DENSE_WEIGHT, SENTENCE_WEIGHT
from index.terms import TermKind

_SEPARATORS = ["\n\n", "\n", "。", "；", ";", "，", ",", ""]

Cut = Callable[[Document], list[Passage]]


class Headings(StrEnum):
    """Which headings stand before a text when it is embedded or looked up."""

    NONE = "none"
    NEAREST = "nearest"
    ALL = "all"  # the title of the document and every heading above the text

    def before(self, passage: Passage) -> str:
        """The passage's text with these headings."""
        if self is Headings.NONE:
            return passage.text
        return passage.embedded if self is Headings.NEAREST else passage.searchable


@dataclass(frozen=True, slots=True)
class Chunks:
    """Cuts a document into pieces of at most `size` characters, as most programs cut texts."""

    size: int
    overlap: int

    def __call__(self, document: Document) -> list[Passage]:
        """The pieces in reading order; each is of the clause in which it begins."""
        try:
            from langchain_text_splitters import RecursiveCharacterTextSplitter
        except ImportError as exc:
            raise CaseError(
                "比较切块需要 langchain-text-splitters："
                "请先运行 pip install langchain-text-splitters。"
            ) from exc
        splitter = RecursiveCharacterTextSplitter(
            _SEPARATORS,
            keep_separator="end",
            chunk_size=self.size,
            chunk_overlap=self.overlap,
            add_start_index=True,
        )
        found: list[Passage] = []
        for chunk in splitter.create_documents([document.text]):
            start = int(chunk.metadata["start_index"])
            end = start + len(chunk.page_content)
            clause = max(each.position for each in document.clauses if each.start <= start)
            found.append(passage_at(document, clause, start, end))
        return found


@dataclass(frozen=True, slots=True)
class Design:
    """One way to find texts; without arguments, that of the program.

    `chunks` None means clauses. Headings, sentences, weights and terms are those of index/.
    """

    name: str
    chunks: Chunks | None = None
    embedded: Headings = Headings.NEAREST
    searched: Headings = Headings.ALL
    dense_weight: float = DENSE_WEIGHT
    sentence_weight: float = SENTENCE_WEIGHT
    terms: TermKind = TermKind.CHARACTERS
    question_words: bool = False

    @property
    def cut(self) -> Cut:
        """What cuts the documents."""
        return self.chunks or clause_passages


_RANKED_BY = {"BM25": 0.0, "向量": 1.0, "融合": DENSE_WEIGHT}

DESIGNS = (
    *(
        Design(
            f"切块 {chunks.size}/{chunks.overlap}，{name}",
            chunks,
            Headings.NONE,
            Headings.NONE,
            dense_weight=weight,
            sentence_weight=0,
        )
        for chunks in (Chunks(250, 50), Chunks(750, 150))
        for name, weight in _RANKED_BY.items()
    ),
    Design("条款，BM25", dense_weight=0),
    Design("条款，向量", dense_weight=1),
    Design("条款，融合（现用）"),
    Design("现用，但不带标题", embedded=Headings.NONE, searched=Headings.NONE),
    Design("现用，但都只带最近的标题", searched=Headings.NEAREST),
    Design("现用，但都带题目和各级标题", embedded=Headings.ALL),
    Design("现用，但不看句子", sentence_weight=0),
    Design(
        "现用，但不带标题、不看句子",
        embedded=Headings.NONE,
        searched=Headings.NONE,
        sentence_weight=0,
    ),
    Design("现用，但 BM25 用 jieba 的词", terms=TermKind.WORDS),
    Design("现用，但保留疑问词", question_words=True),
)


def telling_designs(designs: Sequence[Design], documents: Sequence[Document]) -> list[Design]:
    """Those designs that can differ here: most texts are cut, and headings are there to be left."""
    usual = median(len(document.text) for document in documents)
    headed = any(each.title or any(c.title for c in each.clauses) for each in documents)
    chosen: dict[Design, Design] = {}
    for design in designs:
        if design.chunks is None or design.chunks.size < usual:
            form = replace(design, name="")
            if not headed:
                form = replace(form, embedded=Headings.NONE, searched=Headings.NONE)
            chosen.setdefault(form, design)
    return list(chosen.values())
