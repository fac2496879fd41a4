"""Aspects that a question asks for and a text says nothing of; items of a term that is only named."""

import json
from pathlib import Path

import pytest

from assistant.aspects import aspects, lacks_items, missing_aspect

BARE = "加强冷库建设,推动果业发展。"


@pytest.mark.parametrize(
    ("question", "aspect", "text"),
    [
        ("申请补助需要哪些材料", "需要提交的材料", "凭身份证件和申请表办理。"),
        ("补贴怎么申请", "办理流程", "经营主体向乡镇人民政府提出申请。"),
        ("示范园有什么条件", "认定条件", "示范园应当符合下列条件。"),
        ("目前已经建成多少座冷库", "目前的实际情况", "截至去年底,已建成冷库80座。"),
        ("技术员月薪多少", "工资待遇", "按规定发放薪酬。"),
        ("农业农村局局长是谁", "负责人姓名", "由分管副市长任组长。"),
        ("不达标怎么处罚", "处罚", "处五百元以下罚款。"),
        ("各县区怎么考核", "考核办法", "纳入年度考核。"),
        ("补助的钱从哪来", "资金来源", "所需资金由市财政安排。"),
    ],
)
def test_an_aspect_is_missing_only_where_nothing_is_said_of_it(
    question: str, aspect: str, text: str
) -> None:
    assert missing_aspect(question, BARE) == aspect
    assert missing_aspect(question, text) == ""
    assert missing_aspect(question, BARE + text) == ""


@pytest.mark.parametrize(
    "question", ["建冷库最高补助多少", "养老托育由谁牵头", "六大生产性服务业有哪些", ""]
)
def test_other_questions_ask_for_no_aspect(question: str) -> None:
    assert missing_aspect(question, BARE) == ""


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("“六体系”是哪六个", "加快搭建“两平台”“六体系”。"),
        ("三大基地是哪三个", "建设三大基地,推广甲、乙两种模式。"),
    ],
)
def test_a_term_that_is_only_named_lacks_its_items(question: str, sentence: str) -> None:
    assert lacks_items(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("三大基地是哪三个", "建设东山、西岭、南湖三大基地。"),
        ("三大基地是哪三个", "建设三大基地,包括东山、西岭和南湖。"),
        ("三大基地是哪三个", "推广移动式预冷设备。"),
        ("三项品牌赛事都是什么", "办好马拉松、龙舟赛、篮球联赛3项品牌赛事。"),
        ("冷库有多少座", "建成产地冷库150座。"),
        ("一个基地叫什么", "建设一个基地。"),
    ],
)
def test_a_term_with_its_items_and_other_questions_lack_none(question: str, sentence: str) -> None:
    assert not lacks_items(question, sentence)


@pytest.mark.parametrize(
    ("question", "quoted", "missing"),
    [
        ("为什么补贴标准不一样", "增量部分每标箱补贴80元,存量部分每标箱补贴30元。", "原因"),
        ("为什么要压缩时限", "为了方便企业,办理时限压缩至5个工作日。", ""),
        ("要争取成为什么园区", "争创省级园区。", ""),
        ("冷库建在哪里", "加快冷库建设。", "具体的地点"),
        ("冷库建在哪里", "项目选址在城北。", ""),
        ("召集人排第几", "由分管副县长任召集人。", "名次"),
        ("增加了哪些条款,原来的标准是多少", "每个补助1万元。", "以前的规定"),
        ("证书补贴去哪个窗口领", "新取得证书的,一次性给予3000元。", "办理或举行的地点"),
        ("证书补贴去哪个窗口领", "到政务服务大厅社保窗口领取3000元。", ""),
        ("22家机构是哪几家,有没有名单", "普惠机构达到22家。", "名单"),
        ("能不能和省里的补助叠加", "每个补助1万元。", "能否叠加享受"),
        ("能不能和省里的补助叠加", "与省级补助不重复享受。", ""),
        ("办认定书要不要收费", "5个工作日内核发认定书。", "是否收费"),
        ("办认定书要不要收费", "核发认定书,不收取费用。", ""),
        ("任召集人的副县长叫什么名字", "由分管副县长任召集人。", "人员的姓名"),
    ],
)
def test_a_strict_aspect_has_to_be_in_the_words_of_the_answer(
    question: str, quoted: str, missing: str
) -> None:
    assert missing_aspect(question, quoted, strict=True) == missing
    assert missing_aspect(question, quoted) == ""


EXAMPLES = json.loads((Path(__file__).parent / "aspect_examples.json").read_text("utf-8"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_asks_for_a_strict_aspect_and_what_tells_it(name: str) -> None:
    (aspect,) = (each for each in aspects(strict=True) if each.name == name)
    examples = EXAMPLES[name]
    assert [q for q in examples["asks"] if not aspect.asked.search(q)] == []
    assert [q for q in examples["asks_not"] if aspect.asked.search(q)] == []
    assert [t for t in examples["told"] if not aspect.evidence.search(t)] == []
    assert [t for t in examples["untold"] if aspect.evidence.search(t)] == []


def test_no_comparison_is_read_into_a_share() -> None:
    assert missing_aspect("补助的比例和单个市场的上限各是多少", BARE, strict=False) == ""
