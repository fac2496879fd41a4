"""How well quotes bear out a question: what is not in the text is declined, what is stays answered."""

import pytest
from conftest import assistant_reading

from assistant.answer import Answer
from assistant.conversation import Conversation
from assistant.extractive import ExtractiveAnswerer
from assistant.question import Intent
from assistant.support import is_judged, support, support_features, weights


def drafted(assistant: Conversation, question: str) -> tuple[float, dict[str, float], Answer]:
    """The support of the answer that is given where nothing is declined, and its features."""
    found = assistant.retrieve(question)
    asked, evidence = found.resolved.question, found.evidence
    answer = ExtractiveAnswerer(0.0).answer(asked, evidence)
    return (
        support(asked, evidence, answer, ""),
        support_features(asked, evidence, answer, ""),
        answer,
    )


def test_every_feature_has_a_weight(notice_assistant: Conversation) -> None:
    _, features, _ = drafted(notice_assistant, "产地冷库建多少座")
    assert set(features) == set(weights().of)
    assert all(0 <= value <= 1.5 for value in features.values())


@pytest.mark.parametrize(
    ("held", "lacking"),
    [
        ("每年培训果农多少人次", "每年培训茶农多少人次"),
        ("打造哪三个区域公用品牌", "打造哪三个高尔夫球场"),
    ],
)
def test_what_the_text_does_not_name_is_supported_less(
    notice_assistant: Conversation, held: str, lacking: str
) -> None:
    assert drafted(notice_assistant, held)[0] > drafted(notice_assistant, lacking)[0]
    assert not notice_assistant.ask(held).status.refused
    assert notice_assistant.ask(lacking).status.refused


def test_what_is_looked_up_is_not_judged(notice_assistant: Conversation) -> None:
    found = notice_assistant.retrieve("文号是多少")
    assert found.resolved.question.intent is Intent.METADATA
    answer = ExtractiveAnswerer(0.0).answer(found.resolved.question, found.evidence)
    assert not is_judged(found.resolved.question, answer)


def test_a_declined_question_names_what_is_not_there(notice_assistant: Conversation) -> None:
    answer = notice_assistant.ask("每年培训茶农多少人次")
    assert answer.text.startswith("原文没有载明")
    assert answer.related[0].clause == "三(一)"


MEASURES = """\
云屏市支持公共书屋发展若干措施
一、建设书屋。到2027年，全市建成公共书屋60个。新建书屋每个补助8万元。书屋每周开放不少于56小时。
二、开展评选。每年评选“夜读驿站”10个，每个奖励2万元。
三、规范申报。申报单位应当通过政务服务平台提交申请表、营业执照和租赁合同，每年3月集中受理。
四、方便读者。读者可以借阅图书、期刊、报纸和有声读物，借阅期限不超过30日，逾期每日收取0.2元。
五、开办讲座。书屋可以出租场地举办讲座，场地连续使用二十四小时最高收取600元。
六、发展数字阅读。支持书屋建设数字阅读空间。按照规定给予最高50万元的支持。
七、加强保障。书屋应当配备灭火器、应急灯和急救箱。市财政每两年组织一次绩效评价。
"""


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(MEASURES, tmp_path_factory.mktemp("measures"), "measures.txt")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("60个公共书屋分别建在哪些街道？", "具体的地点"),
        ("市财政的绩效评价看哪些科目？", "是哪些科目"),
        ("“夜读驿站”要提交哪些材料？", "“夜读驿站”的相关内容"),
        ("2025年全市一共建成了多少个公共书屋？", "2025年"),
        ("去年全市公共书屋一共补助了多少家？", "过去的实际数字"),
        ("书屋场地每小时收多少钱？", "每小时的数额"),
        ("市财政给绩效评价安排了多少预算？", "所问的数量或金额"),
        ("书屋要多大一块场地？", "所问的数量或金额"),
        ("书屋离学校要有多远？", "所问的数量或金额"),
        ("读者的场地清洁费一次多少钱？", "“清洁费”"),
        ("借阅证丢了怎么补办？", "遗失后怎么补办"),
        ("评选的专家有哪些人？", "是哪些人"),
    ],
)
def test_an_answer_of_another_kind_than_asked_is_none(
    measures: Conversation, question: str, said: str
) -> None:
    answer = measures.ask(question)
    assert answer.status.refused
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("读者可以借阅哪些读物？", "图书、期刊、报纸和有声读物"),
        ("书屋应当配备哪些设备？", "灭火器、应急灯和急救箱"),
        ("“夜读驿站”每年评选多少个？", "10个"),
        ("申报书屋要提交哪些材料？", "申请表、营业执照和租赁合同"),
        ("新建一个书屋补助多少钱？", "8万元"),
        ("数字阅读最高支持多少？", "最高50万元"),
    ],
)
def test_an_answer_of_the_kind_asked_stays(
    measures: Conversation, question: str, said: str
) -> None:
    answer = measures.ask(question)
    assert not answer.status.refused
    assert said in answer.text
