"""Sums of the figures that a question names, and the year that a figure holds for."""

from pathlib import Path

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

REPORT = """\
2026年溪川市政府工作报告
——2026年1月8日在溪川市第九届人民代表大会第五次会议上
一、2025年工作回顾
建成公园40个,其中:城东12个、城西10个、城南18个。打通断头路53条。
二、2026年重点工作
建成公园25个。打通断头路50条。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(REPORT, tmp_path_factory.mktemp("report"), "report.txt")


@pytest.mark.parametrize(
    ("question", "words", "clause"),
    [
        ("去年打通了多少条断头路", "打通断头路53条", "一"),
        ("今年打通多少条断头路", "打通断头路50条", "二"),
        ("2026年打通多少条断头路", "打通断头路50条", "二"),
    ],
)
def test_the_year_of_the_report_tells_figures_apart(
    assistant: Conversation, question: str, words: str, clause: str
) -> None:
    answer = assistant.ask(question)
    assert answer.text == f"{words}。[1]"
    assert answer.citations[0].clause == clause


def test_the_figures_that_are_named_are_added_up(assistant: Conversation) -> None:
    answer = assistant.ask("去年城东和城南加起来一共建成多少个公园")
    assert answer.text.endswith("按原文各项合计 30个。")


RULES = """\
云浦市便民服务若干措施
第一条 养老用房按每百户不少于30平方米的标准配建，单处面积不低于350平方米。
第二条 各项任务3月底前启动，6月底前完成50%以上，9月底前完成80%以上。
第三条 老年人在社区食堂就餐，享受不低于8折的优惠。
第四条 奖补资金由市、县按6∶4的比例分担，对每户补助2000元。
第五条 对服务机构开展信用评价，结果分为A、B、C三级。
第六条 群众满意度低于80%的项目，不得评为优秀。
第七条 专项资金总额3.2亿元，其中用于改造每户5000元。
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(RULES, tmp_path_factory.mktemp("rules"), "rules.txt")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("养老用房单独一处最小多少平方米", "单处面积不低于350平方米"),
        ("到六月底进度不能低于百分之几", "6月底前完成50%以上"),
        ("老年人去社区食堂就餐能便宜多少", "不低于8折的优惠"),
        ("奖补资金市里和县里分担的比重是多少", "6∶4的比例"),
        ("信用评价分成几个档次", "A、B、C三级"),
        ("专项资金总共多少钱", "专项资金总额3.2亿元"),
    ],
)
def test_figures_in_other_dress(rules: Conversation, question: str, words: str) -> None:
    assert words in rules.ask(question).text


SHOPS = """\
岭南市支持网商若干措施
岭商发〔2026〕2号
各县区商务局：
现提出如下措施。
一、年网络销售额达到500万元、2000万元的网店，分别给予3万元、8万元奖励。
二、网店参加展会的，按每个展位2000元给予补助，单个企业每年最高6万元。
三、新注册网店年销售额达到30万元的，给予创业补贴4000元。
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [("网店一年卖了2000万奖多少？", "8万元"), ("网店参加展会给多少补助？", "每个展位2000元")],
)
def test_an_amount_stated_and_what_is_given_go_before_a_cap(
    tmp_path: Path, question: str, said: str
) -> None:
    assert said in assistant_reading(SHOPS, tmp_path, "shops.txt").ask(question).text
