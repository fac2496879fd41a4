"""Answers to where, through what and to whom something is done."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import assistant_reading

from assistant.answer import Answer

NOTICE = """\
青砾市粮油储备局关于做好应急储备粮代储工作的通知
青粮发〔2026〕5号
各县区粮油储备局：
现将应急储备粮代储工作有关事项通知如下。
一、代储资格
（一）代储企业仓容不低于2万吨，近三年没有粮食质量事故。
（二）企业可以通过“青储通”平台在线申请，也可以到所在县区政务服务中心粮食窗口申请。
二、费用
（一）代储企业应当缴纳质量保证金10万元，代储期满后退还。
（二）保证金可在市农商银行各网点或者“青储通”小程序缴纳。
（三）保管费由市财政局每季度拨付至企业对公账户。
三、监督
（一）储备粮每季度检查一次，检查记录保存三年。
（二）企业对检查结果有异议的，可以在7日内向市粮油储备局书面提出。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    """Ask the notice."""
    folder: Path = tmp_path_factory.mktemp("places")
    return assistant_reading(NOTICE, folder, "notice.txt").ask


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("想代储粮食，去哪儿申请？", "“青储通”平台在线申请"),
        ("在哪里交保证金？", "市农商银行各网点"),
        ("保管费打到哪里？", "企业对公账户"),
        ("检查结果不服找谁提？", "向市粮油储备局书面提出"),
    ],
)
def test_the_sentence_that_names_place_and_deed_is_quoted(
    ask: Callable[[str], Answer], question: str, said: str
) -> None:
    answer = ask(question)
    assert said in answer.text
    assert len(answer.citations) == 1


def test_a_deed_that_no_sentence_places_is_declined(ask: Callable[[str], Answer]) -> None:
    assert ask("去哪里领检查记录？").status.refused
