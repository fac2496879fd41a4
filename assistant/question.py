"""What a question asks: normalised text, intent, and what it names. Knows no document and no index."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from assistant import cues
from assistant.cues import Field
from assistant.lexicon import content_words, place_names, tagged_words
from documents.errors import QuestionError
from documents.metadata import KINDS
from documents.numerals import parse_numeral
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex


class Intent(StrEnum):
    """What kind of answer is wanted."""

    METADATA = "metadata"  # document number, title, issuer, addressees, date
    HEADING = "heading"  # the title of a numbered part
    LEAD = "lead"  # who leads a clause
    LED_BY = "led_by"  # what a department leads
    PURPOSE = "purpose"  # why the document was issued
    DEFINITION = "definition"  # what a term stands for
    MENTIONS = "mentions"  # which clauses mention something
    FIGURE = "figure"  # a number, share, amount
    TIME = "time"  # a date or a period
    CONTACT = "contact"  # telephone, address
    LIST = "list"  # which, what kinds
    OPEN = "open"  # anything else


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A part named by its place: 第五大行动 → value 5, noun 行动; negative values count from the end."""

    value: int
    noun: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood by itself.

    `asked` is as typed, `plain` normalised (NFKC, simplified characters, instructions to the program
    taken out); `reference` the number of a clause that it names; `unit` the measure asked for
    (家, 张, 元, %); `years` those it names; `claims` the figures it states; `asks` counts the parts
    between commas that ask something; `about_document` is set where it speaks of the document.
    """

    asked: str
    plain: str
    intent: Intent
    field: Field | None = None
    reference: str = ""
    ordinal: Ordinal | None = None
    unit: str = ""
    years: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    claims: tuple[Quantity, ...] = ()
    yes_no: bool = False
    advice: bool = False
    wants_lead: bool = False
    asks: int = 1
    about_document: bool = False


@cache
def _simplifier() -> Any:  # noqa: ANN401 - opencc has no type information
    import opencc

    return opencc.OpenCC("t2s")


_SPREAD_OUT = regex(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_SPOKEN_AREA = regex(r"(?<=[\d十百千])\s*个?平(?:方(?![米公千厘分毫])|(?=[,，。、的]|$))")
_SPOKEN_SHARE = regex(r"(?<=[补报减抵占贴])几层(?=[,，。;；?？]|$)|(?<=总[量数额值]的)几层")
_SOME_OF_THEM = regex(r"(?<=有)几(?=[户家个人名位][^,，。?？]{3,}[,，].*[吗嘛](?:[?？。]|$))")
"""How many there are is told, not asked: 楼上有几户不交钱，能把暖气都停了吗."""
_SPOKEN_PEOPLE = regex(r"(?<=[\d十百千几])个人(?!员|所|账|体)")
_SPOKEN_NIGHTS = regex(r"(?<=[\d十一两二三四五六七八九几])个(?=晚上|夜)")
_OWN_OFFICE = regex(
    r"我(?:们)?(?:这边|这里|现在)?(?:是|在)([一-鿿]{2,12}?(?:局|委|办|厅|中心|院|政府|街道|[乡镇]))(?:里|这边)?(?:的|工作的?|上班的?|任职)?(?:[一-鿿]{0,6}(?:人员?|干部|科长|工作人员))?[,，。;；]"
)
_OUR_OFFICE = regex(r"(?:我们?|咱们?|本)(?:局|委|办|厅|中心|单位|部门|院|街道|镇|乡|这边)")
_SPOKEN_MONEY = regex(
    r"(?<=[拿补奖给花投付交掏贷借罚得])((?:了|到|过)?\s*\d+(?:\.\d+)?[万亿])(?=[,，。、;；的吧吗呢?？]|$)"
)
_VALIDITY_OF = regex(r"([^,，。;；?？]*)有效期")
_DOCUMENTS = regex("|".join((*KINDS, "文件", "政策")))
_ROMAN = regex(r"([Ⅰ-Ⅻ]+)")


def _nfkc(text: str) -> str:
    """NFKC but for Roman numerals of one character, which stand so in the documents: Ⅱ级响应."""
    return text if _ROMAN.fullmatch(text) else unicodedata.normalize("NFKC", text)


def normalise(text: str) -> str:
    """NFKC, Roman numerals as they are, simplified characters, control characters removed, blanks between ideographs removed."""
    plain = "".join(_nfkc(part) for part in _ROMAN.split(text))
    plain = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in plain)
    plain = _simplifier().convert(plain)
    plain = _SPREAD_OUT.sub("", plain)
    return re.sub(r"\s+", " ", plain).strip()


def understand(asked: str, limit: int = 2000) -> Question:
    """Understand a question by itself.

    Raises:
        QuestionError: It is empty, holds no word, or is longer than `limit` characters.
    """
    if len(asked) > limit:
        raise QuestionError(
            f"问题太长：{len(asked)} 字，最多 {limit} 字。请缩短问题，一次问一件事。"
        )
    plain = normalise(asked)
    if not any(c.isalnum() for c in plain):
        raise QuestionError("问题是空的。请输入要问的内容，例如“这项工作由哪个部门牵头”。")
    told = _with_written_units(_with_own_office(plain))
    core = cues.POLITE.sub("", _without_instructions(told)) or plain
    if core != plain and len(content_words(cues.ACTUALLY.sub(" ", core))) <= 1:
        core = plain  # the topic stands only beside the instruction
    field_asked = _metadata(core)
    part, reference = _ordinal(core), _reference(core)
    asking = _asking_part(core)
    intent = _intent(asking, field_asked, bool(part or reference))
    if cues.WHICH_LEADS.search(asking) and intent is Intent.LED_BY:
        intent = Intent.LEAD
    elif intent in (Intent.FIGURE, Intent.LIST, Intent.LEAD) and cues.LED_BY.search(core):
        intent = Intent.LED_BY
    elif intent is Intent.OPEN and cues.LEAD_CLAIM.search(core) and cues.YES_NO.search(core):
        intent = Intent.LEAD
    elif intent is Intent.LEAD and _asks_where(asking):
        intent = Intent.OPEN
    elif intent is Intent.LEAD and asking != core:
        intent = _value_before(core, asking) or intent
    elif intent is Intent.OPEN and asking != core and not cues.YES_NO.search(asking):
        intent = _intent(core, field_asked, bool(part or reference))
    return Question(
        asked=asked,
        plain=core,
        intent=intent,
        field=field_asked,
        reference=reference,
        ordinal=part,
        unit=_unit_asked(asking, core) if intent is Intent.FIGURE else "",
        years=tuple(dict.fromkeys(int(y) for y in cues.YEAR.findall(core))),
        places=tuple(place_names(core)),
        claims=tuple(q for q in find_quantities(core) if not cues.PERIOD_UNIT.fullmatch(q.unit)),
        yes_no=cues.YES_NO.search(core) is not None,
        advice=cues.ADVICE.search(core) is not None,
        wants_lead=cues.LEAD.search(cues.TO_ORGAN.sub(" ", core)) is not None,
        about_document=cues.ABOUT_DOCUMENT.search(core) is not None,
        asks=sum(
            cues.INTERROGATIVE.search(part) is not None
            for part in re.split(r"[,，;；。?？、]", core)
        ),
    )


def _with_own_office(plain: str) -> str:
    """A question with the name of the asker's office in place of 我局, where it says which it is."""
    own = _OWN_OFFICE.match(plain)
    if own is None or not _OUR_OFFICE.search(plain[own.end() :]):
        return plain
    return _OUR_OFFICE.sub(own[1], plain[own.end() :]).lstrip(",，。;；")


def _with_written_units(plain: str) -> str:
    """A question with units as they are written: 45个平方 are no 45 of something, 补几层 asks for a share."""
    plain = _SOME_OF_THEM.sub("若干", _SPOKEN_SHARE.sub("几成", plain))
    counted = _SPOKEN_NIGHTS.sub("", _SPOKEN_PEOPLE.sub("人", _SPOKEN_AREA.sub("平方米", plain)))
    return _SPOKEN_MONEY.sub(r"\1元", counted)


def _asks_where(plain: str) -> bool:
    """Whether a question asks where somebody goes, not which office to go to: 毕业后要去哪儿."""
    rest = cues.WHERE.sub(" ", plain)
    return rest != plain and not cues.LEAD.search(rest) and not cues.ERRAND.search(rest)


def _without_instructions(plain: str) -> str:
    """Take out sentences that instruct the program, where another sentence asks something."""
    sentences = cues.SENTENCE.findall(plain)
    kept = [s for s in sentences if not cues.INSTRUCTION.search(s)]
    if len(kept) == len(sentences) or not any(cues.REQUEST.search(s) for s in kept):
        return plain
    return "".join(kept).strip()


def _asking_part(plain: str) -> str:
    """The last part between commas that asks something; the whole where none does."""
    parts = re.split(r"[,，;；。]", plain)
    asking = [part for part in parts if cues.INTERROGATIVE.search(part)]
    return asking[-1] if asking else plain


def _value_before(plain: str, asking: str) -> Intent | None:
    """The figure or time that an earlier part asks for: 能补几成,归哪个部门; the office comes with it."""
    earlier = _asking_part(plain[: plain.rindex(asking)])
    found = _intent(earlier, None, is_part=False) if cues.INTERROGATIVE.search(earlier) else None
    return found if found in (Intent.FIGURE, Intent.TIME) else None


def _intent(plain: str, field_asked: Field | None, is_part: bool) -> Intent:
    """The first kind of answer whose cue a question shows; the order goes from sure to vague.

    Args:
        plain: The question, or the part of it that asks.
        field_asked: The field of metadata asked for, if any.
        is_part: Whether the question names a part of a document by number or place.
    """
    if field_asked is not None:
        return Intent.METADATA
    others = cues.TO_ORGAN.sub(" ", plain)
    for intent, cue in _SURE_CUES:
        if cue.search(others if intent is Intent.LEAD else plain):
            return intent
    if cues.TITLE_ASKED.search(plain) or (is_part and cues.HEADING.search(plain)):
        return Intent.HEADING
    if cues.DEFINITION.search(plain):
        return Intent.DEFINITION
    return _intent_of_ask(plain)


def _intent_of_ask(plain: str) -> Intent:
    """Whether a question asks for things, an amount, a time or something else."""
    lists = cues.LIST.search(plain) is not None and not cues.WHICH_DAYS.search(plain)
    if lists and cues.WHICH.search(plain) and any(q.unit for q in find_quantities(plain)):
        return Intent.LIST
    if cues.WHO_GETS.search(plain) or cues.SUMS_UP.search(plain):
        return Intent.LIST
    if cues.DAYS_TO_PAY.search(plain):
        return Intent.TIME
    if cues.HOW_SET.search(plain):
        return Intent.OPEN
    named = cues.MONEY_NAMED.search(plain) and not cues.WHETHER.search(plain)
    if named or cues.MONEY.search(plain) or cues.DISCOUNT.search(plain):
        return Intent.FIGURE
    if lists and cues.NAMED_TOO.search(plain):
        return Intent.LIST
    vague = ((Intent.TIME, cues.TIME), (Intent.FIGURE, cues.FIGURE), (Intent.LIST, cues.LIST))
    return next((intent for intent, cue in vague if cue.search(plain)), Intent.OPEN)


_SURE_CUES = (
    (Intent.PURPOSE, cues.PURPOSE),
    (Intent.CONTACT, cues.CONTACT),
    (Intent.LED_BY, cues.LED_BY),
    (Intent.LEAD, cues.LEAD),
    (Intent.MENTIONS, cues.MENTIONS),
)


_UNIT_CUES = (
    (cues.SURE_PERCENT, "%"),
    (cues.DISCOUNT, "优惠"),
    (cues.ADDED, "增加"),
    (cues.AGE, "岁"),
    (cues.MONEY, "元"),
    (cues.MONEY_NAMED, "元"),
    (cues.DISTANCE, "长度"),
    (cues.WEIGHT, "重量"),
)
_NAMED_DOCUMENT = regex(r"《|〔|\d号|[^\u4e00-\u9fff]文(?=[的是?？])|落款|全文|文种|这份")
_BODY = regex(r"(?:政府|[局委办厅部]|单位|部门|机关|机构|上面|上级|[省市县区镇乡]里?)$")
_AMOUNT_ASKED = regex(r"多少(?:罚[金款]|补[贴助偿]|奖[金励]|赔[偿款]|租金|费用?|押金|工资)")
_SPOKEN_UNITS = {"公分": "厘米", "平": "面积", "度": "摄氏度", "回": "次", "趟": "次", "遍": "次"}


def _metadata(plain: str) -> Field | None:
    for name, pattern in cues.METADATA:
        found = pattern.search(plain)
        if found is None or (name is Field.EFFECT and _of_other_thing(plain)):
            continue
        if name not in (Field.ISSUER, Field.DATE) or not _is_of_thing(plain, found.start()):
            return name
    return None


def _is_of_thing(plain: str, at: int) -> bool:
    """Whether who issues or when is asked of a thing that is no document: 暴雨预警由谁发布."""
    if (
        cues.ABOUT_DOCUMENT.search(plain)
        or _DOCUMENTS.search(plain)
        or _NAMED_DOCUMENT.search(plain)
    ):
        return False
    before = re.split(r"[,，。;；]", plain[:at])[-1]
    return any(
        tag[0] == "n" and len(word) > 1 and not _BODY.search(word)
        for word, tag in tagged_words(before)
    )


def _of_other_thing(plain: str) -> bool:
    """Whether a question asks how long a thing is valid that is no document: 旅行卡办下来有效期是几年."""
    before = _VALIDITY_OF.search(plain)
    if before is None or cues.ABOUT_DOCUMENT.search(plain) or _DOCUMENTS.search(before[1]):
        return False
    tagged = tagged_words(before[1])
    return any(
        word[-1] in "证照卡券票码" or (tag[0] == "n" and len(word) > 1) for word, tag in tagged
    )


def _unit_asked(asking: str, whole: str) -> str:
    """The measure that the asking part of a question asks for, else all of it: 几个同学 asks for none."""
    amount = _AMOUNT_ASKED.search(asking)
    return _unit(asking) or ("元" if amount else _unit(whole))


def _unit(plain: str) -> str:
    sure = next((unit for cue, unit in _UNIT_CUES if cue.search(plain)), "")
    if sure:
        return sure
    if cues.AREA.search(plain) and not cues.PERCENT.search(plain):
        return "面积"
    sized = cues.HUNDRED_MILLIONS.search(plain)
    if sized:
        return sized[1][-1]
    if cues.PEOPLE.search(plain):
        return "人"
    measure = cues.MEASURE.search(plain)
    if measure:
        unit = measure[1]
        unit = _SPOKEN_UNITS.get(unit, unit)
        if unit.endswith(("元", "钱", "块")):
            return "元"
        return "%" if unit == "成" else unit
    return "%" if cues.PERCENT.search(plain) else ""


def _ordinal(plain: str) -> Ordinal | None:
    if cues.LAST.search(plain):
        return Ordinal(-1, "")
    found = cues.PART.search(plain)
    value = parse_numeral(found[1]) if found else None
    return Ordinal(int(value), found[2]) if found and value else None


def _reference(plain: str) -> str:
    """The number of a clause that the question names, as printed: 二(二)4, 第十五条(一)."""
    if cues.NESTED.search(plain):
        return ""
    inside = cues.BRACKET_INSIDE.search(plain)
    if inside:
        return f"{inside[1]}({inside[2]})"
    article = cues.ARTICLE.search(plain)
    if article:
        paragraph = f"第{article[2]}款" if article[2] and article[2] != "一" else ""
        item = article[3] or article[4]
        return f"第{article[1]}条{paragraph}{f'({item})' if item else ''}"
    found = cues.REFERENCE.search(plain)
    if found is None:
        return ""
    bracket = found[2].replace("（", "(").replace("）", ")")
    return f"{found[1] or ''}{bracket}{found[3] or ''}"
