"""What a new subject takes the place of in the question before."""

import pytest
from conftest import assistant_reading

from assistant.answer import Turn
from assistant.conversation import Conversation
from assistant.parallels import named_together, other_quantity, parallel

_TEXT = "本办法适用于食品小作坊、小餐饮和食品摊贩的登记。食品小作坊（不含面馆）由县局登记。"
_MEASURES = """\
岭南市小作坊和小餐饮管理办法
第一条 本办法适用于食品小作坊、小餐饮的登记和监督。
第二条 食品小作坊、小餐饮应当向县市场监督管理局申请登记证。食品小作坊登记证有效期为3年,小餐饮登记证有效期为5年。
第三条 未取得登记证的,责令改正;逾期不改正的,对食品小作坊处5000元以上2万元以下罚款,对小餐饮处2000元以上1万元以下罚款。
第四条 食品小作坊升级取得食品生产许可证的,一次性奖励3万元。
第五条 本办法自2026年5月1日起施行。
"""


@pytest.mark.parametrize(
    ("subject", "plain", "wanted"),
    [
        ("小餐饮", "食品小作坊没登记罚多少", "食品小作坊"),
        ("食品摊贩", "小餐饮没登记罚多少", "小餐饮"),
        ("面馆", "食品小作坊没登记罚多少", ""),  # in brackets behind it, not joined with it
        ("酒楼", "食品小作坊没登记罚多少", ""),
        ("小餐饮", "小餐饮没登记罚多少", ""),
    ],
)
def test_what_the_text_names_beside_it(subject: str, plain: str, wanted: str) -> None:
    assert named_together(subject, plain, [_TEXT]) == wanted


def test_a_figure_of_the_same_unit_and_a_word_with_the_same_end() -> None:
    assert other_quantity("只有13度", "室温15度退多少") == "室温13度退多少"
    assert other_quantity("13平方米", "室温15度退多少") == ""
    assert parallel("骨干型", "领航型企业有几家") == "领航型"


def test_the_ask_and_its_conditions_stay(tmp_path_factory: pytest.TempPathFactory) -> None:
    assistant: Conversation = assistant_reading(
        _MEASURES, tmp_path_factory.mktemp("parallels"), "measures.txt"
    )
    before = Turn("食品小作坊没办登记证,逾期还不改,罚多少?", "处5000元以上2万元以下罚款。")
    answer = assistant.ask("小餐饮呢?", (before,))
    assert "2000元以上1万元以下罚款" in answer.text
    assert [citation.clause for citation in answer.citations] == ["第三条"]
