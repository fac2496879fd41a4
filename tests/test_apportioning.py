"""What parts of a whole come to, by how much a figure was changed, and until when a document holds."""

import pytest
from conftest import assistant_reading

from assistant.citations import prove
from assistant.conversation import Conversation
from assistant.date_spans import is_time_right
from assistant.working_out import is_part_right

PLAN = """\
云渡市城市书房建设实施方案
云政办发〔2024〕2号
一、资金筹措。三年计划投资8亿元，其中争取省级补助占30%，市级财政安排占45%，社会资本投入占25%。
二、设施布局。布设自助借阅机2.4万台，其中盲文借阅机0.6万台。
三、流程优化。读者证办理时限由15个工作日压缩至3个工作日。
四、成效目标。全市城市书房从40家增加到130家，志愿馆员从200人增加到900人。
五、费用分担。社区书架更换费用由物业公司承担50%、区财政补助30%、居民承担20%。
六、年度资金。2025—2027年市级财政分别安排专项资金0.9亿元、1.1亿元、1.6亿元。
七、建设任务。到2027年底，新建书房30家、改造书房24家，累计建成书房130家。
八、附则。本方案自2024年2月10日起施行，有效期30年。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(PLAN, tmp_path_factory.mktemp("bookrooms"), "plan.txt")


@pytest.mark.parametrize(
    ("question", "remark"),
    [
        (
            "三年投资里市级财政要拿出多少亿元",
            "按“8亿元”和“市级财政安排占45%”计算，为 3.6亿元。",
        ),
        (
            "自助借阅机刨掉盲文借阅机，还剩多少台",
            "按原文“2.4万台”与“0.6万台”相差 18000台。",
        ),
        (
            "读者证办理比以前缩短了多少个工作日",
            "按原文“15个工作日”与“3个工作日”相差 12个工作日。",
        ),
        ("全市志愿馆员增加了多少人", "按原文“200人”与“900人”相差 700人。"),
        (
            "我们社区书架更换一共花了4000元，物业、财政和居民各承担多少",
            "按“物业公司承担50%”计算，问题中的“4000元”为 2000元；"
            "按“区财政补助30%”计算，问题中的“4000元”为 1200元；"
            "按“居民承担20%”计算，问题中的“4000元”为 800元。",
        ),
        ("三年里市级财政一共安排多少专项资金", "按原文各项合计 3.6亿元。"),
        ("书房新建和改造加起来一共多少家", "按原文各项合计 54家。"),
        (
            "这个方案到哪一年为止",
            "按原文“自2024年2月10日起施行，有效期30年”，有效至 2054年2月9日。",
        ),
    ],
)
def test_what_parts_come_to(assistant: Conversation, question: str, remark: str) -> None:
    answer = assistant.ask(question)
    assert answer.text.endswith(remark), answer.text
    assert prove(answer, {document.identifier: document for document in assistant.documents}) == []


@pytest.mark.parametrize(
    ("remark", "right"),
    [
        ("按“8亿元”和“市级财政安排占45%”计算，为 3.6亿元。", True),
        ("按“8亿元”和“市级财政安排占45%”计算，为 3.5亿元。", False),
        ("按“9亿元”和“市级财政安排占45%”计算，为 4.05亿元。", False),
    ],
)
def test_a_share_of_a_whole_is_taken_again(remark: str, right: bool) -> None:
    quotes = ["三年计划投资8亿元，其中争取省级补助占30%，市级财政安排占45%。"]
    assert is_part_right(remark, quotes) is right


def test_the_last_day_of_a_validity_is_worked_out_again() -> None:
    quotes = "本方案自2024年2月10日起施行，有效期30年。"
    right = "按原文“自2024年2月10日起施行，有效期30年”，有效至 2054年2月9日。"
    assert is_time_right(right, quotes)
    assert not is_time_right(right.replace("2月9日", "2月10日"), quotes)
    assert not is_time_right(right, "本方案自2024年2月10日起施行。")
