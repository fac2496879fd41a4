"""The evidence of a prompt: numbered blocks with their address, read out of it or made of clauses.

What a block says is taken apart here as a reader would: its sentences, and who is responsible.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from model_wire import Message

from documents.document import Clause, Document

_BLOCK = re.compile(
    r'<(证据[^\s>]*)[^>]*?编号="?(?P<number>\d+)"?[^>]*?地址="(?P<address>[^"]*)"[^>]*>\n?(?P<text>.*?)\n?</\1>',
    re.S,
)
_QUESTION = re.compile(r"<(问题[^\s>]*)[^>]*>\s*(.*?)\s*</\1>", re.S)
_HEAD = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百\d]+[条章节]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳])\s*"
)
_SENTENCE = re.compile(r"[^。！？\n]*(?:[（(][^（）()]*[)）][^。！？\n]*)*[。！？]|[^。！？\n]+")
_OFFICE_BRACKET = re.compile(r"[（(]([^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*)[)）]")
_HEADED_ROLE = re.compile(r"(牵头单位|责任单位|配合单位)\s*[:：]\s*([^；;]+)")
_ACTING_ROLE = re.compile(r"([^，,；;]+)(牵头|配合)$")
_LEAST = 10


@dataclass(frozen=True, slots=True)
class Offices:
    """Who is named for a clause, and as what: `牵头单位`, `责任单位` or `配合单位`."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of evidence."""

    number: int
    address: str
    text: str

    @property
    def name(self) -> str:
        """How its document is referred to."""
        return self.address.split(" ")[0]

    @property
    def title(self) -> str:
        """The title of its clause, or an empty string."""
        parts = self.address.split(" ", 2)
        return parts[2] if len(parts) > 2 and len(parts[2]) <= 20 else ""

    @property
    def sentences(self) -> list[str]:
        """Its whole sentences without number, title, stems and brackets that name offices."""
        found = []
        for line in self.text.split("\n"):
            words = _HEAD.sub("", line)
            for sentence in _SENTENCE.findall(words):
                bare = _OFFICE_BRACKET.sub(_unless_offices, sentence).strip()
                if self._is_statement(bare):
                    found.append(bare)
        return found

    @property
    def offices(self) -> list[Offices]:
        """Who is responsible, as brackets at the end of sentences say it."""
        found = []
        for bracket in _OFFICE_BRACKET.finditer(self.text):
            for part in re.split(r"[；;]|，(?=[^，]*(?:牵头|配合)$)", bracket[1]):
                said = _role(part)
                if said is not None:
                    found.append(said)
        return found

    def _is_statement(self, words: str) -> bool:
        return (
            len(words) >= _LEAST
            and words.endswith("。")
            and words.rstrip("。") != self.title
            and words.count("（") == words.count("）")
            and words.count("“") == words.count("”")
        )


def _role(part: str) -> Offices | None:
    headed, acting = _HEADED_ROLE.search(part), _ACTING_ROLE.search(part.strip())
    if headed:
        names, role = headed[2], headed[1]
    elif acting:
        names, role = acting[1], f"{acting[2]}单位"
    else:
        return None
    listed = tuple(name.strip() for name in re.split(r"[、,，]", names) if name.strip())
    plain = all(re.fullmatch(r"[\u4e00-\u9fff]{3,20}", name) for name in listed)
    return (
        Offices(role, listed)
        if listed and plain and not names.rstrip("。").endswith("等")
        else None
    )


def _unless_offices(bracket: re.Match[str]) -> str:
    named = re.search(r"牵头|责任单位|配合|负责", bracket[1])
    return "" if named else bracket[0]


def blocks_of(messages: Sequence[Message]) -> list[Block]:
    """The evidence of a conversation, in its order."""
    text = "\n".join(message.text for message in messages)
    return [Block(int(b["number"]), b["address"], b["text"]) for b in _BLOCK.finditer(text)]


def question_of(messages: Sequence[Message]) -> str:
    """The question of a conversation, or its last message."""
    found = _QUESTION.findall("\n".join(message.text for message in messages))
    return str(found[-1][1]) if found else messages[-1].text


def block_of(number: int, document: Document, clause: Clause) -> Block:
    """A clause as evidence."""
    return Block(number, document.address(clause), clause.text)


def written(blocks: Sequence[Block], question: str, nonce: str = "") -> str:
    """A prompt with this evidence and this question."""
    tag = f"证据{nonce}"
    evidence = "\n".join(
        f'<{tag} 编号="{b.number}" 地址="{b.address}">\n{b.text}\n</{tag}>' for b in blocks
    )
    return f"{evidence}\n<问题{nonce}>{question}</问题{nonce}>"
