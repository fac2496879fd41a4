"""`zhice eval calibrate`: fits the weights by which a question is answered or declined."""

import argparse
import dataclasses
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from evals.case import Case, CaseError
from evals.question_file import document_beside, read_cases, shipped_question_files
from ui.backend import Backend
from ui.batch_command import write_whole
from ui.chinese_parser import ChineseParser

if TYPE_CHECKING:
    from assistant.support import Regression
    from evals.calibration import Fitted
    from evals.runner import MeasuredParts

_LEAST = 0.56
_DIGITS = 3
_NOTE = "Weights of the regressions in assistant/support.py, fitted by `zhice eval calibrate`."


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "用题目文件重新拟合“回答还是拒答”的权重；各题目文件旁须有同名的政策文件。"
    parser = commands.add_parser("calibrate", help="拟合拒答的权重", description=description)
    parser.add_argument(
        "questions",
        nargs="*",
        type=Path,
        metavar="题目文件",
        help=".jsonl 或 .xlsx；不写则用随附的、名字含 tuning 的题目",
    )
    parser.add_argument(
        "--least",
        type=float,
        default=_LEAST,
        metavar="数",
        help=f"低于多少就拒答，0 到 1；默认 {_LEAST}",
    )
    parser.add_argument("--output", type=Path, metavar="文件", help="把权重写到这里（JSON）")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Fit, print the figures on documents left out, write the weights if asked."""
    from evals.calibration import examples_of, fit

    files = arguments.questions or [f for f in shipped_question_files() if "tuning" in f.stem]
    cases = _by_document(files, backend)
    with tempfile.TemporaryDirectory() as folder:
        parts = {
            str(document): _parts(document, Path(folder) / str(at), settings, backend)
            for at, document in enumerate(cases)
        }
        assistants = {name: each.conversation for name, each in parts.items()}
        models = {each.index.model_digest for each in parts.values()}
        named = {str(document): own for document, own in cases.items()}
        fitted = fit(list(examples_of(assistants, named)), arguments.least)
    print(
        f"{len(cases)} 份文件，{fitted.examples} 条可用。逐份留出检验："
        f"答对的仍作答 {fitted.kept_right:.1%}，该拒的拒答 {fitted.declined:.1%}，"
        f"问别的文件的拒答 {fitted.strangers_declined:.1%}。"
    )
    if arguments.output:
        write_whole(arguments.output.resolve(), weights_json(fitted, *models))
        print(f"权重已写入 {arguments.output}", file=sys.stderr)
    return 0


def weights_json(fitted: "Fitted", model: str) -> str:
    """The weights as `assistant/support.py` reads them; `model` is the digest of the embedding model."""
    content = {
        "note": _NOTE,
        "model": model,
        "least": fitted.least,
        "borne_out": _regression_json(fitted.borne_out),
        "on_subject": _regression_json(fitted.on_subject),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _regression_json(regression: "Regression") -> dict[str, object]:
    return {
        "bias": round(regression.bias, _DIGITS),
        "of": {name: round(weight, _DIGITS) for name, weight in regression.of.items()},
    }


def _by_document(files: list[Path], backend: Backend) -> dict[Path, list[Case]]:
    """The questions of files by the policy that each is about.

    Raises:
        CaseError: A file has no policy beside it.
    """
    shipped = backend.shipped_documents()
    found: dict[Path, list[Case]] = {}
    for file in files:
        beside = document_beside(file)
        if beside is None and file in shipped_question_files():
            beside = shipped[0]
        if beside is None:
            raise CaseError(f"“{file}”旁边没有它所问的政策文件。请把政策放在同一目录，名字相同。")
        found.setdefault(beside, []).extend(read_cases(file))
    return found


def _parts(document: Path, index: Path, settings: Settings, backend: Backend) -> "MeasuredParts":
    """An assistant over one document that declines nothing for want of support, and its index."""
    own = dataclasses.replace(settings.in_folder(index), least_support=0.0)
    backend.build_index(own, [document], lambda done, total, step: None)
    return backend.assemble_parts(own)
