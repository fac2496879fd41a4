"""Cases made from documents: every one of a small document, properties on all, and the command."""

import argparse
import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from elder_care_policy import CARE, care_policy, changed_care_policy, trade_policy
from scripted_assistant import ScriptedBackend

from assistant.answer import Turn
from assistant.settings import Settings
from documents.document import Document
from documents.errors import DocumentError
from documents.facts import extract_facts
from documents.quantities import find_quantities
from documents.reading import parse_document, read_document
from evals.case import Case, CaseError
from evals.enumeration import enumerations
from evals.figure_question import figure_question
from evals.generated_source import Category
from evals.generation import generate_cases, naming_document
from evals.generation_templates import part_name, stem_question
from evals.metrics import normalised
from evals.question_file import read_cases
from evals.unanswerable_topics import places_beside
from ui import eval_generate_command
from ui.chinese_parser import ChineseParser

# fmt: off
CARE_CASES = [
    ("fact", "全市护理型床位占比是多少？", ["一"], [["65%以上"], ["2025"]]),
    ("fact", "养老床位多少张？", ["一"], [["2000张"]]),
    ("fact", "新建社区食堂多少个？", ["二(一)"], [["30个"]]),
    ("department", "居家养老由谁牵头？", ["二(一)"], [["市民政局", "民政局"]]),
    ("department", "智慧养老由谁牵头？", ["二(二)"], [["市大数据局", "大数据局"]]),
    ("reverse_department", "市民政局牵头哪些工作？", ["二(一)"], [["居家养老"]]),
    ("reverse_department", "市大数据局牵头哪些工作？", ["二(二)"], [["智慧养老"]]),
    ("list", "“主要任务”包括哪几项？", ["二", "二(一)", "二(二)"], [["居家养老"], ["智慧养老"]]),
    ("named", "“一键呼叫”是在哪一条提到的？", ["二(二)"], [["智慧养老"]]),
    ("title", "第一部分的标题是什么？", ["一"], [["总体要求"]]),
    ("title", "第二部分的标题是什么？", ["二"], [["主要任务"]]),
    ("title", "第二部分（一）的标题是什么？", ["二(一)"], [["居家养老"]]),
    ("title", "第二部分（二）的标题是什么？", ["二(二)"], [["智慧养老"]]),
    ("unanswerable_place", "滁州市护理型床位占比是多少？", [], []),
    ("unanswerable_place", "泸州市居家养老由谁牵头？", [], []),
    ("unanswerable_place", "珠海市智慧养老由谁牵头？", [], []),
    ("unanswerable_year", "到2030年，全市护理型床位占比是多少？", [], []),
    ("unanswerable_year", "到2030年，养老床位多少张？", [], []),
    ("unanswerable_attribute", "居家养老的审批时限是多少个工作日？", [], []),
    ("unanswerable_attribute", "智慧养老的审批时限是多少个工作日？", [], []),
    ("followup", "由谁牵头？", ["二(一)"], [["市民政局", "民政局"]]),
    ("followup", "那智慧养老呢？", ["二(二)"], [["市大数据局", "大数据局"]]),
]
# fmt: on
"""Category, question, gold clauses and must_include, by hand; indicators are left out."""

NATIONAL = [
    "国务院关于发展农机的意见",
    "国发〔2018〕42号",
    "各省、自治区、直辖市人民政府:",
    "现提出以下意见。",
    "一、目标。",
    "到2020年,农机装备水平持续提升。全国农机总动力超过10亿千瓦。",
    "到2025年,农机装备品类齐全。全国农机总动力稳定在11亿千瓦左右。",
    "二、任务。棉花、花生种植机械化率分别达到65%和55%。",
    "(一)研发。奖励30%、最高300万元。(责任单位:农业农村部、财政部)",
    "(二)推广。示范基地达到20个。(牵头单位:农业农村部)",
    "(三)保障。示范基地达到50个。支持“名品”。建设知名品牌。(责任单位:财政部)",
]


def cases_of(document: Document) -> list[Case]:
    return generate_cases(document, extract_facts(document))


def questions(document: Document, category: Category) -> list[str]:
    return [case.question for case in cases_of(document) if case.category == category]


@pytest.fixture(scope="module")
def documents(opinion: Document, regulation_file: Path, notice_file: Path) -> list[Document]:
    files = [read_document(file) for file in (regulation_file, notice_file)]
    return [care_policy(), trade_policy(), parse_document(NATIONAL, "n.txt"), opinion, *files]


def test_all_cases_of_a_small_document() -> None:
    made = [case for case in cases_of(care_policy()) if "indicator" not in case.category]
    assert [
        (
            case.category.removeprefix("generated_"),
            case.question,
            list(case.gold_clauses),
            [list(group) for group in case.must_include],
        )
        for case in made
    ] == CARE_CASES
    assert all(case.generated and case.must_not_include == () for case in made)


def test_a_follow_up_has_the_questions_before_it_and_their_answers() -> None:
    fact = Turn("新建社区食堂多少个？", "新建社区食堂30个。")
    duty = Turn("由谁牵头？", "居家养老的牵头单位是市民政局。")
    assert [case.history for case in cases_of(care_policy()) if case.history] == [
        (fact,),
        (fact, duty),
    ]


def test_indicators_are_of_the_place_and_not_in_the_document() -> None:
    made = questions(care_policy(), Category.UNANSWERABLE_INDICATOR)
    assert made[0] == "青山市人均预期寿命的目标是多少？"
    assert all(question.startswith("青山市") for question in made)


def test_properties_of_all_cases(documents: list[Document]) -> None:
    for document in documents:
        cases = cases_of(document)
        assert len({case.identifier for case in cases}) == len(cases)
        assert len({(case.history, case.question) for case in cases}) == len(cases)
        for case in cases:
            clauses = [c for c in document.clauses if c.number in case.gold_clauses]
            assert {clause.number for clause in clauses} == set(case.gold_clauses)
            texts = [normalised(clause.text) for clause in clauses]
            for group in case.must_include:
                assert any(normalised(words) in text for words in group for text in texts), case
            assert case.answerable == bool(case.gold_clauses) == bool(case.must_include)
            assert case.answerable != ("unanswerable" in case.category)
            assert case.answerable or case.must_not_include == ()
            assert case.question.endswith("？")
            assert case.note
            assert case.generated
            assert case.fields()["generated"] is True


def test_the_same_document_gives_the_same_cases(documents: list[Document]) -> None:
    for document in documents:
        assert cases_of(document) == cases_of(document)


def test_a_changed_clause_changes_its_own_cases_alone() -> None:
    before = {case.identifier: case for case in cases_of(care_policy())}
    after = {case.identifier: case for case in cases_of(changed_care_policy())}
    changed = [case for name, case in after.items() if before.get(name) != case]
    assert before.keys() == after.keys()
    assert [(case.question, case.must_include) for case in changed] == [
        ("新建社区食堂多少个？", (("45个",),)),
        ("由谁牵头？", (("市民政局", "民政局"),)),
        ("那智慧养老呢？", (("市大数据局", "大数据局"),)),
    ]
    longer = parse_document([*CARE, "(三)医养结合。(牵头单位:市卫健委)"], "care.txt")
    assert before.keys() <= {case.identifier for case in cases_of(longer)}


def test_the_same_question_about_two_documents_has_two_identifiers() -> None:
    care, trade = ({c.identifier for c in cases_of(d)} for d in (care_policy(), trade_policy()))
    assert care & trade == set()


def test_figures_with_one_subject_are_told_apart_by_year_or_clause(opinion: Document) -> None:
    facts = [
        (case.question, case.must_include, case.must_not_include)
        for case in cases_of(parse_document(NATIONAL, "n.txt"))
        if case.category == Category.FACT
    ]
    assert facts == [
        ("到2020年，全国农机总动力多少亿千瓦？", (("超过10亿千瓦",),), ("11亿千瓦左右",)),
        ("“推广”部分，示范基地多少个？", (("20个",),), ()),
        ("“保障”部分，示范基地多少个？", (("50个",),), ()),
    ]
    assert "全市服务业增加值达到多少？" in questions(opinion, Category.FACT)


def test_a_department_that_leads_and_is_responsible_is_asked_for_both() -> None:
    document = parse_document(NATIONAL, "n.txt")
    assert questions(document, Category.REVERSE_DEPARTMENT) == [
        "农业农村部是哪些工作的责任单位？",
        "财政部负责哪些工作？",
        "农业农村部牵头哪些工作？",
    ]
    assert questions(document, Category.UNANSWERABLE_PLACE) == []


def test_a_name_that_other_words_hold_is_left_out() -> None:
    lines = [*NATIONAL, "(四)宣传。打造“知名品牌”。"]
    assert questions(parse_document(lines, "n.txt"), Category.NAMED) == []


def test_a_list_that_is_shorter_than_its_heading_says_is_left_out(opinion: Document) -> None:
    asked = questions(opinion, Category.LIST)
    assert "巩固提升六大生产性服务业发展优势，分别是哪六个？" in asked
    assert not any("十大行动" in question for question in asked)


def test_a_notice_with_lists_money_and_years(notice_file: Path) -> None:
    notice = read_document(notice_file)
    assert questions(notice, Category.LIST) == [
        "实施三大提升工程，分别是哪三个？",
        "三个区域公用品牌分别是哪三个？",
        "“强化服务保障”包括哪几项？",
    ]
    counts = [c for c in cases_of(notice) if c.category == Category.COUNT]
    assert [(case.question, case.must_include[0][0]) for case in counts] == [
        ("要实施几大提升工程？", "三大"),
        ("区域公用品牌有几个？", "三个"),
    ]
    years = questions(notice, Category.UNANSWERABLE_YEAR)
    assert all(question.startswith("到2035年，") for question in years)


def test_an_attribute_that_stands_near_is_not_asked_for(notice_file: Path) -> None:
    asked = questions(read_document(notice_file), Category.UNANSWERABLE_ATTRIBUTE)
    assert len(asked) == 7
    assert not any(re.search(r"审批时限|截止日期", question) for question in asked[3:])
    assert not any("预算" in question for question in asked[:3])


def test_a_regulation_is_asked_for_its_articles(regulation_file: Path) -> None:
    regulation = read_document(regulation_file)
    assert questions(regulation, Category.TITLE)[:3] == [
        "第一章的标题是什么？",
        "第一条规定了什么？",
        "第二条规定了什么？",
    ]
    assert questions(regulation, Category.LIST) == ["集中充电场所应当符合哪些要求？"]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("规模以上企业数量超过650家。", "规模以上企业数量多少家"),
        ("护理型床位占比65%以上。", "护理型床位占比是多少"),
        ("外贸进出口年均增长6%。", "外贸进出口年均增长多少"),
        ("力争新培育1家省级平台。", "新培育多少家省级平台"),
        ("西峰等11处煤矿建成投产。", "有多少处煤矿建成投产"),
        ("给予最高300万元的研发补助。", "研发补助最高是多少"),
        ("普及率、覆盖率分别达到98%、85%。", ""),
        ("居民户数达到总户数60%以上的,应当安装。", ""),
        ("日间照料服务全覆盖。", ""),
        ("西安地铁15号线通车。", ""),
        ("电影《晨光》等50部作品获得国家、国际大奖。", ""),
    ],
)
def test_a_figure_as_a_question(sentence: str, question: str) -> None:
    asked = [figure_question(sentence, 0, quantity) for quantity in find_quantities(sentence)]
    assert [each for each in asked if each] == ([question] if question else [])


def test_lists_within_a_sentence() -> None:
    found = enumerations(
        "建立县区、乡镇、村居三级服务网络。两个方面：扩量；提质。合同内容包括面积、价格等。"
    )
    assert [(each.which, each.items) for each in found] == [
        ("三级服务网络分别是哪三级？", ("乡镇", "村居")),
        ("合同内容包括哪些？", ("面积", "价格")),
    ]


@pytest.mark.parametrize(
    ("stem", "question"),
    [
        ("申请人应当符合下列条件：", "申请人应当符合哪些条件？"),
        ("企业有下列三种情形之一的，不予受理:", "企业有哪三种情形之一的，不予受理？"),
        ("应当符合下列条件：", ""),
        ("标准如下：", ""),
    ],
)
def test_a_line_that_introduces_items_as_a_question(stem: str, question: str) -> None:
    assert stem_question(stem) == question


def test_names_of_parts_and_places() -> None:
    assert [part_name(number) for number in ("三", "三(二)", "第三章", "三(二)1")] == [
        "第三部分", "第三部分（二）", "第三章", ""
    ]  # fmt: skip
    assert places_beside("上海市") == ["北京市", "天津市", "重庆市"]
    assert places_beside("菏泽市")[:2] == ["济南市", "青岛市"]
    assert "陕西省" not in places_beside("陕西省")
    assert places_beside("") == []


def test_with_several_documents_each_first_question_names_its_own() -> None:
    cases = cases_of(care_policy())
    named = naming_document(cases, care_policy())
    assert all(case.generated for case in named)
    assert named[0] == dataclasses.replace(
        cases[0], question="青政发〔2024〕3号中，全市护理型床位占比是多少？"
    )
    assert named[-1].question == "那智慧养老呢？"
    assert named[-1].history[0].question == "青政发〔2024〕3号中，新建社区食堂多少个？"


Run = Callable[..., int]


@pytest.fixture
def generate(tmp_path: Path) -> Run:
    def run(*arguments: str) -> int:
        parser = ChineseParser(prog="zhice eval")
        commands = parser.add_subparsers(parser_class=ChineseParser)
        eval_generate_command.add_command(commands)
        parsed: argparse.Namespace = parser.parse_args(["generate", *arguments])
        settings = Settings(index=tmp_path, model=None, host="", port=1, question_limit=2000)
        return eval_generate_command.run(parsed, settings, ScriptedBackend())

    return run


def test_the_command_writes_a_question_file(
    generate: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, output = tmp_path / "care.txt", tmp_path / "cases.jsonl"
    policy.write_text("\n".join(CARE), encoding="utf-8")
    assert generate("--documents", str(policy), "--output", str(output)) == 0
    assert read_cases(output) == cases_of(care_policy())
    printed = capsys.readouterr()
    assert re.search(r"^generated_fact +3$", printed.out, re.MULTILINE)
    assert printed.err == f"由 1 份文件生成 38 题，写入 {output}\n"
    first = json.loads(output.read_text("utf-8").splitlines()[0])
    assert (first["question"], first["generated"]) == ("全市护理型床位占比是多少？", True)


def test_the_command_takes_the_documents_of_the_index(generate: Run, tmp_path: Path) -> None:
    output = tmp_path / "cases.jsonl"
    assert generate("--output", str(output)) == 0
    assert "居家养老由谁牵头？" in [case.question for case in read_cases(output)]


def test_the_command_says_what_is_wrong(generate: Run, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="请写明一个现有文件夹里的文件名"):
        generate("--output", str(tmp_path / "missing" / "cases.jsonl"))
    with pytest.raises(DocumentError, match="找不到文件或目录"):
        generate("--documents", str(tmp_path / "no.txt"), "--output", str(tmp_path / "c.jsonl"))
