"""Who is responsible by the running text of rules that name nobody in brackets."""

import pytest
from conftest import assistant_reading

from assistant.answer import Turn
from assistant.conversation import Conversation

RULES = """\
白沙区夜间集市管理办法
第一条 区城管局负责摊位设置；市生态环境局白沙分局负责油烟监测；区消防大队负责用火检查。
第二条 摊主子女申请入学的，由区教育局统筹安排到公办学校；摊主每年可以免费体检一次。
第三条 摊位应当安装油烟净化器，净化效率不低于85%，摊主应当遵守用火用电规定。
第四条 集市办公室设在区商务局，每季度通报一次。
第五条 学生志愿服务证明由学校统一开具。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(RULES, tmp_path_factory.mktemp("market"), "rules.txt")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("帮摊主子女安排学校的是哪个局", "由区教育局统筹安排"),
        ("集市办公室挂在哪个局", "集市办公室设在区商务局"),
        ("志愿服务证明由谁开具", "由学校统一开具"),
        ("油烟监测由谁负责", "市生态环境局白沙分局负责油烟监测"),
    ],
)
def test_the_sentence_in_which_a_body_acts(
    assistant: Conversation, question: str, words: str
) -> None:
    assert words in assistant.ask(question).text


def test_who_oversees_what_was_just_told(assistant: Conversation) -> None:
    history = (Turn("油烟净化效率要多少？", "净化效率不低于85%。"),)
    assert "白沙分局负责油烟监测" in assistant.ask("归谁管？", history).text
