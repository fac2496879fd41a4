"""What programs can do besides reading the page: ask, open a clause, list targets and duties.

Plain values in, frozen records out; the MCP server and the JSON API of the page offer the same.
The documents are read at every call, since the index may be replaced while the program runs.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from assistant.answer import ask_or_decline
from assistant.document_filter import DocumentFilter
from assistant.lexicon import departments_in
from documents.document import Clause, DefectKind, Document
from documents.errors import QuestionError
from evals.case import Record
from ui.answer_output import answer_json
from ui.backend import ReadAssistant
from ui.fact_rows import DutyRow, TargetRow, duty_rows, target_rows

_SHOWN_NAMES = 50


@dataclass(frozen=True, slots=True)
class CitedWords:
    """One citation of an answer, as in the batch interface."""

    document: Annotated[str, Field(description="文号；没有文号的文件为标题")]
    clause: Annotated[str, Field(description="条款编号，如 二(二)4")]
    quote: Annotated[str, Field(description="原文引语，与原文逐字相同")]
    start: Annotated[int, Field(description="引语在文件全文中的起点（字符）")]
    end: Annotated[int, Field(description="引语的终点（字符），不含")]
    title: Annotated[str, Field(description="条款标题")]
    address: Annotated[str, Field(description="出处全称")]


class AskedAnswer(BaseModel, frozen=True):
    """An answer with its citations, as in the batch interface."""

    answer: Annotated[str, Field(description="回答；句末的 [n] 对应 citations 的第 n 项")]
    refused: Annotated[bool, Field(description="是否没有作答")]
    status: Annotated[
        str,
        Field(
            description="answered 已回答，partial 部分回答，not_in_source 原文未载，"
            "source_incomplete 原文残缺，out_of_scope 超出范围，needs_clarification 需要澄清"
        ),
    ]
    citations: Annotated[list[CitedWords], Field(description="出处，按编号排列")]
    resolved_question: Annotated[str, Field(description="追问被理解成的完整问题")]
    latency_ms: Annotated[float, Field(description="用时（毫秒）")]
    model: Annotated[
        dict[str, Any] | None,
        Field(
            description="用了语言模型时：name 名称，ai_generated 文字是否由它生成，notice 说明",
            exclude_if=lambda model: model is None,
        ),
    ] = None


class ClauseText(BaseModel, frozen=True):
    """A clause with everything below it; `text` is the document's text from `start` to `end`."""

    document: Annotated[str, Field(description="文号；没有文号的文件为标题")]
    clause: Annotated[str, Field(description="条款编号")]
    title: Annotated[str, Field(description="条款标题")]
    address: Annotated[str, Field(description="出处全称")]
    path: Annotated[list[str], Field(description="各级标题，由外到内")]
    start: Annotated[int, Field(description="在文件全文中的起点（字符）")]
    end: Annotated[int, Field(description="终点（字符），不含")]
    text: Annotated[str, Field(description="条款原文，包括其下各级条款")]
    parts: Annotated[list[str], Field(description="下一级条款的编号")]
    remarks: Annotated[list[str], Field(description="原文的缺陷和其他说明")]


class TargetList(BaseModel, frozen=True):
    """Targets in reading order."""

    count: Annotated[int, Field(description="目标的个数")]
    targets: Annotated[
        list[TargetRow],
        Field(description="目标：indicator 指标，value 数值及限定，deadline 期限，passed 期限已过"),
    ]
    remarks: Annotated[list[str], Field(description="说明，如原文中断处")]


class DutyList(BaseModel, frozen=True):
    """What departments are named for, in reading order."""

    departments: Annotated[list[str], Field(description="查到的单位全称")]
    count: Annotated[int, Field(description="责任的条数")]
    duties: Annotated[
        list[DutyRow], Field(description="责任：department 单位，role 牵头、责任或配合单位")
    ]
    remarks: Annotated[list[str], Field(description="说明，如原文中断处")]


class AgentTools:
    """The four tools over an assistant."""

    def __init__(self, assistant: ReadAssistant, today: date | None = None) -> None:
        """Take over the assistant and the day by which targets have passed, None the real one."""
        self._assistant = assistant
        self._today = today

    def ask(
        self,
        question: str,
        history: Sequence[Sequence[str]] = (),
        wanted: DocumentFilter | None = None,
    ) -> AskedAnswer:
        """Answer a question; `history` holds [user turn, assistant turn] pairs.

        Raises:
            CaseError: The history holds something else.
            QuestionError: No document is as `wanted`.
        """
        turns = Record({"history": [list(pair) for pair in history]}).history()
        assistant = self._assistant.within(wanted) if wanted else self._assistant
        answer = ask_or_decline(assistant, question, turns)
        return AskedAnswer.model_validate(answer_json(answer, self._assistant.documents))

    def get_clause(self, clause: str, document: str = "") -> ClauseText:
        """The clause of this printed number, with everything below it.

        Raises:
            QuestionError: There is no such document or clause, or several documents have it.
        """
        documents = _documents_named(document, self._assistant.documents)
        first_word = next(iter(clause.split()), "")  # a title may stand behind the number
        found = _clauses_numbered(clause, documents) or _clauses_numbered(first_word, documents)
        if not found:
            raise QuestionError(
                f"没有编号为“{clause}”的条款。请写印出的编号，例如 {_some_numbers(documents)}。"
            )
        if len(found) > 1:
            names = "、".join(d.identifier for d, _ in found[:_SHOWN_NAMES])
            raise QuestionError(f"这些文件都有编号为“{clause}”的条款：{names}。请写明 document。")
        return _clause_text(*found[0])

    def list_targets(self, document: str = "", words: str = "") -> TargetList:
        """The targets of one document or all, those whose sentence or clause holds the words.

        Raises:
            QuestionError: There is no such document.
        """
        documents = _documents_named(document, self._assistant.documents)
        wanted = _plain(words)
        rows = [
            row
            for row in target_rows(documents, self._today or date.today())
            if wanted in _plain(f"{row.indicator}\n{row.text}\n{row.address}")
        ]
        return TargetList(count=len(rows), targets=rows, remarks=_where_cut(documents))

    def list_by_department(self, department: str = "", document: str = "") -> DutyList:
        """What the departments that a text mentions are named for; all departments without one.

        Raises:
            QuestionError: There is no such document.
        """
        documents = _documents_named(document, self._assistant.documents)
        rows = duty_rows(documents)
        known = list(dict.fromkeys(row.department for row in rows))
        named = departments_in(department, known) if department.strip() else known
        remarks = _where_cut(documents)
        if not named:
            names = "、".join(known[:_SHOWN_NAMES]) or "无"
            remarks = [f"条款中没有列出“{department}”。列出的单位：{names}。", *remarks]
        chosen = [row for row in rows if row.department in named]
        return DutyList(departments=named, count=len(chosen), duties=chosen, remarks=remarks)


def _documents_named(name: str, documents: Sequence[Document]) -> Sequence[Document]:
    """The documents of this number or title, all without one."""
    wanted = _plain(name).strip("《》")
    if not wanted:
        return documents
    found = [d for d in documents if wanted in (_plain(d.identifier), _plain(d.title))]
    if not found:
        names = "、".join(d.identifier for d in documents[:_SHOWN_NAMES])
        raise QuestionError(f"没有文号或标题为“{name}”的文件。现有：{names}。")
    return found


def _clauses_numbered(
    number: str, documents: Sequence[Document]
) -> list[tuple[Document, list[Clause]]]:
    """The documents that have a clause of a printed number, with the clauses in reading order."""
    wanted = _plain(number)
    found: list[tuple[Document, list[Clause]]] = []
    for document in documents:
        same = [c for c in document.clauses if wanted and _plain(c.number) == wanted]
        exact = [c for c in same if c.number == number]  # ① is not 1 where both are there
        if same:
            found.append((document, exact or same))
    return found


def _clause_text(document: Document, clauses: Sequence[Clause]) -> ClauseText:
    clause = clauses[0]
    below = list(document.subtree(clause))
    positions = {part.position for part in below}
    remarks = [d.message for d in document.defects if d.clause in positions]
    if len(clauses) > 1:
        remarks.append(f"这个编号在文件中出现 {len(clauses)} 次，这里是第 1 处。")
    end = below[-1].end
    return ClauseText(
        document=document.identifier,
        clause=clause.number,
        title=clause.title,
        address=document.address(clause),
        path=document.heading_path(clause),
        start=clause.start,
        end=end,
        text=document.text[clause.start : end],
        parts=[child.number for child in document.children(clause)],
        remarks=remarks,
    )


def _where_cut(documents: Sequence[Document]) -> list[str]:
    """For each document that stops before its end, where it does."""
    return [
        f"{document.name}：{defect.message}，未计入。"
        for document in documents
        for defect in document.defects
        if defect.kind is DefectKind.TRUNCATED
    ]


def _some_numbers(documents: Sequence[Document]) -> str:
    numbers = [clause.number for document in documents for clause in document.clauses]
    return "、".join(dict.fromkeys(numbers[:6]))


def _plain(text: str) -> str:
    """Full and half width made one, spaces left out."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
