"""For which figures of a case a rate is due, and what bounds it."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

_TEXT = """青禾县人民政府关于支持乡村陶艺产业的若干措施
青禾政发〔2026〕6号
各乡镇人民政府：
一、窑炉。购置电窑的，每台补助3万元，每个主体最多补助2台。
二、认证。取得绿色产品认证的，按认证费用的50%补助，单个认证最高8万元，每家企业每年最高40万元。
三、维权。企业应对知识产权诉讼发生的律师费，按40%补助，单个案件最高60万元；胜诉的，比例提高到60%。
四、授课。陶艺教师进校授课的，每课时补助120元，每月不超过20课时。
五、参展。人员费用每次展会按人补助，其中省内每人2000元、省外每人4000元、境外每人9000元。
六、展位。展位费按70%补助，单个展位最高2万元。
青禾县人民政府
2026年4月1日
"""


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(_TEXT, tmp_path_factory.mktemp("rates_due"), "陶艺.txt")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("买2台电窑补多少？", "按“每台补助3万元”计算，问题中的“2台”为 6万元。"),
        ("买了5台电窑补多少？", "按“每台补助3万元”和“最多补助2台”计算，最多为 6万元。"),
        (
            "认证费用10万元补多少？",
            "按“按认证费用的50%补助”计算，问题中的“10万元”为 5万元。",
        ),
        (
            "绿色产品认证花了20万元，能补多少？",
            "按“按认证费用的50%补助”计算，问题中的“20万元”为 10万元，高于“最高8万元”，以此为限。",
        ),
        ("律师费花了50万元补多少？", "按“按40%补助”计算，问题中的“50万元”为 20万元。"),
    ],
)
def test_a_figure_that_asks_what_is_given_is_a_case(
    conversation: Conversation, question: str, wanted: str
) -> None:
    assert wanted in conversation.ask(question).remarks


@pytest.mark.parametrize(
    "question",
    [
        "律师费花了50万元，官司胜诉，补多少？",  # another rate is due
        "陶艺教师一个月进校授课30课时，补多少？",  # beyond 20课时
        "去西部参展派了3个人，人员费用补多少？",  # none of the three is told
        "租了2个展位，每个展位费1万元，一共补多少？",  # of all, not of one
    ],
)
def test_what_is_not_known_to_be_due_is_not_worked_out(
    conversation: Conversation, question: str
) -> None:
    assert not any("计算，" in remark for remark in conversation.ask(question).remarks)
