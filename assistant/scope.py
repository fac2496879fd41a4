"""Whether a question can be answered from the documents at all, before an answer is looked for.

Declined are other subjects, other documents, other places, aspects that the clauses say nothing of,
and what lies beyond the point where a text stops.
"""

import re

from assistant import cues
from assistant.answer import Answer
from assistant.declining import (
    decline_cut,
    decline_greeting,
    decline_missing,
    decline_out_of_scope,
    truncated_clause,
)
from assistant.evidence import Evidence
from assistant.lexicon import (
    content_words,
    foreign_cue,
    is_known_place,
    is_listed_place,
    is_never_answered,
    official_words,
    tagged_words,
)
from assistant.question import Intent, Question
from documents.document import DefectKind
from documents.regular_expressions import regex

_BEYOND = regex(r"后面|往后|之后|以后的|接下来|下文|余下|剩下的")
# What policies put at their end (GB/T 9704 and usage): asked of a cut text, it is in the lost part.
_CLOSING_PARTS = regex(
    r"保障措施|组织领导|组织保障|组织实施|加强领导|监督考核|督导考核|考核评价|督查|宣传引导|资金保障|要素保障|"
    r"附则|解释权|负责解释|落款|盖章|签发|抄送|印发日期|结尾|末尾|最后一(?:段|句|部分|章)"
)
_OTHER_DOCUMENT = regex(
    r"《([^》]{2,40})》|((?<![\u4e00-\u9fff])(?:(?![在这本该此])[\u4e00-\u9fff]){2,12}(?:(?<!办)法|条例))(?:里|中|规定|第|是怎么|怎么)"
)
_OTHER_PLACE = regex(
    r"(?:隔壁|邻近|临近|相邻|旁边|附近)(?:的)?(?:[一-鿿]{1,2}级)?(?:省|市(?!场)|县|区|城市)|邻(?:的)?(?:省|市(?!场)|县|区)|"
    r"(?:隔壁|邻近|临近|相邻|旁边)(?:的)?(?:(?![和与及小社园])[一-鿿]){2,3}(?:省|市(?!场)|县|(?<![车园社景厂校小片辖城街地居山林库])区)|(?<![全本我])省城(?![镇乡区])|省会(?:城市)?|(?:别的|其他|其它|外)(?:省|市|县|城市|地方)(?!户|籍|人|来|引)"
)
_NAMED_PLACE = regex(
    r"(?:^|[,，。;；]|在|到|去|和|与|跟|像)(?:[\u4e00-\u9fff]{2,3}省)?((?![全本我各该外他邻每哪一两三几市区])(?:(?![和与及])[\u4e00-\u9fff]){2,3}(?:县|(?<![超城门上都闹早夜集股楼车入菜花鱼街行开休退跨辖级])市))(?=去年|今年|\d{4}年|的|有|那边|那儿|怎|现在|,|，)"
)
_OVER_THERE = regex(r"那边|那里|那儿|当地|我们[省市县区]")
_LEADS_TO = regex(r"[到往去出向给从销跑]$|来自$")
_COMING_FROM = ("户口", "户籍", "人", "来的", "籍", "哪")
_ORIGIN = (
    "在",
    "从",
    "来自",
    "是",
    "我",
    "去",
    "跟",
    "和",
    "与",
    "由",
    "学",
    "学习",
    "借鉴",
    "参照",
    "仿照",
    "像",
)
_QUOTED = regex(r"[“\"「『]([^”\"」』]{3,20})[”\"」』]")
_IN_THE_PAST = regex(r"((?:19|20)\d\d)年?[^,，。]{0,14}(?:了|的|过|开始|起|至今)")
_ON_A_DAY = regex(r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}[日号]")
_NAMED = regex(r"[“\"「『《]([^”\"」』》]{2,30})[”\"」』》]")
_FACTS = (Intent.LEAD, Intent.FIGURE, Intent.TIME, Intent.CONTACT)
_MENTIONED = regex(
    r"(?:有没有|有无|是否|没有)(?:提到|提及|涉及|写到|讲到|说到|提)(?:了|过)?([^,，。?？吗呢的]{2,10})"
)
_POLICY_ON = regex(
    r"^(?:对|关于)?([\u4e00-\u9fff]{3,8}?)(?:方面|领域|这块)?(?:有什么|有哪些|有啥|有没有)(?:政策|支持|规定|扶持|优惠)"
)
_AT_HEAD = regex(r"(?:请问|咨询一?下?|问一?下|那|在|到)?")
_PLACE = regex(r"[一-鿿]{2,4}[省市县区]")
_PLACE_ENDS = ("省", "市", "县", "区")
_NAMED_BY = ("n", "j", "a", "z", "f")
_ABOUT = "本全各我该每市县区省城老新"
_MOST_PIECES = 4
_STEM_SIZES = (2, 3)
_MOSTLY = 0.6
_LITTLE = 0.2
_FAR = 0.4
_LISTED = (Intent.LIST, Intent.DEFINITION)
_LOOKED_UP = (Intent.METADATA, Intent.LED_BY, Intent.PURPOSE, Intent.CONTACT)


def decline(question: Question, evidence: Evidence, context: str) -> Answer | None:
    """The answer that declines a question, or None where it may be answered.

    Args:
        question: The question, made to stand alone.
        evidence: What was found for it.
        context: The conversation that it goes on from: its subject is in scope then.
    """
    if cues.GREETING.search(question.plain):
        return decline_greeting(evidence.library, question.plain)
    lost = _lost_part(question, evidence)
    if lost:
        return decline_cut(evidence.document, evidence, question.plain, lost)
    if is_never_answered(question.plain) or (not context and _is_foreign(question, evidence)):
        return decline_out_of_scope(evidence.library, question.plain)
    elsewhere = _elsewhere(question, evidence)
    if elsewhere:
        return decline_missing(evidence, question.plain, f"{elsewhere}的情况")
    absent = [year for year in _years_asked(question) if not evidence.library.holds(f"{year}")]
    if absent and not question.yes_no and question.intent not in _LOOKED_UP:
        return decline_missing(evidence, question.plain, f"{absent[0]}年的情况")
    if evidence.best is None:
        return None
    unknown = _unknown_term(question, evidence) or _unmentioned(question, evidence)
    return decline_missing(evidence, question.plain, f"“{unknown}”") if unknown else None


def _years_asked(question: Question) -> list[int]:
    """The years of a question but those in which somebody says that something was (2019年就开张了)."""
    pieces = re.split(r"[,，;；。?？!！]", question.plain)
    told = "".join(piece for piece in pieces if not cues.INTERROGATIVE.search(piece))
    own = _IN_THE_PAST.findall(told) if cues.FIRST_PERSON.search(question.plain) else []
    own += _ON_A_DAY.findall(told)  # 2026年6月1日收到通知书，最晚哪天入住
    return [year for year in question.years if str(year) not in own]


def decline_unsupported(question: Question, evidence: Evidence, what: str) -> Answer:
    """The answer that declines where nothing bears out what was asked.

    A question that shares next to nothing with any clause is out of scope, another not in the text.
    """
    best = evidence.best
    around = (
        f"{' '.join(best.document.heading_path(best.clause))} {best.clause.text}" if best else ""
    )
    shared = evidence.library.coverage(question.plain, around)
    if best is None or (shared < _LITTLE and best.cosine < _FAR):
        return decline_out_of_scope(evidence.library, question.plain)
    return decline_missing(evidence, question.plain, what)


def _lost_part(question: Question, evidence: Evidence) -> str:
    """What a question asks of that lies in the part that a cut text lost, or ''."""
    cut = truncated_clause(evidence.document)
    if cut is None:
        return ""
    closing = _CLOSING_PARTS.search(question.plain)
    if closing and not evidence.library.holds(closing[0]):
        return closing[0]
    best = evidence.best
    concerned = (best is not None and cut == best.clause) or cut.number == question.reference
    beyond = _BEYOND.search(question.plain) is not None
    return "所问的内容" if beyond and (concerned or _asks_missing_parts(question, evidence)) else ""


def names_another_document(question: Question, evidence: Evidence) -> bool:
    """Whether a question names in 《》 a document that is not one of the loaded ones."""
    named = re.search(r"《([^》]+)》", question.plain)
    titles = [document.title for document in evidence.library.documents.values()]
    return named is not None and not any(named[1] in t or t in named[1] for t in titles)


def _place_at_head(plain: str) -> str:
    """The name of a province, city, county or district that a question begins with, or ''.

    Of what a dictionary does not know as a place, two characters that are no word: 南屏市, not 试点市.
    """
    found = _AT_HEAD.match(plain)
    words = tagged_words(plain[found.end() :]) if found else []
    stem: list[tuple[str, str]] = []
    for word, tag in words[:_MOST_PIECES]:
        if not stem and tag == "ns" and _PLACE.fullmatch(word):
            return word if word[0] not in _ABOUT else ""
        if stem and word in _PLACE_ENDS:
            name = "".join(each for each, _ in stem)
            known = len(stem) == 1 and stem[0][1] == "ns"
            return name + word if len(name) in _STEM_SIZES and (known or word != "区") else ""
        named = tag == "ns" if len(word) > 1 else tag.startswith(_NAMED_BY) and word not in _ABOUT
        if not named or not word.isalpha():
            return ""
        stem.append((word, tag))
    return ""


def _is_misspelt(place: str, evidence: Evidence) -> bool:
    """Whether a place that no gazetteer has is one character off a name in a document (荷泽市)."""
    if is_known_place(place):
        return False
    patterns = [place[:at] + "." + place[at + 1 :] for at in range(len(place) - 1)]
    texts = [document.text for document in evidence.library.documents.values()]
    return any(re.search(pattern, text) for pattern in patterns for text in texts)


def _unknown_term(question: Question, evidence: Evidence) -> str:
    """A name in quotation marks that a question asks a fact of and no document holds, or ''."""
    if question.intent not in _FACTS or question.advice or question.yes_no:
        return ""
    library, best = evidence.library, evidence.best
    named = [name for name in _QUOTED.findall(question.plain) if not library.holds(name)]
    held = best.clause.text if best else ""
    return next((name for name in named if library.coverage(name, held) < _MOSTLY), "")


def _unmentioned(question: Question, evidence: Evidence) -> str:
    """What a question asks of as mentioned (有没有提到夜间经济), where no document holds it, or ''."""
    found = _MENTIONED.search(question.plain) or _POLICY_ON.search(question.plain)
    if found is None or cues.FIRST_PERSON.search(question.plain):
        return ""
    term = next(group for group in found.groups() if group)
    words = content_words(term)
    if official_words(term) or all(evidence.library.holds(word[:2]) for word in words):
        return ""
    return term


def _asks_missing_parts(question: Question, evidence: Evidence) -> bool:
    """Whether a question names the counted thing (行动) of which the text holds too few."""
    document = evidence.document
    return any(
        defect.kind is DefectKind.FEWER_PARTS and defect.quote[-2:] in question.plain
        for defect in document.defects
    )


def _is_foreign(question: Question, evidence: Evidence) -> bool:
    """Whether nothing found has to do with the question."""
    cue = foreign_cue(question.plain)
    if cue and not evidence.library.holds(cue):
        return not _is_met(question, evidence)
    other = _OTHER_DOCUMENT.search(question.plain)
    if other and not evidence.library.holds(other[1] or other[2]):
        return True
    return evidence.best is None


def _is_met(question: Question, evidence: Evidence) -> bool:
    """Whether a clause holds most of what a question names, though a word of it sounds foreign."""
    best = evidence.best
    if best is None:
        return False
    around = f"{' '.join(best.document.heading_path(best.clause))} {best.clause.text}"
    return evidence.library.coverage(question.plain, around) >= _MOSTLY


def _elsewhere(question: Question, evidence: Evidence) -> str:
    """A place that a question is about and no document names, or ''.

    The place that somebody comes from is not what the question is about.
    """
    other = _OTHER_PLACE.search(question.plain)
    leads = other is not None and _LEADS_TO.search(question.plain[: other.start()])
    if other and not leads and not evidence.library.holds(other[0]) and not question.advice:
        return other[0]
    named = _NAMED_PLACE.search(question.plain)
    if named and not evidence.library.holds(named[1][:-1]):
        return named[1]
    begun = _place_at_head(question.plain)
    if begun and not evidence.library.holds(begun[:-1]) and not _is_misspelt(begun, evidence):
        return begun
    stems = {p: p.rstrip("省市县区州") if len(p) > 2 else p for p in question.places}
    if (cues.FIRST_PERSON.search(question.plain) and not _OVER_THERE.search(question.plain)) or any(
        evidence.library.holds(stem) for stem in stems.values()
    ):
        return ""
    for place in stems:
        if _is_misspelt(place, evidence):
            continue
        before, _, behind = question.plain.partition(place)
        comes_from = before.endswith(_ORIGIN) or behind.startswith(_COMING_FROM)
        there = _OVER_THERE.search(behind) is not None
        if is_listed_place(place) and (there or not comes_from) and not behind.startswith("哪"):
            return place
    return ""
