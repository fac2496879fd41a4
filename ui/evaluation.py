"""Question files asked, each of the policy beside it or of the index in use: files in, a run out."""

import dataclasses
import hashlib
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from documents.document import Document
from evals.case import CaseError
from evals.question_file import LocatedCase, document_beside, read_located, shipped_question_files
from evals.record import QuestionSet, Run, RunAbout
from ui.backend import Backend

if TYPE_CHECKING:
    from assistant.language_model import LanguageModel
    from evals.runner import MeasuredParts

_PROGRAM = Path(__file__).resolve().parent.parent

Progress = Callable[[int, int, str], None]
"""Told how many questions of a set are done, how many there are, and which was the last."""


@dataclass(frozen=True, slots=True)
class AskedSet:
    """A question file, and the documents that it is asked of; none means the index in use.

    `own` are those that it is about, where it is asked of more; only they count as cited.
    """

    file: Path
    located: list[LocatedCase]
    documents: tuple[Path, ...]
    own: tuple[Path, ...] = ()


def question_sets(
    files: list[Path], documents: list[Path] | None, *, beside: bool
) -> list[AskedSet]:
    """The question files, those that ship where none is named, each with what it is asked of.

    Args:
        files: Question files.
        documents: Policies to ask of instead of those beside the files and of the index.
        beside: Whether a policy beside a file goes before the index.

    Raises:
        CaseError: A file cannot be used, or two have the same name.
    """
    files = files or shipped_question_files()
    if not files:
        raise CaseError("没有随附的题目文件。请写明题目文件的路径：zhice eval run 题目.jsonl")
    if len({file.stem for file in files}) < len(files):
        raise CaseError("两个题目文件的名字相同。请改名，或分开运行。")
    sets = []
    for file in files:
        policy = document_beside(file) if beside else None
        own = tuple(documents or ([policy] if policy else []))
        sets.append(AskedSet(file, read_located(file), own))
    return sets


def asked_together(
    sets: Sequence[AskedSet], shipped: Sequence[Path], documents: Sequence[Path] = ()
) -> list[AskedSet]:
    """The sets, each asked of the documents of all of them in one index.

    Args:
        sets: Question files with what they are about.
        shipped: What files without a policy beside them are about.
        documents: More documents, or folders of them, that are in the index too.
    """
    own = [each.documents or tuple(shipped) for each in sets]
    every = [path for paths in own for path in paths if not _is_inside(path, documents)]
    together = (*dict.fromkeys(every), *documents)
    return [
        dataclasses.replace(each, documents=together, own=paths)
        for each, paths in zip(sets, own, strict=True)
    ]


def _is_inside(path: Path, documents: Sequence[Path]) -> bool:
    """Whether a file is one of the documents, or lies in one of the folders."""
    inside = (path.resolve(), *path.resolve().parents)
    return any(each.resolve() in inside for each in documents)


def asked(
    sets: Sequence[AskedSet],
    settings: Settings,
    backend: Backend,
    name: str,
    progress: Progress,
    model: "LanguageModel | None" = None,
) -> Run:
    """The run of the sets; those on the same documents share an index.

    A language model phrases only where one is given, whatever the settings say.

    Raises:
        CaseError: A case does not fit its documents.
    """
    from evals.case_check import check_cases
    from evals.clause_tree import shipped_trees
    from evals.runner import run_cases

    settings = dataclasses.replace(settings, llm=settings.llm if model else None)
    with tempfile.TemporaryDirectory() as folder:
        parts: dict[tuple[Path, ...], MeasuredParts] = {}
        for each in sets:
            if each.documents not in parts:
                place = Path(folder) / str(len(parts))
                parts[each.documents] = _parts(each.documents, place, settings, backend, model)
            documents = parts[each.documents].conversation.documents
            about = _own(each, documents)
            check_cases(each.file, each.located, about, shipped_trees())
        results = [
            result
            for each in sets
            for result in run_cases(
                parts[each.documents].conversation,
                [located.case for located in each.located],
                each.file.stem,
                progress,
                _own(each, parts[each.documents].conversation.documents),
            )
        ]
        answerer = f"llm {model.name}" if model else "extractive"
        run_about = _about(sets, settings, list(parts.values()), answerer)
    latencies = {result.record.key: result.latency_ms for result in results if result.latency_ms}
    uses = {result.record.key: result.model for result in results if result.model}
    return Run(name, run_about, tuple(result.record for result in results), latencies, uses)


def _own(each: AskedSet, documents: Sequence[Document]) -> list[Document]:
    """Those of the documents asked that a set is about."""
    names = {path.name for path in each.own}
    return [document for document in documents if not names or document.source in names]


def _parts(
    documents: tuple[Path, ...],
    index: Path,
    settings: Settings,
    backend: Backend,
    model: "LanguageModel | None",
) -> "MeasuredParts":
    if documents:
        settings = settings.in_folder(index)
        backend.build_index(settings, list(documents), lambda done, total, step: None)
    return backend.assemble_parts(settings, model)


def _about(
    sets: Sequence[AskedSet],
    settings: Settings,
    parts: "Sequence[MeasuredParts]",
    answerer: str,
) -> RunAbout:
    from evals.clause_tree import shipped_trees, tree_figures

    documents = [document for part in parts for document in part.conversation.documents]
    return RunAbout(
        sets=tuple(
            QuestionSet(
                each.file.stem,
                hashlib.sha256(each.file.read_bytes()).hexdigest(),
                len(each.located),
            )
            for each in sets
        ),
        documents=tuple(document.identifier for document in documents),
        index_digest=" ".join(part.index.digest for part in parts),
        model=parts[0].embedder.name,
        model_digest=parts[0].embedder.digest,
        answerer=answerer,
        revision=_revision(),
        settings={"question_limit": str(settings.question_limit)},
        parse=tuple(tree_figures(documents, shipped_trees())),
    )


def _revision() -> str:
    """The git revision of the program with `-dirty` where files changed, or empty."""
    command = ["git", "-C", str(_PROGRAM), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
