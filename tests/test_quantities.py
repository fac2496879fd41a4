"""Quantities keep value, unit, comparator, deadline and subject together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import Document
from documents.facts import Role, extract_facts
from documents.numerals import parse_numeral
from documents.quantities import find_quantities, times_given
from documents.responsibilities import split_departments


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二", 12), ("二〇二五", 2025), ("三千五百", 3500), ("三亿五千万", 350_000_000), ("2,500", 2500),
        ("１.２万亿", 1_200_000_000_000), ("两", 2), ("百", 100), ("甲", None), ("", None),
    ],
)  # fmt: skip
def test_numerals(text: str, value: float | None) -> None:
    assert parse_numeral(text) == value


@pytest.mark.parametrize(
    ("text", "figure", "value", "unit", "comparator"),
    [
        ("占比65%以上", "65%以上", 65, "%", "以上"),
        ("数量超过650家", "超过650家", 650, "家", "超过"),
        ("达到2500亿元左右", "2500亿元左右", 2500, "亿元", "左右"),
        ("最高不超过3000万元", "最高不超过3000万元", 3000, "万元", "最高不超过"),
        ("不低于总投资的百分之三十", "百分之三十", 30, "%", ""),
        ("每千人口拥有托位数4.8个", "4.8个", 4.8, "个", ""),
        ("就餐费用的四分之一", "四分之一", 25, "%", ""),
        ("按6∶4比例分担", "6∶4", 150, "比", ""),
        ("面积不小于25㎡", "不小于25㎡", 25, "㎡", "不小于"),
        ("享受不低于8折的优惠", "不低于8折", 8, "折", "不低于"),
        ("噪声不超过55分贝", "不超过55分贝", 55, "分贝", "不超过"),
        ("现有四大商贸物流集中区", "四大", 4, "大", ""),
        ("室温不低于十八摄氏度", "不低于十八摄氏度", 18, "摄氏度", "不低于"),
    ],
)
def test_figure(text: str, figure: str, value: float, unit: str, comparator: str) -> None:
    (found,) = find_quantities(text)
    assert (found.text, found.value, found.unit, found.comparator) == (
        figure, value, unit, comparator,
    )  # fmt: skip
    assert text[found.start : found.end] == found.text


def test_range() -> None:
    (found,) = find_quantities("优选30-50个项目作为典型")
    assert (found.text, found.value, found.upper, found.unit) == ("30-50个", 30, 50, "个")


@pytest.mark.parametrize(
    "text",
    [
        "菏政办字〔2024〕7号",
        "2025年12月31日",
        "第三条第二款",
        "5G应用",
        "培育一批企业",
        "“十百千万”活动",
    ],
)
def test_no_figures(text: str) -> None:
    assert find_quantities(text) == []


def test_deadline_and_subject_in_a_row() -> None:
    text = "到2025年,社区养老服务设施配建达标率100%,养老机构护理型床位占比65%以上。"
    found = [(q.subject, q.text, q.deadline) for q in find_quantities(text)]
    assert found == [
        ("社区养老服务设施配建达标率", "100%", "到2025年"),
        ("养老机构护理型床位占比", "65%以上", "到2025年"),
    ]


def test_a_year_that_is_compared_with_is_no_deadline() -> None:
    first, second = find_quantities("到2027年,用水量比2025年下降12%,漏损率控制在8%以内。")
    assert (first.deadline, second.deadline) == ("到2027年", "到2027年")
    (freight,) = find_quantities("2027年,铁路货运量较2024年增长15%以上。")
    assert freight.deadline == "2027年"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("第一名奖励50万元", 1),
        ("第四名至第六名各奖励10万元", 3),
        ("第二至第五名每名奖励10万元", 4),
        ("2026年、2027年每年安排7500万元", 2),
        ("第四名至第六名共奖励10万元", 1),
        ("第二名至第三名分别奖励30万元", 1),  # 30万元、20万元: to each another
    ],
)
def test_how_often_a_figure_is_given(text: str, times: int) -> None:
    assert times_given(text, find_quantities(text)[-1].start) == times


def test_inherited_subject() -> None:
    text = "到2025年,全市服务业增加值年均增长6%以上,达到2500亿元左右"
    found = [(q.subject, q.text) for q in find_quantities(text)]
    assert found == [("全市服务业增加值年均增长", "6%以上"), ("全市服务业增加值", "2500亿元左右")]


def test_opinion_targets(opinion: Document) -> None:
    facts = extract_facts(opinion)
    for target in facts.targets:
        quantity = target.quantity
        assert opinion.text[quantity.start : quantity.end] == quantity.text
        assert target.start <= quantity.start < quantity.end <= target.end
    found = {(opinion.clauses[t.clause].number, t.quantity.text) for t in facts.targets}
    assert found >= {
        ("一", "6%以上"), ("一", "2500亿元左右"), ("一", "超过650家"), ("二(二)1", "2家"),
        ("二(二)3", "20%以上"), ("二(二)3", "10个以上"), ("二(二)4", "100%"), ("二(二)4", "65%以上"),
        ("二(二)4", "4.8个"), ("二(三)1", "2个以上"), ("二(三)1", "700家以上"),
    }  # fmt: skip


def test_opinion_responsibilities(opinion: Document) -> None:
    facts = extract_facts(opinion)
    assert len(facts.responsibilities) == 20
    assert {r.role for r in facts.responsibilities} == {Role.LEAD}
    led = [
        opinion.clauses[r.clause].number
        for r in facts.responsibilities
        if "市发展改革委" in r.departments
    ]
    assert led == [
        "二(一)1", "二(一)6", "二(二)4", "二(二)5", "二(三)2", "三(一)", "三(二)", "三(三)",
    ]  # fmt: skip
    first = facts.responsibilities[0]
    assert (
        opinion.text[first.start : first.end] == "牵头单位:市发展改革委、市交通运输局、市邮政管理局"
    )


def test_departments_of_several_roles() -> None:
    assert split_departments("市发展改革委、市商务局等") == ("市发展改革委", "市商务局")


EXPRESSIONS = (
    "给予最高不超过500万元奖励 → 最高不超过500万元 500 万元 最高不超过",
    "奖励金额不低于20万元 → 不低于20万元 20 万元 不低于",
    "补助100万元以内 → 100万元以内 100 万元 以内",
    "至少配备2名专职人员 → 至少配备2名 2 名 至少配备",
    "至少2名专职人员 → 至少2名 2 名 至少",
    "以30万元为上限 → 30万元为上限 30 万元 为上限",
    "上限为30万元 → 上限为30万元 30 万元 上限为",
    "补贴50万元封顶 → 50万元封顶 50 万元 封顶",
    "每户补贴2000元，封顶10万元 → 2000元 2000 元; 封顶10万元 10 万元 封顶",
    "分别奖励50万元、30万元、10万元 → 50万元 50 万元; 30万元 30 万元; 10万元 10 万元",
    "处5000元—1万元罚款 → 5000元—1万元 5000..1 万元",
    "处五千元以上一万元以下的罚款 → 五千元以上 5000 元 以上; 一万元以下 10000 元 以下",
    "处以1万元以上5万元以下罚款 → 1万元以上 1 万元 以上; 5万元以下 5 万元 以下",
    "每人每年补助1200元 → 1200元 1200 元",
    "每增加1个百分点，奖励5万元 → 1个百分点 1 个百分点; 5万元 5 万元",
    "占比达到65%以上 → 65%以上 65 % 以上",
    "占比65 % 以上 → 65_%_以上 65 % 以上",
    "提高3.5个百分点 → 3.5个百分点 3.5 个百分点",
    "死亡率控制在5‰以下 → 5‰以下 5 ‰ 以下",
    "投入一百二十万元 → 一百二十万元 1.2e+06 元",
    "补贴两千元 → 两千元 2000 元",
    "占百分之五十以上 → 百分之五十以上 50 % 以上",
    "按三分之一比例承担 → 三分之一 33.3333 %",
    "七成以上村庄 → 七成以上 70 % 以上",
    "按1:2比例配套 → 1:2 50 比",
    "资金比例为6:4 → 6:4 150 比",
    "自受理之日起15个工作日内办结 → 15个工作日内 15 个工作日 内",
    "3年内建成 → 3年内 3 年 内",
    "有效期5年 → 5年 5 年",
    "期限不超过36个月 → 不超过36个月 36 个月 不超过",
    "60周岁以上老年人 → 60周岁以上 60 周岁 以上",
    "18至45周岁 → 18至45周岁 18..45 周岁",
    "年龄在18周岁以上60周岁以下 → 18周岁以上 18 周岁 以上; 60周岁以下 60 周岁 以下",
    "面积不少于1.2万平方米 → 不少于1.2万平方米 1.2 万平方米 不少于",
    "容积率不低于1.5 → 不低于1.5 1.5  不低于",
    "PUE不高于1.20，年均 → 不高于1.20 1.2  不高于",
    "版本升级到2.0版 → ",
    "不得超过一点五平方米 → 不得超过一点五平方米 1.5 平方米 不得超过",
    "不低于百分之三点五 → 不低于百分之三点五 3.5 % 不低于",
    "上午九点五十分 → 五十分 50 分",
    "奖励金额（万元） → ",
    "达到8500PFLOPS → 8500PFLOPS 8500 PFLOPS",
    "新建30片球场 → 30片 30 片",
    "关停21眼自备井 → 21眼 21 眼",
    "贷款额度最高30万元，期限最长3年 → 最高30万元 30 万元 最高; 最长3年 3 年 最长",
    "总投资约3.5亿元 → 约3.5亿元 3.5 亿元 约",
    "新增就业44.1万人 → 44.1万人 44.1 万人",
    "粮食产量稳定在1300万吨左右 → 1300万吨左右 1300 万吨 左右",
    "引进人才1000名以上 → 1000名以上 1000 名 以上",
    "培育30家左右龙头企业 → 30家左右 30 家 左右",
    "建成10个以上示范区 → 10个以上 10 个 以上",
    "建设2—3个园区 → 2—3个 2..3 个",
    "建设２～３个园区 → ２～３个 2..3 个",
    "增长6%-8% → 6%-8% 6..8 %",
    "增长6-8% → 6-8% 6..8 %",
    "给予10%—20%的补贴 → 10%—20% 10..20 %",
    "不得超过3个月 → 不得超过3个月 3 个月 不得超过",
    "超过1000万元的部分 → 超过1000万元 1000 万元 超过",
    "年营业收入2000万元（含）以上 → 2000万元（含）以上 2000 万元 以上",
    "年营业收入2000万元以上（含2000万元） → 2000万元以上（含2000万元） 2000 万元 以上",
    "带动就业2人以上（含创业者本人） → 2人以上 2 人 以上",
    "低于30人的 → 低于30人 30 人 低于",
    "不满16周岁 → 不满16周岁 16 周岁 不满",
    "未达到80分的 → 未达到80分 80 分 未达到",
    "满3年不满5年 → 满3年 3 年 满; 不满5年 5 年 不满",
    "应在30日前报送 → 30日 30 日",
    "每平方米补贴200元 → 200元 200 元",
    "每度电补贴0.1元 → 0.1元 0.1 元",
    "0.5元/度 → 0.5元/度 0.5 元/度",
    "1200元/人·年 → 1200元/人·年 1200 元/人·年",
    "3000元/月 → 3000元/月 3000 元/月",
    "补助标准为每床1万元 → 1万元 1 万元",
    "注册资本1,000万元以上 → 1,000万元以上 1000 万元 以上",
    "5000多家 → 5000多家 5000 多家",
    "近1000家企业 → 近1000家 1000 家 近",
    "20余项措施 → 20余项 20 余项",
    "不足10人的 → 不足10人 10 人 不足",
    "低至2折 → 2折 2 折",
    "翻一番 → 翻一番 1 番",
    "年均增长1.5倍 → 1.5倍 1.5 倍",
    "减半收取 → ",
    "二十四小时内报告 → 二十四小时内 24 小时 内",
    "连续三年亏损 → 三年 3 年",
    "压缩50%以上 → 50%以上 50 % 以上",
    "力争突破1.2万亿元 → 突破1.2万亿元 1.2 万亿元 突破",
    "装机达到1004万千瓦 → 1004万千瓦 1004 万千瓦",
    "里程2300公里 → 2300公里 2300 公里",
    "PM2.5浓度降至35微克/立方米 → 35微克 35 微克",
    "温度不低于18℃ → 不低于18℃ 18 ℃ 不低于",
    "不少于总数的2/3 → 2/3 66.6667 %",
    "占比三分之二以上 → 三分之二以上 66.6667 % 以上",
    "到2027年实现全覆盖 → 实现全覆盖 100 %",
    "上级补助与地方配套为7∶3 → 7∶3 233.333 比",
    "给予贷款额1%、最高50万元的贴息 → 1% 1 %; 最高50万元 50 万元 最高",
    "给予最高可达100万元的奖励 → 最高可达100万元 100 万元 最高可达",
    "最高给予100万元奖励 → 最高给予100万元 100 万元 最高给予",
    "一次性给予5万元 → 5万元 5 万元",
    "总额原则上不超过800万元 → 不超过800万元 800 万元 不超过",
    "累计不超过1000万元 → 累计不超过1000万元 1000 万元 累计不超过",
    "不多于5个 → 不多于5个 5 个 不多于",
    "不高于5% → 不高于5% 5 % 不高于",
    "≥95% → ≥95% 95 % ≥",
    "＜3% → ＜3% 3 % ＜",
    "到 2025 年达到 2500 亿元左右 → 2500_亿元左右 2500 亿元 左右",
    "5.0%左右 → 5.0%左右 5 % 左右",
    "300人至500人 → 300人至500人 300..500 人",
    "50万元（含）至100万元（不含） → 50万元（含）至100万元（不含） 50..100 万元",
    "3至5个 → 3至5个 3..5 个",
    "三至五年 → 三至五年 3..5 年",
    "三到五家 → 三到五家 3..5 家",
    "三个以上村 → 三个以上 3 个 以上",
    "十日内答复 → 十日内 10 日 内",
    "30日之内 → 30日之内 30 日 之内",
    "1亿元及以上 → 1亿元及以上 1 亿元 及以上",
    "2人（含2人）以下 → 2人（含2人）以下 2 人 以下",
    "500㎡以上 → 500㎡以上 500 ㎡ 以上",
    "3公里范围内 → 3公里范围内 3 公里 范围内",
    "提前5个工作日 → 5个工作日 5 个工作日",
    "800余万元 → 800余万元 800 余万元",
    "近三年来 → 近三年 3 年 近",
)
"""Text → each figure with its value (or range), unit and comparator; a blank in a figure is `_`."""


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_expressions(expression: str) -> None:
    text, _, wanted = expression.partition(" → ")
    found = []
    for quantity in find_quantities(text):
        upper = "" if quantity.upper is None else f"..{quantity.upper:.6g}"
        parts = (f"{quantity.value:.6g}{upper}", quantity.unit, quantity.comparator)
        found.append(" ".join((quantity.text.replace(" ", "_"), *parts)).rstrip())
    assert "; ".join(found) == wanted.strip()


@given(
    st.text("一二三百万亿至少不超过满以上内0123456789.,%元个年月日/：:—-（含） 最高", max_size=60)
)
def test_figures_of_any_text_stand_where_they_say(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.start < quantity.end
        assert text[quantity.start : quantity.end] == quantity.text
        end = quantity.end
