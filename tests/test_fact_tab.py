"""The tabs 目标清单 and 责任清单 in a real browser, over documents that change while it is open."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import gradio as gr
import httpx
import pytest
from fastapi import FastAPI
from openpyxl import load_workbook
from page_visit import QUIET, Visit, running, started_browser, visiting
from playwright.sync_api import Browser, Locator, expect
from scripted_assistant import ScriptedAssistant, small_document

from documents.document import Document
from documents.reading import parse_document
from ui.fact_lists import DUTIES, TARGETS
from ui.fact_tab import add_exports, add_fact_tab
from ui.page import PageTab, build_page
from ui.web_access import Access
from ui.web_server import make_server
from ui.workplace import Workplace

pytestmark = QUIET
TODAY = date(2026, 11, 25)
HOSTILE = "<img src=x onerror=document.title=1>"
PLAN = parse_document(
    [
        f"海州市养老规划{HOSTILE}",
        "海政发〔2025〕8号",
        "各县区人民政府:",
        "为发展养老服务,制定本规划。",
        f"一、目标{HOSTILE}",
        f"力争到2030年,{HOSTILE}床位数达到60张。2026年6月底前,{HOSTILE}床位数达到40张。",
        "二、任务",
        f"=1+1新建社区食堂30个。(牵头单位:市民政局、{HOSTILE}局;配合单位:各县(市、区)人民政府)",
    ],
    "plan.txt",
)
LATER = parse_document(
    [
        "河口市规划",
        "河政发〔2026〕1号",
        "一、目标",
        "到2027年,培育电商企业50家。(牵头单位:市商务局)",
    ],
    "b.txt",
)


class Shelf(ScriptedAssistant):
    """The scripted assistant over two documents, of which more may come."""

    def start_again(self) -> None:
        """Hold the two documents again."""
        self.documents = (small_document(), PLAN)

    def add(self, document: Document) -> None:
        """Hold one more document."""
        self.documents = (*self.documents, document)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf()


class Lists(Workplace):
    """The workplace with its two lists alone."""

    def __init__(self, assistant: Shelf) -> None:
        self._shelf = assistant

    def page(self) -> gr.Blocks:
        """The page with the two lists."""
        tabs = [
            PageTab(shown.title, partial(add_fact_tab, shown, self._shelf, today=TODAY))
            for shown in (TARGETS, DUTIES)
        ]
        return build_page(self._shelf, tabs)

    def add_addresses(self, application: FastAPI) -> None:
        """The files of the two lists."""
        add_exports(application, self._shelf, TODAY)


@pytest.fixture(scope="module")
def address(shelf: Shelf) -> Iterator[str]:
    with running(lambda: make_server(shelf, Access(), Lists(shelf))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, address: str, shelf: Shelf) -> Iterator[Visit]:
    shelf.start_again()
    with visiting(browser, address) as opened:
        yield opened


def opened(visit: Visit, name: str) -> Locator:
    """The rows of a tab that is opened."""
    visit.page.get_by_role("tab", name=name).click()
    return visit.page.locator(".facts:visible tbody tr")


def column(rows: Locator, number: int) -> list[str]:
    """The texts of one column, in their order."""
    return rows.locator(f"td:nth-child({number})").all_inner_texts()


def choose(visit: Visit, label: str, option: str) -> None:
    """Pick an option of a field."""
    visit.page.get_by_label(label, exact=True).locator("visible=true").click()
    visit.page.get_by_role("option", name=option, exact=True).click()
    expect(visit.page.get_by_role("option")).to_have_count(0)


def test_targets_are_narrowed_by_document_state_and_year(visit: Visit) -> None:
    rows = opened(visit, "目标清单")
    expect(rows).to_have_count(6)
    assert column(rows, 2) == ["65%以上", "2000张", "30个", "60张", "40张", "30个"]
    choose(visit, "状态", "已过期")
    expect(rows).to_have_count(3)
    assert column(rows, 3) == ["到2025年", "到2025年", "2026年6月底前"]
    choose(visit, "期限年份", "2026年")
    expect(rows).to_have_count(1)
    assert column(rows, 2) == ["40张"]
    choose(visit, "状态", "全部")
    choose(visit, "期限年份", "全部")
    choose(visit, "文件", PLAN.title)
    expect(rows).to_have_count(3)
    choose(visit, "排序", "期限")
    expect(rows.first).to_contain_text("40张")
    assert column(rows, 2) == ["40张", "60张", "30个"]
    visit.page.get_by_label("包含").locator("visible=true").fill("没有的词")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".facts:visible .none")).to_have_text(
        "没有符合条件的条目。请放宽筛选条件。"
    )


def test_duties_are_narrowed_by_department_and_role(visit: Visit) -> None:
    rows = opened(visit, "责任清单")
    expect(rows).to_have_count(6)
    bars = visit.page.locator(".facts:visible .bars li")
    assert bars.first.inner_text().split() == ["市民政局", "2"]
    choose(visit, "单位", "各县(市、区)人民政府")
    expect(rows).to_have_count(1)
    assert column(rows, 2) == ["配合单位"]
    choose(visit, "单位", "全部")
    choose(visit, "职责", "牵头单位")
    expect(rows).to_have_count(5)


def test_what_documents_hold_is_text(visit: Visit) -> None:
    for tab in ("目标清单", "责任清单"):
        expect(opened(visit, tab).first).to_be_visible()
        visit.page.get_by_label("文件", exact=True).locator("visible=true").click()
        expect(visit.page.get_by_role("option", name=PLAN.title)).to_be_visible()
        visit.page.keyboard.press("Escape")
        expect(visit.page.get_by_role("option")).to_have_count(0)
    expect(visit.page.locator(".facts:visible td", has_text=f"{HOSTILE}局").first).to_be_visible()
    assert visit.page.locator(".facts img, [role=option] img").count() == 0
    assert visit.page.title() == "知策"


def test_a_row_leads_to_its_words_by_mouse_and_keyboard(visit: Visit) -> None:
    rows = opened(visit, "责任清单")
    rows.first.get_by_role("link").click()
    mark = visit.page.locator("#reader mark")
    expect(mark).to_have_text("牵头单位:市民政局")
    expect(mark).to_be_in_viewport()
    assert "document=" in visit.page.url
    rows = opened(visit, "目标清单")
    rows.nth(1).get_by_role("link").focus()
    visit.page.keyboard.press("Enter")
    expect(mark).to_contain_text("养老床位达到2000张")
    expect(mark).to_be_in_viewport()


def test_a_new_document_is_there_when_the_tab_is_opened_again(visit: Visit, shelf: Shelf) -> None:
    rows = opened(visit, "责任清单")
    expect(rows).to_have_count(6)
    shelf.add(LATER)
    opened(visit, "问答")
    expect(opened(visit, "责任清单")).to_have_count(7)
    choose(visit, "单位", "市商务局")
    expect(rows).to_have_count(1)
    shelf.start_again()
    opened(visit, "问答")
    expect(opened(visit, "责任清单")).to_have_count(6)


def test_what_is_shown_is_what_is_exported(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    rows = opened(visit, "目标清单")
    choose(visit, "文件", PLAN.title)
    expect(rows).to_have_count(3)
    choose(visit, "排序", "期限")
    expect(rows.first).to_contain_text("40张")
    for form in ("csv", "xlsx"):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"导出 .{form}").locator("visible=true").click()
        assert download.value.suggested_filename == f"目标清单_2026-11-25.{form}"
        download.value.save_as(tmp_path / f"targets.{form}")
    content = (tmp_path / "targets.csv").read_bytes()
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert content[:3] == b"\xef\xbb\xbf"
    assert lines[0] == ["指标", "目标值", "期限", "状态", "条款", "原文"]
    assert [line[1:4] for line in lines[1:]] == [
        ["40张", "2026年6月底前", "已过期"],
        ["60张", "力争到2030年", "未到期"],
        ["30个", "", "无期限"],
    ]
    assert lines[3][0] == "'=1+1新建社区食堂"
    sheet = load_workbook(tmp_path / "targets.xlsx").active
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == [
        lines[0],
        *([line[0].removeprefix("'"), *line[1:5], line[5].removeprefix("'")] for line in lines[1:]),
    ]


def test_an_export_of_nothing_known_is_refused(address: str) -> None:
    for name in ("secrets.csv", "targets.exe", "targets", "../pyproject.csv"):
        assert httpx.get(f"{address}/export/{name}").status_code == 404


def test_on_a_phone_every_row_is_a_card_that_fits(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    rows = opened(visit, "目标清单")
    expect(rows).to_have_count(6)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    for part in (rows.first.get_by_role("cell").first, rows.first.locator(".quote")):
        box = part.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
    table = visit.page.get_by_role("table").locator("visible=true")
    assert table.get_by_role("columnheader").all_inner_texts() == list(TARGETS.heads)
    link = rows.first.get_by_role("link")
    link.scroll_into_view_if_needed()
    link.click()
    expect(visit.page.locator("#reader mark")).to_be_in_viewport()
