"""Rules applied to a case: what the asker states against the bounds of the text."""

from dataclasses import replace

import pytest
from conftest import assistant_over

from assistant.citations import prove
from assistant.conversation import Conversation
from assistant.thresholds import is_weighed_right


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("我们合作社建了一座库容300吨的产地冷库,能拿补助吗", "问题中的“300吨”未达到“500吨以上”。"),
        ("我们合作社建了一座库容800吨的产地冷库,能拿补助吗", "问题中的“800吨”符合“500吨以上”。"),
    ],
)
def test_a_case_is_held_against_the_bound(
    notice_assistant: Conversation, question: str, verdict: str
) -> None:
    answer = notice_assistant.ask(question)
    assert answer.text.endswith(verdict)
    assert "按投资额的30%给予补助" in answer.text


def test_of_two_bounds_on_different_things_none_is_applied(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("openings")
    file = folder / "rules.txt"
    file.write_text(
        "河源市道路管理办法\n第一条 对长度不超过50米、宽度不超过1米的小型挖掘，1个工作日内办结审批。\n"
        "第二条 占用道路的，应当设置围挡。\n",
        encoding="utf-8",
    )
    answer = assistant_over(folder / "index", file).ask("我要挖一条30米的小型挖掘，多久能批下来")
    assert "长度不超过50米、宽度不超过1米" in answer.text
    assert "30米" not in answer.text


def test_a_case_is_held_against_what_defines_a_thing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("defined")
    file = folder / "rules.txt"
    file.write_text(
        "河源市农贸市场管理办法\n第一条 本办法所称农贸市场，是指营业面积在三百平方米以上且固定摊位不少于二十个，"
        "以食用农产品零售为主的交易场所。\n第二条 市场开办者应当建立台账。\n",
        encoding="utf-8",
    )
    answer = assistant_over(folder / "index", file).ask(
        "我们这个菜场营业面积350平方米、固定摊位18个，算不算办法说的农贸市场？"
    )
    assert answer.remarks[-2:] == (
        "问题中的“350平方米”符合“三百平方米以上”。",
        "问题中的“18个”未达到“不少于二十个”。",
    )


def test_a_wrong_verdict_is_no_proof(notice_assistant: Conversation) -> None:
    documents = {document.identifier: document for document in notice_assistant.documents}
    answer = notice_assistant.ask("我们合作社建了一座库容300吨的产地冷库,能拿补助吗")
    assert prove(answer, documents) == []
    verdict = answer.remarks[-1]
    wrong = verdict.replace("未达到", "符合")
    altered = replace(
        answer,
        text=answer.text.replace(verdict, wrong),
        remarks=(*answer.remarks[:-1], wrong),
    )
    assert [flaw.sentence for flaw in prove(altered, documents)] == [wrong]


@pytest.mark.parametrize(
    ("remark", "quotes", "right"),
    [
        ("问题中的“8000立方米”未达到“1万立方米以上”。", "库容1万立方米以上的", True),
        ("问题中的“2万立方米”符合“1万立方米以上”。", "库容1万立方米以上的", True),
        ("问题中的“40周岁”超出“35周岁以下”。", "35周岁以下的青年", True),
        ("问题中的“8000立方米”符合“1万立方米以上”。", "库容1万立方米以上的", False),
        ("问题中的“8000立方米”未达到“1万立方米以上”。", "库容2万立方米以上的", False),
        ("问题中的“18个”未达到“不少于二十个”。", "固定摊位不少于二十个", True),
        ("问题中的“18个”符合“不少于二十个”。", "固定摊位不少于二十个", False),
        ("问题中的“4万平方米”符合“不得低于3万平方米”。", "面积不得低于3万平方米", True),
        ("问题中的“18个”符合“少于二十个”。", "固定摊位少于二十个的", True),
        ("问题中的“8000元”未达到“1万立方米以上”。", "库容1万立方米以上的", False),
    ],
)
def test_verdicts(remark: str, quotes: str, right: bool) -> None:
    assert is_weighed_right(remark, quotes) is right
