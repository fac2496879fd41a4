"""What the head of a document answers: several bodies, several fields, the day of each act."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import assistant_over

from assistant.answer import Answer, Turn
from assistant.by_document import shown_name
from documents import DefectKind
from documents.reading import parse_document

JOINT = """\
砚山市人力资源和社会保障局 砚山市财政局关于印发《砚山市稳岗补贴办法》的通知
砚人社规〔2026〕2号
各县人力资源和社会保障局、财政局:
第一条 为稳定就业,制定本办法。
第二条 有下列情形之一的,不得申请:
(一)欠缴保险费;
(二)弄虚作假。
第三条 申请补贴应当符合下列条件:
(一)在本市登记;
(二)裁员率不高于5%。
第四条 补贴按缴费额的20%发放。培训补贴按实际支出的20%发放。
第五条 室温不足15度的,退还一半;不足13度的,全额退还。
第六条 市公安局配合核查。由市人力资源社会保障局负责解释。
"""
ADOPTED = """\
临泽市供热条例
2017年10月31日临泽市第十九届人民代表大会常务委员会第六次会议通过
2017年12月1日山东省第十二届人民代表大会常务委员会第三十三次会议批准
第一条 为规范供热,制定本条例。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Answer]:
    assistants = {}
    for text in (JOINT, ADOPTED):
        folder: Path = tmp_path_factory.mktemp("heads")
        file = folder / "policy.txt"
        file.write_text(text, encoding="utf-8")
        assistants[text] = assistant_over(folder / "index", file)
    return lambda text, question, *history: assistants[text].ask(question, history)


def test_all_bodies_that_issue_together_are_the_issuer() -> None:
    document = parse_document(JOINT.splitlines(), "joint.txt")
    assert document.issuer == "砚山市人力资源和社会保障局 砚山市财政局"


@pytest.mark.parametrize(
    ("text", "question", "words"),
    [
        (JOINT, "这办法是哪几家单位一起发的", ["砚山市人力资源和社会保障局 砚山市财政局"]),
        (JOINT, "这个通知是什么文号,发给了哪些单位", ["砚人社规〔2026〕2号", "各县人力资源"]),
        (ADOPTED, "省人大常委会是哪一天批准这部条例的", ["2017年12月1日"]),
        (ADOPTED, "这部条例是哪天通过的", ["2017年10月31日"]),
        (JOINT, "哪几类人没资格申请", ["欠缴保险费", "弄虚作假"]),
        (JOINT, "申请要符合哪些条件", ["在本市登记", "裁员率不高于5%"]),
    ],
)
def test_the_head_and_lists_of_two_sides(
    ask: Callable[..., Answer], text: str, question: str, words: list[str]
) -> None:
    answer = ask(text, question)
    assert all(each in answer.text for each in words), answer.text


def test_all_that_a_named_share_is_given_for(ask: Callable[..., Answer]) -> None:
    answer = ask(JOINT, "按百分之二十给补贴的都有哪些事项")
    assert "缴费额的20%" in answer.text
    assert "实际支出的20%" in answer.text


def test_another_figure_of_the_same_unit_takes_the_place_of_the_one_before(
    ask: Callable[..., Answer],
) -> None:
    before = Turn("室温只有15度的退多少", "室温不足15度的，退还一半。")
    answer = ask(JOINT, "那只有13度呢", before)
    assert answer.resolved_question == "室温只有13度的退多少"


def test_what_a_page_has_below_the_document_is_dropped() -> None:
    below = [
        "扫一扫在手机打开当前页",
        "【政策解读】《砚山市稳岗补贴办法》政策解读",
        "2026-07-05",
        "上一篇：关于供水的通知",
        "内容纠错|使用帮助|关于我们|网站地图",
        "砚山市人民政府 版权所有 主办单位：砚山市人民政府办公室",
        "市教育局",
    ]
    signed = ["砚山市财政局办公室2026年7月4日印发"]
    document = parse_document([*JOINT.splitlines(), *signed, *below], "copied.txt")
    assert document.text.splitlines()[-1] == signed[0]
    (dropped,) = (d for d in document.defects if d.kind is DefectKind.PAGE_CHROME)
    assert dropped.quote.splitlines() == below


@pytest.mark.parametrize("last", ["第七条 本办法自印发之日起施行。", "砚山市财政局2026年7月4日"])
def test_nothing_of_the_document_is_dropped_for_a_word_of_pages_above_it(last: str) -> None:
    document = parse_document([*JOINT.splitlines(), "打印", "市教育局", last], "copied.txt")
    assert document.text.splitlines()[-2:] == ["市教育局", last]


def test_an_announcement_with_a_subject_is_not_filed_under_its_annex() -> None:
    fees = [
        "松原市发展和改革委员会关于调整管道燃气价格的公告",
        "松发改公告〔2025〕6号",
        "根据有关规定，现将管道燃气价格调整情况公告如下：",
        "一、价格见附件，自2025年9月1日起执行。",
        "附件",
        "管道燃气销售价格标准",
        "用户\t元/立方米",
        "居民\t3.2",
        "松原市发展和改革委员会",
        "2025年8月1日",
    ]
    document = parse_document(fees, "fees.txt")
    assert (document.title, document.metadata.kind) == (fees[0], "公告")


def test_an_announcement_without_a_subject_has_the_title_of_what_it_issues() -> None:
    rules = [
        "松原市人民政府公告",
        "松政告〔2025〕2号",
        "现公布本市停车办法。",
        "松原市机动车停放办法",
        "第一条 为规范停车，制定本办法。",
        "第二条 停车场应当公示价格。",
    ]
    assert parse_document(rules, "rules.txt").title == rules[3]


def test_an_explanation_is_no_policy() -> None:
    told = [
        "《松原市外贸措施》政策解读",
        "一、出台背景",
        "去年进出口下降。",
        "二、主要内容",
        "共提出8条措施。",
    ]
    document = parse_document(told, "told.txt")
    assert (document.title, document.metadata.kind) == (told[0], "解读")
    assert shown_name(document) == "《〈松原市外贸措施〉政策解读》"
