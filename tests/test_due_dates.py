"""The day by which a deadline as printed has to be met."""

from datetime import date

import pytest

from documents.due_dates import deadline_words, due_date
from documents.facts import extract_facts
from documents.reading import parse_document


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ("到2025年", date(2025, 12, 31)),
        ("力争到2027年", date(2027, 12, 31)),
        ("2025—2027年", date(2027, 12, 31)),
        ("2026年6月底前", date(2026, 6, 30)),
        ("2024年2月", date(2024, 2, 29)),
        ("2026年11月20日", date(2026, 11, 20)),
        ("2026年2月31日", date(2026, 2, 28)),
        ("2026年13月", None),
        ("“十四五”期间", date(2025, 12, 31)),
        ("力争“十五五”时期", date(2030, 12, 31)),
        ("每年", None),
        ("未来三年", None),
        ("年底前", None),
        ("", None),
    ],
)
def test_the_last_day(deadline: str, expected: date | None) -> None:
    assert due_date(deadline) == expected


def printed(*lines: str) -> list[tuple[str, str]]:
    """The figure and the deadline of every target."""
    document = parse_document(
        ["青山市人民政府关于养老服务的意见", "青政发〔2024〕3号", "一、目标", *lines], "a.txt"
    )
    return [
        (target.quantity.text, deadline_words(document, target))
        for target in extract_facts(document).targets
    ]


def test_a_deadline_that_opens_a_paragraph_holds_for_all_of_it() -> None:
    assert printed("到2027年，床位达到35张。覆盖率达到72%。") == [
        ("35张", "到2027年"),
        ("72%", "到2027年"),
    ]
    assert printed("到2027年，床位达到35张；到2030年达到60张。覆盖率达到72%。")[2] == ("72%", "")
    assert printed("到2027年，床位达到35张。", "新建食堂30个。")[1] == ("30个", "")


def test_the_year_that_a_change_is_measured_from_is_no_deadline() -> None:
    assert printed("2026年6月底前，火灾起数较2024年下降30%以上。") == [("30%以上", "2026年6月底前")]
    assert printed("火灾起数比2024年下降30%以上。") == [("30%以上", "")]


def test_a_table_has_its_deadlines_in_a_column() -> None:
    row = "8 新增充电端口3.2万个 市住房城乡建设局 2025年12月底"
    assert printed(row) == [("3.2万个", "2025年12月底")]
