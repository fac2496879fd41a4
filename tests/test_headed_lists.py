"""Lists that no line introduces: all that stands below the heading that a question names."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import assistant_reading

from assistant.answer import Answer

GUIDE = """\
北岭市犬只登记办事指南
一、服务对象
（一）在本市有固定住所的个人；
（二）依法登记的单位；
（三）驻市救助机构。
二、收费标准
（一）观赏犬：每只每年收费100元；
（二）工作犬：每只每年收费60元；
（三）导盲犬：每只每年收费0元。
对70周岁以上老人在上述收费的基础上减半收取。
三、所需材料
（一）初次登记
1．犬只照片2张；
2．免疫证明原件1份；
3．居住证明复印件1份。
（二）变更登记
1．登记证原件1份；
2．变更申请书1份。
四、办理步骤
（一）预约。通过窗口或者电话预约，窗口每天接待不超过40人，节假日照常接待，预约当天有效。
（二）查验。工作人员当场查验犬只和材料，材料不齐的一次告知需要补正的内容，补正期限为5天。
（三）发牌。查验合格的当场发放犬牌，犬牌遗失的可以补领，补领时应当说明遗失的经过和时间。
"""

OPINION = """\
云台市人民政府关于发展冰雪运动的意见
云台政发〔2025〕9号
一、重点工作
（一）建设冰雪场地。到2027年建成滑冰馆6座，每座面积不少于1800平方米，向学生免费开放的时间每周不少于8小时。（牵头单位：市体育局；责任单位：市财政局）
（二）培养冰雪人才。每年培训教练员200名，支持职业学校开设冰雪专业，每校补助50万元。（牵头单位：市教育局；责任单位：市体育局）
（三）举办冰雪赛事。每年举办市级赛事不少于10场，对承办省级赛事的区县补助30万元。（牵头单位：市体育局；责任单位：市文化和旅游局）
二、支持雪具制造业发展
（一）支持新建工厂。对新建雪具工厂按设备投资的10%给予补助，最高300万元，分两年拨付到位，逾期未投产的不予补助。
（二）支持出口订单。对雪具出口按出口额的1%给予奖励，每家企业每年最高20万元，同一订单不得重复申报奖励。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Answer]:
    """Ask one of the two texts."""
    assistants = {}
    for text in (GUIDE, OPINION):
        folder: Path = tmp_path_factory.mktemp("headed")
        assistants[text] = assistant_reading(text, folder, "policy.txt")
    return lambda text, question: assistants[text].ask(question)


@pytest.mark.parametrize(
    ("text", "question", "clauses"),
    [
        (GUIDE, "初次登记要交哪些材料，一共几样", ["三(一)", "三(一)1", "三(一)2", "三(一)3"]),
        (GUIDE, "变更登记要准备什么", ["三(二)", "三(二)1", "三(二)2"]),
        (GUIDE, "哪些人可以申请", ["一", "一(一)", "一(二)", "一(三)"]),
        (GUIDE, "收费标准分几档，各多少", ["二", "二(一)", "二(二)", "二(三)", "二第二段"]),
        (GUIDE, "办理步骤有哪几步", ["四", "四(一)", "四(二)", "四(三)"]),
        (OPINION, "重点工作一共几条，分别是什么", ["一", "一(一)", "一(二)", "一(三)"]),
        (OPINION, "重点工作有哪几项", ["一", "一(一)", "一(二)", "一(三)"]),
        (OPINION, "雪具制造业有哪些支持", ["二", "二(一)", "二(二)"]),
    ],
)
def test_a_question_for_all_of_a_heading_gets_all_that_stands_below_it(
    ask: Callable[[str, str], Answer], text: str, question: str, clauses: list[str]
) -> None:
    """Each item once, in order, and nothing of another heading."""
    answer = ask(text, question)

    assert [citation.clause for citation in answer.citations] == clauses


def test_the_items_are_counted(ask: Callable[[str, str], Answer]) -> None:
    """The count is that of the items."""
    assert "共 3 项" in ask(GUIDE, "初次登记要交哪些材料，一共几样").text
    assert "共 3 项" in ask(OPINION, "重点工作一共几条，分别是什么").text


def test_long_items_are_told_by_their_titles(ask: Callable[[str, str], Answer]) -> None:
    """What a list of tasks is asked for is which they are."""
    answer = ask(OPINION, "重点工作有哪几项")

    assert answer.text.splitlines()[2:] == [
        "1. 建设冰雪场地[2]",
        "2. 培养冰雪人才[3]",
        "3. 举办冰雪赛事[4]",
    ]


def test_a_question_of_one_thing_gets_no_list(ask: Callable[[str, str], Answer]) -> None:
    """What a heading does not name is not told by what is below it."""
    answer = ask(OPINION, "对承办省级赛事的区县补助多少")

    assert [citation.clause for citation in answer.citations] == ["一(三)"]
    assert "一" not in [c.clause for c in ask(OPINION, "重点工作由哪些部门牵头").citations]
