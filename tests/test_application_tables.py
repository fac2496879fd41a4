"""Tables that say when, where and with what a thing is applied for, and classes that name a row."""

import pytest
from conftest import assistant_reading

from assistant.answer import Turn
from assistant.citations import prove
from assistant.conversation import Conversation

MEASURES = """\
宁湾市支持青年创业若干措施
宁湾政办发〔2024〕5号
各县（市、区）人民政府：
一、场地补助。创业者租用场地的，按年租金的40%给予补助，每年最高3万元。（责任单位：市人力资源社会保障局）
二、首店奖励。新开设的青年创业首店，每家给予2万元奖励。（责任单位：市商务局）
三、人才津贴。对引进的青年人才按附件2标准给予津贴。（责任单位：市委组织部）
四、附则。本措施自2024年3月1日起施行，有效期30年。
附件1
申报指南
序号\t项目名称\t申报时间\t受理单位\t申报材料
1\t创业场地租金补助\t每年4月1日至4月20日\t市公共就业服务中心\t租赁合同、租金发票、营业执照
2\t青年首店奖励\t每年9月1日至9月15日\t市商务局流通科\t申请表、开业照片、营业执照
3\t创业贷款贴息\t每季度首月\t市人民银行\t借款合同、付息凭证
附件2
青年人才津贴标准
类别\t名称\t安家津贴（万元）\t生活津贴（元/月）
A类\t领军青年\t60\t5000
B类\t骨干青年\t30\t3000
C类\t新锐青年\t12\t1500
"""


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(MEASURES, tmp_path_factory.mktemp("measures"), "measures.txt")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "创业贷款贴息的材料要送到哪个部门",
            "创业贷款贴息，受理单位：市人民银行。[1][2]",
        ),
        ("青年首店奖励几月份申报", "青年首店奖励，申报时间：每年9月1日至9月15日。[1][2]"),
        (
            "申请创业场地租金补助要带哪些材料",
            "创业场地租金补助，申报材料：租赁合同、租金发票、营业执照。[1][2]",
        ),
        ("B类青年人才的安家津贴是多少", "B类 骨干青年，安家津贴：30万元。[1][2]"),
    ],
)
def test_a_row_is_named_by_the_thing_that_is_applied_for(
    measures: Conversation, question: str, text: str
) -> None:
    answer = measures.ask(question)
    assert answer.text == text
    assert prove(answer, {document.identifier: document for document in measures.documents}) == []


def test_classes_of_a_table_are_compared(measures: Conversation) -> None:
    text = measures.ask("A类的安家津贴比C类的多多少").text
    assert "A类 领军青年，安家津贴：60万元" in text
    assert "按原文两数相差 48万元。" in text


def test_when_and_where_come_with_the_amount(measures: Conversation) -> None:
    text = measures.ask("我想开一家青年首店，能奖多少，什么时候报，往哪儿报？").text
    assert "每家给予2万元奖励" in text
    assert "青年首店奖励，申报时间：每年9月1日至9月15日。" in text
    assert "青年首店奖励，受理单位：市商务局流通科。" in text


def test_the_row_that_the_turn_before_was_about(measures: Conversation) -> None:
    before = Turn(
        "青年创业者租用场地怎么补",
        "创业者租用场地的，按年租金的40%给予创业场地租金补助，每年最高3万元。",
    )
    text = measures.ask("材料几月份交、交到哪里？", (before,)).text
    assert "创业场地租金补助，申报时间：每年4月1日至4月20日。" in text
    assert "创业场地租金补助，受理单位：市公共就业服务中心。" in text


def test_another_row_than_the_turn_before(measures: Conversation) -> None:
    before = Turn("创业场地租金补助几月份申报", "创业场地租金补助，申报时间：每年4月1日至4月20日。")
    text = measures.ask("贷款贴息那一项又是什么时候报？", (before,)).text
    assert text == "创业贷款贴息，申报时间：每季度首月。[1][2]"
