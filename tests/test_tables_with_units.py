"""Tables whose units stand in the caption or in the cells, and rows named by what a cell lists."""

import pytest
from conftest import assistant_reading

from assistant.answer import Turn
from assistant.citations import prove
from assistant.conversation import Conversation

NOTICE = """\
溪口县关于做好2026年渔业互助保险和防汛值守工作的通知
溪政办发〔2026〕3号
一、保险品种
（一）淡水养殖。养殖户自愿参保。
表1 淡水养殖保险（单位：元/亩）
品种\t保险金额\t费率\t养殖户自缴
草鱼保险\t2000\t5%\t40.00
鳜鱼保险\t6000\t6%\t144.00
（二）服务区域。各片区承办机构如下：
片区\t所辖乡镇\t承办机构\t报案电话
东片\t青石乡、白杨镇、柳林镇\t安丰保险公司\t95301
西片\t云台乡、石塘镇、竹溪镇\t联惠保险公司\t95302
二、防汛值守
（一）值守要求。按预警级别安排值守。
预警级别\t牵头调度\t值班人数\t前置水泵
蓝色\t县防汛办\t2人\t10台
黄色\t县水利局\t4人\t25台
橙色\t分管副县长\t8人\t45台
红色\t县长\t14人\t80台
（二）领取点。各片领取点开放日如下：
片区\t领取地点\t开放日
南部片区\t南关文化站\t周一、周三
北部片区\t北关文化站\t周二、周四
溪口县人民政府办公室
2026年3月1日
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(NOTICE, tmp_path_factory.mktemp("fishery"), "notice.txt")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("鳜鱼保险养殖户自缴多少元", "鳜鱼保险，养殖户自缴：144.00元/亩。[1][2]"),
        ("石塘镇的报案电话是多少", "云台乡、石塘镇、竹溪镇，报案电话：95302。[1][2]"),
        (
            "红色预警前置水泵比橙色时多多少台",
            "橙色，前置水泵：45台。[1][2]红色，前置水泵：80台。[1][3]按原文两数相差 35台。",
        ),
        ("北边那一片的领取点哪几天开放", "北部片区，开放日：周二、周四。[1][2]"),
    ],
)
def test_a_cell_is_told_with_its_unit(assistant: Conversation, question: str, text: str) -> None:
    answer = assistant.ask(question)
    assert answer.text == text
    assert prove(answer, {document.identifier: document for document in assistant.documents}) == []


def test_another_thing_is_put_in_place_of_the_one_asked_before(assistant: Conversation) -> None:
    history = (Turn("草鱼保险养殖户自缴多少元", "草鱼保险，养殖户自缴：40.00元/亩。"),)
    answer = assistant.ask("换成鳜鱼保险，养殖户自缴多少", history)
    assert answer.text == "鳜鱼保险，养殖户自缴：144.00元/亩。[1][2]"
