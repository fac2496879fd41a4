"""The HTML of the conversation and of the original, and the example questions."""

import dataclasses
from collections.abc import Sequence

from scripted_assistant import ScriptedAssistant, citation_of, small_document

from assistant.answer import Answer, Status
from documents.document import Defect, DefectKind, Document
from documents.reading import parse_document
from ui.conversation_view import ConversationView, Exchange
from ui.example_questions import example_questions
from ui.reading_view import reading_html
from ui.saved_conversation import record_of
from ui.source_view import Place, source_html

DOCUMENT = small_document()


def shown_as(exchanges: Sequence[Exchange], examples: Sequence[str] = ()) -> str:
    return ConversationView([DOCUMENT], record_of).html(exchanges, "a-1", examples)


def place_of(quote: str) -> Place:
    citation = citation_of(DOCUMENT, quote)
    return Place(citation.document, citation.position, citation.start, citation.end)


def test_examples_come_from_the_document() -> None:
    assert example_questions([DOCUMENT]) == [
        "全市养老机构护理型床位占比的目标是多少？",
        "提升质量由哪个部门牵头？",
        "居家养老有哪些举措？",
        "市民政局牵头哪些工作？",
    ]
    assert example_questions([]) == []


def test_the_shipped_opinion_gives_four_examples(opinion: Document) -> None:
    assert example_questions([opinion]) == [
        "社区养老服务设施配建达标率的目标是多少？",
        "家政服务由哪个部门牵头？",
        "现代物流有哪些举措？",
        "市发展改革委牵头哪些工作？",
    ]


def test_examples_of_several_documents_are_of_different_kinds() -> None:
    other = parse_document(["乙市供热条例", "第一条 供热单位应当按时供热。"], "other.txt")
    assert example_questions([DOCUMENT, other]) == [
        *example_questions([DOCUMENT])[:3],
        "《乙市供热条例》是哪个单位印发的？",
    ]
    assert len(example_questions([other, other, other])) == 1


def test_a_mark_without_its_citation_is_no_button() -> None:
    answer = Answer("甲。[1] 乙。[2]", Status.ANSWERED, (citation_of(DOCUMENT, "养老床位"),), "问")
    shown = shown_as((Exchange("问", answer),))
    assert shown.count('class="mark"') == 1
    assert "乙。[2]" in shown
    assert '甲<span class="proven">。<button' in shown


def test_an_escaped_character_before_a_mark_stays_whole() -> None:
    answer = Answer('"甲"[1]', Status.ANSWERED, (citation_of(DOCUMENT, "养老床位"),), "问")
    assert '&quot;甲<span class="proven">&quot;<button' in shown_as((Exchange("问", answer),))


def test_the_departments_of_one_or_two_cited_clauses_are_named() -> None:
    quotes = ("新建社区食堂30个。", "开展护理员培训1000人次。", "推广")
    cited = tuple(citation_of(DOCUMENT, quote) for quote in quotes)

    def duties(count: int) -> str:
        answer = Answer("甲。[1]", Status.ANSWERED, cited[:count], "问")
        return shown_as((Exchange("问", answer),)).partition('class="duties">')[2].partition("<")[0]

    assert duties(1) == "牵头单位：市民政局"
    assert duties(2) == "二(一)1 牵头单位：市民政局；二(二) 牵头单位：市人社局"
    assert duties(3) == ""


def test_many_citations_are_folded() -> None:
    cited = (citation_of(DOCUMENT, "养老床位"),)
    few = Answer("甲。[1]", Status.ANSWERED, cited * 3, "问")
    many = Answer("甲。[1]", Status.ANSWERED, cited * 4, "问")
    assert "<details" not in shown_as((Exchange("问", few),))
    shown = shown_as((Exchange("问", many),))
    assert '<details class="citations"><summary>出处（4）</summary>' in shown
    assert shown.count('class="citation"') == 4


def test_everything_is_escaped() -> None:
    evil = '<img src=x onerror="alert(1)">"\'&'
    answer = Answer(evil, Status.NOT_IN_SOURCE, (), evil)
    exchanges = (Exchange("问" + evil, answer), Exchange(evil, notice=evil), Exchange(evil))
    shown = shown_as(exchanges) + shown_as((), (evil,))
    assert "<img" not in shown
    assert 'onerror="' not in shown
    assert shown.count("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&quot;&#x27;&amp;") == 8


def test_a_long_question_is_shortened() -> None:
    shown = shown_as((Exchange("长" * 10_000, notice="太长", complete=False),))
    assert "长" * 200 + "……（共 10000 字）" in shown
    assert len(shown) < 1000


def test_the_quote_is_marked_in_its_clause_among_its_neighbours() -> None:
    shown = source_html([DOCUMENT], place_of("新建社区食堂30个。"))
    assert ("<p><b>1.居家养老。</b><mark>新建社区食堂30个。</mark>(牵头单位:市民政局)</p>") in shown
    assert "<h2>青政发〔2024〕3号 二(一)1 居家养老</h2>" in shown
    assert shown.count("<mark>") == 1
    assert shown.count("aria-current=true") == 1
    assert shown.index("扩大供给。") < shown.index("<mark>") < shown.index("&lt;b&gt;智慧")


def test_a_long_document_is_shown_around_the_place() -> None:
    lines = ["乙市供热条例", *(f"第{n}条 {'按时供热' * 500}。" for n in "一二三四五六七八九")]
    document = parse_document(lines, "long.txt")
    shown = source_html([document], Place(document.identifier, clause="第五条"))
    assert [f"第{n}条 " in shown for n in "一二三四五六七八九"].count(True) == 7
    assert "<h2>《乙市供热条例》 第五条</h2>" in shown


def test_number_and_title_stay_set_off_inside_a_quote() -> None:
    start = DOCUMENT.text.index("1.居家养老。新建")
    shown = source_html([DOCUMENT], Place(DOCUMENT.identifier, None, start, start + 9))
    assert "<mark><b>1.居家养老。</b>新建</mark>社区食堂" in shown


def test_a_repeated_number_is_linked_by_its_words() -> None:
    lines = ["乙市供热条例", "第一条 甲。", "第二条 乙。", "第二条 丙。"]
    document = parse_document(lines, "twice.txt")
    shown = reading_html([document], Place(""))
    last = document.clauses[-1]
    assert f"clause=%E7%AC%AC%E4%BA%8C%E6%9D%A1&amp;start={last.start}&amp;end={last.end}" in shown
    assert Place(document.identifier, start=last.start, end=last.end).clause_in(document) is last


def test_defects_come_gravest_first_without_the_dropped_lines() -> None:
    dropped = Defect(DefectKind.PAGE_CHROME, "去掉了网页内容 1 行：广告：0530-12345", None, "广告")
    others = [Defect(kind, f"缺陷 {kind}") for kind in DefectKind if kind is not dropped.kind]
    document = dataclasses.replace(DOCUMENT, defects=(dropped, *others))
    shown = source_html([document], Place(""))
    assert "12345" not in shown
    assert (
        "<li>缺陷 scanned_pages</li><li>缺陷 truncated</li><li>缺陷 fewer_parts</li>"
        "<li>缺陷 numbering_gap</li><li>缺陷 numbering_repeat</li><li>缺陷 tracked_changes</li>"
        "<li>缺陷 pictures</li><li>缺陷 unbalanced_quotes</li><li>缺陷 hidden_text</li>"
        "<li>缺陷 misplaced_number</li><li>缺陷 spacing</li><li>去掉了网页内容 1 行</li></ul>"
    ) in shown


def test_a_quote_over_two_clauses_is_marked_in_both() -> None:
    whole = DOCUMENT.clauses[3]
    last = list(DOCUMENT.subtree(whole))[-1]
    shown = source_html(
        [DOCUMENT], Place(DOCUMENT.identifier, whole.position, whole.start, last.end)
    )
    assert shown.count("<mark>") == 5


def test_a_place_that_is_not_there_shows_the_outline() -> None:
    for place in (Place(""), Place("无"), Place(DOCUMENT.identifier, 99)):
        shown = source_html([DOCUMENT], place)
        assert "<mark>" not in shown
        assert "青山市" in shown
    listed = source_html([DOCUMENT, DOCUMENT], Place(""))
    assert listed.count('<button type="button" class="entry"') == 2


def test_the_whole_original_says_what_is_not_there() -> None:
    assert "还没有收录文件" in reading_html([], Place(""))
    missing = reading_html([DOCUMENT], Place("<无>"))
    assert "没有收录“&lt;无&gt;”" in missing
    assert missing.count("<section") == len(DOCUMENT.clauses)


def test_a_place_is_read_from_what_the_browser_sends() -> None:
    sent: dict[str, object] = {"document": "甲", "position": "3", "start": "5", "end": "9"}
    assert Place.from_event(sent) == Place("甲", 3, 5, 9)
    assert Place.from_event({"document": "甲", "clause": "二"}) == Place("甲", clause="二")
    odd: dict[str, object] = {"document": 1, "position": "-1", "start": [], "end": "9" * 30}
    assert Place.from_event(odd) == Place("1", None, 0, 0)


def test_a_scripted_answer_streams_to_its_whole() -> None:
    parts = list(ScriptedAssistant().stream("床位占比"))
    assert parts[-1].text.startswith(parts[0].text)
