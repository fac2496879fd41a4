"""Which units answer the measure that a question asks for."""

import pytest

from assistant.measures import has_measure_asked
from assistant.question import understand


@pytest.mark.parametrize(
    ("question", "unit", "answers"),
    [
        ("补助多少钱", "万元", True),
        ("补助多少钱", "%", False),
        ("能便宜多少", "折", True),
        ("能便宜多少", "元", True),
        ("能便宜多少", "平方米", False),
        ("市县分担的比例是百分之几", "比", True),
        ("占比是百分之几", "比", False),
        ("培训多少人", "万人次", True),
        ("有多少位老人受益", "万名", True),
        ("有多少家", "张", False),
        ("面积多大", "亩", True),
        ("总规模多大", "%", False),
        ("目标是多少", "%", True),
    ],
)
def test_units(question: str, unit: str, answers: bool) -> None:
    assert has_measure_asked(understand(question), unit) is answers
