"""What a text says of one class of several, and the items that a rule refers to by number."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import assistant_reading

from assistant.answer import Answer

RULES = """\
沙河市渡口安全管理办法
沙政令〔2025〕7号
第一条 为了加强渡口安全管理，制定本办法。
第二条 渡口分为三类：
（一）A类：日均渡运八百人次以上的渡口；
（二）B类：日均渡运二百人次以上的渡口；
（三）C类：其他渡口。
第三条 渡口维护经费由市财政按比例补助：A类按60%补助；B类按45%补助；C类按20%补助。
第四条 经营渡口应当符合下列条件：
（一）有稳定的坡道；
（二）配备救生衣；
（三）安装视频监控。
C类渡口不受前款第一项、第三项限制。
第五条 乘客不得有下列行为：
（一）翻越护栏；
（二）携带爆竹；
（三）在船头垂钓。
第六条 违反本办法第五条第一项、第三项规定的，由渡口管理站予以警告。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    """Ask the rules."""
    folder: Path = tmp_path_factory.mktemp("classes")
    assistant = assistant_reading(RULES, folder, "policy.txt")
    return assistant.ask


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("B类渡口包括哪些渡口", ["二百人次"], ["八百人次"]),
        ("A类是哪些渡口", ["八百人次"], ["二百人次"]),
        ("A类渡口是指什么", ["八百人次"], ["二百人次"]),
        ("B类渡口的维护经费补助多少", ["45%"], ["20%", "60%"]),
        ("C类渡口不受哪些条件限制", ["第一项", "坡道", "视频监控"], ["救生衣"]),
    ],
)
def test_a_class_that_is_named_gets_what_is_said_of_it(
    ask: Callable[[str], Answer], question: str, told: list[str], untold: list[str]
) -> None:
    """Its own item or sentence, not those of the others."""
    text = ask(question).text

    assert all(words in text for words in told)
    assert not any(words in text for words in untold)


def test_the_items_that_a_rule_refers_to_are_told(ask: Callable[[str], Answer]) -> None:
    """Which acts they are stands in another article."""
    answer = ask("哪些行为会被渡口管理站警告")

    assert [c.clause for c in answer.citations] == ["第六条", "第五条(一)", "第五条(三)"]
    assert "爆竹" not in answer.text


def test_no_items_where_the_question_asks_for_none(ask: Callable[[str], Answer]) -> None:
    """Who warns is told by the rule alone."""
    assert "护栏" not in ask("乘客违反规定由谁警告").text
