"""Headings that only the document as a whole tells: 1.1 under 1, 问：, 【…】, 专栏, short lines alone.

Lines in, markers for the lines that open a clause out. None is read from one line alone: what it
stands between, and that there are several, decide.
"""

from documents.head import ISSUER_LINE, is_date_line, is_title
from documents.markers import DECIMALS, Family, Marker, read_marker
from documents.numerals import CHINESE_NUMERAL, chinese_ordinal
from documents.regular_expressions import regex

_DECIMAL = regex(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?\s*(?=[^\d\s.．%％,，、)）])")
_BARE = regex(r"(\d{1,2})(\s*)(?=[\u4e00-\u9fff])")
_LONGEST_BARE = 25
_QUESTION = regex(r"(?:问|[QＱ])\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：.．]\s*")
_ANSWER = regex(r"(?:答|[AＡ])\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：.．]")
_LENTICULAR = regex(r"【[^】]{2,30}】(?=\s*\S)")
_BOX = regex(rf"专栏\s*(\d{{1,2}}|{CHINESE_NUMERAL})?\s*[:：.．、]?\s*")
_LONGEST_BOX = 45
_PLAIN = regex(r"[\u4e00-\u9fff0-9“”‘’《》、，+＋—\-·]{4,30}")
_LEADS_ON = regex(r"(?:如下|以下|通知|职务|原则|同志)$|^(?:此复|特此|以上|附|现将|主持人|记者)")
_SENTENCE_END = regex(r"[。！？；：:;!?”》）)]$")
_PROSE_END = regex(r"[。！？；：:;!?”）)]$")
_SHORTEST_PROSE = 35
_SHORTEST_SENTENCE = 14
_SENTENCE = regex(r"[，、].*。")
_FEWEST = 2
_PARTS = (Family.CHAPTER, Family.COMMA, Family.BRACKETED)


def find_headings(
    lines: list[str], markers: list[Marker | None], title_lines: int, closed: set[int]
) -> dict[int, Marker]:
    """Markers for the lines that open a clause without a number of a family of their own.

    Args:
        lines: Non-empty lines of the document.
        markers: The number that opens each line, or None.
        title_lines: How many lines are the head.
        closed: Lines where nothing of the kind can stand: annexes that are forms, tables of contents.
    """
    body = [at for at in range(title_lines, len(lines)) if at not in closed]
    found = _decimals(lines, body)
    free = [at for at in body if markers[at] is None and at not in found]
    found |= _boxes(lines, free) | _questions(lines, free)
    found |= _lenticular(lines, free) or _plain(lines, markers, free, title_lines)
    return found


def read_decimal(line: str) -> Marker | None:
    """The number 1.1, 1.1.1 or 1.1.1.1 that opens a line; whether it counts, the whole text tells."""
    match = _DECIMAL.match(line)
    if match is None:
        return None
    label = match[1].replace("．", ".")
    parts = label.split(".")
    return Marker(DECIMALS[len(parts) - 2], label, int(parts[-1]), match.end())


def _decimals(lines: list[str], body: list[int]) -> dict[int, Marker]:
    """1.1, 1.1.1 and the bare 1 above them, where the text has a 1.1."""
    found: dict[int, Marker] = {}
    for at in body:
        marker = read_decimal(lines[at])
        if marker:
            found[at] = marker
    if not any(marker.label == "1.1" for marker in found.values()) or len(found) < _FEWEST:
        return {}
    tops = {marker.label.partition(".")[0] for marker in found.values()}
    value = 0
    for at in body:
        match = _BARE.match(lines[at])
        if match is None or len(lines[at]) > _LONGEST_BARE or _PROSE_END.search(lines[at]):
            continue
        follows, leads = int(match[1]) == value + 1, match[1] in tops
        if (follows and leads) or (match[2] and (follows or leads)):
            value = int(match[1])
            found[at] = Marker(Family.ARABIC, match[1], value, match.end())
    return found


def _boxes(lines: list[str], free: list[int]) -> dict[int, Marker]:
    found: dict[int, Marker] = {}
    for at in free:
        match = _BOX.match(lines[at])
        if match is None or len(lines[at]) > _LONGEST_BOX or _PROSE_END.search(lines[at]):
            continue
        marker = read_marker(f"{match[1]}、") if match[1] else None
        value = marker.value if marker else len(found) + 1
        found[at] = Marker(Family.BOX, f"专栏{match[1] or ''}", value, match.end())
    return found


def _questions(lines: list[str], free: list[int]) -> dict[int, Marker]:
    """Questions of a page of questions and answers; at least two of each have to be there."""
    asked = [(at, match.end()) for at in free if (match := _QUESTION.match(lines[at]))]
    answered = sum(_ANSWER.match(lines[at]) is not None for at in free)
    if len(asked) < _FEWEST or answered < _FEWEST:
        return {}
    return {
        at: Marker(Family.QUESTION, f"第{chinese_ordinal(value)}问", value, length)
        for value, (at, length) in enumerate(asked, 1)
    }


def _lenticular(lines: list[str], free: list[int]) -> dict[int, Marker]:
    asked = [at for at in free if _LENTICULAR.match(lines[at])]
    return _numbered(asked) if len(asked) >= _FEWEST else {}


def _plain(
    lines: list[str], markers: list[Marker | None], free: list[int], title_lines: int
) -> dict[int, Marker]:
    """Short lines without a stop that stand between sentences, where there are several.

    Once two stand above prose, one above a first number (一、) is a heading too.
    """
    among = set(free)
    above_prose: list[int] = []
    above_number: list[int] = []
    waiting: list[int] = []
    for at in range(title_lines, len(lines)):
        line, marker = lines[at], markers[at]
        if at in among and _is_plain(line):
            above = lines[at - 1] if at else ""
            ended = _SENTENCE_END.search(above) or _is_prose(above)
            if waiting or at == title_lines or markers[at - 1] or ended:
                waiting.append(at)
                continue
        is_prose = at in among and _is_prose(line)
        if is_prose and len(waiting) <= _FEWEST:
            above_prose += waiting
        elif marker and marker.value == 1 and marker.family in _PARTS and len(waiting) == 1:
            above_number += waiting
        waiting = []
    found = sorted([*above_prose, *above_number])
    return _numbered(found) if len(above_prose) >= _FEWEST else {}


def _is_prose(line: str) -> bool:
    """Whether a line is running text: long and ended, or of a sentence and more."""
    ended = _PROSE_END.search(line) is not None and len(line) >= _SHORTEST_PROSE
    return ended or (_SENTENCE.search(line) is not None and len(line) >= _SHORTEST_SENTENCE)


def _is_plain(line: str) -> bool:
    return (
        _PLAIN.fullmatch(line) is not None
        and line.count("，") <= 1
        and line[-1] not in "，、"
        and _LEADS_ON.search(line) is None
        and not (is_title(line) or is_date_line(line) or ISSUER_LINE.match(line))
    )


def _numbered(at_lines: list[int]) -> dict[int, Marker]:
    """Headings are counted where they stand in the tree; here they only get their place."""
    return dict.fromkeys(at_lines, Marker(Family.HEADING, "", 0, 0))
