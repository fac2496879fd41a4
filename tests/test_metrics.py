"""Right, cited and refused, on answers over a small document."""

import pytest
from scripted_assistant import citation_of, small_document

from assistant.answer import Answer, Citation, Status
from evals.case import Case
from evals.metrics import Verdict, cited, enclosing_numbers, normalised, right

DOCUMENT = small_document()


def make_case(
    answerable: bool = True,
    gold: tuple[str, ...] = ("一",),
    all_clauses: bool = False,
    include: tuple[tuple[str, ...], ...] = (),
    exclude: tuple[str, ...] = (),
) -> Case:
    return Case("c", "fact", "问", (), answerable, gold, all_clauses, include, exclude, "")


def make_answer(text: str, status: Status = Status.ANSWERED, *quotes: str) -> Answer:
    return Answer(text, status, tuple(citation_of(DOCUMENT, quote) for quote in quotes), "问")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("２，５００ 亿元", "2500亿元"),
        ("65％\n以上", "65%以上"),
        ("1,000\u3000张", "1000张"),
        ("", ""),
    ],
)
def test_normalised(text: str, plain: str) -> None:
    assert normalised(text) == plain


def test_an_answer_is_right_with_one_of_each_alternative_and_nothing_forbidden() -> None:
    case = make_case(include=(("65%", "百分之六十五"), ("2025年",)), exclude=("60%",))
    assert right(case, make_answer("到２０２５年，６５％以上。")) == Verdict(True)
    assert right(case, make_answer("65%以上。")) == Verdict(False, "缺少：2025年")
    assert right(case, make_answer("以上。")) == Verdict(False, "缺少：65% / 百分之六十五；2025年")
    assert right(case, make_answer("2025年65%，不是60%")) == Verdict(False, "不应出现：60%")


def test_a_refusal_is_right_only_where_the_source_has_no_answer() -> None:
    refusal = make_answer("原文未载明。", Status.NOT_IN_SOURCE)
    assert right(make_case(answerable=False, gold=()), refusal) == Verdict(True)
    assert right(make_case(), refusal) == Verdict(False, "应当回答，却拒答（原文未载）")
    answer = make_answer("65%")
    assert right(make_case(answerable=False, gold=()), answer) == Verdict(
        False, "应当拒答，却作了回答"
    )


def test_cited_counts_a_clause_inside_a_gold_clause() -> None:
    answer = make_answer("社区食堂30个。", Status.ANSWERED, "新建社区食堂30个")
    assert cited(make_case(gold=("二(一)1",)), answer, [DOCUMENT]) == Verdict(True)
    assert cited(make_case(gold=("二(一)",)), answer, [DOCUMENT]) == Verdict(True)
    assert cited(make_case(gold=("二(二)", "二")), answer, [DOCUMENT]) == Verdict(True)
    assert cited(make_case(gold=("一",)), answer, [DOCUMENT]) == Verdict(False, "未引用：一")


def test_all_clauses_asks_for_every_gold_clause() -> None:
    case = make_case(gold=("一", "二(一)1"), all_clauses=True)
    one = make_answer("", Status.ANSWERED, "新建社区食堂30个")
    both = make_answer("", Status.ANSWERED, "新建社区食堂30个", "养老床位达到2000张")
    assert cited(case, one, [DOCUMENT]) == Verdict(False, "未引用：一")
    assert cited(case, both, [DOCUMENT]) == Verdict(True)


def test_a_citation_of_an_unknown_document_stands_for_its_own_number() -> None:
    citation = Citation("别的文件", "一", 0, 0, 1, "甲", "别的文件 一")
    assert enclosing_numbers(citation, [DOCUMENT]) == {"一"}
