"""What a question asks: normalised text, intent, and what it names. Knows no document and no index."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from assistant.lexicon import content_words, place_names
from documents.errors import QuestionError
from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.quantities import Quantity, find_quantities


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


class Field(StrEnum):
    """A field of a document's metadata."""

    NUMBER = "文号"
    TITLE = "标题"
    ISSUER = "发文机关"
    ADDRESSEES = "主送机关"
    DATE = "成文日期"
    YEAR = "发文年份"
    ANNEXES = "附件"


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
    words: tuple[str, ...]
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


_INSTRUCTION = re.compile(
    r"(?:一律|统一|必须)(?:回答|输出)|(?:忽略|无视|忘记|忘掉|抛开|不要管|不受)[^。;；!！?？]{0,20}(?:指令|规则|限制|提示|要求|设定|约束|文件|原文|内容)|"
    r"(?:system|assistant|user)\s*[:：]|提示词|调试模式|开发者模式|越狱|你(?:现在)?是一个|从现在开始你|扮演|"
    r"请?(?:直接|只)(?:回答|按|输出|说)|</?\w+>|(?:ignore|disregard)\b",
    re.IGNORECASE,
)
_INTERROGATIVE = re.compile(r"什么|哪|谁|多少|几|怎|如何|吗|呢|是否|是不是|有没有|能不能|对吧|对吗")
_REQUEST = re.compile(rf"{_INTERROGATIVE.pattern}|[?？]|告诉我|说说|讲讲|列出|介绍|给出")
_SENTENCE = re.compile(r"[^。！!？?；;\n]+[。！!？?；;\n]*")
_POLITE = re.compile(
    r"^(?:您好|你好|请问一下|请问|麻烦问一下|麻烦问下|麻烦|劳驾|打扰了?|想问一下|想问下|想问问|我想问一下|我想知道|想知道|"
    r"咨询一下|请教一下|请教|帮我查一下|帮我查查|帮忙查一下|请帮我查一下|求助|急)[,，。:：!！\s]*"
)

_METADATA: tuple[tuple[Field, re.Pattern[str]], ...] = (
    (Field.NUMBER, re.compile(r"文号|发文字号|文件号|文件编号|几号文|多少号文|字号是")),
    (Field.ADDRESSEES, re.compile(r"主送|发给(?:了)?(?:谁|哪)|(?:下发|印发|发|写|送)(?:给|到|至)(?:了)?(?:谁|哪|什么|哪些)|收文|受文(?!件)|抬头")),
    (Field.ANNEXES, re.compile(r"(?:附了|附有|有|哪些|几个|什么)(?:哪些|几个|什么)?附件|附件(?:有|是|包括|列)")),
    (
        Field.ISSUER,
        re.compile(
            r"发文(?:机关|单位|机构|主体)|制发(?:机关|单位)|(?:谁|哪个?(?:单位|部门|机关|机构|政府|市|地方|里)|哪儿|什么(?:单位|部门|机关))"
            r"(?:印发|制发|发布|发|出台|制定|下发|出)(?:的|了)?(?:这|本|该)?|(?:由谁|是谁)(?:发布|印发|制定|发|出台)|出自(?:哪|谁)|哪(?:级|一级)政府"
        ),
    ),
    (
        Field.DATE,
        re.compile(
            r"(?:什么时候|何时|哪天|哪一天|几月几[日号]|几月|什么日期|具体日期|几号)(?:印发|发布|发|出台|下发|成文|公布|通过|批准)|"
            r"(?:印发|发布|发文|成文|出台|公布|落款|签发)(?:的)?(?:具体)?(?:日期|时间)"
        ),
    ),
    (Field.YEAR, re.compile(r"(?:哪一?年|何年|什么年份|哪个年份)(?:的|印发|发布|发|出台|下发|制定)|(?:文件|意见|文|通知|办法).{0,6}(?:是)?哪一?年")),
    (
        Field.TITLE,
        re.compile(
            r"(?:文件|意见|通知|办法|政策|条例|公文|全文|完整|文)(?:的)?(?:完整|正式|全)?(?:的)?(?:标题|题目|名称|全称|名字|叫什么)|"
            r"(?:完整|正式)(?:的)?(?:标题|题目|名称)|全称"
        ),
    ),
)
_ABOUT_DOCUMENT = re.compile(r"文件|意见|通知|办法|条例|规定|方案|规划|措施|政策|公文|文本|这个文|这份文|本文|该文|此文|报告")
_HEADING = re.compile(r"标题|题目|叫什么|名字|名称|怎么(?:写|表述)|主题|讲(?:的)?(?:是)?什么|是什么|说(?:的)?什么")
_PART = re.compile(
    rf"第({CHINESE_NUMERAL}|\d+)(?:大|个)?(部分|章|节|条|编|款|项|点|大行动|行动|工程|任务|方面|个|大|类|种|位|家|条高速|名)"
)
_LAST = re.compile(r"最后(?:的)?(?:那)?(?:一)?(?:个|项|条|类|种|家|处|名|位|大)|末(?:一)?(?:个|项|条)|后(?:一)?(?:个|项|条)")
_REFERENCE = re.compile(
    rf"(?:第)?({CHINESE_NUMERAL})?\s*([(（]{CHINESE_NUMERAL}[)）])\s*(?:第)?(\d{{1,2}}(?=[^\d年月日%个家项]|$))?(?:[、.．]|条|点|款|项|这|节|部分)?"
)
_ARTICLE = re.compile(rf"第({CHINESE_NUMERAL}|\d+)条(?:第?([(（]{CHINESE_NUMERAL}[)）])项?)?")

_ORGAN = r"(?:部门|单位|局|委|办|机构|机关|科室|处室|厅)"
_WHICH = r"(?:哪(?:些|个|家|几家|几个|两个|两家|三家|三个|一家|一个|位)?|什么|几家|几个|多少(?:个|家)?)"
_LEAD = re.compile(
    rf"牵头(?:的)?{_ORGAN}|(?:责任|主管|负责|配合|主办|承办|对口|归口|分管|监管|参与)(?:的)?{_ORGAN}|"
    rf"{_WHICH}{_ORGAN}|谁(?:来|在|去)?(?:管|负责|牵头|抓|落实|承担|主管|推动)|{_WHICH}(?:来|在|同时|共同|一起)?(?:牵头|负责|主管)|"
    r"(?:由|归|归口|归口到|属于|是|找|问|去找|联系|咨询|对接)(?:的)?(?:是)?谁|归(?:哪|啥)|(?:牵头|负责|主管|管)(?:的|它|这|这个|这块|这事)?(?:是|有|都有)?(?:谁|哪)|"
    r"(?:找|去|到|上)(?:哪儿|哪里|哪个?门)|牵头(?:人|方)?(?:是|呢|有)|除了.{2,12}(?:局|委|办).{0,4}还有(?:谁|哪)|牵头[^,。]{0,4}(?:对吧|对吗|吧|吗|没错)"
)
_LEAD_CLAIM = re.compile(rf"{_ORGAN}[^,。]{{0,6}}(?:牵头|负责|主管)|(?:牵头|负责|主管)(?:的)?(?:单位|部门)?(?:是|为)")
_LED_BY = re.compile(
    r"(?:牵头|负责|主抓|分管|主管|承担|参与|管)(?:的|了|着|抓|负责|落实)*(?:是)?(?:哪|什么|几|多少|些|啥|别的|其他|其它)|"
    r"(?:哪|几|什么|多少|啥).{0,14}?(?:由|归|是|属于|属).{0,16}?(?:牵头|负责|管|主管)|"
    r"(?:牵头|负责|管)(?:的)?(?:条目|条款|任务|工作|事项|内容|领域|事|方面|章节|项目|行业|产业)|(?:牵头|负责)(?:的)?(?:有|都有|包括|是)(?:哪|什么|几|多少)?|"
    r"(?:作为|担任|当)(?:的)?(?:牵头|责任)|要?(?:牵头|负责)(?:抓|干|做)|同时(?:出现|牵头|负责)|(?:职责|任务|活儿|工作)(?:有|是|都)(?:哪|什么|啥)"
)
_MENTIONS = re.compile(
    r"(?:哪(?:些|几|一|个)?(?:处|条|条款|地方|部分|里|章节|块|几处)?|几(?:处|次|条|个地方)|多少(?:处|次))(?:.{0,4})?(?:提到|提及|出现|写到|涉及|讲到|说到|有提|提过)|"
    r"(?:提到|提及|出现)(?:了|过)?(?:在)?(?:哪|几|多少)|哪(?:几|些|两|三)?(?:个|条|处)?(?:领域|条款|部分|地方|章节).{0,3}(?:提到|出现|都有)|"
    r"(?:这|它)?(?:是|在|属于|出自)(?:文件|文中|原文)?(?:的)?(?:哪|第几)(?:一)?(?:个)?(?:行动|部分|章|节|条|条款|款)(?:里|中)?(?:的|提|写|规定|[?？]|$)|还在哪|除了.{2,20}还在|(?:在|于)(?:文件|文中|全文)?(?:的)?哪(?:些|几)?(?:处|条)"
)
_TIME = re.compile(
    r"什么时候|啥时候|何时|哪(?:一)?年(?!.{0,3}(?:目标|达到))|哪(?:一)?天|几月|几号(?!线|楼|文)|什么时间|多长时间|多久|多少(?:天|日|年|个月|小时|个工作日)|"
    r"几(?:天|年|个月|个工作日|小时|日)|期限|截止(?:日期|时间)?|有效期|到期|施行(?:日期|时间)|(?:生效|实施|施行)(?:日期|时间)|日期"
)
_CONTACT = re.compile(
    r"(?:电话|热线|手机号|手机|号码|地址|网址|邮箱|微信|公众号|传真)(?:号码?|号)?(?:是|为|有|呢|吗|多少|几|给|告诉|在哪|怎么|[?？]|$)|"
    r"(?:什么|哪个|多少|几)(?:电话|热线|号码|网址|邮箱)|联系方式|联系人|怎么联系|在哪儿?办公|办公地点"
)
_FIGURE = re.compile(
    r"多少|百分之几|百分比|几成|占比|比例|比重|(?<![哪这那好第前后十])几(?:个|家|张|人|名|户|件|项|所|处|座|条|台|套|辆|次|类|种|支|亩|吨|公里|倍|级|大|位|亿|万|千|期|点|口)|"
    r"多大|多高|(?:量化|具体)?(?:目标|指标)(?:值|数)|数量(?:目标|要求)|增(?:速|长率)|(?:什么|多大)规模|达标率|几多"
)
_MEASURE = re.compile(
    r"(?:多少|(?<![哪这那好第前后十])几)\s*((?:[十百千万亿]*)(?:元|块钱|块|钱|万元|亿元|张|家|个|人|名|户|件|项|所|处|座|条|台|套|辆|次|篇|部|类|种|支|头|倍|级|亩|吨|公里|平方米|平方公里|千瓦|岁|分|成|栋|层|期|大|位|床|号|亿|万))"
)
_PERCENT = re.compile(r"百分之几|百分比|几成|占比|比例|比重|达标率|覆盖率|率(?:是|要|达|目标)|增(?:速|长率)|年均增长|几个百分点|几个点|涨几")
_MONEY = re.compile(
    r"多少(?:钱|元|万元|亿元|资金|补贴|补助|奖励|奖金|经费|费用|罚款)|"
    r"(?:补贴|补助|奖励|奖金|资助|扶持资金|罚款)(?:的)?(?:金额|标准|额度|数额|幅度)?(?:是)?(?:多少|几|[?？]|$)|"
    r"(?:总)?投资(?:额|是|多少)|多少.{0,4}(?:补贴|补助|奖励|奖金|经费|资金)|(?:补|奖|罚|给)多少(?![个家人张名户项])|"
    r"(?:金额|额度|补贴标准|奖励标准|收费标准|价格)|罚款(?:的)?(?:幅度|金额|标准|数额)"
)
_PURPOSE = re.compile(
    r"为(?:什么|啥|何)(?:要)?(?:出台|制定|发布|印发|下发|发|出|搞)|(?:出台|制定|发布|印发|发文|行文)(?:的|这个|这份|本|该)*(?:目的|背景|原因|初衷|意图)|"
    r"(?:图|为)的(?:是)?(?:个)?(?:什么|啥)|(?:制定|立法|发文)目的|目的(?:是|在于)|依据(?:是)?什么(?:制定|出台)"
)
_DEFINITION = re.compile(
    r"(?:各|分别)(?:自)?(?:代表|指|是指|表示)|什么意思|(?:的)?含义|怎么解释|(?:指的是|是指|所称的?|指的?)(?:是)?(?:什么|哪|啥|多少)|"
    r"具体(?:是|指|有|包括|叫)(?:哪|什么|啥)(?:几|两|三|四|五|六|些|个)?"
)
_LIST = re.compile(r"哪些|哪几|哪两|哪三|有什么|有啥|什么(?:园区|企业|项目|产业|领域|平台|专业|活动|品牌|行动|工程|产品)|分别(?:是|有|叫|指)?|包括|列出|列一下|列举|列全|都有|几(?:大|个|类|种).{0,8}(?:是|叫|有)(?:什么|哪)|组成|涵盖|还有(?:吗|呢|什么|谁|哪)")
_NAMED_TOO = re.compile(r"分别(?:叫|是|有|指)|叫什么|哪(?:几|些|两|三)|是(?:什么|啥)")
_YES_NO = re.compile(
    r"(?:吗|(?<![什怎那这多])么|吧|没错|对不对?|是不是|是否|有没有|能不能|可不可以|可否|能否|会不会|要不要|行不行|对么|嘛|是真的|属实)[?？!！。,，\s]*$|对吗|是吗|是吧|对吧|对不|没记错|是不是|是否|有没有|能不能|可不可以|"
    r"(?:是|对)(?:这样)?(?:的)?(?:吗|吧)|有提(?:到|吗)?"
)
_ADVICE = re.compile(
    r"^(?:我|俺|咱|我们|俺们|咱们|本人|本公司|我司|我家|我厂|我店|家里|自己)|(?:我|俺|咱|我们|我家|我们家|俺家)(?:这)?(?:是|有|开|办|做|在|想|要|搞|承包|公司|厂|店|园|刚|家|们)|"
    r"(?:能|可以|可)(?:享受|申请|拿到|得到|争取|领)|有(?:什么|啥|哪些)(?:支持|扶持|政策|好处|优惠|补贴|帮助|用|路子)|对我(?:有|们)|(?:企业|公司|商户|店)能"
)
_PERIOD_UNIT = re.compile(r"年|月|日|天|个月|周|岁|周岁|小时|分钟|个工作日|工作日|期|级|轮|次")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?")


@cache
def _simplifier() -> Any:  # noqa: ANN401 - opencc has no type information
    import opencc

    return opencc.OpenCC("t2s")


def normalise(text: str) -> str:
    """NFKC, simplified characters, control characters removed, blanks between ideographs removed."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in plain)
    plain = _simplifier().convert(plain)
    plain = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", plain)
    return re.sub(r"\s+", " ", plain).strip()


def understand(asked: str, limit: int = 2000) -> Question:
    """Understand a question by itself.

    Raises:
        QuestionError: It is empty, holds no word, or is longer than `limit` characters.
    """
    if len(asked) > limit:
        raise QuestionError(f"问题太长：{len(asked)} 字，最多 {limit} 字。请缩短问题，一次问一件事。")
    plain = normalise(asked)
    if not any(c.isalnum() for c in plain):
        raise QuestionError("问题是空的。请输入要问的内容，例如“养老机构护理型床位目标是多少”。")
    core = _POLITE.sub("", _without_instructions(plain)) or plain
    field_asked = _metadata(core)
    part, reference = _ordinal(core), _reference(core)
    asking = _asking_part(core)
    intent = _intent(asking, field_asked, part, reference)
    if intent is Intent.OPEN and _LEAD_CLAIM.search(core) and _YES_NO.search(core):
        intent = Intent.LEAD
    elif intent is Intent.OPEN and asking != core and not _YES_NO.search(asking):
        intent = _intent(core, field_asked, part, reference)
    return Question(
        asked=asked,
        plain=core,
        intent=intent,
        words=tuple(content_words(core)),
        field=field_asked,
        reference=reference,
        ordinal=part,
        unit=(_unit(asking) or _unit(core)) if intent is Intent.FIGURE else "",
        years=tuple(dict.fromkeys(int(y) for y in _YEAR.findall(core))),
        places=tuple(place_names(core)),
        claims=tuple(q for q in find_quantities(core) if not _PERIOD_UNIT.fullmatch(q.unit)),
        yes_no=_YES_NO.search(core) is not None,
        advice=_ADVICE.search(core) is not None,
        wants_lead=_LEAD.search(core) is not None,
        about_document=_ABOUT_DOCUMENT.search(core) is not None,
        asks=sum(_INTERROGATIVE.search(part) is not None for part in re.split(r"[,，;；。?？、]", core)),
    )


def _without_instructions(plain: str) -> str:
    """Take out sentences that instruct the program, where another sentence asks something."""
    sentences = _SENTENCE.findall(plain)
    kept = [s for s in sentences if not _INSTRUCTION.search(s)]
    if len(kept) == len(sentences) or not any(_REQUEST.search(s) for s in kept):
        return plain
    return "".join(kept).strip()


def _asking_part(plain: str) -> str:
    """The last part between commas that asks something; the whole where none does."""
    parts = re.split(r"[,，;；。]", plain)
    asking = [part for part in parts if _INTERROGATIVE.search(part)]
    return asking[-1] if asking else plain


def _intent(plain: str, field_asked: Field | None, part: Ordinal | None, reference: str) -> Intent:
    if field_asked is not None:
        return Intent.METADATA
    if _PURPOSE.search(plain):
        return Intent.PURPOSE
    if _CONTACT.search(plain):
        return Intent.CONTACT
    if _LED_BY.search(plain):
        return Intent.LED_BY
    if _LEAD.search(plain):
        return Intent.LEAD
    if _MENTIONS.search(plain):
        return Intent.MENTIONS
    if (part or reference) and _HEADING.search(plain):
        return Intent.HEADING
    if re.search(r"标题|题目", plain):
        return Intent.HEADING
    if _DEFINITION.search(plain):
        return Intent.DEFINITION
    if re.search(r"哪(?:几|些)", plain) and any(q.unit for q in find_quantities(plain)):
        return Intent.LIST
    if _MONEY.search(plain):
        return Intent.FIGURE
    if _LIST.search(plain) and _NAMED_TOO.search(plain):
        return Intent.LIST
    if _TIME.search(plain):
        return Intent.TIME
    if _FIGURE.search(plain):
        return Intent.FIGURE
    if _LIST.search(plain):
        return Intent.LIST
    return Intent.OPEN


def _metadata(plain: str) -> Field | None:
    for name, pattern in _METADATA:
        if pattern.search(plain):
            return name
    return None


def _unit(plain: str) -> str:
    if _MONEY.search(plain):
        return "元"
    measure = _MEASURE.search(plain)
    if measure:
        unit = measure[1]
        if unit.endswith(("元", "钱", "块")):
            return "元"
        return "%" if unit == "成" else unit
    return "%" if _PERCENT.search(plain) else ""


def _ordinal(plain: str) -> Ordinal | None:
    if _LAST.search(plain):
        return Ordinal(-1, "")
    found = _PART.search(plain)
    value = parse_numeral(found[1]) if found else None
    return Ordinal(int(value), found[2]) if found and value else None


def _reference(plain: str) -> str:
    """The number of a clause that the question names, as printed: 二(二)4, 第十五条(一)."""
    article = _ARTICLE.search(plain)
    if article:
        item = article[2].replace("（", "(").replace("）", ")") if article[2] else ""
        return f"第{article[1]}条{item}"
    found = _REFERENCE.search(plain)
    if found is None:
        return ""
    bracket = found[2].replace("（", "(").replace("）", ")")
    return f"{found[1] or ''}{bracket}{found[3] or ''}"
