"""Lists with their items once, sums over years, leads in short labels, and tables with a unit above."""

import pytest
from conftest import assistant_reading

from assistant.answer import Status
from assistant.conversation import Conversation

MEASURES = """\
云屏市文化场馆管理办法
第一条 承租人有下列情形之一的，应当退出场馆：
（一）转租场馆的；
（二）改变场馆用途的；
（三）连续6个月以上闲置的。
第二条 经营者是第一责任人，应当履行下列职责：
（一）建立安全制度；
（二）每日开展检查。
从业人员十人以上的，还应当配备一名安全员。
第三条 特种用电的范围包括：
（一）舞台灯光用电；
（二）喷泉用电。
第四条 设立专项资金，2025年安排6000万元，2026年、2027年每年安排7500万元。
第五条 停车场共3处，分别为东门停车场（850个车位）、西门停车场（430个车位）和北门停车楼（300个车位）。
第六条 存放燃气超过一百千克的，应当设置专用气瓶间。作业间同一时间的作业人员不得超过三人。
第七条 国家级场馆租用国有厂房的，第三年租金按20%减免。
附件1
电价表
（单位：元/千瓦时）
用户类别	基础电价	附加	到户价
普通用电	0.50	0.03	0.53
特种用电	0.80	0.05	0.85
"""
POINTS = """\
云屏市文化工作要点
一、优化服务
1.推行“一馆一证”改革。年内发证20张。【牵头：市文化局；配合：市公安局、市消防队】
2.降低票价。票价下调10%。【牵头：市发展改革委】
"""


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(MEASURES, tmp_path_factory.mktemp("halls"), "measures.txt")


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(POINTS, tmp_path_factory.mktemp("points"), "points.txt")


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        (
            "承租人出现哪些情况必须退出场馆？请逐项列出。",
            ["第一条", "第一条(一)", "第一条(二)", "第一条(三)"],
        ),
        ("经营者作为第一责任人，要做好哪几件事？", ["第二条", "第二条(一)", "第二条(二)"]),
        ("哪些用电归到特种用电里？", ["第三条", "第三条(一)", "第三条(二)"]),
    ],
)
def test_a_list_with_its_items_once(
    measures: Conversation, question: str, clauses: list[str]
) -> None:
    answer = measures.ask(question)
    assert [citation.clause for citation in answer.citations][: len(clauses)] == clauses


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("2025年到2027年三年的专项资金一共安排多少？", "按原文各项合计 21000万元。"),
        ("几个停车场加起来一共有多少个车位？", "按原文各项合计 1580个。"),
        ("燃气存到多少公斤以上要设气瓶间？", "一百千克"),
        ("作业间里同时作业的人最多几个？", "不得超过三人"),
        ("我们是国家级场馆，租了2000平方米国有厂房，第三年租金能减多少？", "20%减免"),
        ("特种用电到户一度多少钱？", "特种用电，到户价：0.85元/千瓦时。"),
    ],
)
def test_what_is_told(measures: Conversation, question: str, told: str) -> None:
    answer = measures.ask(question)
    assert answer.status is Status.ANSWERED
    assert told in answer.text


def test_leads_in_short_labels(points: Conversation) -> None:
    answer = points.ask("“一馆一证”改革由哪个单位牵头、谁配合？")
    assert "牵头单位是市文化局" in answer.text
    assert "市公安局、市消防队" in answer.text


def test_what_a_department_leads_by_short_labels(points: Conversation) -> None:
    answer = points.ask("市发展改革委牵头哪些工作？")
    assert [citation.clause for citation in answer.citations] == ["一2"]
