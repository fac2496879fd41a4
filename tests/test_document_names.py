"""The years that 去年, 今年 and 明年 mean."""

import pytest

from assistant.document_names import DocumentNames
from documents.document_head import DocumentHead


@pytest.mark.parametrize(
    ("title", "date", "question", "years"),
    [
        ("青岚县2026年政府工作报告", "2026年1月20日", "去年建了几座桥", (2025,)),
        ("关于做好2027年度缴费工作的通知", "2026年9月8日", "明年交多少钱", (2027,)),
        ("关于做好2027年度缴费工作的通知", "2026年9月8日", "去年交多少钱", (2025,)),
        ("关于做好2027年度缴费工作的通知", "2026年9月8日", "今年交多少钱", ()),
        ("青岚县2026年实事项目", "", "明年建几座桥", (2027,)),
        ("青岚县桥梁管理办法", "2026年1月20日", "明年建几座桥", ()),
    ],
)
def test_relative_years(title: str, date: str, question: str, years: tuple[int, ...]) -> None:
    head = DocumentHead("one", title, "", "", date, 3)
    assert DocumentNames(lambda: [head]).relative_years(question) == years
