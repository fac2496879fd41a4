"""What retrieval is measured on: texts to search, questions, and which texts answer them.

Read from the JSON of public sets: `{"docs": [text], "queries": [{"q": text, "gold": [row]}]}`,
plain or xz. Question files of policies (JSON Lines) are read in case.py.
"""

import json
import lzma
from dataclasses import dataclass
from pathlib import Path

from evals.case import CaseError


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the labels that its results should have; `group` is what it is averaged in."""

    text: str
    gold: frozenset[str]
    group: str = ""


@dataclass(frozen=True, slots=True)
class PassageSet:
    """Texts, each labelled by its row, and questions on them."""

    name: str
    texts: tuple[str, ...]
    queries: tuple[Query, ...]


def read_passage_set(path: Path, name: str = "") -> PassageSet:
    """Read a public set.

    Raises:
        CaseError: The file cannot be read or is not in this form.
    """
    try:
        content = path.read_bytes()
        value = json.loads(lzma.decompress(content) if path.suffix == ".xz" else content)
        texts = tuple(str(text) for text in value["docs"])
        queries = tuple(
            Query(str(each["q"]), frozenset(str(int(row)) for row in each["gold"]))
            for each in value["queries"]
        )
    except OSError as exc:
        raise CaseError(f"不能读取检索题集“{path}”：{exc.strerror or exc}。请检查路径。") from exc
    except (ValueError, KeyError, TypeError, lzma.LZMAError) as exc:
        raise CaseError(
            f"检索题集“{path}”的格式不对（{exc}）。应当是 JSON："
            '{"docs": ["段落", …], "queries": [{"q": "问题", "gold": [段落序号]}]}。'
        ) from exc
    rows = {str(row) for row in range(len(texts))}
    for number, query in enumerate(queries, 1):
        if not query.text.strip() or not query.gold or not query.gold <= rows:
            raise CaseError(
                f"检索题集“{path}”第 {number} 问没有问题文字，或 gold 不是 docs 里的序号。"
            )
    if not queries:
        raise CaseError(f"检索题集“{path}”里没有问题。")
    return PassageSet(name or path.name.partition(".")[0], texts, queries)


def shipped_passage_sets() -> dict[str, Path]:
    """The passage sets that come with the program, by name."""
    folder = Path(__file__).parent / "questions"
    return {file.name.partition(".")[0]: file for file in sorted(folder.glob("*.json.xz"))}
