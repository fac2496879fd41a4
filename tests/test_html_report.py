"""The page of a run: what is in it, what is marked in it, and that it needs nothing else."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from sample_run import ABOUT, BEFORE, EMPTY, FAILED, GOOD, RECORDS, RUN, WRONG

from evals.html_report import html_report
from evals.marked_text import Segment, cited_clauses, differences
from evals.record import QuotedSpan, Stage
from evals.record_view import Mean, Outcome, figure_means, outcome, reasons, stage_counts

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
ELEMENTS_WITHOUT_END = {"meta", "br", "input", "link", "img"}


class Reader(HTMLParser):
    """Collects the elements, and the text of some, and checks that each one is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.setdefault(tag, []).append("")
        if tag not in ELEMENTS_WITHOUT_END:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts[tag][-1] += data


@pytest.fixture(scope="module")
def plain() -> str:
    return html_report(RUN)


@pytest.fixture(scope="module")
def compared() -> str:
    return html_report(RUN, BEFORE)


def cards(page: str) -> list[dict[str, str | None]]:
    """The attributes of all cases, in the order of the page."""
    return [about for _, about in Reader(page).elements if "data-outcome" in about]


def test_every_case_is_there_wrong_ones_first_and_open(plain: str) -> None:
    shown = cards(plain)
    # generated ones come after all that people wrote
    assert [card["id"] for card in shown] == ["case-4", "case-2", "case-1", "case-3", "case-5"]
    assert [card["data-outcome"] for card in shown] == ["failed", "wrong", "good", "good", "good"]
    assert ["open" in card for card in shown] == [True, True, False, False, False]
    assert [card["data-stage"] for card in shown] == ["failure", "answer", "", "", ""]
    assert [card["data-category"] for card in shown][:2] == [FAILED.category, "数字"]
    text = " ".join(Reader(plain).texts["body"])
    for record in RECORDS:
        for words in (record.question, record.answer, record.identifier, record.resolved_question):
            assert words in text
    for words in (
        "缺少：30个",
        "未引用：一",
        "出错：模型不能使用。",
        "养老床位呢?",
        "百分之六十五",
    ):
        assert words in text
    for words in (ABOUT.revision, ABOUT.model, ABOUT.answerer, ABOUT.index_digest, "DENSE_WEIGHT"):
        assert words in text


def test_generated_cases_are_counted_apart(plain: str) -> None:
    reader = Reader(plain)
    assert reader.texts["h2"] == [
        "人工编写的题目",
        "程序生成的题目",
        "运行信息",
        "逐题：人工编写的题目（4）",
        "逐题：程序生成的题目（1）",
    ]
    totals = [" ".join(text.split()) for text in reader.texts["dd"][:16]]
    assert totals[:6] == ["4", "50.0% 2/4", "33.3% 1/3", "100.0% 1/1", "33.3% 1/3", "1"]
    assert totals[6:10] == ["12.5", "400.0", "1", "100.0% 1/1"]
    only_written = html_report(replace(RUN, records=RECORDS[:4]))
    assert "程序生成的题目" not in only_written


def test_words_from_data_are_text(plain: str, compared: str) -> None:
    for page in (plain, compared):
        reader = Reader(page)
        assert [tag for tag, _ in reader.elements].count("script") == 1
        assert WRONG.question in "".join(reader.texts["summary"])
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(&#39;题&#39;)&lt;/script&gt;食堂有几个?" in page


def test_a_quote_cannot_leave_an_attribute() -> None:
    sly = '"><img src=x onerror=alert(1)>'
    page = html_report(replace(RUN, records=(replace(GOOD, category=sly, set=sly),)))
    assert cards(page)[0]["data-category"] == sly
    assert "img" not in {tag for tag, _ in Reader(page).elements}


def test_the_page_refers_to_nothing_outside(compared: str) -> None:
    assert not re.search(r"https?://|//[a-z]+\.|@import|url\((?!#)", compared)
    for tag, about in Reader(compared).elements:
        assert tag not in ("img", "link", "iframe", "object", "embed", "base")
        assert "src" not in about
        assert (about.get("href") or "#").startswith("#")
    assert "default-src 'none'" in compared


def test_links_and_ids_fit(compared: str) -> None:
    elements = Reader(compared).elements
    ids = [about["id"] for _, about in elements if "id" in about]
    assert sorted(map(str, ids)) == sorted({str(name) for name in ids})
    targets = {str(about["href"])[1:] for _, about in elements if "href" in about}
    assert targets <= set(ids)


def test_equal_runs_give_equal_pages(compared: str) -> None:
    assert html_report(replace(RUN), replace(BEFORE)) == compared


def test_quotes_are_marked_inside_their_clause(plain: str) -> None:
    reader = Reader(plain)
    # both quotes of the clause are marked in one copy of it, in each of the cases that cite it
    assert reader.texts["mark"] == ["护理型床位占比65%以上", "养老床位达到2000张"] * 2
    quoted = reader.texts["blockquote"]
    assert quoted == [
        "到2025年,养老机构护理型床位占比65%以上[1],养老床位达到2000张[2]。",
        "到2025年,养老机构护理型床位占比65%以上[1],养老床位达到2000张[2]。",
    ]


def test_a_run_without_cases_has_a_page() -> None:
    page = html_report(EMPTY)
    assert cards(page) == []
    assert cards(html_report(EMPTY, RUN)) == []
    assert len(cards(html_report(RUN, EMPTY))) == 5


def test_changes_show_both_answers_with_what_differs(compared: str) -> None:
    reader = Reader(compared)
    groups = [text for text in reader.texts["summary"] if re.fullmatch(r".+（\d）", text)]
    assert groups[:3] == ["新错（1）", "新对（1）", "判定未变，回答不同（1）"]
    assert reader.texts["del"] == ["30", "60%。", "未作规定"]
    assert reader.texts["ins"][0] == "20"
    assert [card["data-change"] for card in cards(compared)] == [
        "",
        "lost",
        "gained",
        "reworded",
        "",
    ]
    text = " ".join("".join(reader.texts["body"]).split())
    assert "基线里没有的题 2 道。只在基线里的题 1 道。" in text
    assert "0.3 基线：0.5" in text


def test_cases_that_were_edited_are_set_aside(compared: str) -> None:
    assert "改过" not in compared
    lost = BEFORE.records[1]
    for edited in (replace(lost, question="食堂有多少?"), replace(lost, must_include=(("3个",),))):
        page = html_report(RUN, replace(BEFORE, records=(BEFORE.records[0], edited)))
        assert "题目或要求改过的题 1 道，不计入变化。" in page
        assert [card["data-change"] for card in cards(page)] == ["", "", "gained", "", ""]
        groups = [text for text in Reader(page).texts["summary"] if re.fullmatch(r".+（\d）", text)]
        assert groups[:3] == ["新错（0）", "新对（1）", "判定未变，回答不同（0）"]


def test_totals_show_how_they_changed(compared: str) -> None:
    totals = [" ".join(text.split()) for text in Reader(compared).texts["dd"][:8]]
    assert totals[1:3] == ["50.0% 2/4 −25.0", "33.3% 1/3 −66.7"]
    assert totals[4:6] == ["33.3% 1/3 +33.3", "1 +1"]
    changes = re.findall(r'class="change (\w*)">([^<]+)', compared)
    assert changes[:2] == [("worse", "−25.0"), ("worse", "−66.7")]
    assert ("worse", "+33.3") in changes


def test_overlapping_quotes_share_their_words() -> None:
    spans = [
        QuotedSpan("文", "一", "文 一", "甲乙丙丁戊", start, end) for start, end in ((0, 3), (2, 4))
    ]
    (clause,) = cited_clauses(spans)
    assert clause.numbers == (1, 2)
    assert clause.segments == (
        Segment("甲乙", True),
        Segment("丙", True, (1,)),
        Segment("丁", True, (2,)),
        Segment("戊", False),
    )


@pytest.mark.parametrize(("start", "end"), [(0, 0), (0, 99), (5, 5)])
def test_a_quote_at_an_edge_keeps_the_clause_whole(start: int, end: int) -> None:
    (clause,) = cited_clauses([QuotedSpan("文", "一", "文 一", "甲乙丙丁戊", start, end)])
    assert "".join(part.text for part in clause.segments) == "甲乙丙丁戊"


def test_numbers_differ_as_a_whole_and_single_equal_characters_are_no_island() -> None:
    old, new = differences("到2025年达到650家。", "到2025年达到6500家。")
    assert [part.text for part in old if part.marked] == ["650"]
    assert [part.text for part in new if part.marked] == ["6500"]
    old, new = differences("开头甲和乙结尾", "开头丙和丁结尾")
    assert [part.text for part in old if part.marked] == ["甲和乙"]
    assert [part.text for part in new if part.marked] == ["丙和丁"]
    assert differences("", "新") == ((), (Segment("新", True),))
    assert differences("同", "同") == ((Segment("同", False),),) * 2


def test_outcomes_reasons_and_counts() -> None:
    uncited = replace(GOOD, cited=False, cited_reason="未引用：一", stage=Stage.CITE)
    refused = replace(WRONG, refused=True, right_reason="应当回答，却拒答（原文未载）")
    records = [*RECORDS, uncited]
    assert [outcome(record) for record in records] == [
        Outcome.GOOD,
        Outcome.WRONG,
        Outcome.GOOD,
        Outcome.FAILED,
        Outcome.GOOD,
        Outcome.UNCITED,
    ]
    assert reasons(uncited) == ("未引用：一",)
    assert reasons(refused) == ("应当回答，却拒答（原文未载）",)
    assert stage_counts(records) == dict.fromkeys(Stage, 0) | {
        Stage.FAILURE: 1,
        Stage.ANSWER: 1,
        Stage.CITE: 1,
    }
    assert figure_means(RECORDS) == {
        "clause recall@1": Mean(2 / 3, 3),
        "concise": Mean(0.5, 2),
    }


@pytest.fixture
def opened(compared: str, tmp_path: Path) -> Iterator[Page]:
    if not CHROMIUM.exists():
        message = f"没有 {CHROMIUM}：apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    file = tmp_path / "report.html"
    file.write_text(compared, encoding="utf-8")
    troubles: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(locale="zh-CN", viewport={"width": 390, "height": 844})
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text))
        page.on("request", lambda request: troubles.append(request.url))
        page.goto(file.as_uri())
        yield page
        browser.close()
    assert troubles == [file.as_uri()]


def test_filters_search_and_links_work_in_a_browser(opened: Page) -> None:
    form = opened.locator("#filters")
    shown = opened.locator(".case:not([hidden])")
    count = form.get_by_role("status")
    expect(count).to_have_text("显示 5 / 5 题")
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
    form.get_by_label("结果").select_option(label="未通过")
    expect(count).to_have_text("显示 2 / 5 题")
    form.get_by_label("环节").select_option(label="作答")
    expect(shown).to_have_attribute("id", "case-2")
    form.get_by_role("button", name="清除筛选").click()
    expect(count).to_have_text("显示 5 / 5 题")
    form.get_by_label("类别").select_option(label="无答案")
    expect(shown).to_have_attribute("id", "case-3")
    form.get_by_label("类别").select_option(label="全部")
    form.get_by_label("变化").select_option(label="新错")
    expect(shown).to_have_attribute("id", "case-2")
    form.get_by_role("button", name="清除筛选").click()
    form.get_by_label("查找文字").fill("ALERT 食堂有几个？")
    expect(shown).to_have_attribute("id", "case-2")
    form.get_by_role("button", name="全部收起").click()
    expect(shown).not_to_have_attribute("open", "")
    # a link to a case that is filtered out and closed shows it all the same
    opened.locator("#changes a[href='#case-1']").click()
    first = opened.locator("#case-1")
    expect(first.locator("blockquote")).to_be_in_viewport()
    expect(first.locator("summary").first).to_be_focused()
    opened.keyboard.press("Enter")
    expect(first.locator("blockquote")).to_be_hidden()
