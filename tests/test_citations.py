"""A citation is words of its clause; `prove` lets through what the quotes hold and nothing else."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Status
from assistant.citations import Draft, cite, prove
from documents.document import Document
from documents.facts import Target, extract_facts

QUOTE = "社区养老服务设施配建达标率100%,养老机构护理型床位占比65%以上"
WORDS = "到2025年,养老机构护理型床位占比65%以上。"


def quotation(document: Document, quote: str) -> Citation:
    """A citation of the first place where words stand."""
    start = document.text.index(quote)
    clause = document.clause_at(start)
    assert clause is not None
    return cite(document, clause, start, start + len(quote))


def answer_with(words: str, citation: Citation) -> Answer:
    draft = Draft()
    draft.say(words, citation)
    return draft.answer(Status.ANSWERED, "问")


def reasons(answer: Answer, *documents: Document) -> list[str]:
    return [flaw.reason for flaw in prove(answer, {each.identifier: each for each in documents})]


@pytest.fixture(scope="module")
def citation(opinion: Document) -> Citation:
    """Of two figures with their year, in 二(二)4."""
    return quotation(opinion, f"到2025年,{QUOTE}")


@pytest.fixture(scope="module")
def answer(citation: Citation) -> Answer:
    """A true one."""
    return answer_with(WORDS, citation)


def test_a_citation_holds_the_words_and_where_they_stand(opinion: Document) -> None:
    made = quotation(opinion, QUOTE)
    start = opinion.text.index(QUOTE)
    clause = opinion.find("二(二)4")
    assert clause is not None
    assert made == Citation(
        document="菏政办字〔2024〕7号",
        clause="二(二)4",
        position=clause.position,
        start=start,
        end=start + len(QUOTE),
        quote=QUOTE,
        address="菏政办字〔2024〕7号 二(二)4 养老托育",
    )


def test_blanks_around_a_quote_are_left_out(opinion: Document) -> None:
    clause = opinion.clauses[0]
    line_end = opinion.text.index("\n")
    made = cite(opinion, clause, 0, line_end + 1)
    assert (made.start, made.end, made.quote) == (0, line_end, opinion.text[:line_end])


@pytest.mark.parametrize(("before", "behind"), [(2, 0), (0, 2), (5, -1)])
def test_a_span_that_leaves_its_clause_is_refused(
    opinion: Document, before: int, behind: int
) -> None:
    """By one character more than the line break between clauses, which is a blank and left out."""
    clause = opinion.find("二(二)4")
    assert clause is not None
    with pytest.raises(ValueError, match=r"is not inside clause 二\(二\)4"):
        cite(opinion, clause, clause.start - before, clause.end + behind)


@pytest.mark.parametrize("length", [0, -3])
def test_an_empty_span_is_refused(opinion: Document, length: int) -> None:
    clause = opinion.clauses[2]
    with pytest.raises(ValueError, match="is not inside clause"):
        cite(opinion, clause, clause.start + 4, clause.start + 4 + length)


def test_marks_count_citations_in_the_order_of_their_first_use(opinion: Document) -> None:
    one, two = quotation(opinion, "菏政办字〔2024〕7号"), quotation(opinion, QUOTE)
    draft = Draft()
    draft.say("甲。", two)
    draft.say("乙。", one, two)
    draft.remark("完。")
    made = draft.answer(Status.ANSWERED, "问")
    assert made.text == "甲。[1]乙。[2][1]完。"
    assert made.citations == (two, one)
    assert made.remarks == ("完。",)


def test_a_true_answer_is_proven(answer: Answer, opinion: Document) -> None:
    assert reasons(answer, opinion) == []


@pytest.mark.parametrize(
    "change",
    [
        {"quote": f"到2025年,{QUOTE}".replace("65", "95")},
        {"quote": ""},
        {"clause": "二(二)3"},
        {"position": 0},
        {"position": -1},
        {"position": 10_000},
        {"document": "别的文件"},
    ],
)
def test_a_citation_that_does_not_stand_is_caught(
    answer: Answer, opinion: Document, change: dict[str, str | int]
) -> None:
    altered = replace(answer.citations[0], **change)  # type: ignore[arg-type]  # fields by name
    assert "引文与原文不一致" in reasons(replace(answer, citations=(altered,)), opinion)


@pytest.mark.parametrize(("start", "end"), [(1, 0), (0, 1), (1, 1), (-1, -1), (0, -1)])
def test_a_moved_offset_is_caught(answer: Answer, opinion: Document, start: int, end: int) -> None:
    true = answer.citations[0]
    moved = replace(true, start=true.start + start, end=true.end + end)
    assert "引文与原文不一致" in reasons(replace(answer, citations=(moved,)), opinion)


def test_words_of_another_clause_are_caught(answer: Answer, opinion: Document) -> None:
    """The span is right and the quote stands there, but in a clause that is not the one named."""
    true = answer.citations[0]
    neighbour = opinion.clauses[true.position + 1]
    wrong = replace(true, clause=neighbour.number, position=neighbour.position)
    assert "引文与原文不一致" in reasons(replace(answer, citations=(wrong,)), opinion)


def test_a_related_citation_must_stand_too(answer: Answer, opinion: Document) -> None:
    wrong = replace(answer.citations[0], quote="别的话")
    assert reasons(replace(answer, related=(wrong,)), opinion) == ["引文与原文不一致"]


@pytest.mark.parametrize("mark", ["[2]", "[0]", "[1][7]"])
def test_a_mark_without_citation_is_caught(answer: Answer, opinion: Document, mark: str) -> None:
    wrong = replace(answer, text=answer.text.replace("[1]", mark))
    assert reasons(wrong, opinion) == ["引文编号不存在"]


@pytest.mark.parametrize("text", [f"{WORDS}[1]全市一片欢腾。", "先说一句。\n" + WORDS + "[1]"])
def test_a_sentence_without_mark_is_caught(answer: Answer, opinion: Document, text: str) -> None:
    assert reasons(replace(answer, text=text), opinion) == ["没有引文"]


def test_a_remark_needs_no_mark(answer: Answer, opinion: Document) -> None:
    draft = Draft()
    draft.remark("与原文不符。原文是：")
    draft.say(WORDS, answer.citations[0])
    draft.remark("\n共 1 条。")
    assert reasons(draft.answer(Status.ANSWERED, "问"), opinion) == []


def test_an_answer_without_citation_is_caught_and_a_refusal_is_not(opinion: Document) -> None:
    draft = Draft()
    draft.remark("原文没有载明所问的内容。")
    assert reasons(draft.answer(Status.NOT_IN_SOURCE, "问"), opinion) == []
    assert reasons(draft.answer(Status.ANSWERED, "问"), opinion) == ["没有引文"]


@pytest.mark.parametrize(
    "words",
    [
        "到2025年,养老机构护理型床位占比66%以上。",
        "到2025年,养老机构护理型床位占比六十五万张以上。",
        "到2025年,养老机构护理型床位占比65个以上。",
        "到2025年,养老机构护理型床位占比65%以下。",
        "到2025年,养老机构护理型床位占比不超过65%。",
        "到2025年,养老机构护理型床位占比5%以上。",
        "到2025年,养老机构护理型床位占比65%。",
        "到2030年,养老机构护理型床位占比65%以上。",
    ],
)
def test_a_changed_figure_is_caught(citation: Citation, opinion: Document, words: str) -> None:
    """Another value, unit, comparator or year than the quote gives."""
    assert len(reasons(answer_with(words, citation), opinion)) == 1


def targets_of(document: Document) -> list[Target]:
    return list(extract_facts(document).targets)


def quoted(document: Document, target: Target) -> tuple[str, Citation]:
    """The sentence of a target and its citation."""
    made = cite(document, document.clauses[target.clause], target.start, target.end)
    return made.quote, made


def test_every_target_in_its_own_words_is_proven(opinion: Document) -> None:
    targets = targets_of(opinion)
    assert len(targets) > 10
    for target in targets:
        words, made = quoted(opinion, target)
        assert reasons(answer_with(words, made), opinion) == []


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), number=st.integers(2, 99_999))
def test_a_target_with_another_number_is_never_proven(
    opinion: Document, data: st.DataObject, number: int
) -> None:
    """A figure that is not some part of the quote, which `test_a_changed_figure_is_caught` has."""
    figures = [t for t in targets_of(opinion) if re.search(r"\d", t.quantity.text)]
    target = data.draw(st.sampled_from(figures))
    words, made = quoted(opinion, target)
    figure = re.sub(r"\d+(?:\.\d+)?", str(number), target.quantity.text, count=1)
    assume(figure not in words)
    at = target.quantity.start - made.start
    changed = words[:at] + figure + words[at + len(target.quantity.text) :]
    assert any(
        reason.endswith("不在引文中") for reason in reasons(answer_with(changed, made), opinion)
    )
