"""How a phrase of a policy can be asked for: the wording and the word tables of generated questions.

Text goes in, a question (without its mark) or an empty string comes out: empty where no well-formed
question can be made of the phrase. Nothing here knows a clause tree or a case.
"""

import re
from dataclasses import dataclass

from assistant.lexicon import tagged_words
from documents.facts import Role
from documents.numerals import parse_numeral
from documents.quantities import DEADLINE, Quantity, find_quantities

_PIECE_END = "，,。；;：:、！？!?\n"
_COUNTED = tuple("家个张人名户件项所处座条台套辆艘架篇部只头株场份次")
_NOT_ASKED = re.compile(r"(?:级|号线|[分期轮年月日天岁届例度]|小时|分钟|工作日|学时|课时)$")
_VERB = (
    r"(?:新?培育|新?建设|建成|新?建立|新增|新建|打造|筛选|优选|新?引进|新?认定|新?培养|设立|形成|实施|完成|"
    r"改造|推出|举办|新?创建|构建|选树|新?发展|选派|抽检|培训|开工|推广|开展|拥有|组建|赋能|扶持|孵化|配备)"
)
_LEFT_VERB = re.compile(
    rf"(?:并|再|累计|重点|动态|力争|争取|确保|逐步|优先|着力|加快|积极|支持|鼓励|计划|全年|年内)*({_VERB})"
)
_GROWTH = re.compile(r"(?:年均|同比)?(?:增长|提高|下降|降低|提升|增加|减少|缩短|改善|新增)$")
_SHARE = re.compile(r"[%％‰]|百分点|倍")
_ACTION = re.compile(r"(?:建设|发展|改造|整治|开发|治理)$")
_BAD_START = re.compile(
    r"^(?:且|并|较|的|达|为|以(?!工)|于|在(?![校建职园])|对(?!外)|按|等|和|与|及|或|再(?!生)|其|所|被|将|由|从(?!业)|"
    r"至|占|后(?!备)|不(?!动产)|每[个家名项]|超过|上述|该|分别|均|都|给予|予以|奖励|补助|凭|经(?![费济营验])|已|另|"
    r"地(?![区方级铁下])|是|有(?!效|机|线)|建(?![设立成筑]))"
)
_BAD_END = re.compile(
    r"(?:(?<![占环同])比|[按由为以从至到的等和与及或每计满给予再在于中]|不少于|不超过|不低于)$"
)
_BAD_INSIDE = re.compile(r"分别|不超过|不低于|其中|[/%％|…“”《》]|的企业|的单位|的个人|的项目")
_TOGETHER = re.compile(r"[、和及与]\s*(?:超过|突破|近|约|不低于)?\d")
_CONDITION = re.compile(r"^[^，,。；;]{0,6}的[，,]")
_LIMIT = re.compile(r"最高|最多|不超过|不高于")
_NUMERAL = r"(?P<count>[二两三四五六七八九]|十[一二三四五六七八九]?|\d{1,2})"
_MEASURE = r"(?P<measure>大|个|类|项|种|级|条)"
_NOUN = r"(?P<noun>[\u4e00-\u9fff]{2,16})"
_COUNTED_NOUN = re.compile(
    rf"(?<![\d第.]){_NUMERAL}{_MEASURE}(?!以上|左右|月|工作日|百分点){_NOUN}"
)
_ITEM = r"[^，,。；;：:、！？!?\n“”]+"
_LISTED_BEFORE = re.compile(
    rf"(?P<items>(?:{_ITEM}、)+{_ITEM}?)(?<![\d第.]){_NUMERAL}{_MEASURE}{_NOUN}(?=[，,。；;\n]|$)"
)
_LISTED_BEHIND = re.compile(rf"(?<![\d第.]){_NUMERAL}{_MEASURE}{_NOUN}[：:](?P<items>[^。\n]+)")
_INCLUDES = re.compile(
    rf"(?:^|[，,。；;：:、\n])(?P<topic>[^，,。；;：:、\n]{{3,18}}?)(?:主要)?(?:包括|涵盖)"
    rf"(?P<items>(?:{_ITEM}、)+{_ITEM})"
)
_NO_TOPIC = re.compile(
    r"^(?:其|该|且|并|不|本|也|还|所|按|应|可|即|以及|等)|[一二三四五六七八九十\d]条|的$"
)
_ANNOUNCES = re.compile(r"(?:下列|以下|如下)(?P<count>[二两三四五六七八九十\d]+[种个项类条])?")
_NO_SUBJECT = re.compile(
    r"^(?:应当?|不得|按照?|有|可以|并|其|对|由|以|除|包括|符合|提供|提交|因|经|[（(])"
)

_ALSO_COUNTED = {
    "大": "大个项类种",
    "个": "个项",
    "项": "项个",
    "条": "条项",
    "类": "类种",
    "种": "种类",
}

WHO = {
    Role.LEAD: "由谁牵头",
    Role.RESPONSIBLE: "由哪些部门负责",
    Role.SUPPORT: "由哪些单位配合",
}
WHO_OF_IT = {
    Role.LEAD: "由谁牵头？",
    Role.RESPONSIBLE: "归哪个部门管？",
    Role.SUPPORT: "由哪些单位配合？",
}
REVERSE = {
    Role.LEAD: "{}牵头哪些工作？",
    Role.RESPONSIBLE: "{}负责哪些工作？",
    Role.SUPPORT: "{}配合哪些工作？",
}
RESPONSIBLE_BESIDE_LEAD = "{}是哪些工作的责任单位？"

CITIES = (
    ("济南", "青岛", "潍坊", "济宁", "临沂", "聊城", "德州", "泰安", "菏泽", "烟台"),
    ("郑州", "洛阳", "商丘", "开封", "新乡", "南阳", "许昌"),
    ("南京", "苏州", "徐州", "无锡", "南通", "扬州", "盐城"),
    ("杭州", "宁波", "温州", "嘉兴", "绍兴", "金华", "台州"),
    ("广州", "深圳", "佛山", "东莞", "珠海", "惠州", "中山"),
    ("合肥", "芜湖", "安庆", "阜阳", "六安", "滁州"),
    ("武汉", "宜昌", "襄阳", "荆州", "黄冈", "孝感"),
    ("长沙", "株洲", "湘潭", "衡阳", "岳阳", "常德"),
    ("成都", "绵阳", "德阳", "宜宾", "泸州", "南充"),
    ("西安", "宝鸡", "咸阳", "渭南", "汉中", "榆林"),
)
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
PROVINCES = (
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
)
COUNTIES = ("长兴县", "安溪县", "平阴县", "海盐县", "浏阳市", "寿光市")
INDICATORS = (
    ("人均预期寿命", r"寿命"),
    ("森林覆盖率", r"森林|林木"),
    ("细颗粒物（PM2.5）年均浓度", r"PM|细颗粒物|空气|大气"),
    ("九年义务教育巩固率", r"义务教育|巩固率"),
    ("绿色出行比例", r"绿色出行|公交|公共交通"),
    ("每万人口发明专利拥有量", r"专利"),
    ("生活垃圾回收利用率", r"垃圾"),
    ("人均公园绿地面积", r"绿地|公园"),
    ("5G基站数量", r"基站|5G"),
    ("人均体育场地面积", r"体育"),
    ("城镇登记失业率", r"失业"),
    ("居民健康素养水平", r"健康素养"),
    ("水产品年产量", r"水产|渔"),
    ("农村卫生厕所普及率", r"厕"),
    ("公共图书馆人均藏书量", r"图书"),
    ("再生水利用率", r"再生水|污水"),
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something people ask of a task; `held` are the words of a text that may tell it."""

    name: str
    question: str
    held: re.Pattern[str]


ATTRIBUTES = (
    Attribute("电话", "{}的咨询电话是多少？", re.compile(r"电话|热线|联系方式|\d{7,}|\d{5}")),
    Attribute("地址", "{}的办理地址在哪里？", re.compile(r"地址|地点|窗口|大厅|场所|路\d+号")),
    Attribute("预算金额", "{}的预算金额是多少？", re.compile(r"预算|资金|经费|投资|元|投入|基金")),
    Attribute(
        "申请截止日期",
        "{}的申请截止日期是哪一天？",
        re.compile(r"截止|截至|\d月|日前|日内|日止|期限|有效期|申请|申报"),
    ),
    Attribute(
        "审批时限",
        "{}的审批时限是多少个工作日？",
        re.compile(r"工作日|日内|时限|天内|期限|小时|审批|审核|办结"),
    ),
)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Items that a text names. `count` as printed, empty where no number is; `noun` what they are.

    `phrase` is the heading around number and noun, empty for a list within a sentence.
    """

    noun: str
    count: str
    measure: str
    items: tuple[str, ...]
    phrase: str = ""

    @property
    def which(self) -> str:
        """The question for the items."""
        if not self.count:
            return f"{self.noun}包括哪些？"
        measure = "个" if self.measure == "大" else self.measure
        what = f"{self.phrase}，" if self.phrase else f"{self.count}{self.measure}{self.noun}"
        return f"{what}分别是哪{self.count}{measure}？"

    @property
    def how_many(self) -> str:
        """The question for their number."""
        if self.phrase:
            counted = f"{self.count}{self.measure}"
            asked = self.phrase.replace(counted, f"几{self.measure}", 1)
            return f"{asked}？" if re.search(r"[要了]", asked) else f"要{asked}？"
        return f"{self.noun}有几{'个' if self.measure == '大' else self.measure}？"

    @property
    def counts(self) -> list[str]:
        """The number with its measure word, as printed first, then in other words."""
        value = parse_numeral(self.count)
        numerals = [self.count, *([f"{value:.0f}"] if value else [])]
        measures = _ALSO_COUNTED.get(self.measure, self.measure)
        return [f"{numeral}{measure}" for numeral in numerals for measure in measures]


def figure_question(text: str, start: int, quantity: Quantity) -> str:
    """The question for a figure of a sentence, without time and mark; '' where none is sure.

    Args:
        text: The document.
        start: Where the sentence begins, in characters of the text.
        quantity: The figure; its subject is what is asked.
    """
    subject = quantity.subject
    if text.endswith("新", start, max(start, text.rfind(subject, start, quantity.start))):
        subject = f"新{subject}"
    if _NOT_ASKED.search(quantity.unit) or "全覆盖" in quantity.text or not is_phrase(subject):
        return ""
    begin = max(start, max(text.rfind(c, start, quantity.start) for c in _PIECE_END) + 1)
    left = DEADLINE.sub("", text[begin : quantity.start])
    end = min((i for c in _PIECE_END if (i := text.find(c, quantity.end)) >= 0), default=len(text))
    right = text[quantity.end : end]
    if (
        re.search(r"分别|均$|均达|都达", left)
        or _TOGETHER.match(text, quantity.end)
        or _CONDITION.match(text[quantity.end : quantity.end + 12])
    ):
        return ""
    if text[end : end + 1] == "、" and not re.match(r"、\D{0,8}\d", text[end : end + 10]):
        return ""
    if right.removeprefix("的").strip() == subject:
        return _of_right_subject(text, start, begin, left, right, quantity)
    if right.strip("（）() "):
        return ""
    if subject in left and len(subject) >= 4 and text[begin - 1] not in "、和":
        return _of_left_subject(subject, quantity)
    goes_on = re.fullmatch(r"(?:达到|达|突破|超过)?", left) and text[begin - 1] in "，,"
    if goes_on and (left or quantity.comparator) and subject in text[start:begin]:
        return f"{subject}达到多少"
    return ""


def is_phrase(subject: str) -> bool:
    """Whether a subject reads as one phrase: nothing cut off, no list, no figure of its own."""
    return (
        3 <= len(subject) <= 24
        and not _BAD_START.search(subject)
        and not _BAD_END.search(subject)
        and not _BAD_INSIDE.search(subject)
        and all(subject.count(a) == subject.count(b) for a, b in ("()", "（）"))
        and not find_quantities(subject)
    )


def _of_left_subject(subject: str, quantity: Quantity) -> str:
    if _SHARE.search(quantity.unit):
        return f"{subject}{'' if _GROWTH.search(subject) else '是'}多少"
    return f"{subject}多少{quantity.unit}"


def _of_right_subject(
    text: str, start: int, begin: int, left: str, right: str, quantity: Quantity
) -> str:
    """培育2家领航型企业、3家骨干型企业: the verb of a later item is that of the first."""
    subject, unit = quantity.subject, quantity.unit
    head = max(start, max(text.rfind(c, start, begin) for c in _PIECE_END.replace("、", "")) + 1)
    verb = _LEFT_VERB.match(DEADLINE.sub("", text[head:begin] if begin > head else left))
    if unit.endswith(_COUNTED):
        if verb and ((begin > head and not left) or verb.end() == len(left)):
            return f"{verb[1]}多少{unit}{subject}"
        told = (not left or left.endswith("等")) and not _ACTION.search(subject)
        return f"有多少{unit}{subject}" if told else ""
    if right.startswith("的") and unit.endswith("元"):
        return f"{subject}{'最高' if _LIMIT.search(quantity.comparator) else ''}是多少"
    if unit.endswith("元") and verb and verb.end() == len(left):
        return f"{verb[1]}多少{unit}{subject}"
    return ""


def enumerations(text: str) -> list[Enumeration]:
    """The lists that a text announces within a sentence: by a number, or by 包括."""
    found = [
        Enumeration(noun, m["count"], m["measure"], items)
        for m in _LISTED_BEFORE.finditer(text)
        if (items := _counted_items(m["items"], m["count"])) and (noun := _noun(m["noun"]))
    ]
    for match in _LISTED_BEHIND.finditer(text):
        items = tuple(re.split(r"[、；;]", match["items"].rstrip("；;")))
        fits = len(items) == parse_numeral(match["count"]) and all(map(_is_item, items))
        if fits and (noun := _noun(match["noun"])):
            found.append(Enumeration(noun, match["count"], match["measure"], items))
    for match in _INCLUDES.finditer(text):
        items = tuple(re.split(r"、|以及|和(?=[^和]*$)", re.split("等", match["items"])[0]))
        if not _NO_TOPIC.search(match["topic"]) and all(map(_is_item, items)):
            found.append(Enumeration(match["topic"], "", "", items))
    return found


def counted_noun(text: str) -> re.Match[str] | None:
    """The number, measure word and noun of a heading: 六大生产性服务业."""
    return _COUNTED_NOUN.search(text)


def _counted_items(listed: str, count: str) -> tuple[str, ...]:
    """The items before 三个…, without the first: a verb may be joined to it."""
    listed = re.sub(r"(?:等|为主的|这)+$", "", listed)
    for separator in ("、", r"、|和(?=[^和]*$)"):
        items = re.split(separator, listed)
        if len(items) == parse_numeral(count) and all(map(_is_item, items[1:])):
            return tuple(items[1:])
    return ()


def _noun(words: str) -> str:
    """The words up to the first that is no part of a name: 生态屏障持续筑牢 → 生态屏障."""
    noun = ""
    for word, tag in tagged_words(words):
        if tag.startswith(("d", "u", "p", "c", "vd")):
            break
        noun += word
    return noun if len(noun) > 2 else ""


def _is_item(item: str) -> bool:
    balanced = all(item.count(a) == item.count(b) for a, b in ("()", "（）", "“”", "《》"))
    return balanced and 2 <= len(item) <= 24


def stem_question(stem: str) -> str:
    """The line that introduces items as a question: 不得有下列行为： → 不得有哪些行为？"""
    sentence = re.split(r"[。；;]", stem.rstrip("：: "))[-1].strip()
    found = _ANNOUNCES.search(sentence)
    if not found or found.end() == len(sentence) or _NO_SUBJECT.match(sentence):
        return ""
    which = f"哪{found['count']}" if found["count"] else "哪些"
    return f"{sentence[: found.start()]}{which}{sentence[found.end() :]}？"


def follow_up(subject: str) -> str:
    """The question that asks for the next subject as the last one was asked for."""
    return f"那{_GROWTH.sub('', subject)}呢？"


def quoted(title: str) -> str:
    """A title in quotation marks, unless it has some of its own."""
    return title if "“" in title else f"“{title}”"


def longest_piece(body: str) -> str:
    """The longest words between marks in a paragraph: what an answer that quotes it has to hold."""
    pieces = re.split(r"[，,。；;：:]", body.strip().partition("\n")[0])
    return max((piece.strip() for piece in pieces if len(piece) <= 60), key=len, default="")


def part_name(number: str) -> str:
    """How people name a numbered part: 三 → 第三部分, 三(二) → 第三部分（二）, 第三章; else ''."""
    if re.fullmatch(r"[一二三四五六七八九十]+", number):
        return f"第{number}部分"
    inner = re.fullmatch(r"([一二三四五六七八九十]+)\(([一二三四五六七八九十]+)\)", number)
    if inner:
        return f"第{inner[1]}部分（{inner[2]}）"
    return number if re.fullmatch(r"第[^()]+[章条]", number) else ""


def places_beside(own: str) -> list[str]:
    """Other places of the level of a place; none for a document of the whole country."""
    name = own.rstrip("省市县区")
    if not own:
        return []
    if name in MUNICIPALITIES:
        return [f"{other}市" for other in MUNICIPALITIES if other != name]
    if own.endswith(("省", "自治区")):
        return [f"{other}省" for other in PROVINCES if other != name]
    if own.endswith(("县", "区")):
        return [other for other in COUNTIES if other != own]
    province = next((cities for cities in CITIES if name in cities), sum(CITIES, ()))
    return [f"{other}市" for other in province if other != name]
