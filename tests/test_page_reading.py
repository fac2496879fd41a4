"""The tab 原文 in a real browser: addresses, tree, search; and both tabs as axe judges them."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from page_visit import QUIET, Visit, serious, served, started_browser, visiting
from playwright.sync_api import Browser, expect
from scripted_assistant import ScriptedAssistant, small_document

from documents.document import Defect, DefectKind
from documents.reading import parse_document

pytestmark = QUIET
NUMBER = "青政发〔2024〕3号"
LONG = [
    "乙市供热条例",
    *(f"第{number}条 供热单位应当按时供热。" for number in "一二三四五六七八九"),
]


@pytest.fixture(scope="module")
def assistant() -> ScriptedAssistant:
    small = small_document()
    cut = Defect(DefectKind.TRUNCATED, "原文在“二(二)”处中断", small.clauses[-1].position)
    return ScriptedAssistant((replace(small, defects=(cut,)), parse_document(LONG, "long.txt")))


@pytest.fixture(scope="module")
def address(assistant: ScriptedAssistant) -> Iterator[str]:
    with served(assistant) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address) as opened:
        yield opened


def test_an_address_opens_the_clause_with_its_words_marked(visit: Visit) -> None:
    page = visit.page
    visit.open(f"/?document={quote(NUMBER)}&clause=二（一）1")
    current = page.locator("#reader .clause[aria-current=true]")
    expect(current).to_contain_text("居家养老。新建社区食堂30个。")
    expect(current).to_be_in_viewport()
    expect(page.locator(".tree .entry[aria-current=true]")).to_have_text("二(一)1 居家养老")
    start = small_document().text.index("社区食堂30个")
    visit.open(f"/?document={quote(NUMBER)}&start={start}&end={start + 7}")
    expect(page.locator("#reader mark")).to_have_text("社区食堂30个")
    expect(page.locator("#reader mark")).to_be_in_viewport(ratio=1)


def test_an_address_that_leads_nowhere_says_so(visit: Visit) -> None:
    visit.open("/?document=<i>无</i>&clause=九")
    notice = visit.page.locator("#reader .notice")
    expect(notice).to_have_text("没有收录“<i>无</i>”，下面是另一份文件。")
    visit.open(f"/?document={quote(NUMBER)}&clause=九十九")
    expect(notice).to_have_text("这份文件里没有条款“九十九”。")


def test_tree_and_links_set_the_address_and_back_leads_back(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("tab", name="原文").click()
    current = page.locator("#reader .clause[aria-current=true]")
    page.locator(".tree .entry", has_text="总体要求").click()
    expect(current).to_contain_text("养老床位达到2000张")
    assert page.evaluate("new URLSearchParams(location.search).get('clause')") == "一"
    page.locator("#reader .clause", has_text="护理员培训").locator(".anchor").click()
    expect(current).to_contain_text("护理员培训")
    page.go_back()
    expect(current).to_contain_text("养老床位达到2000张")
    page.locator(".picker").select_option(label="乙市供热条例")
    expect(page.locator("#reader .words")).to_contain_text("第九条")
    page.go_back()
    expect(current).to_contain_text("养老床位达到2000张")
    page.get_by_role("tab", name="问答").click()
    assert page.evaluate("location.search") == ""
    page.go_back()
    expect(page.get_by_role("tab", name="原文")).to_have_attribute("aria-selected", "true")


def test_a_document_that_comes_or_goes_is_seen_at_the_next_event(
    visit: Visit, assistant: ScriptedAssistant
) -> None:
    page, before = visit.page, assistant.documents
    visit.ask("床位占比")
    visit.answered()
    assistant.documents = (before[1],)
    visit.open(f"/?document={quote(NUMBER)}")
    expect(page.locator("#reader .notice")).to_contain_text("没有收录")
    expect(page.locator(".picker option")).to_have_text(["乙市供热条例"])
    page.get_by_role("tab", name="问答").click()
    expect(page.locator("#conversation .notice")).to_contain_text("已经变更或移除")
    assistant.documents = before
    visit.open(f"/?document={quote(NUMBER)}")
    expect(page.locator(".picker option")).to_have_count(2)
    page.get_by_role("tab", name="问答").click()
    expect(page.locator("#conversation .status")).to_have_text("已回答")


def test_branches_of_the_tree_fold(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("tab", name="原文").click()
    inner = page.locator(".tree .entry", has_text="居家养老")
    expect(inner).to_be_visible()
    fold = page.get_by_role("button", name="下级条款：二 主要任务")
    fold.press("Enter")
    expect(inner).to_be_hidden()
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.press("Enter")
    expect(inner).to_be_visible()


def test_words_are_found_inside_the_original(visit: Visit) -> None:
    page = visit.page
    visit.open(f"/?document={quote(NUMBER)}&clause=一")
    field, count = page.get_by_role("searchbox"), page.locator("#reader .count")
    field.fill("牵头单位：市")  # full width; the text has the narrow colon
    expect(count).to_have_text("1 / 3")
    assert page.locator("mark.found").all_inner_texts() == ["牵头单位:市"] * 3
    expect(page.locator("mark.now")).to_be_in_viewport()
    field.press("Enter")
    expect(count).to_have_text("2 / 3")
    page.get_by_role("button", name="上一处").click()
    page.get_by_role("button", name="上一处").click()
    expect(count).to_have_text("3 / 3")
    before = page.locator("#reader .words").inner_text()
    field.fill("居家养老。新建")  # bold title and plain text
    expect(page.locator("mark.found")).to_have_count(2)
    expect(count).to_have_text("1 / 1")
    field.fill("没有的话")
    expect(count).to_have_text("没有找到")
    field.fill("")
    expect(page.locator("mark.found")).to_have_count(0)
    assert page.locator("#reader .words").inner_text() == before


def test_defects_are_listed_and_marked_at_their_place(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("tab", name="原文").click()
    last = page.locator("#reader .clause", has_text="护理员培训")
    expect(last.locator(".defect")).to_have_text("原文在“二(二)”处中断")
    page.locator("#reader .defects summary").click()
    page.locator("#reader .defects .entry").click()
    expect(last).to_have_attribute("aria-current", "true")


def test_the_source_pane_leads_to_the_same_words_in_the_whole(visit: Visit) -> None:
    page = visit.page
    visit.ask("床位占比")
    visit.answered()
    page.locator("#source .whole").click()
    expect(page.locator("#reader mark")).to_have_text("养老机构护理型床位占比65%以上")
    expect(page.locator("#reader mark")).to_be_in_viewport(ratio=1)
    visit.reload()
    expect(page.locator("#reader mark")).to_have_text("养老机构护理型床位占比65%以上")
    page.go_back()
    expect(page.locator(".exchange")).to_be_visible()


def test_on_a_phone_the_tree_lies_over_the_text(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport={"width": 390, "height": 844}) as visit:
        page = visit.page
        page.get_by_role("tab", name="原文").click()
        expect(page.locator("#reader .tree")).to_be_hidden()
        page.get_by_role("button", name="目录").click()
        page.locator(".tree .entry", has_text="居家养老").click()
        expect(page.locator("#reader .tree")).to_be_hidden()
        expect(page.locator("#reader .clause[aria-current=true]")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_nothing_serious(browser: Browser, address: str, scheme: str, width: int) -> None:
    viewport = {"width": width, "height": 844}
    with visiting(browser, address, viewport=viewport, color_scheme=scheme) as visit:
        page = visit.page
        expect(page.locator("body.dark")).to_have_count(1 if scheme == "dark" else 0)
        found = [*serious(visit)]
        visit.ask("床位占比")
        visit.answered()
        visit.ask("谁牵头")
        visit.answered(2)
        page.locator(".citation").first.click()
        expect(page.locator("#source mark")).to_be_visible()
        found += serious(visit)
        visit.open(f"/?document={quote(NUMBER)}&clause=一")
        page.get_by_role("searchbox").fill("养老")
        found += serious(visit)
        assert found == []
