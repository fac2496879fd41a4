"""`zhice batch`: questions as JSON Lines in, answers as JSON Lines out, in the same order.

A line that cannot be read is reported by its number and left out; the others are answered.
"""

import argparse
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Turn, ask_or_decline
from assistant.settings import Settings
from documents.errors import PolicyAssistantError
from evals.case import CaseError, Record
from ui.answer_output import answer_json
from ui.backend import Backend, ReadAssistant
from ui.chinese_parser import ChineseParser
from ui.console import ProgressBar
from ui.filter_options import add_filter_options, filter_of


class BatchFileError(PolicyAssistantError):
    """The input cannot be read or the output cannot be written."""


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of the input."""

    identifier: str | int
    question: str
    history: tuple[Turn, ...]


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = (
        '成批回答。输入每行一个 JSON 对象：{"id", "question", "history": [["用户","助手"], …]}；\n'
        "输出每行一个 JSON 对象，次序与输入相同。"
    )
    parser = commands.add_parser("batch", help="成批回答", description=description)
    parser.add_argument(
        "--input", type=Path, required=True, metavar="文件", help="问题文件（JSON Lines）"
    )
    parser.add_argument("--output", type=Path, required=True, metavar="文件", help="写入回答的文件")
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    add_filter_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Answer all lines; exit status 1 when a line was left out."""
    if arguments.index:
        settings = settings.in_folder(arguments.index)
    lines = _input_lines(arguments.input)
    output = _output_file(arguments.output)
    questions, errors = read_questions(lines)
    for error in errors:
        print(error, file=sys.stderr)
    assistant = backend.assemble(settings).within(filter_of(arguments))
    progress = ProgressBar(sys.stderr)
    answered: list[str] = []
    for question in questions:
        answered.append(answer_line(assistant, question))
        progress(len(answered), len(questions), "")
    progress.close()
    write_whole(output, "".join(line + "\n" for line in answered))
    left_out = f"，{len(errors)} 行不能用" if errors else ""
    print(f"已回答 {len(answered)} 个问题{left_out}，写入 {arguments.output}", file=sys.stderr)
    return 1 if errors else 0


def read_questions(lines: list[bytes]) -> tuple[list[BatchQuestion], list[str]]:
    """The questions, and a message for every line that holds none; blank lines are passed over."""
    questions: list[BatchQuestion] = []
    errors: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = Record.from_line(line)
            questions.append(
                BatchQuestion(record.identifier(), record.text("question"), record.history())
            )
        except CaseError as exc:
            errors.append(f"第 {number} 行不能用：{exc}")
    return questions, errors


def answer_line(assistant: ReadAssistant, question: BatchQuestion) -> str:
    """Answer one question, as a line of JSON without its line break."""
    answer = ask_or_decline(assistant, question.question, question.history)
    return json.dumps(
        {"id": question.identifier, **answer_json(answer, assistant.documents)}, ensure_ascii=False
    )


def _input_lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\n")
    except OSError as exc:
        raise BatchFileError(
            f"不能读取输入文件“{path}”：{exc.strerror or exc}。请检查路径和权限。"
        ) from exc


def _output_file(path: Path) -> Path:
    """The file to write, links followed; found out before the work begins whether it can be one."""
    resolved = path.resolve()
    if resolved.is_dir():
        raise BatchFileError(f"不能写入“{path}”：它是一个文件夹。请写明文件名。")
    if not resolved.parent.is_dir():
        raise BatchFileError(f"不能写入“{path}”：文件夹“{path.parent}”不存在。请先建立它。")
    return resolved


def write_whole(path: Path, text: str) -> None:
    """Write the file as a whole or not at all.

    Raises:
        BatchFileError: The file cannot be written; what was there before is still there.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if path.exists() and not path.is_file():  # a device or a pipe: nothing to replace
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        try:
            with temporary.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as exc:
        raise BatchFileError(
            f"不能写入“{path}”：{exc.strerror or exc}。请检查磁盘空间和权限。"
        ) from exc
