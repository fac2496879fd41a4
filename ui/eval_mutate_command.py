"""`zhice eval mutate`: makes right answers wrong in many ways and prints what the proof catches."""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from documents.errors import QuestionError
from evals.case import Case, CaseError
from evals.question_file import document_beside, read_cases, shipped_question_files
from ui.backend import Backend, ReadAssistant
from ui.chinese_parser import ChineseParser
from ui.console import ProgressBar

if TYPE_CHECKING:
    from assistant.answer import Answer
    from evals.mutation import MutationReport

_MOST_FALSE_ALARMS = 0.01


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "把答对的回答逐处改错，看校验能否查出；未改动的回答应当全部通过。"
    parser = commands.add_parser("mutate", help="检验校验", description=description)
    parser.add_argument(
        "questions",
        nargs="*",
        type=Path,
        metavar="题目文件",
        help=".jsonl 或 .xlsx；不写则用随附的全部题目",
    )
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.add_argument("--misses", action="store_true", help="逐条列出漏过的改动和误报的回答")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Ask, mutate, prove; exit status 1 when one is missed or false alarms are too many."""
    from evals.mutation import measure

    if arguments.index:
        settings = settings.in_folder(arguments.index)
    files: list[Path] = arguments.questions or shipped_question_files()
    if not files:
        raise CaseError("没有随附的题目文件。请写明题目文件的路径：zhice eval mutate 题目.jsonl")
    sets = [(file, read_cases(file)) for file in files]
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        assistants: dict[Path | None, ReadAssistant] = {}
        for file, cases in sets:
            policy = None if arguments.index else document_beside(file)
            if policy not in assistants:
                place = Path(folder) / str(len(assistants))
                assistants[policy] = _assistant(policy, place, settings, backend)
            assistant = assistants[policy]
            documents = {document.identifier: document for document in assistant.documents}
            report = measure(_right_drafts(assistant, cases), documents)
            print(f"{file.name}\n\n{_table(report)}\n")
            if arguments.misses:
                print(f"{_misses(report) or '没有漏过的改动，也没有误报。'}\n")
            alarming = len(report.false_alarms) > _MOST_FALSE_ALARMS * report.answers
            failed = failed or bool(report.missed) or alarming
    return 1 if failed else 0


def _assistant(
    policy: Path | None, index: Path, settings: Settings, backend: Backend
) -> ReadAssistant:
    """The assistant as it is set up; with a policy, over an index made of that alone."""
    if policy:
        settings = settings.in_folder(index)
        backend.build_index(settings, [policy], lambda done, total, step: None)
    return backend.assemble(settings)


def _right_drafts(assistant: ReadAssistant, cases: list[Case]) -> "list[Answer]":
    """The answers that are right before the proof, in the order of the cases.

    A proven answer cannot be a false alarm: the proof has already passed it.
    """
    from evals.metrics import right

    progress = ProgressBar(sys.stderr)
    found = []
    for done, case in enumerate(cases, start=1):
        try:
            answer = assistant.draft(case.question, case.history)
        except QuestionError:
            continue
        if right(case, answer).holds:
            found.append(answer)
        progress(done, len(cases), case.identifier)
    progress.close()
    return found


def _table(report: "MutationReport") -> str:
    from evals.report import aligned

    rows = [
        (count.kind.value, f"{count.number}", f"{count.caught}", f"{len(count.missed)}")
        for count in report.counts
    ]
    missed = len(report.missed)
    total = ("合计", f"{report.number}", f"{report.number - missed}", f"{missed}")
    table = aligned([("改动", "数量", "查出", "漏过"), *rows, total])
    return f"{table}\n\n答对的回答 {report.answers} 条，误报 {len(report.false_alarms)} 条。"


def _misses(report: "MutationReport") -> str:
    blocks = [
        f"漏过 [{mutation.kind.value}] {mutation.change}\n"
        f"  问题：{mutation.answer.resolved_question}\n"
        f"  改后：{' '.join(mutation.answer.text.split())}"
        for mutation in report.missed
    ]
    blocks += [
        f"误报 {alarm.flaws[0].reason}\n"
        f"  问题：{alarm.answer.resolved_question}\n"
        f"  回答：{' '.join(alarm.answer.text.split())}"
        for alarm in report.false_alarms
    ]
    return "\n\n".join(blocks)
