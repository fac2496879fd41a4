"""Quantities keep value, unit, comparator, deadline and subject together."""

import pytest

from documents import Document
from documents.facts import Role, extract_facts, split_departments
from documents.numerals import parse_numeral
from documents.quantities import find_quantities


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
