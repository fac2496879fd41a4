"""The head and tail of a document: page chrome dropped; title, number, issuer, addressees, date found.

Lines of text come in, the lines that belong to the document and its metadata go out.
The words of web pages and the kinds of documents are general; no single document is known here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from documents.markers import read_marker
from documents.regular_expressions import regex
from documents.status_marks import ended_mark, without_mark

KINDS = (
    "意见|通知|办法|条例|规定|方案|规划|纲要|措施|细则|报告|决定|决议|公告|通告|公报|通报|批复|函|要点|"
    "计划|清单|指南|规程|规则|规范|命令|令|议案|准则|标准|目录|政策|章程|制度|预案|说明|解读|倡议书|举措|指引|"
    "导则|通则|守则|公约|须知|纪要|(?:对照|一览|明细|分工|任务)表|(?<![方做想看执司立普守违合依])法"
)
_NOTE = r"(?:[(（][^()（）]{1,20}[)）])?"
_TITLE = regex(rf"^[^。；;！？!?：:]{{4,}}(?:{KINDS})》?{_NOTE}$")
_TITLE_LENGTH = 120
DOCUMENT_NUMBER = regex(
    r"[\u4e00-\u9fffA-Za-z]{1,12}\s*[〔﹝\[［【(（]\s*(?:19|20|１９|２０)\s*\d\s*\d\s*[〕﹞\]］】)）]\s*(?:第\s*)?\d{1,4}\s*号"
    r"|第\s*\d{1,4}\s*号令?|公告\s*(?:19|20)\d\d\s*年第\s*\d+\s*号"
)
_LABELLED_NUMBER = regex(
    rf"^(?:(?:公文|发文)?(?:文号|字号)\s*[:：]\s*)(?:{DOCUMENT_NUMBER.pattern})$"
    rf"|^(?:{DOCUMENT_NUMBER.pattern})\s*签发人\s*[:：].{{1,20}}$"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９﹝﹞", "0123456789〔〕")
_DATE = regex(
    r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|(?:19|20)\d\d-\d{1,2}-\d{1,2}"
    r"|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_ADDRESSEES = regex(
    r"^(?=.*(?:各|有关|相关|人民政府|委员会|办公室|局|厅|部|单位|企业|公司|代表|院校|同志))[^。；;！？!?]{2,200}[:：]$"
)
_WEB_LABEL = regex(
    r"^(?:来源|信息来源|稿源|发布(?:时间|日期|机构|单位)?|成文(?:时间|日期)|时间|日期|索引号|主题(?:分类|词)|"
    r"公文(?:种类|时效)|有效性|生效日期|废止日期|文号|作者|责任编辑|编辑|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:数|量|率)?|"
    r"字号|字体|字体大小|分享(?:到)?|打印|背景色|当前位置|您(?:现在)?(?:的)?(?:所在)?位置(?:是)?)\s*[:：]"
)
_WEB_WORDS = regex(
    r"^(?:首页|主页|返回(?:顶部|首页|列表|上一?级)?|上一[篇页条](?:\s*[:：].*)?|下一[篇页条](?:\s*[:：].*)?|"
    r"打印(?:本页|此页)?|关闭(?:窗口|本页)?|收藏|分享|(?:内容|网站|我要)?(?:纠错|找错)|"
    r"字体?[:：]?\s*[【\[（(]?\s*大.{0,6}中.{0,6}小.{0,3}|政府信息公开|登录|注册|搜索|检索|导航|网站(?:地图|建议|声明)|"
    r"(?:联系|关于)我们|使用帮助|(?:隐私|版权|免责)声明|适老化无障碍服务|"
    r"扫一扫.*|.*手机(?:上)?(?:打开|查看|浏览).*|相关(?:链接|文件|解读|新闻|阅读|推荐).{0,4}|附件下载|点击下载.*|微信|微博|朋友圈|QQ空间|"
    r"[>＞»|/·\s]+|.{0,12}ICP备.*|.{0,10}公网安备.*|(?:.{0,20}\s)?版权所有.*|主办单位[:：].*|承办单位[:：].*|网站标识码.*)$"
)
_BETWEEN_WORDS = regex(r"[|｜\s\[\]【】]+")
_PROSE = regex(r"[。；！？]|\t")
_PRINTED = regex(r"^附件|日印发$")
_ISSUER = regex(
    r"^(?!关于)(.{2,120}?(?:人民政府|政府|办公室|办公厅|委员会|委|局|厅|部|国务院|院|银行|中心|领导小组|公司|代表大会|大会|会|署|社|行))"
    r"(?=关于|印发|转发|发布|批转|公布|修订|决定|令|公告|通告|等)"
)
ISSUER_LINE = regex(
    r"^[\u4e00-\u9fff（）()、\s]{2,40}(?:人民政府|办公室|办公厅|委员会|局|厅|部|国务院|院|银行|中心|领导小组|管委会|大会|联合会|工会|署)$"
)
_LONG = 30
_SHORTEST_BODY = 3
_FIRST_HEADING = regex(r"^(?:目\s*[录次]$|1(?:\.1)?\s*[\u4e00-\u9fff]{1,20}$)")
_OPENING_SENTENCE = regex(r"^(?:为|根据|按照|依据|经|现|近日|日前|近期)[^：:]{4,}[。：:]$")
_ORDER = regex(rf"(?:令|公告|通告){_NOTE}$")
_BARE_ORDER = regex(
    rf"^(?!.*关于)(?:[^年度]*(?:人民政府|委员会|委|局|厅|部|院|会|署|银行|国|主席|[省市县区州]长))?(?:令|公告|通告){_NOTE}$"
)
"""An order or announcement that only tells who gives it: its subject stands below."""
_ANNEX = regex(r"^附\s*(?:件|表|录|图)")
_PIECE_ENDS = regex(r"[。；;：:！？]")
_LONGEST_PIECE = 45
_MOST_TITLE_LINES = 4
_NEAR = 20
_MOST_ISSUERS = 8
_SERIAL_LINE = regex(r"^(?:(?:19|20)\d\d年)?第\s*\d{1,4}\s*号$")
_ADOPTION = regex(
    r"(.{4,40}?(?:代表大会常务委员会|代表大会|常务会议|人民政府))第?.{0,12}次会议.*?(?:通过|批准)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head and tail of a document tell.

    `lines` belong to the document: `lines[:title_lines]` are title, document number and addressees.
    `chrome` are the lines of the page around it, dropped. `ended` is the mark by which title or page
    say that it no longer holds. Metadata not found is an empty string.
    """

    lines: list[str]
    title_lines: int
    chrome: list[str]
    title: str
    title_found: bool
    number: str
    issuer: str
    addressees: str
    date: str
    ended: str


def is_title(line: str) -> bool:
    """Whether a line reads as the title of an official document."""
    return len(line) <= _TITLE_LENGTH and bool(_TITLE.match(line)) and read_marker(line) is None


def find_date(line: str) -> str:
    """The first full date of a line as printed, or an empty string."""
    found = _DATE.search(line)
    return found[0] if found else ""


def is_date_line(line: str) -> bool:
    """Whether a line holds a date and nothing else."""
    return bool(_DATE.fullmatch(line.strip("()（） ")))


def is_signature_line(line: str) -> bool:
    """Whether a line holds an issuing body and a date behind it, and nothing else."""
    found = _DATE.search(line)
    if found is None or found.end() < len(line.rstrip()):
        return False
    return ISSUER_LINE.match(line[: found.start()].rstrip()) is not None


def read_head(lines: list[str], fallback_title: str) -> Head:
    """Find where the document begins and ends in the lines of a page, and its metadata.

    Args:
        lines: Non-empty lines.
        fallback_title: The title where the text has none.
    """
    body = _body_start(lines)
    title_at, title_end = _find_title(lines, body)
    lines, tail_chrome = _drop_tail_chrome(lines, body)
    title = "".join(lines[title_at:title_end]) or fallback_title
    before, head_chrome = _above_title(lines[:title_at])
    behind, more_chrome = _split_chrome(lines[title_end:body])
    kept = [*before, *lines[title_at:title_end], *behind]
    head_text = [line for line in kept if line != title]
    numbers = [*_serial_numbers(kept), *map(_document_number, head_text)]
    return Head(
        lines=[*kept, *lines[body:]],
        title_lines=len(kept),
        chrome=[*head_chrome, *more_chrome, *tail_chrome],
        title=_bare_title(
            title if not _BARE_ORDER.match(title) else _issued_title(lines[body:]) or title
        ),
        title_found=title_end > 0,
        number=next(filter(None, numbers), ""),
        issuer=_find_issuer(without_mark(title), kept, lines[body:]),
        addressees=next((k.rstrip(":：") for k in kept if _ADDRESSEES.match(k)), ""),
        date=_find_document_date(kept, lines[body:]),
        ended=ended_mark(title, ["\n".join([*head_chrome, *more_chrome])]),
    )


def _above_title(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines of the document above its title (number, 令 or 公告 with its serial) and of the page."""
    kept: list[str] = []
    chrome: list[str] = []
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else ""
        serial = _SERIAL_LINE.match(line) or (_SERIAL_LINE.match(below) and is_title(line))
        (kept if serial or _is_number_line(line) else chrome).append(line)
    return kept, chrome


def _serial_numbers(lines: list[str]) -> list[str]:
    """`某部令` above `第86号` is the number 某部令第86号; the serial alone tells no document."""
    return [
        re.sub(r"\s", "", above + line)
        for above, line in pairwise(lines)
        if _SERIAL_LINE.match(line) and _ORDER.search(above)
    ]


def _issued_title(body: list[str]) -> str:
    """The title of what an order or announcement issues: the first one of the body."""
    above = takewhile(lambda line: not _ANNEX.match(line), body[:_NEAR])
    titles = (line for line in above if is_title(line) and not _ORDER.search(line))
    return next(titles, "")


def _bare_title(title: str) -> str:
    """A title without blanks, the mark that its document has ended, and the marks that enclose it."""
    bare = without_mark(re.sub(r"\s", "", title))
    enclosed = bare.startswith("《") and bare.find("》") in (len(bare) - 1, -1)
    return (
        bare.strip("《》")
        if enclosed
        else bare.removesuffix("》")
        if bare.count("《") < bare.count("》")
        else bare
    )


def _is_number_line(line: str) -> bool:
    """Whether a line holds a document number, spread out or not, and no more than its label."""
    spread = DOCUMENT_NUMBER.fullmatch(_squeezed(line))
    return spread is not None or _LABELLED_NUMBER.match(line) is not None


def _squeezed(line: str) -> str:
    return re.sub(r"\s", "", line).translate(_FULL_WIDTH)


def _document_number(line: str) -> str:
    """The document number of a line, without the words of a sentence before it.

    `12月16日以景政规〔2024〕9号公布` holds 景政规〔2024〕9号.
    """
    if DOCUMENT_NUMBER.fullmatch(_squeezed(line)):
        return _squeezed(line)
    found = DOCUMENT_NUMBER.search(line)
    if found is None:
        return ""
    number = _squeezed(found[0])
    ordered = _ORDER.search(line) or _ORDER.search(line[: found.start()])
    if number.startswith("第") and ordered and len(line) <= _LONGEST_PIECE:
        return _squeezed(line)
    if found.start() and line[found.start() - 1].isdigit():
        number = number.removeprefix("日")
    return number.rpartition("以")[2] if found.start() else number


def _body_start(lines: list[str]) -> int:
    """The first line that is text of the body: behind the addressees, or a heading or a sentence."""
    titled = False
    for at, line in enumerate(lines):
        if titled and _OPENING_SENTENCE.match(line):
            return at
        if read_marker(line) is not None or _FIRST_HEADING.match(line):
            return _table_begin(lines, at)
        if _ADDRESSEES.match(line) and not _WEB_LABEL.match(line) and len(line) > _SHORTEST_BODY:
            return at + 1
        if len(line) > _LONG and line[-1] in "。；" and not DOCUMENT_NUMBER.search(line):
            return at
        titled = titled or is_title(line)
    return min(len(lines), 1)


def _table_begin(lines: list[str], at: int) -> int:
    """Where the table begins that a line is a row of; the line itself where it is none."""
    while at and "\t" in lines[at] and "\t" in lines[at - 1]:
        at -= 1
    return at


def _find_title(lines: list[str], body: int) -> tuple[int, int]:
    """Lines of the title, half-open: the repeated candidate, else the last; a broken one is joined."""
    candidates = [at for at in range(body) if is_title(lines[at])]
    if not candidates:
        return 0, 0
    repeated = [at for at in candidates if lines[:body].count(lines[at]) > 1]
    at = (repeated or candidates)[-1]
    begin = at
    while begin > max(at - _MOST_TITLE_LINES, 0):
        if not _goes_on(lines[begin - 1], "".join(lines[begin : at + 1])):
            break
        begin -= 1
    return begin, at + 1


def _goes_on(above: str, title: str) -> bool:
    """Whether a title goes on from the line above: the issuer alone, or words cut by the page."""
    if _PIECE_ENDS.search(above) or DOCUMENT_NUMBER.search(above) or len(above) > _LONGEST_PIECE:
        return False
    if not _balanced(title):
        return True
    if title.startswith(("关于", "印发", "转发", "批转")):
        return ISSUER_LINE.match(above) is not None
    return "关于" not in title and "关于" in above and not is_title(above)


def _balanced(title: str) -> bool:
    return all(title.count(pair[0]) == title.count(pair[1]) for pair in ("《》", "〈〉"))


def title_length(lines: Sequence[str], at: int) -> int:
    """How many lines from one on make a title together; 0 if they make none."""
    title = ""
    for length, line in enumerate(lines[at : at + _MOST_TITLE_LINES], 1):
        if not line or _PIECE_ENDS.search(line) or read_marker(line) or is_date_line(line):
            return 0
        if length == 1 and line[0] in "(（":
            return 0
        if length > 1 and len(line) > _LONGEST_PIECE:
            return 0
        title += line
        if is_title(title) and _balanced(title):
            return length
        if ISSUER_LINE.match(line) and length == 1:
            return 0
    return 0


def _split_chrome(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines of the document and lines of the page; the value under a bare web label goes with it."""
    kept: list[str] = []
    chrome: list[str] = []
    label_waits = False
    for line in lines:
        is_label = _WEB_LABEL.match(line) is not None
        if _is_number_line(line):
            kept.append(line)
            label_waits = False
        elif is_label or _is_web_line(line) or (label_waits and not _ADDRESSEES.match(line)):
            chrome.append(line)
            label_waits = is_label and line[-1] in ":：" and not label_waits
        else:
            kept.append(line)
            label_waits = False
    return kept, chrome


def _drop_tail_chrome(lines: list[str], body: int) -> tuple[list[str], list[str]]:
    """The lines without what a page has below the document: words of pages, links and names between them."""
    end = len(lines)
    for at in range(end - 1, body, -1):
        if _is_web_line(lines[at]):
            end = at
        elif _PROSE.search(lines[at]) or read_marker(lines[at]) or _is_signed(lines, at):
            break
    return lines[:end], lines[end:]


def _is_signed(lines: list[str], at: int) -> bool:
    if is_date_line(lines[at]):
        return ISSUER_LINE.match(lines[at - 1]) is not None
    return is_signature_line(lines[at]) or _PRINTED.match(lines[at]) is not None


def _is_web_line(line: str) -> bool:
    if _WEB_LABEL.match(line) or _WEB_WORDS.match(line):
        return True
    words = [word for word in _BETWEEN_WORDS.split(line) if word]
    return len(words) > 1 and all(map(_WEB_WORDS.match, words))


def _find_issuer(title: str, head: list[str], body: list[str]) -> str:
    named = _ISSUER.match(title) or _ISSUER.match(re.sub(r"\s", "", title))
    if named:
        return named[1]
    for line in head:
        adopted = _ADOPTION.search(line)
        if adopted:
            return re.sub(r"^.*?日\s*|第[^第]*届", "", adopted[1]).strip()
    for at, line in enumerate(body):
        signed = [*takewhile(ISSUER_LINE.match, reversed(body[max(at - _MOST_ISSUERS, 0) : at]))]
        if is_date_line(line) and signed:
            return " ".join(_bodies(above) for above in reversed(signed))
    return ""


def _bodies(line: str) -> str:
    """The issuing bodies of a line, parted by a blank; 市 民 政 局, spread out, is one."""
    parts = line.split()
    several = len(parts) > 1 and all(map(ISSUER_LINE.match, parts))
    return " ".join(parts) if several else "".join(parts)


def _find_document_date(head: list[str], body: list[str]) -> str:
    """The date under the signature, else the one in the head."""
    signed = [line for line in body if is_date_line(line)]
    if signed:
        return find_date(signed[0])
    return next((date for line in head if (date := find_date(line))), "")
