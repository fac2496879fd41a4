"""Documents that amend others: what is read of them, what answers from the amended ones say."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from amended_policy import COMING, DECISION, LAKE, LATER
from conftest import settings_for
from several_policies import CARE_OF_PINE

from assistant.assembly import assemble, build_index_folder
from assistant.citations import prove
from assistant.many_documents import ManyDocuments
from assistant.standing import standings
from documents.document import Document
from documents.reading import parse_document

DAY = date(2026, 1, 1)
DECISION_NAME = (
    "《青湖市人民政府关于修改〈青湖市湿地公园管理办法〉的决定》（青湖市人民政府令第20号）"
)


def read(*lines: str) -> Document:
    """The document of these lines."""
    return parse_document(list(lines), "policy.txt")


def changes(document: Document) -> list[tuple[tuple[str, ...], list[str]]]:
    """The names of each amended document, and its changes as kind, place and clause."""
    return [
        (
            each.names,
            [f"{c.kind.value} {c.place} {document.clauses[c.clause].number}" for c in each.changes],
        )
        for each in document.metadata.amends
    ]


def said(document: Document) -> list[str]:
    """The words of every change."""
    return [
        document.text[c.start : c.end] for each in document.metadata.amends for c in each.changes
    ]


def test_a_decision_whole_subject_is_amending() -> None:
    decision = read(*DECISION)
    assert changes(decision) == [
        (
            ("青湖市湿地公园管理办法", "青湖市人民政府令第12号"),
            ["修改 第二条 一", "修改 第三条第一项 二", "删去 第五条 三", "增加 第七条 四"],
        )
    ]
    assert said(decision) == [
        "第二条修改为：“湿地公园门票每人每次20元。”",
        "将第三条第一项修改为：“（一）注册资本不少于80万元；”",
        "删去第五条。",
        "在第六条后增加一条，作为第七条：“湿地公园设立志愿服务队。”",
    ]


def test_a_decision_on_several_rules() -> None:
    decision = read(
        "青湖市人民政府关于修改部分规章的决定",
        "青湖市人民政府令第21号",
        "为优化营商环境，市政府决定对下列规章予以修改：",
        "一、《青湖市户外广告管理办法》",
        "（一）第六条、第九条第二款中的“工商行政管理部门”修改为“市场监督管理部门”。",
        "（二）删去第十一条第三项。",
        "二、将《青湖市停车场管理规定》（青湖市人民政府令第9号）第八条修改为：“停车场应当公示收费标准。”",
        "本决定自公布之日起施行。",
    )
    assert changes(decision) == [
        (
            ("青湖市户外广告管理办法",),
            ["改为 第六条 一(一)", "改为 第九条第二款 一(一)", "删去 第十一条第三项 一(二)"],
        ),
        (("青湖市停车场管理规定", "青湖市人民政府令第9号"), ["修改 第八条 二"]),
    ]


def test_one_clause_among_others_amends() -> None:
    notice = read(
        "青湖市民政局关于做好困难群众救助工作的通知",
        "青民发〔2025〕3号",
        "各区民政局：",
        "一、加强走访排查。",
        "二、《青湖市临时救助办法》（青民发〔2022〕8号）第四条中的“500元”改为“800元”。",
        "三、将青民发〔2021〕2号文件第二条第（一）项调整为：“每户每年1000元。”",
    )
    assert changes(notice) == [
        (("青湖市临时救助办法", "青民发〔2022〕8号"), ["改为 第四条 二"]),
        (("青民发〔2021〕2号",), ["修改 第二条第（一）项 三"]),
    ]


def test_what_is_quoted_may_go_on_below() -> None:
    notice = read(
        "青湖市教育局关于修改《青湖市校车管理办法》部分条款的通知",
        "青教发〔2025〕9号",
        "各学校：",
        "一、第三条修改为：“第三条 校车应当符合下列条件：",
        "（一）座位不超过20个；",
        "（二）车龄不超过5年。”",
        "二、第八条增加一款，作为第二款：“校车每月检修一次。”",
    )
    assert said(notice)[0].endswith("（二）车龄不超过5年。”")
    assert changes(notice)[0][1] == ["修改 第三条 一", "增加 第八条第二款 二"]


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("二、将第五条第二款修改为两款，作为第二款、第三款：“甲。”“乙。”", ["修改 第五条第二款"]),
        ("二、第六条中的“甲局”修改为“乙局”，“丙局”修改为“丁局”。", ["改为 第六条"]),
        ("二、第三条第二款改为第三款，修改为：“甲。”", ["修改 第三条第二款"]),
        ("二、第七条至第九条修改如下：“甲。”", ["修改 第七条", "修改 第八条", "修改 第九条"]),
        ("二、取消第四条；第五条不再执行。", ["删去 第四条", "删去 第五条"]),
        ("二、第十条增加一项，作为第四项：“（四）甲。”", ["增加 第十条第四项"]),
        ("二、在第十条第一款后增加一款，作为第二款：“甲。”", ["增加 第十条第二款"]),
        ("二、第二部分第（三）项修改为：“甲。”", ["修改 第二部分第（三）项"]),
        ("二、二（三）中“甲”改为“乙”。", ["改为 二（三）"]),
        ("二、删去第六条中的“甲”。", ["改为 第六条"]),
        ("二、在第八条后增加一条：“甲。”", ["增加 第八条后"]),
        ("二、《办法》第三条之一修改为：“甲。”", ["修改 第三条之一"]),
        ("第二条 增加一条，作为第九条：“甲。”", ["增加 第九条"]),
        ("第二条 原第四条改为第五条。", []),
    ],
)
def test_how_changes_are_put(words: str, change: list[str]) -> None:
    first = "第一条" if words.startswith("第") else "一、"
    notice = read(
        "青湖市商务局关于修改《青湖市市场管理办法》部分条款的通知",
        "青商发〔2025〕9号",
        "各单位：",
        f"{first} 提高认识。",
        words,
    )
    [(names, found)] = changes(notice)
    assert names == ("青湖市市场管理办法",)
    assert [each.rpartition(" ")[0] for each in found] == change


def test_what_explains_an_amendment_is_none() -> None:
    lines = ["《青湖市人民政府关于修改〈青湖市湿地公园管理办法〉的决定》政策解读", *DECISION[3:]]
    assert read(*lines).metadata.amends == ()


def test_what_only_speaks_of_amending_amends_nothing() -> None:
    for words in (
        "第二条 修改《业主公约》的，应当经三分之二以上业主同意。",
        "第二条 市司法局负责规章的修改、废止工作，对《立法法》第八十条规定的事项提出修改建议。",
        "第二条 增加一条公交线路，将第三条线路改为环线，删去重复站点。",
        "第二条 申请人应当按照第五条修改为符合要求的材料。",
    ):
        assert read("青湖市物业管理规定", "第一条 制定本规定。", words).metadata.amends == ()


def test_a_renumbered_article_is_not_changed() -> None:
    decision = read(
        *DECISION[:3], "一、第二条改为第三条，修改为：“门票20元。”", "二、原第四条改为第五条。"
    )
    assert changes(decision)[0][1] == ["修改 第二条 一"]


def test_an_amended_document_holds_and_says_so() -> None:
    lake, decision = read(*LAKE), read(*DECISION)
    alone, found = standings([lake])[lake.identifier], standings([lake, decision])[lake.identifier]
    assert (alone.amended_by, alone.label(DAY)) == ((), "现行")
    assert [each.document for each in found.amended_by] == [decision]
    assert found.in_force(DAY)
    assert found.label(DAY) == f"现行，已由{DECISION_NAME}修改"


def test_the_number_tells_which_of_two_versions_is_amended() -> None:
    other = [line.replace("第12号", "第3号").replace("2021", "2015") for line in LAKE]
    old, lake, decision = read(*other), read(*LAKE), read(*DECISION)
    found = standings([old, lake, decision])
    assert found[lake.identifier].amended_by
    assert not found[old.identifier].amended_by
    assert not standings([old, decision])[old.identifier].amended_by


def test_a_document_issued_later_is_not_amended() -> None:
    later = read(*[line.replace("2021", "2025") for line in LAKE])
    assert not standings([later, read(*DECISION)])[later.identifier].amended_by


LATER_NAME = "《青湖市林业局关于调整〈青湖市湿地公园管理办法〉有关规定的通知》（青林发〔2025〕4号）"
COMING_NAME = "《青湖市人民政府关于修改〈青湖市湿地公园管理办法〉的决定》（青湖市人民政府令第30号）"
SOURCE = "（据《青湖市湿地公园管理办法》（青湖市人民政府令第12号））"


def over(folder: Path, *texts: list[str]) -> ManyDocuments:
    """An assistant over these texts, and one on another subject, on New Year's Day 2026."""
    for at, lines in enumerate((CARE_OF_PINE, *texts)):
        (folder / f"policy{at}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = replace(settings_for(folder / "index"), today=DAY)
    build_index_folder(settings, sorted(folder.glob("*.txt")))
    return assemble(settings)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    """Over the amended document without what amends it."""
    return over(tmp_path_factory.mktemp("alone"), LAKE)


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    """Over the amended document and what amends it."""
    return over(tmp_path_factory.mktemp("amended"), LAKE, DECISION)


@pytest.fixture(scope="module")
def amended_again(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    """Over the amended document, what amends it, what does so again, and what will."""
    return over(tmp_path_factory.mktemp("amended_again"), LAKE, DECISION, LATER, COMING)


def answer(assistant: ManyDocuments, question: str) -> str:
    """The text of an answer whose citations are proven."""
    given = assistant.ask(question)
    documents = {document.identifier: document for document in assistant.documents}
    assert prove(given, documents) == []
    return given.text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "青湖市湿地公园门票多少钱",
            f"{DECISION_NAME}一：第二条修改为：“湿地公园门票每人每次20元。”[1]\n"
            f"修改前的原文：\n湿地公园门票每人每次30元。[2]\n{SOURCE}",
        ),
        (
            "在湿地公园钓鱼罚多少",
            f"{DECISION_NAME}三：删去第五条。[1]\n"
            f"已删去，删去前的原文：\n在公园内钓鱼的，处200元罚款。[2]\n{SOURCE}",
        ),
        (
            "修改前湿地公园门票多少钱",
            "修改前的原文：\n湿地公园门票每人每次30元。[1]\n"
            f"{DECISION_NAME}一：第二条修改为：“湿地公园门票每人每次20元。”[2]\n{SOURCE}",
        ),
        (
            "湿地公园几点开放",
            "公园每日开放时间为8时至17时。[1]\n"
            f"（该文件已由{DECISION_NAME}修改，所引条款未改动。）",
        ),
    ],
)
def test_the_words_that_hold_now_come_first(
    amended: ManyDocuments, question: str, text: str
) -> None:
    assert answer(amended, question) == text


def test_an_item_that_is_changed_among_others_that_are_not(amended: ManyDocuments) -> None:
    text = answer(amended, "申请游船经营许可要符合哪些条件")
    assert text.startswith(
        f"{DECISION_NAME}二：将第三条第一项修改为：“（一）注册资本不少于80万元；”[1]\n"
    )
    assert "修改前的原文（第三条第一项已改动，其余未改动）：\n" in text
    assert "所引条款未改动" in answer(amended, "申请游船经营许可要有多少艘游船")


def test_alone_nothing_is_said_of_amendments(alone: ManyDocuments) -> None:
    assert answer(alone, "青湖市湿地公园门票多少钱") == "湿地公园门票每人每次30元。[1]"
    assert answer(alone, "在湿地公园钓鱼罚多少") == "在公园内钓鱼的，处200元罚款。[1]"


def test_answers_of_other_documents_stay(alone: ManyDocuments, amended: ManyDocuments) -> None:
    for question in ("松原市护理床位建设补贴是多少", "养老护理员津贴多少", "红烧肉怎么做"):
        assert (
            answer(alone, question).partition("现已载入")[0]
            == answer(amended, question).partition("现已载入")[0]
        )


def test_the_later_of_two_amendments_counts(amended_again: ManyDocuments) -> None:
    text = answer(amended_again, "青湖市湿地公园门票多少钱")
    assert text.startswith(f"{LATER_NAME}一：《青湖市湿地公园管理办法》")
    assert (
        "第二条修改为：“湿地公园免收门票。”[1]\n修改前的原文：\n湿地公园门票每人每次30元。[2]"
        in text
    )
    assert "20元" not in text


def test_an_amendment_that_does_not_hold_yet_is_told(amended_again: ManyDocuments) -> None:
    text = answer(amended_again, "湿地公园几点开放")
    assert text.startswith("公园每日开放时间为8时至17时。[1]\n")
    assert f"（注意：{COMING_NAME}自2027年1月1日起修改所引条款，尚未施行。）" in text


def test_what_was_changed_is_listed(amended: ManyDocuments) -> None:
    text = answer(amended, "青湖市湿地公园管理办法修改过吗")
    assert text.split("\n") == [
        f"《青湖市湿地公园管理办法》（青湖市人民政府令第12号）由{DECISION_NAME}修改：",
        "一：第二条修改为：“湿地公园门票每人每次20元。”[1]",
        "二：将第三条第一项修改为：“（一）注册资本不少于80万元；”[2]",
        "三：删去第五条。[3]",
        "四：在第六条后增加一条，作为第七条：“湿地公园设立志愿服务队。”[4]",
        "本决定自2024年6月1日起施行。[5]",
    ]


def test_a_text_published_anew_has_its_changes_already(tmp_path: Path) -> None:
    anew = [line.replace("30元", "20元") for line in LAKE]
    text = answer(over(tmp_path, anew, DECISION), "青湖市湿地公园门票多少钱")
    assert "湿地公园门票每人每次20元。[1]\n" in text
    assert f"（该文件已由{DECISION_NAME}修改，所引条款已是修改后的文字。）" in text
    assert "第二条修改为：“湿地公园门票每人每次20元。”[2]" in text  # with its closing mark


def test_lists_of_documents_name_what_amends(amended: ManyDocuments) -> None:
    assert f"现行，已由{DECISION_NAME}修改：" in answer(amended, "现在有哪些文件")


def test_a_revised_text_under_its_old_name_is_a_new_version() -> None:
    again = [
        "青湖市人民政府关于修订《青湖市湿地公园管理办法》的通知",
        "青政发〔2025〕1号",
        "各区人民政府：",
        *LAKE[2:],
    ]
    old, new = read(*LAKE), read(*again)
    found = standings([old, new])[old.identifier]
    assert (found.newer, found.amended_by) == (new, ())
