"""Results in, figures by category out: a table for people and JSON for programs.

Averages are derived from the per-case results here and nowhere else.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean

from evals.display_width import display_width
from evals.record import CaseRecord, Run, Stage

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


def summarise(
    name: str, records: Sequence[CaseRecord], latencies: Mapping[tuple[str, str], float]
) -> Summary:
    """Count the records of one category."""
    answerable = [record for record in records if record.answerable]
    unanswerable = [record for record in records if not record.answerable]
    milliseconds = [latencies[record.key] for record in records if record.key in latencies]
    return Summary(
        name=name,
        count=len(records),
        right=sum(record.right for record in records),
        answerable=len(answerable),
        cited=sum(record.cited for record in answerable),
        refused_rightly=sum(record.right for record in unanswerable),
        refused_wrongly=sum(record.refused for record in answerable),
        failed=sum(record.failed for record in records),
        latency_p50=percentile(milliseconds, 0.50),
        latency_p95=percentile(milliseconds, 0.95),
    )


def summaries(run: Run) -> list[Summary]:
    """One summary for each category, in order of first appearance, and the total last."""
    categories = dict.fromkeys(record.category for record in run.records)
    by_category = [
        summarise(category, [r for r in run.records if r.category == category], run.latencies)
        for category in categories
    ]
    return [*by_category, summarise("合计", run.records, run.latencies)]


def stage_table(run: Run) -> str:
    """Where wrong cases went wrong first, and the means of the figures of every stage."""
    wrong = [record.stage for record in run.records if record.stage]
    counts = [(stage.label, str(wrong.count(stage))) for stage in Stage if stage in wrong]
    lines = [aligned([("最先出错的环节", "题数"), *counts])] if counts else []
    names = dict.fromkeys(name for record in run.records for name in record.figures)
    if names:
        rows = [("数值", "平均", "题数"), *(_figure_row(name, run.records) for name in names)]
        lines.append(aligned(rows))
    return "\n\n".join(lines)


def _figure_row(name: str, records: Sequence[CaseRecord]) -> tuple[str, str, str]:
    values = [record.figures[name] for record in records if name in record.figures]
    return (figure_name(name), f"{100 * fmean(values):.1f}", str(len(values)))


def figure_name(name: str) -> str:
    """The Chinese name of a figure; measures of retrieval keep theirs behind 条款 or 句子."""
    for english, chinese in (("clause ", "条款 "), ("passage ", "句子 ")):
        if name.startswith(english):
            return chinese + name.removeprefix(english).replace("recall", "召回")
    return FIGURE_NAMES.get(name, name)


FIGURE_NAMES = {
    "right": "正确",
    "cited": "引用正确",
    "proven": "逐句有据",
    "concise": "简明",
    "numbers kept": "数字完整",
    "cite precision": "引用准确率",
    "cite recall": "引用召回率",
    "resolved": "承接正确",
}
"""Chinese names of figures; those of retrieval keep their international names."""


def report_table(run: Run) -> str:
    """The figures by category as an aligned table, one row a line."""
    rows = aligned([_HEADINGS, *(_row(summary) for summary in summaries(run))]).split("\n")
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


def _padded(text: str, width: int, right_aligned: bool) -> str:
    blanks = " " * (width - display_width(text))
    return blanks + text if right_aligned else text + blanks


def report_misses(run: Run) -> str:
    """Every case that is not right, or answerable and not cited: question, answer, expected."""
    blocks: list[str] = []
    for record in run.records:
        if record.good:
            continue
        reasons = [record.right_reason, record.failure]
        if record.answerable and not record.refused:
            reasons.append(record.cited_reason)
        lines = [f"[{record.identifier}] {record.category}：{record.question}"]
        lines += [f"  前文：{question} → {answer}" for question, answer in record.history]
        lines.append(f"  回答：{_answer_line(record)}")
        lines.append(f"  应为：{expected(record)}")
        stage = f"（{record.stage.label}）" if record.stage else ""
        lines.append(f"  原因：{'；'.join(reason for reason in reasons if reason)}{stage}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _answer_line(record: CaseRecord) -> str:
    if record.failed:
        return "（出错）"
    text = " ".join(record.answer.split())
    clauses = "、".join(citation.clause for citation in record.citations)
    return f"{text}（{record.status_label}{'；引用 ' + clauses if clauses else ''}）"


def expected(record: CaseRecord) -> str:
    """What a right answer holds and cites, in words."""
    if not record.answerable:
        return "拒答"
    parts = [" / ".join(group) for group in record.must_include]
    return f"{'；'.join(parts) or '回答'}（引用 {'、'.join(record.gold_clauses)}）"


def report_json(run: Run) -> dict[str, object]:
    """The figures and every record, made of plain JSON values."""
    return {
        "categories": [_summary_json(summary) for summary in summaries(run)[:-1]],
        "total": _summary_json(summaries(run)[-1]),
        "results": [
            {**asdict(record), "latency_ms": run.latencies.get(record.key)}
            for record in run.records
        ],
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
