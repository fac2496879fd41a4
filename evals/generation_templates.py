"""How a phrase of a policy can be asked for: the wording of generated questions.

Text goes in, a question or an empty string comes out: empty where no well-formed question can be
made of the phrase. Nothing here knows a clause tree or a case.
"""

import re

from documents.facts import Role
from documents.regular_expressions import regex

_ANNOUNCES = regex(r"(?:下列|以下|如下)(?P<count>[二两三四五六七八九十\d]+[种个项类条])?")
_NO_SUBJECT = regex(
    r"^(?:应当?|不得|按照?|有|可以|并|其|对|由|以|除|包括|符合|提供|提交|因|经|[（(])"
)

WHO = {
    Role.LEAD: "由谁牵头",
    Role.RESPONSIBLE: "由哪些部门负责",
    Role.SUPPORT: "由哪些单位配合",
}
WHO_OF_IT = {
    Role.LEAD: "由谁牵头？",
    Role.RESPONSIBLE: "归哪个部门管？",
    Role.SUPPORT: "由哪些单位配合？",
}
REVERSE = {
    Role.LEAD: "{}牵头哪些工作？",
    Role.RESPONSIBLE: "{}负责哪些工作？",
    Role.SUPPORT: "{}配合哪些工作？",
}
RESPONSIBLE_BESIDE_LEAD = "{}是哪些工作的责任单位？"


def stem_question(stem: str) -> str:
    """The line that introduces items as a question: 不得有下列行为： → 不得有哪些行为？"""
    sentence = re.split(r"[。；;]", stem.rstrip("：: "))[-1].strip()
    found = _ANNOUNCES.search(sentence)
    if not found or found.end() == len(sentence) or _NO_SUBJECT.match(sentence):
        return ""
    which = f"哪{found['count']}" if found["count"] else "哪些"
    return f"{sentence[: found.start()]}{which}{sentence[found.end() :]}？"


def quoted(title: str) -> str:
    """A title in quotation marks, unless it has some of its own."""
    return title if "“" in title else f"“{title}”"


def longest_piece(body: str) -> str:
    """The longest words between marks in a paragraph: what an answer that quotes it has to hold."""
    pieces = re.split(r"[，,。；;：:]", body.strip().partition("\n")[0])
    return max((piece.strip() for piece in pieces if len(piece) <= 60), key=len, default="")


def part_name(number: str) -> str:
    """How people name a numbered part: 三 → 第三部分, 三(二) → 第三部分（二）, 第三章; else ''."""
    if re.fullmatch(r"[一二三四五六七八九十]+", number):
        return f"第{number}部分"
    inner = re.fullmatch(r"([一二三四五六七八九十]+)\(([一二三四五六七八九十]+)\)", number)
    if inner:
        return f"第{inner[1]}部分（{inner[2]}）"
    return number if re.fullmatch(r"第[^()]+[章条]", number) else ""
