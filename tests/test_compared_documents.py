"""Two documents asked the same: how far their figures are apart."""

from pathlib import Path

import pytest
from conftest import assistant_over

from assistant.conversation import Conversation

NAMES = ("柳溪市", "江湾市")
FEES = {
    "柳溪市": "柳溪市耕地补贴方案\n一、补贴标准\n每亩补贴98.2元。\n二、培训\n培训合格率达到90%。\n",
    "江湾市": "江湾市耕地补贴方案\n一、补贴标准\n每亩补贴102元。\n二、培训\n培训合格率达到90%。\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    folder: Path = tmp_path_factory.mktemp("compared")
    for name, text in FEES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return assistant_over(folder / "index", folder)


@pytest.mark.parametrize(
    ("question", "remark"),
    [
        (
            "柳溪市和江湾市每亩补贴相差多少",
            "相差 3.8元，较高的是《江湾市耕地补贴方案》。",
        ),
        ("柳溪市和江湾市每亩补贴哪个高", "相差 3.8元，较高的是《江湾市耕地补贴方案》。"),
        ("柳溪市和江湾市的培训合格率相差多少", "“90%”与“90%”相同。"),
    ],
)
def test_the_figures_of_two_documents(assistant: Conversation, question: str, remark: str) -> None:
    answer = assistant.ask(question)
    assert answer.text.endswith(remark)
    assert len(answer.citations) == len(NAMES)


def test_nothing_is_compared_where_it_is_not_asked(assistant: Conversation) -> None:
    assert "相差" not in assistant.ask("柳溪市和江湾市每亩补贴分别是多少").text
