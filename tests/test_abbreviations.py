"""Tests of assistant/abbreviations.py: short forms of a question written out."""

import pytest

from assistant.abbreviations import with_steps_as_printed, written_out

_TEXT = (
    "稳步推进长期护理保险，护理服务费按月结算。家政服务员每年培训两次，"
    "租住公共租赁住房的，由住房保障中心核验；病人到定点校医院就诊；建设市级大数据平台；补助企业。"
    "市住房公积金管理委员会审定贷款额度，开发区管委会协助，业主委员会公布收支。"
)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("长护险一年交多少钱", "长期护理保险一年交多少钱"),
        ("家政员一年培训几次", "家政服务员一年培训几次"),
        ("租公租房要核验吗", "租公共租赁住房要核验吗"),
        ("定点医院有哪些", "定点医院有哪些"),  # a word as it is
        ("大平台谁来建", "大平台谁来建"),  # a big platform
        ("一年补企业多少", "一年补企业多少"),  # what is done, no name
        ("住房局管什么", "住房局管什么"),  # departments have rules of their own
        ("长期护理保险怎么交", "长期护理保险怎么交"),
        ("公积金管委会管什么", "公积金管理委员会管什么"),
        ("业委会公布什么", "业主委员会公布什么"),
        ("开发区管委会做什么", "开发区管委会做什么"),  # as the text has it
    ],
)
def test_writes_short_forms_out(asked: str, read: str) -> None:
    assert written_out(asked, lambda words: words in _TEXT, lambda: [_TEXT]) == read


def test_what_the_documents_hold_stays() -> None:
    text = f"{_TEXT}长护险另行规定。"
    assert (
        written_out("长护险交多少", lambda words: words in text, lambda: [text]) == "长护险交多少"
    )


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("做完二期临床奖多少", "做完Ⅱ期临床奖多少"),
        (
            "基金头一期规模是多少",
            "基金头一期规模是多少",
        ),  # the first of several, no step of a scale
        ("前三期一共多少", "前三期一共多少"),
    ],
)
def test_a_step_of_a_scale_is_written_as_the_document_has_it(question: str, printed: str) -> None:
    text = "完成Ⅰ期、Ⅱ期、Ⅲ期临床试验的给予奖励。"
    assert with_steps_as_printed(question, lambda: [text]) == printed
