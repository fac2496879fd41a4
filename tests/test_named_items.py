"""A list cut down to the items that a question names."""

from pathlib import Path

from conftest import assistant_reading

REPORT = """\
湖东县2026年为民办实事计划
湖东政发〔2026〕1号
一、实事项目
今年，我们将办好下列民生实事：
1．新建儿童乐园3处。
2．改造供水管网40公里。
3．开设儿童口腔门诊5个。
4．新增公交线路6条。
二、组织保障
各单位要按月报送进展。
"""


def test_only_the_items_that_are_named_are_listed(tmp_path: Path) -> None:
    """Behind the line that introduces them; all of them where the question names none."""
    assistant = assistant_reading(REPORT, tmp_path, "plan.txt")
    named = assistant.ask("跟儿童有关的民生实事有哪些").text
    every = assistant.ask("民生实事有哪些").text

    assert "儿童乐园" in named
    assert "口腔门诊" in named
    assert "供水管网" not in named
    assert all(words in every for words in ("儿童乐园", "供水管网", "口腔门诊", "公交线路"))


def test_nothing_is_cut_where_no_item_is_named(tmp_path: Path) -> None:
    """A list of which no item has the word stays as it was."""
    assistant = assistant_reading(REPORT, tmp_path, "plan.txt")
    answer = assistant.ask("跟航天有关的民生实事有哪些")

    assert answer.status.refused or "供水管网" in answer.text
