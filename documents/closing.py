"""Lines that close a document (signature, date, notes for the reader) and those of its head.

One line with its neighbours in, yes or no out.
"""

from documents.annexes import names_annex
from documents.head import ISSUER_LINE, KINDS, is_date_line, is_signature_line
from documents.regular_expressions import regex

_TAKES_EFFECT = regex(rf"^本(?:{KINDS}|文件)[^。]{{0,20}}?自.{{2,30}}(?:施行|实施|执行|生效)")
_CLOSING = regex(
    r"^(?:特此(?:通知|公告|通告|通报|函复|函告|批复)|(?:此复|专此函[复告达])。?$"
    r"|[(（](?:此件|联系|公开)|公开方式\s*[:：]|信息公开|抄送\s*[:：]|联\s*系\s*(?:人|电话)\s*[:：])"
    r"|^.{4,40}\d日印发$"
)
_SIGNED = regex(
    r"^[\u4e00-\u9fff]{0,14}(?:局长|部长|省长|市长|县长|区长|州长|主任|主席|总理|署长|行长)(?:[\s\u3000]+[\u4e00-\u9fff\s]{2,8})?$"
)
CONTENTS = regex(r"^目\s*[录次]$")
NOTE_OF_TITLE = regex(r"^(?:[(（][^()（）]{2,120}[)）]|——.{4,60})$")
"""What may stand below a title: when a rule was adopted, before whom a report was given."""


def takes_effect(line: str) -> bool:
    """Whether a line says from when the document holds: it closes it, or is the text of a last part."""
    return _TAKES_EFFECT.match(line) is not None


def is_closing(lines: list[str], at: int) -> bool:
    """Whether a line belongs to the signature, the date or the notes behind the last clause."""
    line = lines[at]
    is_last = at + 1 >= len(lines)
    if is_signature_line(line) and is_last:
        return True
    if _CLOSING.match(line) or takes_effect(line) or names_annex(line):
        return True
    if is_date_line(line):
        above = lines[at - 1]
        return is_last or bool(ISSUER_LINE.match(above) or _SIGNED.match(above))
    below = "" if is_last else lines[at + 1]
    if _SIGNED.match(line):
        return is_date_line(below)
    return bool(ISSUER_LINE.match(line)) and (is_date_line(below) or bool(ISSUER_LINE.match(below)))
