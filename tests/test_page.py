"""Questions and answers in a real browser, with the scripted assistant behind the page."""

from collections.abc import Iterator

import httpx
import pytest
from generated_answer import MODEL, PHRASED, generated_answer
from page_visit import QUIET, Visit, served, started_browser, visiting
from playwright.sync_api import Browser, expect
from scripted_assistant import ATTACK, ScriptedAssistant, citation_of

from assistant.answer import Answer, Status, Turn

pytestmark = QUIET
LISTED = ("养老床位达到2000张", "新建社区食堂30个", "市民政局", "市大数据局", "市人社局")


class ListingAssistant(ScriptedAssistant):
    """Has two more entries in its script: a list too long for the page, and an answer of a model."""

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer from the script."""
        if "模型" in question:
            return generated_answer()
        if "清单" not in question:
            return super().ask(question, history)
        cited = tuple(citation_of(self.documents[0], quote) for quote in LISTED)
        lines = [f"{quote}。[{number}]" for number, quote in enumerate(LISTED, 1)]
        return Answer("\n\n\n\n\n\n".join(lines), Status.ANSWERED, cited, question)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(ListingAssistant()) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address, viewport={"width": 390, "height": 844}) as opened:
        yield opened


def test_health_and_headers(address: str) -> None:
    response = httpx.get(f"{address}/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    policy = httpx.get(address).headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "img-src 'self' data: blob:" in policy
    configuration = httpx.get(f"{address}/config").json()
    assert configuration["analytics_enabled"] is False
    assert configuration["show_error"] is False


def test_only_the_four_tools_are_an_api(address: str) -> None:
    named = httpx.get(f"{address}/gradio_api/info").json()["named_endpoints"]
    assert list(named) == [
        "/ask",
        "/ask_among",
        "/get_clause",
        "/list_targets",
        "/list_by_department",
    ]


def test_a_question_is_answered_and_its_source_opened(visit: Visit) -> None:
    page = visit.page
    visit.ask("养老机构护理型床位占比是多少")
    visit.answered()
    expect(page.locator(".text")).to_contain_text("到2025年,养老机构护理型床位占比65%以上。")
    expect(page.locator(".status")).to_have_text("已回答")
    expect(page.locator(".citation .address")).to_have_text("[1]青政发〔2024〕3号 一 总体要求")
    expect(page.get_by_role("textbox", name="问题")).to_have_value("")
    expect(page.get_by_role("textbox", name="问题")).to_be_focused()
    expect(page.locator("#spoken")).to_contain_text("养老机构护理型床位占比65%以上")
    page.locator(".citation").click()
    expect(page.locator("#source mark")).to_have_text("养老机构护理型床位占比65%以上")
    expect(page.locator("#source mark")).to_be_in_viewport(ratio=1)
    current = page.locator("#source .clause[aria-current=true]")
    expect(current).to_contain_text("养老床位达到2000张。")
    expect(page.locator("#source .clause")).to_have_count(
        len(ScriptedAssistant().documents[0].clauses)
    )
    page.locator("#source .clause", has_text="新建社区食堂").locator(".anchor").click()
    expect(page.locator("#source .bar h2")).to_have_text("青政发〔2024〕3号 二(一)1 居家养老")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_a_follow_up_shows_what_it_was_understood_as_and_who_is_responsible(visit: Visit) -> None:
    visit.ask("床位占比")
    visit.answered()
    expect(visit.page.locator(".duties")).to_have_count(0)
    visit.ask("谁牵头")
    visit.answered(2)
    expect(visit.page.locator(".resolved")).to_have_text("理解为：居家养老由谁牵头")
    expect(visit.page.locator(".duties")).to_have_text("牵头单位：市民政局")


def test_a_declined_question_says_so_and_offers_what_is_near(visit: Visit) -> None:
    visit.ask("火星")
    visit.answered()
    expect(visit.page.locator(".status.declined")).to_have_text("原文未载")
    expect(visit.page.locator(".citations h3")).to_have_text("相近条款")
    visit.page.locator(".citation").click()
    expect(visit.page.locator("#source mark")).to_have_text("新建社区食堂30个。")


def test_an_example_is_asked_with_one_click(visit: Visit) -> None:
    visit.page.locator(".example").first.click()
    visit.answered()
    expect(visit.page.locator(".question")).to_have_text("全市养老机构护理型床位占比的目标是多少？")
    expect(visit.page.get_by_role("textbox", name="问题")).to_be_focused()


def test_markup_in_questions_and_documents_is_text(visit: Visit) -> None:
    page = visit.page
    question = "智慧<img src=x onerror=\"document.title='hacked'\">![图](http://192.0.2.1/a.png)${1+1}{{7}}</script>\u202e"
    visit.ask(question)
    visit.answered()
    expect(page.locator(".question")).to_have_text(question)
    expect(page.locator(".list .open")).to_have_text(question[:24])
    expect(page.locator(".text")).to_contain_text('推广"一键呼叫"<img src=x onerror=')
    page.locator(".mark").click()
    expect(page.locator("#source mark")).to_have_text(ATTACK)
    expect(page.locator("#source .bar h2")).to_have_text(
        "青政发〔2024〕3号 二(一)2 <b>智慧</b>养老"
    )
    assert (
        page.locator("#conversation img, #source img, #source b b, #conversations img").count() == 0
    )
    page.get_by_role("tab", name="原文").click()
    expect(page.locator("#reader .tree")).to_contain_text("<b>智慧</b>养老")
    assert page.locator("#reader img, #reader b b").count() == 0
    assert page.title() == "知策"


def test_a_question_that_cannot_be_taken_shows_a_message(visit: Visit) -> None:
    visit.ask("长" * 10_000)
    visit.answered()
    notice = "问题有 10000 个字，超过上限 2000。请缩短后再问。"
    expect(visit.page.locator(".notice")).to_have_text(notice)


def test_an_empty_question_changes_nothing(visit: Visit) -> None:
    visit.ask(" \u3000 ")
    expect(visit.page.get_by_role("textbox", name="问题")).to_have_value("")
    expect(visit.page.locator(".welcome")).to_be_visible()


def test_a_long_answer_is_shown_from_its_question_on(visit: Visit) -> None:
    page = visit.page
    visit.ask("床位占比")
    visit.answered()
    visit.ask("清单")
    visit.answered(2)
    newest = page.locator(".exchange").last
    expect(newest.locator(".question")).to_be_in_viewport(ratio=1)
    expect(newest.locator(".mark").first).to_be_in_viewport(ratio=1)
    expect(newest.locator("summary")).to_have_text("出处（5）")
    expect(newest.locator(".citation").first).to_be_hidden()
    newest.locator(".mark").nth(2).click()
    expect(page.locator("#source mark")).to_have_text("市民政局")
    newest.locator("summary").click()
    expect(newest.locator(".citation").nth(2)).to_have_attribute("aria-current", "true")


def test_the_original_follows_the_newest_answer(visit: Visit) -> None:
    page = visit.page
    visit.ask("床位占比")
    expect(page.locator("#source mark")).to_have_text("养老机构护理型床位占比65%以上")
    visit.ask("火星")
    visit.answered(2)
    expect(page.locator("#source .outline")).to_be_visible()
    visit.ask("清单")
    expect(page.locator("#source mark")).to_have_text(LISTED[0])


def test_from_the_question_to_the_source_and_back_by_keyboard(visit: Visit) -> None:
    page = visit.page
    visit.ask("清单")
    visit.answered()
    current = page.locator(".mark[aria-current=true]")
    expect(current).to_have_text("[1]")
    for _ in range(4):  # from the box backwards: retry, copy, the folded citations, the last mark
        page.keyboard.press("Shift+Tab")
    expect(page.locator(".mark").nth(4)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#source mark")).to_have_text("市大数据局")
    expect(page.locator("#source .clause[aria-current=true]")).to_be_focused()
    expect(current).to_have_text("[4]")
    page.keyboard.press("Escape")
    expect(page.locator(".mark").nth(3)).to_be_focused()


def test_enter_while_composing_does_not_send(visit: Visit) -> None:
    page = visit.page
    box = page.get_by_role("textbox", name="问题")
    box.focus()
    method = page.context.new_cdp_session(page)
    letters = {"text": "chuang wei", "selectionStart": 10, "selectionEnd": 10}
    method.send("Input.imeSetComposition", letters)
    # An input method takes the key: the browser sees key code 229 and types nothing.
    enter = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    method.send("Input.dispatchKeyEvent", enter)
    method.send("Input.insertText", {"text": "床位占比"})
    expect(box).to_have_value("床位占比")
    # Safari ends the composition first; then comes the key, which is still the input method's.
    box.dispatch_event("compositionend")
    box.dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "isComposing": False})
    box.dispatch_event("keydown", {"key": "Enter", "keyCode": 13, "isComposing": True})
    expect(page.locator(".exchange")).to_have_count(0)
    page.keyboard.press("Shift+Enter")
    expect(box).to_have_value("床位占比\n")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    visit.answered()
    expect(page.locator(".question")).to_have_text("床位占比")


def test_on_a_phone_the_source_opens_over_the_conversation(phone: Visit) -> None:
    page = phone.page
    source, close = page.locator("#source"), page.get_by_role("button", name="关闭原文")
    expect(source).to_be_hidden()
    phone.ask("清单")
    phone.answered()
    expect(page.locator(".mark[aria-current=true]")).to_have_text("[1]")
    expect(source).to_be_hidden()
    page.locator(".mark").first.click()
    expect(source.locator("mark")).to_be_in_viewport()
    expect(page.get_by_role("dialog", name="原文")).to_be_visible()
    expect(close).to_be_focused()
    for touched in (close, page.locator(".mark").first):
        box = touched.bounding_box()
        assert box is not None
        assert box["height"] >= 32
    page.keyboard.press("Escape")
    expect(source).to_be_hidden()
    expect(page.locator(".mark").first).to_be_focused()
    page.locator(".mark").first.click()
    expect(source).to_be_visible()
    page.mouse.click(195, 40)
    expect(source).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_quote_opens_below_the_way_out(phone: Visit) -> None:
    page = phone.page
    page.set_viewport_size({"width": 390, "height": 420})
    phone.ask("智慧")
    phone.answered()
    page.locator(".mark").click()
    quote = page.locator("#source mark")
    expect(quote).to_be_in_viewport()
    close = page.get_by_role("button", name="关闭原文")
    expect(close).to_be_in_viewport(ratio=1)
    above, below = close.bounding_box(), quote.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"]
    close.click()
    expect(page.locator("#source")).to_be_hidden()


def test_text_of_a_model_is_labelled_and_extracts_are_not(visit: Visit) -> None:
    visit.ask("模型说什么")
    expect(visit.page.locator(".exchange .status.given")).to_have_count(1)
    visit.ask("床位占比是多少")
    expect(visit.page.locator(".exchange .status.given")).to_have_count(2)
    first, second = visit.page.locator(".exchange").all()
    expect(first.locator(".status.generated")).to_have_text("人工智能生成")
    expect(first.locator(".text")).to_contain_text(PHRASED.rstrip("。"))
    expect(first.locator(".text")).to_contain_text("以上文字由人工智能生成")
    expect(first.locator(".model")).to_have_text(
        f"语言模型 {MODEL} · 0.0 秒 · 800+20 tokens · 0.0018 元"
    )
    expect(second.locator(".status.given")).to_have_text("已回答")
    expect(second.locator(".status.generated, .model")).to_have_count(0)
