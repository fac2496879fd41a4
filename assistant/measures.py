"""Whether a unit of a text answers the measure that a question asks for: 万人 for 人, 8折 for 便宜多少."""

from assistant.question import Question
from documents.regular_expressions import regex

_FINED = regex(r"罚(?:款|金)?(?:是|要|得)?(?:多少|几)")
"""A fine may be so many times what was got: 骗取金额2倍以上5倍以下."""
_MONEY_UNIT = regex(r"元|块")
_PERCENT_UNIT = regex(r"%|％|百分点|‰|^成$")
_RATIO_ASKED = regex(r"比例|比重|分担|分摊|各(?:出|担|占)")
_REDUCED_UNIT = regex(r"元|块|%|％|‰|折|成")
_ASKS_AMOUNT = regex(
    r"(?:总量|总额|规模|总数|总值|总投资|盘子)[^,，。率比增涨降]{0,8}(?:多少|多大|几|[?？。]|$)"
)
_PEOPLE_COUNTED = regex(r"[人员工][^,，。]{0,6}(?:多少|几)个(?=[?？]|$)")
_COUNTED = tuple("家个项所处座类种条件大级档")
_ALIKE = ("条只头匹", "台部辆架", "座幢栋")
_FIRMS = "家户"
_SPOKEN = "条部栋幢"
_UNITS_OF = {
    "面积": ("平方米", "㎡", "平方公里", "亩", "公顷"),
    "长度": ("米", "公里", "千米", "厘米", "毫米", "公分", "里"),
    "重量": ("公斤", "千克", "克", "吨", "斤"),
    "摄氏度": ("摄氏度", "度", "℃"),
}


_EACH_MEASURE = regex(
    r"[每一](?P<measure>[箱度头只亩斤吨株棵台辆座桶袋罐])[^,，;；。?？]{0,8}"
    r"(?:(?:补|收|给|奖|交|罚|要|贴)[^,，;；。?？]{0,4}(?:多少|几)|多少[钱块元]|几[块元])"
)
_ALIKE_MEASURES = (
    ("度", "千瓦时"),
    ("头", "只", "匹"),
    ("台", "辆", "部", "车"),
    ("斤", "公斤", "千克", "吨"),
    ("株", "棵"),
    ("座", "站"),
    ("桶", "罐", "瓶"),
)


def measures_of_each(plain: str) -> tuple[str, ...]:
    """The measure that a price or grant is asked for (一箱能补多少, 每度电多少钱), first, and those like it."""
    asked = _EACH_MEASURE.search(plain)
    if asked is None:
        return ()
    measure = asked["measure"]
    alike = next((each for each in _ALIKE_MEASURES if measure in each), ())
    return (measure, *(each for each in alike if each != measure))


def alike_units(asked: str) -> str:
    """The measures that count what one asked for counts: 只 and 头 for 几条狗."""
    return next((units for units in _ALIKE if asked and asked in units), asked)


def has_measure_asked(question: Question, unit: str) -> bool:
    """Whether a figure in a unit may be what a question asks for; any may where it names no measure."""
    asked = question.unit
    if not asked:
        return not (_PERCENT_UNIT.search(unit) and _ASKS_AMOUNT.search(question.plain))
    if asked == "元":
        times = unit == "倍" and _FINED.search(question.plain) is not None
        return times or _MONEY_UNIT.search(unit) is not None
    if asked == "增加":
        return _MONEY_UNIT.search(unit) is not None or _PERCENT_UNIT.search(unit) is not None
    if asked == "优惠":
        return _REDUCED_UNIT.search(unit) is not None
    if asked == "个" and _PEOPLE_COUNTED.search(question.plain) and _same_measure("人", unit):
        return True
    return _is_share(question.plain, unit) if asked == "%" else _same_measure(asked, unit)


def adds_up(question: Question, unit: str) -> bool:
    """Whether figures in a unit may be added up for a question: shares only where it asks for a share."""
    return question.unit == "%" or _PERCENT_UNIT.search(unit) is None


def _is_share(plain: str, unit: str) -> bool:
    """Whether a unit tells a share; 6∶4 does where a question asks who bears which part."""
    asked_as_ratio = unit == "比" and _RATIO_ASKED.search(plain) is not None
    return asked_as_ratio or _PERCENT_UNIT.search(unit) is not None


def _same_measure(asked: str, unit: str) -> bool:
    """个 counts anything; other measures must agree in their last character (万人, 人)."""
    if asked in ("人", "名", "位"):
        people = unit.lstrip("十百千万亿余多")
        return people == "个" or people[:1] in ("人", "名", "位")  # 个月 are none
    if asked in _SPOKEN:
        return unit.strip("十百千万亿余多")[-1:] in alike_units(asked)
    if asked in _UNITS_OF["重量"] and unit in _UNITS_OF["重量"]:
        return True
    if asked in _UNITS_OF:
        return unit in _UNITS_OF[asked] or unit.lstrip("十百千万亿") in _UNITS_OF[asked]
    if asked in ("亿", "万", "千"):
        return asked in unit
    bare = unit.strip("十百千万亿余多")
    if asked in _FIRMS and bare in _FIRMS:
        return True
    if asked == "点":
        return bare == "个百分点" or bare == "%"
    if asked in ("个", "大") or bare == "个":
        return asked[-1] in _COUNTED and (bare in _COUNTED or bare[-1:] == asked[-1])
    return asked[-1] == bare[-1:]
