"""Many policies made of the shipped ones: other places, numbers and departments, bodies exchanged.

Document n is the same whenever it is made. Each has a title and a number of its own and the clause
tree of a real policy; half of its clauses say what a clause of another policy says.
"""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import documents
import evals
from documents.document import ClauseKind, Document
from documents.reading import read_document

_NUMBER = re.compile(r"\d+")
_DEPARTMENT = re.compile(r"[市县区](?:[\u4e00-\u9fff]{2,5}?(?:局|委|办公室))")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,4}?(?=[省市县区])")
_SYLLABLES = "安宁平康和兴清源华阳林泉江河山海东西南北青白云龙凤石金银长永新丰泰昌德义仁信文武光明"
_EXCHANGED = 0.5
_SMALLEST_VARIED = 10


def write_corpus(folder: Path, clauses: int) -> list[Path]:
    """Write policies of about so many clauses in all, and give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    written = 0
    for number, (text, size) in enumerate(varied_policies()):
        path = folder / f"{number:06d}.txt"
        if not path.exists():
            path.write_text(text, encoding="utf-8")
        paths.append(path)
        written += size
        if written >= clauses:
            return paths
    return paths


def varied_policies() -> Iterator[tuple[str, int]]:
    """Texts of policies without end, each with the number of its clauses."""
    number = 0
    while True:
        yield _varied(number)
        number += 1


@cache
def _real() -> tuple[Document, ...]:
    shipped = Path(documents.__file__).parent / "corpus"
    shown = Path(evals.__file__).parent / "policies"
    files = [*sorted(shipped.glob("*.txt")), *sorted(shown.glob("*.txt"))]
    return tuple(read_document(file) for file in files)


@cache
def _bodies() -> tuple[str, ...]:
    """What the numbered clauses of all policies say, without number and title."""
    return tuple(
        clause.text[clause.body - clause.start :]
        for document in _real()
        for clause in document.clauses
        if clause.kind is ClauseKind.NUMBERED and clause.end - clause.body > _SMALLEST_VARIED
    )


@cache
def _departments() -> tuple[str, ...]:
    return tuple(sorted({name[1:] for body in _bodies() for name in _DEPARTMENT.findall(body)}))


def _varied(number: int) -> tuple[str, int]:
    chance = random.Random(number)
    document = _real()[number % len(_real())]
    place = "".join(chance.sample(_SYLLABLES, 2))
    title = _titled(document, place, chance)
    swapped = {name: chance.choice(_departments()) for name in _departments()}
    lines = [title, f"{place}政发〔{chance.randint(2015, 2026)}〕{number + 1}号", ""]
    clauses = [clause for clause in document.clauses if clause.kind is not ClauseKind.TITLE]
    for clause in clauses:
        head = clause.text[: clause.body - clause.start]
        body = clause.text[clause.body - clause.start :]
        if len(body) > _SMALLEST_VARIED and chance.random() < _EXCHANGED:
            body = ("\n" if body.startswith("\n") else "") + chance.choice(_bodies()).lstrip()
        lines.append(head + _altered(body, place, swapped, chance))
    return "\n".join(lines) + "\n", len(clauses) + 1


def _titled(document: Document, place: str, chance: random.Random) -> str:
    """The title for another place, told apart from its like by a word of its own."""
    title = _PLACE.sub(place, document.title)
    if not title.startswith(place):
        title = f"{place}市{title}"
    return title.replace("关于", f"关于{''.join(chance.sample(_SYLLABLES, 2))}片区", 1)


def _altered(body: str, place: str, swapped: dict[str, str], chance: random.Random) -> str:
    def number(found: re.Match[str]) -> str:
        figure = found[0]
        if len(figure) == 4 and figure.startswith("20"):
            return str(chance.randint(2022, 2032))
        return str(chance.randint(10 ** (len(figure) - 1), 10 ** len(figure) - 1))

    def department(found: re.Match[str]) -> str:
        return found[0][0] + swapped.get(found[0][1:], found[0][1:])

    return _DEPARTMENT.sub(department, _NUMBER.sub(number, body))
