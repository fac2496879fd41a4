"""What a sentence may say beside figures: the phrases of its quotes, and what holds of the clause."""

import pytest
from conftest import CORPUS

from assistant.answer import Answer, Citation, Status
from assistant.citations import Draft, cite, prove
from documents.document import Document
from documents.reading import parse_document, read_document

LINES = [
    "青溪市人民政府关于发展茶业的意见",
    "青溪政发〔2024〕5号",
    "各县区人民政府:",
    "为发展茶业,提出如下意见。",
    "一、扩大规模",
    "到2025年,茶园面积达到20万亩,名优茶占比60%以上。到2030年,茶园面积达到30万亩。",
    "(牵头单位:市农业农村局、市自然资源局)",
    "二、规范经营",
    "(一)质量要求。经营者应当建立台账,不得销售过期茶叶。鼓励茶企使用“青溪云雾”商标,未经许可,禁止使用地理标志。(市市场监管局负责)",
    "(二)扶持办法。支持茶农联合经营,每户补助2,500元。(牵头单位:市财政局)",
]


@pytest.fixture(scope="module")
def policy() -> Document:
    return parse_document(LINES, "tea.txt")


def quoted(document: Document, words: str) -> Citation:
    start = document.text.index(words)
    clause = document.clause_at(start)
    assert clause is not None
    return cite(document, clause, start, start + len(words))


def flaws(document: Document, words: str, *quotes: str) -> list[str]:
    draft = Draft()
    draft.say(words, *(quoted(document, quote) for quote in quotes))
    answer = draft.answer(Status.ANSWERED, "问")
    return [flaw.reason for flaw in prove(answer, {document.identifier: document})]


GOALS = LINES[5]
LEADS = "牵头单位:市农业农村局、市自然资源局"
QUALITY = (
    "经营者应当建立台账,不得销售过期茶叶。鼓励茶企使用“青溪云雾”商标,未经许可,禁止使用地理标志。"
)


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("到2025年,名优茶占比60%以上。", GOALS),
        ("到2025年，茶园面积20万亩，其中名优茶占比达到百分之六十以上。", GOALS),
        ("到2025年,茶园面积达到20万亩。到2030年,茶园面积达到30万亩。", GOALS),
        ("扩大规模的牵头单位是市农业农村局、市自然资源局。", LEADS),
        ("由市农业农村局、市自然资源局共同牵头。", LEADS),
        ("一 扩大规模，牵头单位是市农业农村局、市自然资源局。", LEADS),
        ("1. 一 扩大规模", LEADS),
        ("责任单位：市市场监管局。", "市市场监管局负责"),
        ("经营者应当建立台账，不得销售过期茶叶。", QUALITY),
        ("在二 规范经营，二(一) 质量要求：鼓励茶企使用“青溪云雾”商标。", QUALITY),
        ("支持茶农联合经营,每户补助2500元。", "支持茶农联合经营,每户补助2,500元。"),
        ("发文机关是青溪市人民政府。", "青溪市人民政府"),
        ("文号是青溪政发〔2024〕5号。", "青溪政发〔2024〕5号"),
        ("二(一)的标题是“质量要求”。", "(一)质量要求。"),
    ],
)
def test_words_of_the_quote_and_of_the_clause_are_proven(
    policy: Document, words: str, quote: str
) -> None:
    assert flaws(policy, words, quote) == []


@pytest.mark.parametrize(
    ("words", "quote", "telling"),
    [
        ("扩大规模的牵头单位是市农业农村局、市财政局。", LEADS, "市财政局"),
        ("扩大规模的牵头单位是市农业农村局。", LEADS, "扩大规模牵头单位市农业农村局"),
        ("由市农业农村局、市自然资源局负责。", LEADS, "由市农业农村局、市自然资源局负责"),
        (
            "质量要求的牵头单位是市农业农村局、市自然资源局。",
            LEADS,
            "质量要求牵头单位市农业农村局、市自然资源局",
        ),
        ("经营者可以建立台账。", QUALITY, "可以"),
        ("经营者建立台账。", QUALITY, "经营者建立台账"),
        ("经营者应当建立台账,得销售过期茶叶。", QUALITY, "得销售过期茶叶"),
        ("不鼓励茶企使用“青溪云雾”商标。", QUALITY, "不鼓励茶企使用青溪云雾商标"),
        ("鼓励茶企使用“青溪毛尖”商标。", QUALITY, "鼓励茶企使用青溪毛尖商标"),
        ("未经许可,可以使用地理标志。", QUALITY, "可以"),
        ("禁止使用地理标志,未经许可。", QUALITY, "未经许可"),
        ("到2025年,茶园面积达到30万亩。", GOALS, "茶园面积30万亩"),
        ("到2030年,名优茶占比60%以上。", GOALS, "名优茶占比60%以上"),
        ("全市一片欢腾。", QUALITY, "全市一片欢腾"),
        ("二(二)的标题是“质量要求”。", "(一)质量要求。", "二(二)标题质量要求"),
        ("发文机关是青溪市人民政府办公室。", "青溪市人民政府", "发文机关青溪市人民政府办公室"),
    ],
)
def test_what_no_quote_says_is_named(
    policy: Document, words: str, quote: str, telling: str
) -> None:
    assert flaws(policy, words, quote) == [f"“{telling}”不在引文中"]


def test_a_year_of_one_quote_does_not_hold_for_another(policy: Document) -> None:
    goals = "到2030年,茶园面积达到30万亩。"
    support = "支持茶农联合经营"
    both = (goals, support)
    assert flaws(policy, f"{goals}{support}。", *both) == []
    assert flaws(policy, f"到2030年,{support}。", *both) == [f"“{support}”不在引文中"]


@pytest.mark.parametrize(
    "quote", ["得销售过期茶叶", "经营者应当建立台", "农业农村局、市自然资源局", "市农业农村局"]
)
def test_a_quote_that_ends_inside_a_phrase_is_no_quote(policy: Document, quote: str) -> None:
    assert flaws(policy, f"{quote}。", quote) == ["引文截断了原文的词句"]


def test_lines_of_one_quote_share_its_mark(policy: Document) -> None:
    lines = f"{GOALS}\n({LEADS})"
    assert flaws(policy, lines, lines) == []
    assert flaws(policy, f"{QUALITY}\n{GOALS}", GOALS) == ["没有引文"]


def counted(document: Document, remark: str, *lines: tuple[str, str]) -> list[str]:
    draft = Draft()
    draft.remark(remark)
    for words, quote in lines:
        draft.say(words, quoted(document, quote))
        draft.remark("\n")
    answer = draft.answer(Status.ANSWERED, "问")
    return [flaw.reason for flaw in prove(answer, {document.identifier: document})]


LED = ("1. 一 扩大规模", LEADS)
TITLED = (("一 扩大规模", "一、扩大规模"), ("二 规范经营", "二、规范经营"))


@pytest.mark.parametrize(
    ("remark", "lines", "right"),
    [
        ("市农业农村局牵头的共 1 条：\n", [LED], True),
        ("市财政局牵头的共 1 条：\n", [LED], False),
        ("市农业农村局牵头的共 2 条：\n", [LED], False),
        ("牵头单位为 2 家的共 1 条：\n", [LED], True),
        ("牵头单位为 3 家的共 1 条：\n", [LED], False),
        ("共 2 个：\n", TITLED, True),
        ("共 3 个：\n", TITLED, False),
        ("“茶园”在原文中出现于 1 条：\n", [(GOALS, GOALS)], True),
        ("“茶企”在原文中出现于 1 条：\n", [(GOALS, GOALS)], False),
        ("二(一) 质量要求：", [(QUALITY, QUALITY)], True),
        ("二(二) 扶持办法：", [(QUALITY, QUALITY)], False),
    ],
)
def test_what_a_remark_counts_is_counted_again(
    policy: Document, remark: str, lines: list[tuple[str, str]], right: bool
) -> None:
    wrong = [] if right else [f"“{remark.strip()}”与引文不符"]
    assert counted(policy, remark, *lines) == wrong


def said_behind(document: Document, quote: str, remark: str) -> list[str]:
    draft = Draft()
    draft.say(quote, quoted(document, quote))
    draft.remark(remark)
    answer = draft.answer(Status.ANSWERED, "问")
    return [flaw.reason for flaw in prove(answer, {document.identifier: document})]


def test_what_a_remark_says_of_the_sentences_before_it(policy: Document) -> None:
    areas = GOALS
    assert said_behind(policy, areas, "按原文各项合计 50万亩。") == []
    assert said_behind(policy, areas, "按原文各项合计 60万亩。") == [
        "“按原文各项合计 60万亩。”与引文不符"
    ]
    assert said_behind(policy, LEADS, "都有的是市农业农村局。") == []
    assert said_behind(policy, LEADS, "都有的是市财政局。") == ["“都有的是市财政局。”与引文不符"]


@pytest.mark.parametrize(
    ("near", "office", "right"),
    [
        ("二(二) 扶持办法", "牵头单位市财政局", True),
        ("二(一) 质量要求", "牵头单位市财政局", False),
        ("二(二) 扶持办法", "牵头单位市农业农村局", False),
    ],
)
def test_a_refusal_names_the_clause_that_is_near_and_its_office(
    policy: Document, near: str, office: str, right: bool
) -> None:
    remarks = ("原文没有载明所问的内容。", f"最接近的条款是{near}。", f"可向{office}咨询。")
    related = (quoted(policy, "支持茶农联合经营,每户补助2,500元。"),)
    answer = Answer(
        "".join(remarks), Status.NOT_IN_SOURCE, (), "问", related=related, remarks=remarks
    )
    assert (prove(answer, {policy.identifier: policy}) == []) is right


def test_every_sentence_of_a_document_proves_itself() -> None:
    document = read_document(CORPUS / "heze_services_2024.txt")
    for clause in document.clauses:
        for line in clause.text.split("\n"):
            assert flaws(document, line, line) == []
