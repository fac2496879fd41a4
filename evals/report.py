"""Results in, figures by category out: a table for people and JSON for programs.

Averages are derived from the per-case results here and nowhere else.
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from evals.runner import CaseResult

_HEADINGS = ("类别", "题数", "正确", "引用正确", "该拒且拒", "误拒", "p50毫秒", "p95毫秒")


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over some results. `cited` and `refused_wrongly` count answerable questions only.

    `refused_rightly` counts unanswerable ones. Latencies are in milliseconds, nearest rank.
    """

    name: str
    count: int
    right: int
    answerable: int
    cited: int
    refused_rightly: int
    refused_wrongly: int
    failed: int
    latency_p50: float
    latency_p95: float

    @property
    def unanswerable(self) -> int:
        """How many questions the source does not answer."""
        return self.count - self.answerable


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest-rank percentile, 0.0 without values; `share` lies in (0, 1]."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def summarise(name: str, results: Sequence[CaseResult]) -> Summary:
    """Count the results of one category."""
    answerable = [result for result in results if result.case.answerable]
    unanswerable = [result for result in results if not result.case.answerable]
    latencies = [result.answer.latency_ms for result in results if result.answer]
    return Summary(
        name=name,
        count=len(results),
        right=sum(result.right.holds for result in results),
        answerable=len(answerable),
        cited=sum(result.cited.holds for result in answerable),
        refused_rightly=sum(result.right.holds for result in unanswerable),
        refused_wrongly=sum(result.refused for result in answerable),
        failed=sum(bool(result.failure) for result in results),
        latency_p50=percentile(latencies, 0.50),
        latency_p95=percentile(latencies, 0.95),
    )


def summaries(results: Sequence[CaseResult]) -> list[Summary]:
    """One summary for each category, in order of first appearance, and the total last."""
    categories = dict.fromkeys(result.case.category for result in results)
    by_category = [
        summarise(category, [result for result in results if result.case.category == category])
        for category in categories
    ]
    return [*by_category, summarise("合计", results)]


def report_table(results: Sequence[CaseResult]) -> str:
    """The figures by category as an aligned table, one row a line."""
    rows = aligned([_HEADINGS, *(_row(summary) for summary in summaries(results))]).split("\n")
    return "\n".join([*rows[:-1], rows[1], rows[-1]])


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as lines, with a rule under the first; all columns but the first flush right.

    Columns are as wide as a terminal shows their widest cell.
    """
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    flush_right = [False, *[True] * (len(widths) - 1)]
    lines = ["  ".join(map(_padded, row, widths, flush_right)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * (sum(widths) + 2 * (len(widths) - 1)), *lines[1:]])


def _row(summary: Summary) -> tuple[str, ...]:
    return (
        summary.name,
        str(summary.count),
        _share(summary.right, summary.count),
        _share(summary.cited, summary.answerable),
        _share(summary.refused_rightly, summary.unanswerable),
        _share(summary.refused_wrongly, summary.answerable),
        f"{summary.latency_p50:.1f}",
        f"{summary.latency_p95:.1f}",
    )


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:4.0%}" if whole else "-"


def display_width(text: str) -> int:
    """Columns of a terminal that the text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, right_aligned: bool) -> str:
    blanks = " " * (width - display_width(text))
    return blanks + text if right_aligned else text + blanks


def report_misses(results: Sequence[CaseResult]) -> str:
    """Every case that is not right, or answerable and not cited: question, answer, expected."""
    blocks: list[str] = []
    for result in results:
        case = result.case
        reasons = [result.right.reason]
        if case.answerable and not result.refused:
            reasons.append(result.cited.reason)
        if not any(reasons):
            continue
        lines = [f"[{case.identifier}] {case.category}：{case.question}"]
        lines += [f"  前文：{turn.question} → {turn.answer}" for turn in case.history]
        lines.append(f"  回答：{_answer_line(result)}")
        lines.append(f"  应为：{_expected(result)}")
        lines.append(f"  原因：{'；'.join(reason for reason in reasons if reason)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _answer_line(result: CaseResult) -> str:
    if result.answer is None:
        return "（出错）"
    text = " ".join(result.answer.text.split())
    clauses = "、".join(citation.clause for citation in result.answer.citations)
    return f"{text}（{result.answer.status.label}{'；引用 ' + clauses if clauses else ''}）"


def _expected(result: CaseResult) -> str:
    case = result.case
    if not case.answerable:
        return "拒答"
    parts = [" / ".join(group) for group in case.must_include]
    joined = "全部" if case.all_clauses else "之一"
    return f"{'；'.join(parts) or '回答'}（引用 {'、'.join(case.gold_clauses)} {joined}）"


def report_json(results: Sequence[CaseResult]) -> dict[str, object]:
    """The figures and every result, made of plain JSON values."""
    return {
        "categories": [_summary_json(summary) for summary in summaries(results)[:-1]],
        "total": _summary_json(summaries(results)[-1]),
        "results": [_result_json(result) for result in results],
    }


def _summary_json(summary: Summary) -> dict[str, object]:
    return {
        "name": summary.name,
        "count": summary.count,
        "answerable": summary.answerable,
        "right": summary.right,
        "cited": summary.cited,
        "refused_rightly": summary.refused_rightly,
        "refused_wrongly": summary.refused_wrongly,
        "failed": summary.failed,
        "latency_p50_ms": round(summary.latency_p50, 3),
        "latency_p95_ms": round(summary.latency_p95, 3),
    }


def _result_json(result: CaseResult) -> dict[str, object]:
    answer = result.answer
    return {
        "id": result.case.identifier,
        "category": result.case.category,
        "question": result.case.question,
        "answerable": result.case.answerable,
        "right": result.right.holds,
        "right_reason": result.right.reason,
        "cited": result.cited.holds,
        "cited_reason": result.cited.reason,
        "refused": result.refused,
        "answer": answer.text if answer else None,
        "status": answer.status.value if answer else None,
        "clauses": [citation.clause for citation in answer.citations] if answer else [],
        "resolved_question": answer.resolved_question if answer else None,
        "latency_ms": answer.latency_ms if answer else None,
        "failure": result.failure,
    }
