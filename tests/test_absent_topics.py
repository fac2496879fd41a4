"""A thing that the documents of a place say nothing of is not answered from their other subjects."""

from pathlib import Path

import pytest
from conftest import assistant_over

from assistant.answer import Status, Turn
from assistant.conversation import Conversation

TEXTS = {
    "lifts.txt": """\
柳溪市老旧住宅加装电梯补助办法
第一条 加装电梯每台补助15万元，由市住房和城乡建设局审核。
第二条 申请人向街道办事处提出申请，15日内办结。
""",
    "meals.txt": """\
柳溪市老年助餐补贴办法
第一条 老年人在助餐点用餐，每餐补贴3元。
第二条 市民政局负责助餐点的管理，对举报问题属实的奖励500元。
""",
    "pools.txt": """\
江湾市公共游泳池管理办法
第一条 公共游泳池应当每日检测水质，由市体育局监督。
第二条 举报违规经营游泳池的，给予500元奖励。
""",
    "dogs.txt": """\
江湾市养犬管理规定
第一条 养犬应当登记，违反的处200元罚款。
第二条 市公安局负责养犬登记，5日内办结。
""",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    folder: Path = tmp_path_factory.mktemp("absent")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return assistant_over(folder / "index", folder)


@pytest.mark.parametrize(
    ("question", "thing", "title"),
    [
        ("江湾市加装电梯归哪个部门审核", "加装电梯", "柳溪市老旧住宅加装电梯补助办法"),
        ("柳溪市游泳池举报奖励多少", "游泳池", "江湾市公共游泳池管理办法"),
        ("柳溪市养狗要登记吗", "养狗", "江湾市养犬管理规定"),
    ],
)
def test_only_documents_of_another_place_speak_of_it(
    assistant: Conversation, question: str, thing: str, title: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.NOT_IN_SOURCE
    assert thing in answer.text
    assert f"《{title}》" in answer.text
    assert not answer.citations


def test_a_place_that_is_changed_to(assistant: Conversation) -> None:
    before = "柳溪市加装电梯每台补助多少"
    answer = assistant.ask("那江湾市呢", (Turn(before, assistant.ask(before).text),))
    assert answer.status is Status.NOT_IN_SOURCE
    assert "15万元" not in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("柳溪市加装电梯每台补助多少", "每台补助15万元"),
        ("江湾市养狗不登记罚多少", "200元罚款"),
        ("江湾市游泳池由哪个部门监督", "市体育局"),
        ("柳溪市老人吃饭补多少钱", "每餐补贴3元"),
    ],
)
def test_what_the_place_has_is_answered(assistant: Conversation, question: str, told: str) -> None:
    assert told in assistant.ask(question).text
