"""An assistant with a script over a small document, and a backend that hands it out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from character_embedder import CharacterEmbedder

from assistant.answer import Answer, Citation, Status, Turn
from assistant.assembly import BuildReport
from assistant.conversation import Retrieved
from assistant.document_filter import DocumentFilter
from assistant.evidence import Evidence
from assistant.followup import Resolved
from assistant.language_model import LanguageModel
from assistant.live import LiveAssistant
from assistant.question import understand
from assistant.settings import Settings
from documents.document import Document
from documents.errors import DocumentError, QuestionError, SettingsError
from documents.reading import parse_document
from evals.runner import MeasuredParts
from index.opened import Index
from index.store import index_in_memory

ATTACK = '推广"一键呼叫"<img src=x onerror="document.title=\'hacked\'">设备。'
LINES = [
    "青山市人民政府关于加快养老服务发展的意见",
    "青政发〔2024〕3号",
    "各县区人民政府:",
    "为加快养老服务发展,现提出如下意见。",
    "一、总体要求",
    "到2025年,全市养老机构护理型床位占比65%以上,养老床位达到2000张。",
    "二、主要任务",
    "(一)扩大供给。",
    "1.居家养老。新建社区食堂30个。(牵头单位:市民政局)",
    f"2.<b>智慧</b>养老。{ATTACK}(牵头单位:市大数据局)",
    "(二)提升质量。开展护理员培训1000人次。(牵头单位:市人社局)",
]


def small_document() -> Document:
    """The document that the script is about."""
    return parse_document(LINES, "small.txt")


def citation_of(document: Document, quote: str) -> Citation:
    """A citation of the first place where the words stand."""
    start = document.text.index(quote)
    clause = document.clause_at(start)
    assert clause is not None
    return Citation(
        document=document.identifier,
        clause=clause.number,
        position=clause.position,
        start=start,
        end=start + len(quote),
        quote=quote,
        address=document.address(clause),
    )


@dataclass
class ScriptedAssistant:
    """Answers what stands in its script, declines everything else, and keeps what it was asked."""

    documents: tuple[Document, ...] = field(default_factory=lambda: (small_document(),))
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    narrowed: list[DocumentFilter] = field(default_factory=list)

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer from the script."""
        self.asked.append((question, history))
        if not question.strip():
            raise QuestionError("问题是空的。请写下要问的内容。")
        if len(question) > 2000:
            raise QuestionError(f"问题有 {len(question)} 个字，超过上限 2000。请缩短后再问。")
        document = self.documents[0]
        if "床位占比" in question:
            quote = "养老机构护理型床位占比65%以上"
            text = "到2025年,养老机构护理型床位占比65%以上。[1]"
            cited = (citation_of(document, quote),)
            return Answer(text, Status.ANSWERED, cited, question, 1.5)
        if "谁牵头" in question and history:
            quote = "(牵头单位:市民政局)"
            resolved = "居家养老由谁牵头"
            cited = (citation_of(document, quote),)
            return Answer("市民政局牵头。[1]", Status.ANSWERED, cited, resolved, 2.5)
        if "智慧" in question:
            cited = (citation_of(document, ATTACK),)
            return Answer(f"{ATTACK}[1]", Status.PARTIAL, cited, question, 3.5)
        related = (citation_of(document, "新建社区食堂30个。"),)
        return Answer("原文未载明这一点。", Status.NOT_IN_SOURCE, (), question, 0.5, related)

    def draft(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer from the script, which no proof looks at."""
        return self.ask(question, history)

    def within(self, wanted: DocumentFilter) -> "ScriptedAssistant":
        """There is one document only."""
        self.narrowed.append(wanted)
        return self

    def retrieve(self, question: str, history: tuple[Turn, ...] = ()) -> Retrieved:
        """Nothing is found: what the script says needs no search."""
        if not question.strip():
            raise QuestionError("问题是空的。请写下要问的内容。")
        resolved = Resolved(understand(question), "", question)
        nothing = Evidence(None, (), ())  # type: ignore[arg-type]  # no library behind a script
        return Retrieved(resolved, nothing)

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Answer]:
        """Answer from the script, in two halves."""
        answer = self.ask(question, history)
        half = answer.text[: len(answer.text) // 2]
        yield Answer(half, answer.status, (), answer.resolved_question)
        yield answer


@dataclass
class ScriptedBackend:
    """A backend whose assistant is scripted and whose index is built in no time."""

    assistant: ScriptedAssistant = field(default_factory=ScriptedAssistant)
    settings: Settings | None = None
    paths: list[Path] = field(default_factory=list)

    def assemble(self, settings: Settings) -> ScriptedAssistant:
        """Hand out the scripted assistant."""
        self.settings = settings
        return self.assistant

    def build_index(
        self, settings: Settings, paths: list[Path], progress: Callable[[int, int, str], None]
    ) -> BuildReport:
        """Pretend to build; a file that begins with 'bad' is refused."""
        self.settings, self.paths = settings, paths
        for done, path in enumerate(paths, 1):
            if path.name.startswith("bad"):
                raise DocumentError(f"文件“{path.name}”不是文本文件。")
            progress(done, len(paths), path.name)
        documents = {document.identifier: document for document in self.assistant.documents}
        return BuildReport(documents, passages=12, seconds=0.25)

    def shipped_documents(self) -> list[Path]:
        """One shipped file."""
        return [Path("shipped.txt")]

    def kept_documents(self, settings: Settings) -> list[Path]:
        """The shipped file alone: nothing was added."""
        return self.shipped_documents()

    def assemble_live(self, settings: Settings) -> LiveAssistant:
        """A script has no documents that could change."""
        raise NotImplementedError

    def language_model(
        self, settings: Settings, record: Path | None, replay: Path | None
    ) -> LanguageModel:
        """There is none."""
        raise SettingsError("没有设置语言模型。")

    def assemble_parts(
        self, settings: Settings, model: LanguageModel | None = None
    ) -> MeasuredParts:
        """The scripted assistant, over an index of its document in memory."""
        self.settings = settings
        embedder = CharacterEmbedder()
        return ScriptedParts(
            self.assistant, index_in_memory(self.assistant.documents, embedder), embedder
        )


@dataclass(frozen=True)
class ScriptedParts:
    """What an evaluation measures of a scripted backend."""

    conversation: ScriptedAssistant
    index: Index
    embedder: CharacterEmbedder
