"""Conversations that the browser keeps, ratings and export, in a real browser."""

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import gradio as gr
import pytest
from page_visit import QUIET, Visit, served_page, started_browser, visiting
from playwright.sync_api import Browser, expect
from scripted_assistant import ScriptedAssistant, small_document

from assistant.answer import Answer, Turn
from ui.conversation_view import Exchange
from ui.page import PageTab, build_page
from ui.source_view import clause_link

pytestmark = QUIET


def show_box(value: str) -> None:
    """Build a tab with one box and a link to a clause."""
    gr.Textbox(value, label="单位")
    document = small_document()
    gr.HTML(f'<a href="{clause_link(document, document.clauses[2])}">条款</a>')


class SlowAssistant(ScriptedAssistant):
    """Has two more entries in its script: an answer that pauses, and one that breaks off."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()
        self.mended = False

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Answer]:
        """Answer from the script."""
        for answer in super().stream(question, history):
            yield answer
            if "慢" in question:
                self.released.wait(20)
            if "断" in question and not self.mended:
                raise ConnectionError


class Office:
    """The page with all that can be plugged in, and what was handed to it."""

    def __init__(self, folder: Path) -> None:
        self.assistant = SlowAssistant()
        self.folder = folder
        self.ratings: list[tuple[str, tuple[Turn, ...], str, bool, str]] = []

    def rate(
        self,
        question: str,
        history: tuple[Turn, ...],
        answer: Answer,
        liked: bool,
        reason: str,
        user: str,
    ) -> None:
        """Note a rating; nobody is signed in."""
        assert user == ""
        self.ratings.append((question, history, answer.text, liked, reason))

    def export(self, exchanges: Sequence[Exchange], form: str) -> Path:
        """Write the questions."""
        path = self.folder / f"对话.{form}"
        path.write_text("".join(f"{exchange.question}\n" for exchange in exchanges), "utf-8")
        return path

    def page(self) -> gr.Blocks:
        """Put the page together."""
        tabs = [
            PageTab("目标清单", lambda tab: show_box("65%以上")),
            PageTab("责任清单", lambda tab: show_box("市民政局")),
            PageTab("文档", lambda tab: show_box("密"), visible_to=lambda request: False),
            PageTab("评测", lambda tab: show_box("率"), visible_to=lambda request: True),
        ]
        return build_page(self.assistant, tabs, self.rate, self.export)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("exports"))


@pytest.fixture(scope="module")
def address(office: Office) -> Iterator[str]:
    with served_page(office.page) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address, permissions=["clipboard-read", "clipboard-write"]) as opened:
        yield opened


def test_conversations_are_kept_over_a_reload(visit: Visit, office: Office) -> None:
    page = visit.page
    names = page.locator(".list .open")
    visit.ask("床位占比")
    visit.answered()
    visit.ask("谁牵头")
    visit.answered(2)
    visit.reload()
    visit.answered(2)
    expect(page.locator(".citation .address").first).to_have_text(
        "[1]青政发〔2024〕3号 一 总体要求"
    )
    expect(page.locator("#source mark")).to_have_text("(牵头单位:市民政局)")
    expect(names).to_have_text(["床位占比"])
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.get_by_role("textbox", name="问题")).to_be_focused()
    visit.ask("智慧")
    visit.answered()
    expect(names).to_have_text(["智慧", "床位占比"])
    names.last.click()
    visit.answered(2)
    visit.ask("谁牵头")
    visit.answered(3)
    assert [turn.question for turn in office.assistant.asked[-1][1]] == ["床位占比", "谁牵头"]


def test_a_conversation_is_renamed_and_deleted(visit: Visit) -> None:
    page = visit.page
    visit.ask("床位占比")
    visit.answered()
    row = page.locator(".list li")
    row.hover()
    page.get_by_role("button", name="改名：床位占比").click()
    page.get_by_role("textbox", name="对话名称").fill("<b>养老</b>")
    page.keyboard.press("Enter")
    expect(page.locator(".list .open")).to_have_text("<b>养老</b>")
    visit.ask("谁牵头")
    visit.answered(2)
    expect(page.locator(".list .open")).to_have_text("<b>养老</b>")
    row.hover()
    row.locator(".delete").click()
    expect(row.locator(".delete")).to_have_text("确认删除")
    row.locator(".delete").click()
    expect(row).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('zhice'))") == []


def test_what_was_tampered_with_or_is_gone_is_not_shown(visit: Visit) -> None:
    page = visit.page
    visit.ask("床位占比")
    visit.answered()
    key = page.evaluate("Object.keys(localStorage).find((key) => key.startsWith('zhice'))")
    saved = json.loads(page.evaluate("(key) => localStorage.getItem(key)", key))
    saved["records"][0]["citations"][0]["quote"] = "养老机构护理型床位占比95%以上"
    saved["records"][0]["text"] = "床位占比95%以上。[1]"
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(saved)])
    visit.reload()
    expect(page.locator(".notice")).to_contain_text("原文已经变更或移除")
    assert "95%" not in page.locator("#conversation").inner_text()
    page.get_by_role("button", name="重新回答").click()
    expect(page.locator(".text")).to_contain_text("65%以上")
    expect(page.locator(".exchange")).to_have_count(1)
    page.evaluate("(key) => localStorage.setItem(key, '{\"records\": [3, null, {}]}')", key)
    visit.reload()
    expect(page.locator(".welcome")).to_be_visible()


def test_ratings_say_what_is_wrong(visit: Visit, office: Office) -> None:
    page = visit.page
    office.ratings.clear()
    visit.ask("床位占比")
    visit.answered()
    page.get_by_role("button", name="有用").click()
    expect(page.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")
    visit.ask("谁牵头")
    visit.answered(2)
    page.locator(".bad").last.click()
    page.get_by_label("出处不对").check()
    page.get_by_role("textbox", name="补充说明").fill("应为第二条")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#spoken")).to_have_text("已记下，谢谢")
    expect(page.locator(".bad").last).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".why")).to_have_count(0)
    first, second = "到2025年,养老机构护理型床位占比65%以上。[1]", "市民政局牵头。[1]"
    page.get_by_role("button", name="新对话").click()  # answered after the ratings were taken
    expect(page.locator(".welcome")).to_be_visible()
    assert office.ratings == [
        ("床位占比", (), first, True, ""),
        ("谁牵头", (Turn("床位占比", first),), second, False, "出处不对：应为第二条"),
    ]


def test_an_answer_is_copied_with_its_addresses(visit: Visit) -> None:
    visit.ask("床位占比")
    visit.answered()
    visit.page.get_by_role("button", name="复制及出处").click()
    expect(visit.page.get_by_role("button", name="已复制")).to_be_visible()
    text = visit.page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(
        "问：床位占比\n答：到2025年,养老机构护理型床位占比65%以上。[1]\n\n出处：\n"
        "[1]青政发〔2024〕3号 一 总体要求\n    “养老机构护理型床位占比65%以上”\n\n（已回答，知策，"
    )


def test_a_conversation_is_exported_and_leaves_no_file(visit: Visit, office: Office) -> None:
    page = visit.page
    expect(page.get_by_role("button", name="Word")).to_be_hidden()
    visit.ask("床位占比")
    visit.answered()
    for form, name in (("docx", "Word"), ("md", "Markdown"), ("md", "Markdown")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.suggested_filename == f"对话.{form}"
        assert download.value.path().read_text("utf-8") == "床位占比\n"
    assert list(office.folder.iterdir()) == []


def test_a_slow_answer_can_be_stopped(visit: Visit, office: Office) -> None:
    page = visit.page
    visit.ask("慢 床位占比")
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".notice")).to_have_text("已停止回答。")
    office.assistant.released.set()
    expect(page.get_by_role("button", name="停止")).to_be_hidden()
    visit.ask("床位占比")
    visit.answered(2)


def test_a_question_that_fails_goes_back_into_the_box(visit: Visit, office: Office) -> None:
    page = visit.page
    visit.ask("床位占比")
    visit.answered()
    visit.ask("断 床位占比")
    expect(page.get_by_role("alert").filter(has_text="没有得到回答")).to_be_visible()
    expect(page.get_by_role("textbox", name="问题")).to_have_value("断 床位占比")
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.get_by_test_id("toast-body")).to_contain_text("出错")
    visit.troubles.clear()  # Gradio notes the failure on the console
    office.assistant.mended = True
    page.get_by_role("button", name="发送").click()
    visit.answered(2)
    expect(page.locator(".trouble")).to_be_empty()


def test_tabs_are_shown_to_those_who_may_see_them(visit: Visit) -> None:
    tabs = visit.page.get_by_role("tab")
    expect(tabs).to_have_text(["问答", "原文", "目标清单", "责任清单", "评测"])
    tabs.nth(3).click()
    expect(visit.page.get_by_label("单位")).to_have_value("市民政局")
    visit.page.get_by_role("link", name="条款", exact=True).click()
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    current = visit.page.locator("#reader .clause[aria-current=true]")
    expect(current).to_contain_text("养老床位达到2000张")


def test_on_a_phone_what_does_not_fit_is_in_a_menu(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport={"width": 390, "height": 844}) as visit:
        page = visit.page
        page.get_by_role("button", name="更多").click()
        page.get_by_role("button", name="评测", exact=True).click()
        expect(page.get_by_label("单位")).to_have_value("率")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
