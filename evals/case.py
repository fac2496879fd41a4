"""A question with what a right answer must hold, read from question files (JSON Lines, .xlsx).

The field checks here also serve `zhice batch`: its lines hold the same questions and histories.
Messages are Chinese and name file, line and field.
"""

import json
from dataclasses import dataclass

from assistant.answer import Turn
from documents.errors import PolicyAssistantError

_FIELDS = (
    "id",
    "category",
    "history",
    "question",
    "answerable",
    "gold_clauses",
    "all_clauses",
    "must_include",
    "must_not_include",
    "note",
    "resolved_include",
    "computed",
    "generated",
)


class CaseError(PolicyAssistantError):
    """A line of a question file cannot be used."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a question file.

    `must_include` holds lists of alternatives: one of each list has to be in the answer.
    `gold_clauses` are clause numbers as printed; one has to be cited, all with `all_clauses`.
    `resolved_include` is to `resolved_question` what `must_include` is to the answer. `computed`
    says that `must_include` need not stand in a gold clause: a count, a yes. `generated` cases were
    made by a program.
    """

    identifier: str
    category: str
    question: str
    history: tuple[Turn, ...]
    answerable: bool
    gold_clauses: tuple[str, ...]
    all_clauses: bool
    must_include: tuple[tuple[str, ...], ...]
    must_not_include: tuple[str, ...]
    note: str
    resolved_include: tuple[tuple[str, ...], ...] = ()
    computed: bool = False
    generated: bool = False

    def fields(self) -> dict[str, object]:
        """The case as the object of a line; what is missing by default is left out."""
        kept: dict[str, object] = {
            "id": self.identifier,
            "category": self.category,
            "history": [[turn.question, turn.answer] for turn in self.history],
            "question": self.question,
            "answerable": self.answerable,
            "gold_clauses": list(self.gold_clauses),
            "all_clauses": self.all_clauses,
            "must_include": [list(group) for group in self.must_include],
            "must_not_include": list(self.must_not_include),
            "note": self.note,
        }
        if self.resolved_include:
            kept["resolved_include"] = [list(group) for group in self.resolved_include]
        flags = {"computed": self.computed, "generated": self.generated}
        return kept | {name: True for name, flag in flags.items() if flag}


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one JSON line, with typed access that says which field is wrong."""

    fields: dict[str, object]

    @classmethod
    def from_line(cls, line: bytes) -> "Record":
        """Parse one line of JSON.

        Raises:
            CaseError: The line is not UTF-8, not JSON, or not an object.
        """
        try:
            value = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError as exc:
            raise CaseError("不是 UTF-8 文本") from exc
        except (ValueError, RecursionError) as exc:
            raise CaseError(f"不是合法的 JSON：{_excerpt(line)}") from exc
        if not isinstance(value, dict):
            raise CaseError(f"应当是一个 JSON 对象（{{…}}）：{_excerpt(line)}")
        return cls(value)

    def identifier(self) -> str | int:
        """The field `id`: text or a whole number, kept as it is.

        Raises:
            CaseError: The field is missing or holds something else.
        """
        value = self.fields.get("id")
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self.text("id")

    def text(self, name: str, default: str | None = None) -> str:
        """A field that holds text; without a default it must be there.

        Raises:
            CaseError: The field is missing or is not encodable text.
        """
        value = self.fields.get(name, default)
        if value is None:
            raise CaseError(f"缺少字段 {name}")
        return _encodable(value, name)

    def flag(self, name: str, default: bool | None = None) -> bool:
        """A field that holds true or false.

        Raises:
            CaseError: The field is missing or holds something else.
        """
        value = self.fields.get(name, default)
        if value is None:
            raise CaseError(f"缺少字段 {name}")
        if not isinstance(value, bool):
            raise CaseError(f"字段 {name} 应当是 true 或 false，现在是 {_shown(value)}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that holds a list of texts; empty when missing.

        Raises:
            CaseError: The field holds something else.
        """
        return tuple(_encodable(item, name) for item in self._items(name))

    def alternatives(self, name: str) -> tuple[tuple[str, ...], ...]:
        """A field that holds a list of non-empty lists of texts; empty when missing.

        Raises:
            CaseError: The field holds something else.
        """
        found: list[tuple[str, ...]] = []
        for item in self._items(name):
            if not isinstance(item, list) or not item:
                raise CaseError(f"字段 {name} 的每一项应当是非空的文字列表，现在是 {_shown(item)}")
            found.append(tuple(_encodable(text, name) for text in item))
        return tuple(found)

    def history(self) -> tuple[Turn, ...]:
        """The field `history`: a list of [user turn, assistant turn]; empty when missing.

        Raises:
            CaseError: The field holds something else.
        """
        turns: list[Turn] = []
        for item in self._items("history"):
            if not isinstance(item, list) or len(item) != 2:
                raise CaseError(
                    f'字段 history 的每一项应当是 ["用户的话", "助手的话"]，现在是 {_shown(item)}'
                )
            turns.append(Turn(_encodable(item[0], "history"), _encodable(item[1], "history")))
        return tuple(turns)

    def _items(self, name: str) -> list[object]:
        value = self.fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise CaseError(f"字段 {name} 应当是列表，现在是 {_shown(value)}")
        return value


LONGEST_FIELD = 100_000
"""Characters that a text in a question file may have."""


def _encodable(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise CaseError(f"字段 {name} 应当是文字，现在是 {_shown(value)}")
    if len(value) > LONGEST_FIELD:
        raise CaseError(f"字段 {name} 有 {len(value)} 个字，超过上限 {LONGEST_FIELD}")
    try:
        value.encode()
    except UnicodeEncodeError as exc:
        raise CaseError(f"字段 {name} 含有不成对的代理字符，不能写成 UTF-8") from exc
    return value


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:40] + "…"


def _excerpt(line: bytes) -> str:
    text = line.decode("utf-8", errors="replace").strip()
    return text if len(text) <= 40 else text[:40] + "…"


def case_from_record(record: Record) -> Case:
    """Check the fields of one question.

    Raises:
        CaseError: A field is missing, unknown, or holds what it must not.
    """
    unknown = [name for name in record.fields if name not in _FIELDS]
    if unknown:
        raise CaseError(f"不认识的字段 {unknown[0]}（可用的字段：{'、'.join(_FIELDS)}）")
    case = Case(
        identifier=record.text("id"),
        category=record.text("category"),
        question=record.text("question"),
        history=record.history(),
        answerable=record.flag("answerable"),
        gold_clauses=record.texts("gold_clauses"),
        all_clauses=record.flag("all_clauses", default=False),
        must_include=record.alternatives("must_include"),
        must_not_include=record.texts("must_not_include"),
        note=record.text("note", default=""),
        resolved_include=record.alternatives("resolved_include"),
        computed=record.flag("computed", default=False),
        generated=record.flag("generated", default=False),
    )
    if case.answerable and not case.gold_clauses:
        raise CaseError("字段 gold_clauses 不能为空：可以回答的题要写明出处条款")
    return case
