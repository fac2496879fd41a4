"""Figures of several sentences: added up, set against each other, or given year by year."""

from pathlib import Path

import pytest
from conftest import assistant_reading

from assistant.citations import prove
from assistant.conversation import Conversation

PLAN = """\
岭溪市社区食堂建设三年行动方案
岭政办发〔2025〕8号
各区人民政府：
一、总体安排
（一）年度任务。2025年新建社区食堂20个；2026年新建社区食堂35个；2027年新建社区食堂15个。
（二）发展目标。到2025年底，累计建成助餐点60个；到2027年底，累计建成助餐点140个。
二、支持措施
（一）分类奖励。对承接运营的企业，按下列标准给予奖励：
1.获评一星级的，每家奖励3万元；
2.获评二星级的，每家奖励5万元；
3.获评三星级的，每家奖励9万元。
（二）资金保障。三年共安排资金2.6亿元，其中市级承担1.5亿元、区级承担1.1亿元。每个助餐点每月补助800元。
岭溪市人民政府办公室
2025年2月3日
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(PLAN, tmp_path_factory.mktemp("canteens"), "plan.txt")


@pytest.mark.parametrize(
    ("question", "quoted", "remark"),
    [
        (
            "三年加起来总共新建多少个社区食堂",
            ["社区食堂20个", "社区食堂35个", "社区食堂15个"],
            "按原文各数相加为 70个。",
        ),
        (
            "一星级和三星级的奖励合起来是多少万元",
            ["奖励3万元", "奖励9万元"],
            "按原文“3万元”“9万元”相加为 12万元。",
        ),
        (
            "从2025年底到2027年底，助餐点要增加多少个",
            ["助餐点60个", "助餐点140个"],
            "按原文两数相差 80个。",
        ),
        ("社区食堂每年分别新建多少个", ["20个", "35个", "15个"], ""),
    ],
)
def test_figures_that_belong_together(
    assistant: Conversation, question: str, quoted: list[str], remark: str
) -> None:
    answer = assistant.ask(question)
    quotes = [citation.quote for citation in answer.citations]
    assert [words in quote for words, quote in zip(quoted, quotes, strict=True)] == [True] * len(
        quoted
    )
    assert [r for r in answer.remarks if r.startswith("按原文")] == ([remark] if remark else [])
    assert prove(answer, {d.identifier: d for d in assistant.documents}) == []


def test_what_there_is_by_a_day_is_not_added_up(assistant: Conversation) -> None:
    answer = assistant.ask("助餐点加起来一共建成多少个")
    assert not any("按原文" in remark for remark in answer.remarks)


def test_a_total_that_the_text_gives_is_no_sum(assistant: Conversation) -> None:
    answer = assistant.ask("三年总共要花多少钱")
    assert "三年共安排资金2.6亿元" in answer.text


FUNDS = """\
岚桥县关于安排养老服务补贴资金的通知
岚桥民发〔2024〕3号
各乡镇人民政府：
一、资金安排。助餐补贴500万元，由省级财政安排320万元、县级财政配套180万元。护理补贴400万元，由中央资金安排290万元、县级财政配套110万元。
二、发放时间。补贴资金于每年12月底前发放。
岚桥县民政局
2024年2月3日
"""


def test_the_same_part_of_several_sums_is_added_up(tmp_path: Path) -> None:
    assistant = assistant_reading(FUNDS, tmp_path, "funds.txt")
    answer = assistant.ask("几项补贴里，县级财政配套的钱加起来是多少？")
    assert "县级财政配套180万元" in answer.text
    assert "县级财政配套110万元" in answer.text
    assert "按原文各项合计 290万元。" in answer.text
    assert prove(answer, {document.identifier: document for document in assistant.documents}) == []
