"""Marks by which a page or a title says that its document no longer holds: 有效性：失效, （已废止）.

Lines around the document in, the mark as printed out. What the text itself says is metadata_reading.py's.
"""

import re
from collections.abc import Iterable

from documents.regular_expressions import regex

_ENDED = r"(?:已经?)?(?:失效|废止|作废)"
_IN_BRACKETS = rf"[【\[(（]\s*{_ENDED}\s*[】\])）]"
_OF_TITLE = regex(rf"^{_IN_BRACKETS}|{_IN_BRACKETS}$")
_OF_PAGE = regex(
    rf"(?:有效性|时效性?|效力(?:状态)?|状态|是否有效)\s*[:：]?\s*(?:{_ENDED}|无效)(?=\s|$)"
    rf"|^\s*{_IN_BRACKETS}\s*(?:$|本文件)"
    rf"|[本该](?:文件|办法|通知|规定|意见)现?已?(?:于[^，。\n]{{4,20}}|被[^，。\n]{{2,60}})?(?:宣布|公布)?"
    rf"{_ENDED}(?=[。！!\s]|$)",
    re.MULTILINE,
)
_MARK = regex(_ENDED)


def without_mark(title: str) -> str:
    """A title without the mark that its document has ended."""
    return _OF_TITLE.sub("", title).strip()


def ended_mark(title: str, around: Iterable[str]) -> str:
    """The mark that a document has ended, as printed in its title or around it, or ''."""
    marked = _OF_TITLE.search(title) or next(filter(None, map(_OF_PAGE.search, around)), None)
    said = _MARK.search(marked[0]) if marked else None
    return said[0] if said else "无效" if marked else ""
