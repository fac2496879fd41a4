"""True sentences about evidence, as a good model phrases them, each with the marks that prove it.

Every way of phrasing keeps the facts: figures with their bound, year and subject, who is to do it,
conditions and exceptions. A way that is not surely true of a sentence leaves that sentence out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evidence_blocks import Block, Offices

_DIGITS = "零一二三四五六七八九"
_DATE = r"(?:力争|确保)?到20\d\d年(?:底|末)?|20\d\d年(?:\d{1,2}月)?底前"
_DATED = re.compile(rf"^({_DATE})[,，](.+)。$")
_SHORT_FORM = re.compile(r"[（(]以下简称[^（）()]*[)）]")
_PERCENT = re.compile(r"(?<![\d.\-—])(\d{1,2}(?:\.\d)?)%(?!的?[-—至])")
_TEN_THOUSANDS = re.compile(r"(?<![\d.\-—至])(\d+(?:\.\d+)?)万(元|个|人次|平方米)(?![-—至/])")
_HUNDRED_MILLIONS = re.compile(r"(?<![\d.\-—至])(\d+(?:\.\d+)?)亿元(?![-—至/])")
_THOUSANDS = re.compile(r"(?<![\d.〔\-—])([1-9])(\d{3})(?=[个人家亩吨万名张户件座])")
_AT_LEAST = re.compile(
    r"(?:达到)?(?<![\d.\-—至低少超过高])(\d+(?:\.\d+)?(?:%|万元|亿元|家|个|张|人次|万人次|项|所|名|条))以上(?=[,，。；])"
)
_ABOUT = re.compile(r"(?<![\d.\-—至])(\d+(?:\.\d+)?(?:%|万元|亿元|家|个|张|米|平方米))左右")
_MEASURE = re.compile(
    r"(?:积极|大力|加快|着力|持续|深入|努力|不断|稳妥|逐步)?(?:推动|推进|加强|建设|培育|开展|完善|实施|打造|支持|鼓励|引导|提升|健全|优化|促进|发展|深化|搭建|组织|落实|创建|引进|推广)"
    r"(?!.*(?:的$|[不未除但]|之日|其|该|上述|此|20\d\d))[^，,；;：:]{6,60}"
)
_INDICATOR = re.compile(
    r"^(?!其中|且|并|较|同比|分别|给予|对|按|的)([\u4e00-\u9fff“”（）]{4,24}?(?:率|占比|比重|比例|总数|规模))"
    r"(?:达到|达|为|提高到|保持在)?(?:不低于|不少于)?(\d+(?:\.\d+)?(?:%|万?[个张家户人]|亿元|万元)(?:以上|左右)?)$"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, the numbers of the evidence that it cites, and what it is.

    `kind` says how it was phrased or, where `is_true` is false, what is wrong; `change` what was
    altered, in Chinese; `source` the words of the evidence behind it, where it is one sentence.
    """

    text: str
    numbers: tuple[int, ...]
    kind: str
    is_true: bool = True
    change: str = ""
    source: str = ""

    @property
    def marked(self) -> str:
        """The sentence with its marks before the full stop."""
        marks = "".join(f"[{number}]" for number in self.numbers)
        ends = "。" if self.text.endswith("。") else ""
        return f"{self.text.removesuffix('。')}{marks}{ends}"


def true_statements(blocks: Sequence[Block]) -> list[Statement]:
    """All that is phrased of evidence, block by block; the first of the blocks leads."""
    found: dict[str, Statement] = {}
    for block in blocks:
        for statement in (*_of_sentences(block), *_of_offices(block)):
            found.setdefault(statement.text, statement)
    for statement in _combined(blocks):
        found.setdefault(statement.text, statement)
    return list(found.values())


def _of_sentences(block: Block) -> Iterator[Statement]:
    for at, sentence in enumerate(block.sentences):
        yield Statement(sentence, (block.number,), "原句", source=sentence)
        for kind, phrase in _WAYS.items():
            for text in phrase(sentence, block, at):
                if text != sentence:
                    yield Statement(text, (block.number,), kind, source=sentence)


def _opened(sentence: str, block: Block, at: int) -> Iterator[str]:
    openings = [
        "根据该文件，", "其中，", "此外，", f"根据{block.name}，", "同时，", "文件提出，", "另外，",
        "具体来看，", "按照规定，", "综上，", "也就是说，", "是的，",
    ]  # fmt: skip
    if not sentence.startswith(("其中", "同时", "此外")):
        yield f"{openings[(at + block.number) % len(openings)]}{sentence}"
        yield f"{openings[(len(sentence) + at) % len(openings)]}{sentence}"
        if block.title and "，" not in block.title:
            yield f"在{block.title}方面，{sentence}"


def _punctuated(sentence: str, block: Block, at: int) -> Iterator[str]:
    yield re.sub(r"(?<!\d),|,(?!\d)", "，", sentence).replace("(", "（").replace(")", "）")


def _in_words(sentence: str, block: Block, at: int) -> Iterator[str]:
    yield _PERCENT.sub(lambda found: f"百分之{chinese(found[1])}", sentence)


def _in_other_units(sentence: str, block: Block, at: int) -> Iterator[str]:
    def larger(found: re.Match[str]) -> str:
        value = float(found[1])
        if value >= 10_000 and value % 1000 == 0 and found[2] == "元":
            return f"{value / 10_000:g}亿元"
        return f"{value * 10_000:.0f}{found[2]}" if value <= 1000 else found[0]

    yield _TEN_THOUSANDS.sub(larger, sentence)
    yield _HUNDRED_MILLIONS.sub(lambda found: f"{float(found[1]) * 10_000:.10g}万元", sentence)


def _with_thousands(sentence: str, block: Block, at: int) -> Iterator[str]:
    yield _THOUSANDS.sub(r"\1,\2", sentence)


def _bounded(sentence: str, block: Block, at: int) -> Iterator[str]:
    yield _AT_LEAST.sub(r"不低于\1", sentence)
    yield _ABOUT.sub(r"约\1", sentence)
    yield re.sub(r"(?<!得)不少于(?=\d)", "不低于", sentence)
    yield re.sub(r"(?<![最多高得])不低于(?=\d)", "不少于", sentence)
    yield re.sub(r"(?<![最多高得])不超过(?=\d)", "不高于", sentence)


def _obliged(sentence: str, block: Block, at: int) -> Iterator[str]:
    yield sentence.replace("应当", "应")


def _without_short_form(sentence: str, block: Block, at: int) -> Iterator[str]:
    yield _SHORT_FORM.sub("", sentence)


def _emphasised(sentence: str, block: Block, at: int) -> Iterator[str]:
    yield re.sub(
        r"(?<![\d.〔/])(\d+(?:\.\d+)?(?:%|万元|亿元|家|个|张)(?:以上)?)", r"**\1**", sentence
    )
    yield f"**{sentence.removesuffix('。')}**。"


def _itemised(sentence: str, block: Block, at: int) -> Iterator[str]:
    yield f"{'- ' if at % 2 else f'{at + 1}. '}{sentence}"
    if block.title:
        yield f"- **{block.title}**：{sentence}"


def _quoted(sentence: str, block: Block, at: int) -> Iterator[str]:
    inner = sentence.removesuffix("。").replace("“", "‘").replace("”", "’")
    yield f"原文表述为“{inner}”。"
    name = re.findall(r"(?<![“‘])“([^”]{2,12})”", sentence)
    if name:
        yield sentence.replace(f"“{name[0]}”", f"‘{name[0]}’")


def _moved_date(sentence: str, block: Block, at: int) -> Iterator[str]:
    found = _DATED.match(sentence)
    if found and not re.search(r"[,，；;]|20\d\d年", found[2]):
        yield f"{found[2]}（{found[1]}）。"


def _with_one_date(sentence: str) -> re.Match[str] | None:
    """The date before a sentence and the rest, where no other date or case follows."""
    found = _DATED.match(sentence)
    return found if found and not re.search(r"[；;]|20\d\d年", found[2]) else None


def _split(sentence: str, block: Block, at: int) -> Iterator[str]:
    """Indicators of one date each with it; parts that each have a date or a head of their own."""
    found = _with_one_date(sentence)
    parts = re.split(r"[,，]", found[2]) if found else []
    if found and len(parts) > 1 and all(_INDICATOR.match(part) for part in parts):
        for part in parts:
            yield f"{found[1]}，{part}。"
    pieces = sentence.removesuffix("。").split("；")
    headed = rf"(?:对(?!上述|此|其)|{_DATE}|20\d\d年).{{12}}"
    if len(pieces) > 1 and all(re.match(headed, piece) for piece in pieces):
        for piece in pieces:
            yield f"{piece}。"


def _measures(sentence: str, block: Block, at: int) -> Iterator[str]:
    """Measures side by side: one of them, all in another order, and as a list."""
    parts = re.split(r"[,，]", sentence.removesuffix("。"))
    if len(parts) > 1 and all(_MEASURE.fullmatch(part) for part in parts):
        yield f"{parts[at % len(parts)]}。"
        yield f"{'，'.join(reversed(parts))}。"
        yield f"具体措施包括：{'；'.join(f'（{n}）{p}' for n, p in enumerate(parts, 1))}。"


def _as_statement(sentence: str, block: Block, at: int) -> Iterator[str]:
    """What an indicator is, with its date."""
    found = _with_one_date(sentence)
    for part in re.split(r"[,，]", found[2]) if found else ():
        held = _INDICATOR.match(part)
        if found and held and not re.search(r"(?:不低于|不少于|提高到|保持在)", part):
            yield f"{found[1]}，{held[1]}达到{held[2]}。"
            yield f"{held[1]}{found[1]}为{held[2]}。"


_WAYS: dict[str, Callable[[str, Block, int], Iterator[str]]] = {
    "连接语": _opened,
    "标点": _punctuated,
    "百分之": _in_words,
    "换算": _in_other_units,
    "千分位": _with_thousands,
    "同义比较词": _bounded,
    "应": _obliged,
    "略去简称": _without_short_form,
    "加粗": _emphasised,
    "列表": _itemised,
    "引号": _quoted,
    "期限后置": _moved_date,
    "拆分": _split,
    "指标": _as_statement,
    "措施": _measures,
}


def chinese(number: str) -> str:
    """A number below 100 with at most one decimal, in Chinese numerals."""
    whole, _, decimal = number.partition(".")
    tens, ones = divmod(int(whole), 10)
    text = (
        f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones] if ones else ''}"
    )
    return f"{text or '零'}{f'点{_DIGITS[int(decimal)]}' if decimal else ''}"


def _of_offices(block: Block) -> Iterator[Statement]:
    number = (block.number,)
    offices = block.offices
    if len({named.role for named in offices}) < len(offices):
        return  # of several matters, each with its own
    for named in offices:
        for text in _said_of(named, block):
            yield Statement(text, number, "单位")
    roles = {named.role: "、".join(named.names) for named in offices}
    if len(offices) == 2 and set(roles) == {"牵头单位", "配合单位"}:
        text = f"由{roles['牵头单位']}牵头，{roles['配合单位']}配合。"
        yield Statement(text, number, "单位")
        yield Statement(f"该项工作{text}", number, "单位")


def _said_of(named: Offices, block: Block) -> Iterator[str]:
    names = "、".join(named.names)
    yield f"{named.role}是{names}。"
    yield f"{named.role}为{'和'.join(names.rsplit('、', 1))}。"
    if block.title and len(block.offices) < 3:
        yield f"{block.title}的{named.role}是{names}。"
    if named.role == "牵头单位":
        together = "共同" if len(named.names) > 1 else ""
        yield f"该项工作由{names}{together}牵头。"
        yield f"{names}{together}牵头负责。"
        if block.title:
            yield f"{block.title}工作由{names}{together}牵头。"
    if len(named.names) == 1:
        yield f"{names}是{named.role}。"
    elif len(named.names) > 1:
        yield f"{named.names[-1]}是{named.role}之一。"


def _combined(blocks: Sequence[Block]) -> Iterator[Statement]:
    """A sentence with the offices of its clause, and sentences of two clauses in one."""
    for block in blocks:
        leads = [named for named in block.offices if named.role == "牵头单位"]
        if len(leads) == 1 and block.sentences:
            names = "、".join(leads[0].names)
            first = block.sentences[0].removesuffix("。")
            yield Statement(f"{first}，牵头单位是{names}。", (block.number,), "合并")
    for one, other in pairwise(blocks):
        for joined in ("；", "；此外，", "。同时，"):
            if one.sentences and other.sentences:
                first = one.sentences[len(joined) % len(one.sentences)].removesuffix("。")
                text = f"{first}{joined}{other.sentences[0]}"
                yield Statement(text, (one.number, other.number), "合并两条")
