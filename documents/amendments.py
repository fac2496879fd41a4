"""What a document changes in other documents: 将《X》第三条修改为“…”, 删去第七条, 增加一条.

Title and clauses in, the amended documents with their changes out, in reading order. Whether an
amended document is loaded is not known here.
"""

import re
from collections.abc import Iterator, Sequence

from documents.clause_places import NUMERAL, places_named
from documents.document import Clause
from documents.metadata import KINDS, Amending, Amendment, AmendmentKind
from documents.regular_expressions import regex

_HIDDEN = "□"
_SIGNS = ("修改", "改为", "删去", "删除", "增加一", "修订", "调整为", "修正", "条废止", "停止执行")
"""One of these stands in every document that amends: a look at the text before anything is searched."""
_SAYS = (
    "修改",
    "改为",
    "删去",
    "删除",
    "增加",
    "修订",
    "调整为",
    "修正",
    "更改",
    "变更为",
    "补充",
    "增补",
    "取消",
    "废止",
    "停止执行",
    "不再执行",
)
_NUMBER = (
    r"[\u4e00-\u9fffA-Za-z]{1,12}[〔\[［【]\s*(?:19|20)\d\d\s*[〕\]］】]\s*(?:第\s*)?\d{1,4}\s*号"
)
_TARGET = rf"(?:《(?P<title>[^《》]{{2,80}})》(?:\s*[（(](?P<note>[^（）()]{{2,60}})[)）])?|(?P<number>{_NUMBER}))"
_WHO = rf"(?:{_TARGET}(?:文件?)?(?:的|中的?|[,，])?)?"
_PART = rf"第(?:{NUMERAL}[款项目点]|[（(]{NUMERAL}[)）][款项目点]?)|[（(]{NUMERAL}[)）]项?"
_PLACE = (
    rf"(?:(?:第{NUMERAL}(?:部分|[章节编]))?第{NUMERAL}条(?:之{NUMERAL})?(?:{_PART})*"
    rf"|第{NUMERAL}部分(?:{_PART})*|第{NUMERAL}[款项目点](?:{_PART})*"
    rf"|[一二三四五六七八九十]{{1,3}}、?(?:[（(]{NUMERAL}[)）])+)"
)
_PLACES = rf"(?P<places>{_PLACE}(?:(?:、|和|及|与|以及|至|,|，){_PLACE})*)"
_QUOTE = rf"“{_HIDDEN}*”"
_TO = r"(?:(?:修改|修订|修正|调整|变更|更改|更正|改)为|表述为)"
_BETWEEN = r"[^。；;“第]{0,30}?"
_CHANGED = regex(
    rf"(?:将|把|对)?{_WHO}原?{_PLACES}(?:改为{_PLACE}[,，]?(?:并(?:将其)?)?)?{_BETWEEN}"
    rf"(?P<old>{_QUOTE}(?:[、和及]?{_QUOTE})*)?[^。；;“第]{{0,10}}?(?:{_TO}(?!第)|(?:作|做|进行)[^。；;“第]{{0,8}}修改[:：]|修改如下)"
)
_REMOVED = regex(
    rf"(?:删去|删除|取消|废止|停止执行){_WHO}(?:原|中的?)?{_PLACES}(?P<old>[^。；;，,“]{{0,8}}{_QUOTE})?"
)
_REMOVED_AFTER = regex(
    rf"(?:将|把)?{_WHO}原?{_PLACES}(?P<old>[^。；;“第]{{0,12}}{_QUOTE})?[^。；;，,“第]{{0,8}}?(?:删去|删除|废止|停止执行|不再执行)"
    rf"(?P<gone>{_QUOTE})?(?!第)"
)
_ADDED = regex(
    rf"(?:在?{_WHO}{_PLACES}{_BETWEEN})?(?:增加|增设|新增|增补|补充)"
    rf"(?:{NUMERAL}个?(?P<unit>[条款项目])|(?:规定|内容)?(?={_QUOTE}|[:：]))"
    rf"(?:[^。；;“第]{{0,6}}?(?:作为|列为)(?P<as>{_PLACE}))?"
)
_FORMS = (
    (_CHANGED, AmendmentKind.CHANGED),
    (_REMOVED, AmendmentKind.REMOVED),
    (_REMOVED_AFTER, AmendmentKind.REMOVED),
    (_ADDED, AmendmentKind.ADDED),
)
_LEADS = (
    regex(rf"(?:对|将|就|把){_TARGET}[^。；;“《]{{0,20}}(?:修改|修订|修正|调整)"),
    regex(rf"(?:修改|修订|修正|在){_TARGET}"),
    regex(rf"^(?:[^、.)）]{{1,6}}[、.)）]\s*)?{_TARGET}[:：]?$"),
)
"""How a text says which document it goes on to change."""
_TITLED = regex(r"(?:修改|修订|修正|调整|补充)[〈《]([^〈〉《》]{4,80})[〉》]")
_PLAIN_TITLED = regex(
    r"关于(?:修改|修订|修正)(?!部分|有关|若干|一批|个别)([^〈〉《》]{4,60}?)"
    r"(?:的?(?:部分|有关|个别|若干)(?:条款|内容|条文|规定))?的(?:决定|通知|公告|决议|命令)$"
)
_OWN_NUMBER = regex(rf"{_NUMBER}|[\u4e00-\u9fff]{{2,20}}令[^，,、；;]{{0,4}}?\d+号")
_MORE = rf"(?:[、,，和]?{_QUOTE}|[,，]?将?{_QUOTE}[^。；;“第]{{0,10}}{_TO}{_QUOTE})"
_BEHIND = regex(rf"[^。；;“]{{0,24}}[:：]?\s*{_QUOTE}(?:{_MORE})*。?|[^。；;]*。?")
_OWN_ARTICLE = regex(rf"^第{NUMERAL}条(?:之{NUMERAL})?")
_EXPLAINS = regex(r"解读|问答|答记者问|说明|征求意见|草案|送审稿|公开征集")
"""Titles of what speaks of an amendment and is none."""
_SUBJECT = regex(r"关于[^《]{0,6}(?:修改|修订|修正)(?!.*废止)")
_SPACE = regex(r"\s")
_MARK = regex(r"[“”]")


def read_amendments(title: str, text: str, clauses: Sequence[Clause]) -> tuple[Amending, ...]:
    """The documents that one amends, with the changes; none of one that only speaks of amending.

    Args:
        title: Its title.
        text: All of its text.
        clauses: Its clauses, in reading order.
    """
    if not any(sign in text for sign in _SIGNS) or _EXPLAINS.search(title):
        return ()
    hidden = _without_quoted(text)
    titled = _of_title(title, hidden)
    found: dict[str, Amending] = {titled.names[0]: titled} if titled else {}
    following = titled
    above: dict[int, Amending] = {}
    for clause in clauses:
        words = hidden[clause.start : clause.end]
        inherited = above.get(clause.parent) if clause.parent is not None else None
        lead = _lead(words, titled) if "《" in words or "〔" in words else None
        if lead is not None and _SUBJECT.search(title):
            found.setdefault(lead.names[0], lead)
        following = lead or following
        current = lead or inherited or following
        if current is not None:
            above[clause.position] = current
        known_or_named = current is not None or "》" in words or "号" in words
        if not known_or_named or not any(sign in words for sign in _SAYS):
            continue
        for target, change in _changes(clause, words, hidden, current, titled):
            known = found.get(target.names[0], target)
            names = tuple(dict.fromkeys((*known.names, *target.names)))
            found[names[0]] = Amending(names, (*known.changes, *change))
    own = _SPACE.sub("", title)
    return tuple(each for each in found.values() if each.names[0] != own)


def _without_quoted(text: str) -> str:
    """A text of the same length whose quoted words cannot be taken for words of its own.

    A paragraph inside a quote may open it anew. What is quoted and never closed stays.
    """
    shown: list[str] = []
    depth, reached = 0, 0
    for mark in _MARK.finditer(text):
        at = mark.start()
        if mark[0] == "“":
            again = depth > 0 and text[at - 1] == "\n"
            depth += not again
            if depth == 1 and not again:
                shown.append(text[reached : at + 1])
                reached = at + 1
        elif depth:
            depth -= 1
            if depth == 0:
                shown.append(_HIDDEN * (at - reached))
                reached = at
    return "".join((*shown, text[reached:]))


def _of_title(title: str, hidden: str) -> Amending | None:
    """The document whose amendment is the subject of a title: 关于修改《X》的决定."""
    if not any(sign in title for sign in _SIGNS):
        return None
    found = _TITLED.search(title) or _PLAIN_TITLED.search(title)
    if found is None:
        return None
    name = _SPACE.sub("", found[1])
    noted = re.search(rf"《{re.escape(name)}》\s*[（(]([^（）()]{{2,60}})[)）]", hidden)
    return Amending((name, *_numbers(noted[1] if noted else "")))


def _lead(words: str, titled: Amending | None) -> Amending | None:
    """The document that the words of a clause say to change, or None."""
    found = next((m for each in _LEADS if (m := each.search(words.strip()))), None)
    return _target(found, titled) if found else None


def _target(found: re.Match[str], known: Amending | None) -> Amending | None:
    """The document that a match names; its short form 《办法》 is the one that is known."""
    if found["number"]:
        return Amending((_SPACE.sub("", found["number"]).lstrip("对将把和及以"),))
    name = _SPACE.sub("", found["title"] or "")
    if known and (name in KINDS or known.names[0].endswith(name)):
        return known
    return Amending((name, *_numbers(found["note"] or ""))) if name else None


def _numbers(note: str) -> list[str]:
    return [_SPACE.sub("", each) for each in _OWN_NUMBER.findall(note)]


def _changes(
    clause: Clause, words: str, hidden: str, current: Amending | None, titled: Amending | None
) -> Iterator[tuple[Amending, tuple[Amendment, ...]]]:
    """The changes that a clause states, each with the document changed."""
    own = _OWN_ARTICLE.match(words)
    reached = own.end() if own else 0
    matches = [(m, kind) for form, kind in _FORMS for m in form.finditer(words, reached)]
    for found, kind in sorted(matches, key=lambda each: each[0].start()):
        named = found["title"] or found["number"]
        target = _target(found, current or titled) if named else current
        place = _placed(found, kind)
        if found.start() < reached or target is None or not place:
            continue
        end = _end(hidden, clause.start + found.end(), clause.end)
        reached = end - clause.start
        start = clause.start + found.start()
        kind = _exact(found, kind)
        yield target, tuple(Amendment(p, kind, clause.position, start, end) for p in place)


def _placed(found: re.Match[str], kind: AmendmentKind) -> list[str]:
    """The places that a match changes: of what is added, where it goes."""
    named = found["places"] or ""
    if kind is not AmendmentKind.ADDED:
        return places_named(named)
    where = found["as"] or ""
    if found["unit"] == "条":
        return [where] if where else [f"{named}后"] if named else []
    return places_named(f"{named}、{where}")[-1:] if where and named else places_named(named)


def _exact(found: re.Match[str], kind: AmendmentKind) -> AmendmentKind:
    """修改 of words inside an article is 改为, as is 删去 of words."""
    inside = found.groupdict().get("old") or found.groupdict().get("gone")
    if inside and kind in (AmendmentKind.CHANGED, AmendmentKind.REMOVED):
        return AmendmentKind.REWORDED
    return kind


def _end(hidden: str, at: int, last: int) -> int:
    """Where the words of a change end: behind what they quote, else with the sentence.

    What is quoted may go on in the clauses below.
    """
    found = _BEHIND.match(hidden, at)
    end = found.end() if found else at
    return end if _HIDDEN in hidden[at:end] else min(max(end, at), last)
