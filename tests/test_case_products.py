"""What several rates, or one for several figures of a case, come to; what is left of a limit."""

import pytest
from conftest import assistant_reading

from assistant.case_products import is_product_right
from assistant.citations import prove
from assistant.conversation import Conversation
from assistant.left_over import is_rest_right

MEASURES = """\
梧川县公益服务补助办法
梧政办发〔2024〕9号
第一条 对社区书屋按下列标准给予补助：成人读者每人每月20元，少儿读者每人每月35元。
第二条 志愿讲解员每名每季度开展讲解不少于6场。
第三条 旧水箱更换的，每台补助300元；旧管道更换的，每米补助45元。单户补助合计不超过5000元。
第四条 消防志愿队12支，每支不少于8人。
第五条 对一级水源地至少每2个月巡查1次，对二级水源地至少每半年巡查1次。
第六条 对村级放映点，按每个座位每月10元给予补助。
第七条 志愿者意外就医个人自付超过2000元的部分按照70%给予救助。
第八条 家庭每年使用文化惠民卡抵扣金额累计不超过900元。
第九条 绿化缺口面积由建设单位按照所缺面积每平方米800元缴纳补偿费。
第十条 对带20人以上、住2晚以上团队的旅行社，按每人每晚15元给予奖励。
第十一条 本办法自2024年5月1日起施行，有效期30年。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(MEASURES, tmp_path_factory.mktemp("services"), "measures.txt")


@pytest.mark.parametrize(
    ("question", "remark"),
    [
        (
            "我们书屋成人读者40人、少儿读者60人，这个月的补助合计多少",
            "按“每人每月20元”计算，问题中的“40人”“这个月”为 800元；"
            "按“每人每月35元”计算，问题中的“60人”“这个月”为 2100元，合计 2900元。",
        ),
        (
            "5名志愿讲解员一年下来合计要讲解多少场",
            "按“每名每季度开展讲解不少于6场”计算，问题中的“5名”“一年”为 不少于120场。",
        ),
        (
            "我家换了2台旧水箱、又换了30米旧管道，一共补多少钱",
            "按“每台补助300元”计算，问题中的“2台”为 600元；"
            "按“每米补助45元”计算，问题中的“30米”为 1350元，合计 1950元。",
        ),
        (
            "我的旅行社带了一个30人的团住了3晚，能奖多少钱",
            "按“每人每晚15元”计算，问题中的“30人”“3晚”为 1350元。",
        ),
        ("消防志愿队加起来最少多少人", "按“12支，每支不少于8人”计算，共不少于96人。"),
        (
            "一级水源地和二级水源地各一处，一年下来至少巡查几次",
            "按“每2个月巡查1次”计算，问题中的“一年”为 不少于6次；"
            "按“每半年巡查1次”计算，问题中的“一年”为 不少于2次，合计 不少于8次。",
        ),
        (
            "我们有3个放映点，每个放映点80个座位，半年的补助一共多少",
            "按“每个座位每月10元”计算，问题中的“3个”“80个”“半年”为 1.44万元。",
        ),
        (
            "我当志愿者看病，报完以后自己花了1.2万元，能救助多少",
            "按“超过2000元的部分按照70%给予”计算，问题中的“1.2万元”为 7000元。",
        ),
        (
            "我家文化惠民卡今年已经抵扣了650元，还能再抵多少",
            "按“累计不超过900元”计算，问题中的“650元”之外还有 250元。",
        ),
    ],
)
def test_what_rates_come_to_for_several_figures(
    assistant: Conversation, question: str, remark: str
) -> None:
    answer = assistant.ask(question)
    assert answer.text.endswith(remark), answer.text
    assert prove(answer, {document.identifier: document for document in assistant.documents}) == []


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("我家换了20台旧水箱、又换了30米旧管道，一共补多少钱", "计算"),  # beyond the ceiling
        ("我的旅行社带了一个12人的团住了3晚，能奖多少钱", "540元"),  # too few
        ("我们公司建厂房用地2万平方米，绿化补偿费要交多少", "1600万元"),  # it is of what is lacking
    ],
)
def test_nothing_is_worked_out_where_it_is_not_known_what_is_due(
    assistant: Conversation, question: str, unsaid: str
) -> None:
    answer = assistant.ask(question)
    assert answer.citations
    assert unsaid not in answer.text


@pytest.mark.parametrize(
    ("remark", "right"),
    [
        ("按“每人每月20元”计算，问题中的“40人”“3个月”为 2400元。", True),
        ("按“每人每月20元”计算，问题中的“40人”“3个月”为 2500元。", False),
        ("按“每人每月30元”计算，问题中的“40人”“3个月”为 3600元。", False),
        (
            "按“每人每月20元”计算，问题中的“2人”“一年”为 480元；"
            "按“每人每月35元”计算，问题中的“1人”“一年”为 420元，合计 900元。",
            True,
        ),
        (
            "按“每人每月20元”计算，问题中的“2人”“一年”为 480元；"
            "按“每人每月35元”计算，问题中的“1人”“一年”为 420元，合计 910元。",
            False,
        ),
        ("按“12支，每支不少于8人”计算，共不少于96人。", True),
        ("按“12支，每支不少于8人”计算，共96人。", False),
    ],
)
def test_a_product_is_worked_out_again_from_the_quotes(remark: str, right: bool) -> None:
    quotes = ["成人读者每人每月20元，少儿读者每人每月35元。", "消防志愿队12支，每支不少于8人。"]
    assert is_product_right(remark, quotes) is right


def test_what_is_left_of_a_limit_is_worked_out_again() -> None:
    quotes = ["每年抵扣金额累计不超过900元。"]
    right = "按“累计不超过900元”计算，问题中的“650元”之外还有 250元。"
    assert is_rest_right(right, quotes)
    assert not is_rest_right(right.replace("250", "350"), quotes)
    assert not is_rest_right(right, ["累计不超过800元"])
