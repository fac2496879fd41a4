"""Who is responsible for what: departments in short and in full, beside their items, and claimed ones."""

from dataclasses import replace

import pytest
from conftest import assistant_reading

from assistant.answer import Turn
from assistant.citations import prove
from assistant.conversation import Conversation

PLAN = """\
松岭县学前教育扩容行动方案
松政办发〔2025〕9号
各乡镇人民政府，县政府各部门：
一、扩大供给
（一）建设公办园。新建公办幼儿园6所，新增学位1800个。（牵头单位：县教育体育局；责任单位：县财政局）
（二）培训教师。每年培训幼儿教师300人次，考核合格的发给证书。（牵头单位：县人力资源社会保障局、县教体局）
（三）改造食堂。对新办的幼儿园食堂，按下列标准给予补助：
1.自有房屋的，每家3万元；
2.租赁房屋的，每家2万元。
（牵头单位：县市场监管局；责任单位：县教育体育局）
二、保障安全
（四）消防改造。2025年底前完成全部幼儿园消防改造，每所补助4000元。（县消防救援大队牵头，县教育体育局配合）
松岭县人民政府办公室
2025年3月3日
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(PLAN, tmp_path_factory.mktemp("nurseries"), "plan.txt")


def test_a_department_in_full_has_the_clauses_of_its_short_name(assistant: Conversation) -> None:
    answer = assistant.ask("县教育体育局负责哪些工作")
    assert "共 4 条" in answer.text
    assert "3. 一(三) 改造食堂（责任单位）" in answer.text
    assert list(dict.fromkeys(citation.clause for citation in answer.citations)) == [
        "一(一)", "一(二)", "一(三)第二段", "二(四)",
    ]  # fmt: skip
    assert prove(answer, {d.identifier: d for d in assistant.documents}) == []


def test_few_clauses_come_with_what_is_to_be_done(assistant: Conversation) -> None:
    answer = assistant.ask("县消防救援大队牵头哪些工作")
    assert "2025年底前完成全部幼儿园消防改造" in answer.text


def test_the_office_of_an_item_stands_behind_the_items(assistant: Conversation) -> None:
    answer = assistant.ask("我租房子办幼儿园食堂，能补多少，找哪个局？")
    assert "每家2万元" in answer.text
    assert "牵头单位：县市场监管局" in answer.text


def test_one_that_only_supports_does_not_lead(assistant: Conversation) -> None:
    answer = assistant.ask("消防改造是县教育体育局牵头、每所补助8000元，对吗？")
    assert answer.text.startswith("与原文不符。")
    assert "牵头单位是县消防救援大队" in answer.text
    assert "每所补助4000元" in answer.text


def test_one_of_two_departments_is_asked_for(assistant: Conversation) -> None:
    answer = assistant.ask("幼儿园消防改造，牵头的是教体局还是别家？")
    assert "牵头单位是县消防救援大队" in answer.text


def test_who_leads_is_asked_of_what_was_just_told(assistant: Conversation) -> None:
    history = (Turn("幼儿教师一年培训多少人", "每年培训幼儿教师300人次。"),)
    answer = assistant.ask("归谁管？", history)
    assert "培训教师的牵头单位是县人力资源社会保障局、县教体局" in answer.text


ROWS = """\
云屏市社区书屋整治工作通知
一、加强管理。书屋不得从事下列行为：翻印图书，加装隔断。
二、明确分工。各单位按照附件抓好落实。
附件
云屏市社区书屋整治任务分工表
序号	工作任务	牵头单位	配合单位	完成时限
1	查处翻印、盗印行为	市文化市场监管局	市公安局	持续推进
2	开展消防安全检查	市消防救援支队	市城市管理局	2026年6月底
"""


def test_a_row_that_fits_tells_who_leads_though_another_clause_is_nearest(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    assistant = assistant_reading(ROWS, tmp_path_factory.mktemp("rows"), "rows.txt")
    answer = assistant.ask("谁来管书屋翻印图书？")
    assert answer.text.startswith("查处翻印、盗印行为的牵头单位是市文化市场监管局。")


def test_no_department_may_be_left_out_behind_a_comma(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = """\
云川市支持演艺的若干措施
云川政办发〔2024〕9号
各县区人民政府:
一、驻场演出。年演出不少于150场的,每部给予40万元奖励。（责任单位：市文广旅局，各县区人民政府、云川高新区管委会）
"""
    assistant = assistant_reading(text, tmp_path_factory.mktemp("comma"), "measures.txt")
    answer = assistant.ask("驻场演出由谁负责?")
    documents = {document.identifier: document for document in assistant.documents}
    assert "市文广旅局、各县区人民政府、云川高新区管委会" in answer.text
    assert prove(answer, documents) == []
    lacking = replace(answer, text=answer.text.replace("市文广旅局、", ""))
    assert prove(lacking, documents) != []
