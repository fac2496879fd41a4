"""What a question asks that the quotes of an answer do not hold: another kind of thing than asked.

An aspect (materials, a place), a name in quotation marks, the noun that a figure is asked of, the
names behind 哪些.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from assistant import cues
from assistant.answer import Answer
from assistant.aspects import missing_aspect
from assistant.evidence import Evidence, Sentence
from assistant.kinds import lacking_kind
from assistant.lexicon import official_words, tagged_words
from assistant.library import Library
from assistant.measures import measures_of_each
from assistant.places import tells_place
from assistant.question import Intent, Question
from assistant.scales import lacking_step
from assistant.support import (
    NOUNS,
    UNLIKE,
    focus_of,
    is_asked_of,
    is_unknown,
    quoted_sentences,
    topic_of,
)
from documents.regular_expressions import regex

_NAMES_THING = regex(r"“([^”]+)”(?:的情况)?")
_NAMED = regex(r"[“\"「『]([^”\"」』]{2,20})[”\"」』]")
_WHICH_THINGS = regex(r"哪(?:几|些)(?:个|家|所|处|种|类|项|座|条|位|名|样)?([一-鿿]{2,6})")
_WHICH_ONE = regex(r"哪(?:一)?(?P<measure>[家个所处座种款])(?P<thing>[一-鿿]{2,8})")
_OFFICE = regex(
    r"部门|单位|机构|机关|科室|[局委办厅]$|地方|时候|时间|阶段|环节|方面|文件|条款|意思|年度|月份|县|区|市"
)
_CAPPED = regex(r"封顶|上限")
_CEILING = regex(
    r"最[高多大长]|不(?:得)?(?:超过|高于|多于|大于)|以[内下]|封顶|上限|至多|限[\d一二三四五六七八九十]|[≤＜<]"
)
_WHICH_NAMED = regex(
    r"哪(?:几|些)(?:个|家|所|处|座|条)?(?P<thing>小区|社区|古?村落?|乡镇?|镇|街道|路|景区|学校|校|场?馆|医院|门店|商圈|公园|街区)(?!级|民|内|里|可以|能|必须|应当|要)"
)
_NAMED_ONE = regex(r"[“\"][^”\"]{2,}[”\"]|[一-鿿]{2,}、[一-鿿]{2,}")
_ENUMERATED = regex(r"[一-鿿]{2,}(?:、[^、,，。；;\d]{2,})+(?:、|和|以?及|或者?|等)[^、,，。；;\d]")
_GRADE = r"[A-Za-z0-9一二三四五六七八九十]{1,3}[价类级型档期星]"
_CHOICE = regex(rf"({_GRADE})的?还是({_GRADE})")
_VALIDITY = regex(r"有效期|有效(?:多久|几年|多长)")
_IN_FORCE = regex(
    r"本(?:意见|办法|通知|方案|措施|条例|细则|规定|预案|规划|计划)[^。]{0,20}(?:施行|实施|执行)"
)
_LENGTH_ASKED = regex(
    r"(?:(?<![这那哪前后好十])几|多少)个?(?P<unit>小时|钟头|分钟|工作日|天|日(?!期|子)|周(?!岁)|星期|礼拜|(?<=个)月|年(?!级|度|份))"
)
_IN_HOURS, _IN_WEEKS = "小时|分钟|时|日|天", "周|星期|日|天|个工作日|个?月"
_LENGTHS = {
    **dict.fromkeys(("小时", "钟头"), _IN_HOURS),
    "分钟": "小时|分钟|时",
    **dict.fromkeys(("周", "星期", "礼拜"), _IN_WEEKS),
    "月": "个?月|年|季度|日|天|学期",
    "年": "周?年|个月|日|天|学期|届",
}
"""The units in which a text may tell a length that is asked for in another; of days by default."""
_IN_DAYS = "个?工作日|日|天|小时|周|个?月"
_NO_LENGTH = regex(
    r"(?:19|20)\d\d年|\d{1,2}月\d{1,2}日|\d{1,2}月(?:份|底|[上中下]旬)|每(?:半年|年|月|周|日|天|季度)|(?:24|二十四)小时(?=开放|营业|值班|值守|服务|运行|受理|在线|畅通|接)"
)
_NUMERAL = r"(?<!第)(?:(?<![\d.])\d{1,3}(?:\.\d+)?|[〇零一二两三四五六七八九十百半]+)"
_NO_THING = regex(r"[年月季]度")
_PIECES = regex(r"[,，;；。]")
_WHETHER = regex(r"([一-鿿])不\1|行不|可以不")
_WHO_IS_IN = regex(r"(?:是|有|包括|指)(?:哪些|什么样的|什么)人")
_OUTCOME = regex(r"成[绩效果就]|亮点|进展|问题|不足|短板|困难")
"""What sums up all that is told, in words that are none of the text."""
_FEW_PIECES = 2
_FEW_QUOTES = 3
_SHORTEST_THING = 2
_LONG_CLAUSE = 400
_GRADED = regex(
    r"(?:评[上为成]|获评|认定为|考(?:上|下|到|的是|了)|评的是|拿[到下]了?|取得了?)[^,，。;；?？]{0,10}?[\dA-Za-z一二三四五六七八九十初中高特](?:星级|A级|[级等])"
)
_MONEY_COMES = regex(
    r"(?:打到|打进|到账|(?:钱|款|补[贴助]|奖[金励]|资金)[^,，。]{0,6}到手|发到|拨到|打给|进账|到卡|到我?(?:们)?(?:的)?(?:账|卡))"
)
_PAID = regex(r"拨|付|发[放给]|兑|到[账位]|划|结算|转入|打入|汇|退[还回]")
_ASIDE = regex(r"[,，、;；。]")
_NAMES = ("ns", "nr", "nt")
_TWO_NOUNS = 2
_SHORT = "j"
"""The tag of abbreviations: a text may have 技改 written out."""
_DATE = regex(r"[年月日天周今明昨前后]")


def lacking_aspect(question: Question, evidence: Evidence, answer: Answer) -> str:
    """The name of an aspect that a question asks for and the quotes say nothing of, or ''."""
    quoted = quoted_sentences(evidence, answer)
    whole = " ".join(evidence.library.around(sentence, whole=True) for sentence in quoted)
    near = " ".join(evidence.library.around(sentence) for sentence in quoted)
    plain = _asking(question)
    if question.intent is Intent.LEAD:  # 归哪几家单位负责 asks for no number
        plain = plain.replace("哪几", "哪")
    if any("相差" in remark for remark in answer.remarks):
        plain = plain.replace("比", "和")  # what is compared is worked out
    if tells_place(plain, near):
        near += " 地点"  # told in other words than the aspects of places look for
    graded = _GRADED.search(question.plain)  # 我们评上了四星级: what is got goes by that
    around = f"{whole} {evidence.document.title}"
    step = lacking_step(plain, around) or (lacking_step(graded[0], around) if graded else "")
    if step and not question.yes_no:
        return f"“{step}”"
    labels = [found[0] for found in cues.CLASS_LABEL.finditer(plain)]
    if labels and all(label in whole for label in labels) and _WHO_IS_IN.search(plain):
        return ""  # who belongs to a class is told by its own item
    told = " ".join(evidence.library.sentence_at(sentence).text for sentence in quoted)
    kind = lacking_kind(plain, told, near) if _asks_of(question) else ""
    if kind:
        return f"“{kind}”的情况"
    return (
        _missing_measure(plain, near)
        or _missing_choice(question, evidence.library)
        or _missing_validity(question, quoted)
        or _missing_length(question, quoted)
        or _missing_payment(question, quoted)
        or missing_aspect(plain, whole)
        or missing_aspect(plain, near, strict=True)
        or _missing_name(question, evidence, whole)
        or _missing_sort(question, whole, evidence.library)
        or _missing_focus(question, quoted, evidence.library)
        or _missing_things(question, quoted, evidence.library)
        or _missing_one(question, quoted, evidence.library)
        or _missing_ceiling(question, quoted, evidence.library)
    )


def telling_of(aspect: str, evidence: Evidence) -> Evidence | None:
    """The evidence that names, itself or in its headings, the thing for the lack of which an answer is declined.

    The sentence on 夜游项目 may come behind one on 非遗项目 that has more of the other words, what is
    below Ⅲ级响应 behind the same below Ⅱ级响应. None where nothing found names it.
    """
    lacked = _NAMES_THING.fullmatch(aspect)
    told = tuple(
        sentence
        for sentence in evidence.sentences
        if lacked and lacked[1] in f"{_headings(sentence)} {sentence.text}"
    )
    return replace(evidence, sentences=told) if told else None


def _headings(sentence: Sentence) -> str:
    return " ".join(sentence.document.heading_path(sentence.clause))


def _asks_of(question: Question) -> bool:
    """Whether a question asks something of a thing: no list, no case with things beside it, no yes or no."""
    pieces = _PIECES.split(question.plain.rstrip("?？。"))
    asking = [
        piece for piece in pieces if cues.INTERROGATIVE.search(piece) or _WHETHER.search(piece)
    ]
    case = question.advice or cues.FIRST_PERSON.search(question.plain)
    plain = len(pieces) <= _FEW_PIECES and len(asking) <= 1 and not case
    return plain and question.intent is not Intent.LIST and not question.yes_no


def _asking(question: Question) -> str:
    """What asks in a question; of a case that is told, the words beside it ask for no aspect."""
    pieces = _PIECES.split(question.plain)
    asking = [piece for piece in pieces if cues.INTERROGATIVE.search(piece)]
    return "，".join(asking) if question.advice and asking else question.plain


def _missing_measure(plain: str, quoted: str) -> str:
    """The measure that a price or grant is asked for (一箱能补多少, 每度电多少钱), where no quote has it, or ''."""
    asked = measures_of_each(plain)
    return f"每{asked[0]}的金额" if asked and not any(each in quoted for each in asked) else ""


def _missing_choice(question: Question, library: Library) -> str:
    """The grades that a question chooses between (二价还是九价) where the documents have neither, or ''."""
    offered = _CHOICE.search(question.plain)
    if offered is None:
        return ""
    held = [library.holds(thing) for thing in offered.groups()]
    return "" if any(held) else f"是{offered[1]}还是{offered[2]}"


def _missing_validity(question: Question, quoted: Sequence[Sentence]) -> str:
    """How long a thing is valid, where the quotes say only how long the document itself is, or ''."""
    if not _VALIDITY.search(question.plain) or cues.ABOUT_DOCUMENT.search(question.plain):
        return ""
    nouns = [
        w for w, tag in tagged_words(topic_of(question)) if len(w) > 1 and tag.startswith(NOUNS)
    ]
    nouns = [word for word in nouns if not is_asked_of(word) and not _VALIDITY.search(word)]
    of_document = all(_IN_FORCE.search(sentence.text) for sentence in quoted)
    named = any(word in sentence.text for word in nouns for sentence in quoted)
    return f"“{nouns[-1]}”的有效期" if nouns and of_document and not named else ""


def _missing_one(question: Question, quoted: Sequence[Sentence], library: Library) -> str:
    """What a question wants named (哪家保险公司, 哪个网站) where no quote has such a thing, or ''."""
    asked = _WHICH_ONE.search(question.plain)
    if asked is None or question.intent is Intent.LEAD or question.yes_no:
        return ""
    tagged = tagged_words(asked["thing"])
    nouns = [word for word, _ in takewhile(lambda pair: pair[1].startswith("n"), tagged)]
    thing = "".join(nouns)
    if len(thing) < _SHORTEST_THING or _OFFICE.search(thing):
        return ""
    said = " ".join(library.around(sentence) for sentence in quoted)
    kind = nouns[-1][-_SHORTEST_THING:]  # 公司 of 保险公司
    held = any(each in said for each in (kind, *official_words(nouns[-1])))
    return "" if held else f"是哪{asked['measure']}{thing}"


def _missing_ceiling(question: Question, quoted: Sequence[Sentence], library: Library) -> str:
    """The ceiling that is asked for (封顶多少), where the quote nearest to the question has none, or ''."""
    if question.intent is not Intent.FIGURE or not _CAPPED.search(question.plain):
        return ""
    nearest = max(quoted, key=lambda s: library.coverage(question.plain, s.text))
    return "" if _CEILING.search(library.around(nearest)) else "上限"


def _missing_length(question: Question, quoted: Sequence[Sentence]) -> str:
    """What is asked in days or years, where the quotes tell no length in units like these, or ''.

    Years, days of a month, how often something is done and 24小时开放 are no lengths.
    """
    asked = _LENGTH_ASKED.search(question.plain) if question.intent is Intent.TIME else None
    if asked is None:
        return ""
    told = _NO_LENGTH.sub(" ", " ".join(sentence.text for sentence in quoted))
    units = _LENGTHS.get(asked["unit"], _IN_DAYS)
    return "" if re.search(rf"{_NUMERAL}\s*(?:{units})", told) else "时间的长短"


def _missing_payment(question: Question, quoted: Sequence[Sentence]) -> str:
    """In how long money comes, where no quote tells a length of time beside that it is paid, or ''."""
    asked = question.intent is Intent.TIME and _MONEY_COMES.search(question.plain)
    if not asked or not _LENGTH_ASKED.search(question.plain):
        return ""
    pieces = [piece for sentence in quoted for piece in _PIECES.split(sentence.text)]
    beside = (f"{one}，{other}" for one, other in pairwise(["", *pieces, ""]))
    paid = any(_PAID.search(each) and re.search(_IN_DAYS, each) for each in beside)
    return "" if paid else "资金到账的时间"


def _missing_name(question: Question, evidence: Evidence, quoted: str) -> str:
    """A name in quotation marks that the document holds elsewhere, not by what is quoted, or ''."""
    named = [term for term in _NAMED.findall(question.plain) if evidence.library.holds(term)]
    told = quoted + evidence.document.title
    return "" if not named or any(term in told for term in named) else f"“{named[0]}”的相关内容"


def _missing_sort(question: Question, quoted: str, library: Library) -> str:
    """A thing named in two nouns (夜间经济) where the text only speaks of others (首发经济), or ''.

    The text holds the second noun, and nowhere the first, nor what is like it.
    """
    nouns = [
        (word, tag)
        for word, tag in tagged_words(topic_of(question))
        if len(word) > 1
        and tag.startswith((*NOUNS, "t"))
        and not is_asked_of(word)
        and not _OFFICE.search(word)
    ]
    if len(nouns) != _TWO_NOUNS or question.advice:
        return ""
    (sort, tag), (thing, _) = nouns
    named = (
        tag not in (*_NAMES, _SHORT) and not _DATE.search(sort) and sort + thing in question.plain
    )
    if not named or thing not in quoted or not is_unknown(sort, question.plain, library):
        return ""
    return "" if library.words.likest(sort, quoted) >= UNLIKE else f"“{sort}{thing}”"


def _missing_focus(question: Question, quoted: Sequence[Sentence], library: Library) -> str:
    """What a figure is asked of, where the document speaks of it elsewhere only, or ''.

    That is its last noun (老城片区有几个), and all its nouns where no quote holds any of them.
    """
    if question.intent is not Intent.FIGURE or question.advice:
        return ""
    said = " ".join(
        library.around(sentence, whole=len(sentence.clause.text) <= _LONG_CLAUSE)
        for sentence in quoted
    )
    nouns = [
        word
        for word, tag in tagged_words(topic_of(question))
        if len(word) > 1
        and (word.isupper() if word.isascii() else tag.startswith(NOUNS))
        and not tag.startswith(_NAMES)
        and not is_asked_of(word)
        and not _NO_THING.fullmatch(word)
        and not any(
            name in sentence.document.title
            for sentence in quoted
            for name in (word, *official_words(word))
        )
    ]
    absent = [word for word in nouns if not library.holds_word(word, said)]
    focus = focus_of(question)
    if focus in absent and focus != question.unit and library.holds(focus):
        return f"“{focus}”的数量或金额"
    known = [
        word
        for word in nouns
        if library.holds(word) or (word.isascii() and any(map(library.holds, official_words(word))))
    ]
    plain = (
        _ASIDE.search(question.plain) is None
    )  # of a case that is told, most is beside the point
    lacking_all = plain and known and len(absent) == len(nouns)
    return f"“{known[-1]}”的数量或金额" if lacking_all else ""


def _missing_things(question: Question, quoted: Sequence[Sentence], library: Library) -> str:
    """What a question wants named (哪些商店, 哪几个街道) where the quotes list nothing, or ''."""
    said = " ".join(library.around(sentence) for sentence in quoted)
    named = _WHICH_NAMED.search(question.plain)
    if named and not _NAMED_ONE.search(said) and "\t" not in said:
        return f"是哪些{named['thing']}"
    asked = _WHICH_THINGS.search(question.plain)
    thing, tag = next(iter(tagged_words(asked[1])), ("", "")) if asked else ("", "")
    if len(thing) < 2 or not tag.startswith("n") or is_asked_of(thing) or _OUTCOME.match(thing):
        return ""
    listed = _ENUMERATED.search(said) or (len(quoted) > _FEW_QUOTES and "\t" not in said)
    return "" if listed or library.holds_word(thing, said) else f"是哪些{thing}"
