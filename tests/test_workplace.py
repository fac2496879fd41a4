"""The tabs beside the conversation in a real browser, over a real index with the shipped model."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from elder_care_policy import CARE
from page_visit import QUIET, Visit, running, started_browser, visiting
from playwright.sync_api import Browser, expect

from assistant.assembly import assemble_live, build_index_folder
from assistant.settings import Settings
from ui.audit_log import AuditLog
from ui.backend import AssembledBackend
from ui.users import Users
from ui.web_access import Access
from ui.web_server import make_server
from ui.workplace import Workplace

pytestmark = QUIET
PASSWORD = "correct horse"
TRADE = """\
青山市人民政府关于促进电商物流的意见
青政发〔2024〕9号
各县区人民政府:
为促进电商物流,现提出如下意见。
一、发展电商
到2030年,培育电商企业50家。<img src=x onerror="document.title='hacked'">(牵头单位:市商务局)
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an index over one small policy."""
    home = tmp_path_factory.mktemp("home")
    care = home / "care.txt"
    care.write_text("\n".join(CARE), encoding="utf-8")
    settings = Settings(home / "index", None, "127.0.0.1", 7860, 2000, users=home / "users.json")
    build_index_folder(settings, [care])
    users = Users(settings.users)
    users.add("clerk", PASSWORD, administrator=False)
    users.add("chief", PASSWORD, administrator=True)
    return settings


def served(settings: Settings, access: Access) -> Iterator[str]:
    assistant = assemble_live(settings)
    place = Workplace(assistant, settings, AssembledBackend(), AuditLog(None))
    with running(lambda: make_server(assistant, access, place)) as address:
        yield address


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    """The page without sign-in: everybody here is the administrator."""
    yield from served(settings, Access())


@pytest.fixture(scope="module")
def guarded(settings: Settings) -> Iterator[str]:
    """The page with sign-in."""
    yield from served(settings, Access(Users(settings.users)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address) as opened:
        yield opened
        assert opened.troubles == []


def open_tab(visit: Visit, name: str) -> None:
    visit.page.get_by_role("tab", name=name).click()


def test_targets_are_listed_and_lead_to_their_words(visit: Visit) -> None:
    open_tab(visit, "目标清单")
    rows = visit.page.locator(".facts:visible tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("65%以上")
    expect(rows.nth(0)).to_contain_text("已过期")
    visit.page.get_by_label("包含").locator("visible=true").fill("食堂")
    visit.page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    rows.nth(0).get_by_role("link").click()
    expect(visit.page.locator("#reader mark").first).to_be_in_viewport()


def test_a_list_is_downloaded_as_it_is_narrowed(address: str) -> None:
    content = httpx.get(f"{address}/export/duties.csv", params={"words": "市民政局"})
    lines = content.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "单位,职责,条款,原文"
    assert lines[1:] == ["市民政局,牵头单位,青政发〔2024〕3号 二(一) 居家养老,牵头单位:市民政局"]
    assert "filename*=UTF-8''%E8%B4%A3" in content.headers["content-disposition"]
    assert httpx.get(f"{address}/export/secrets.csv").status_code == 404


def test_a_policy_is_looked_at_accepted_asked_and_removed(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "trade.txt"
    file.write_text(TRADE, encoding="utf-8")
    bad = tmp_path / "bad.txt"
    bad.write_text("今天天气很好。", encoding="utf-8")
    page = visit.page
    open_tab(visit, "文档")
    page.locator("input[type=file]").set_input_files([file, bad])
    expect(page.get_by_text("不像一份政策文件")).to_be_visible()
    expect(page.get_by_text("青政发〔2024〕9号")).to_be_visible()
    page.get_by_role("button", name="收入", exact=True).click()
    expect(page.get_by_text("已收入《青山市人民政府关于促进电商物流的意见》。")).to_be_visible()
    open_tab(visit, "问答")
    visit.ask("培育多少家电商企业")
    visit.answered()
    expect(page.locator(".exchange .text").first).to_contain_text("到2030年,培育电商企业50家")
    assert page.title() != "hacked"
    open_tab(visit, "责任清单")
    expect(page.locator(".facts:visible tbody tr")).to_have_count(3)
    open_tab(visit, "文档")
    page.get_by_label("删除文件").click()
    page.get_by_role("option", name="青山市人民政府关于促进电商物流的意见").click()
    page.get_by_role("button", name="删除", exact=True).click()
    expect(page.get_by_text("请先选择要删除的文件，并勾选确认。")).to_be_visible()
    page.get_by_label("确认删除").check()
    page.get_by_role("button", name="删除", exact=True).click()
    expect(page.get_by_text("已删除“青政发〔2024〕9号”。")).to_be_visible()
    expect(page.locator(".facts:visible tbody tr")).to_have_count(1)


def test_a_bad_rating_becomes_a_case_and_the_set_is_run(visit: Visit) -> None:
    page = visit.page
    visit.ask("护理型床位占比目标是多少")
    visit.answered()
    page.get_by_role("button", name="有误").or_(page.get_by_label("有误")).first.click()
    page.get_by_label("不完整").check()
    page.get_by_role("button", name="提交").click()
    open_tab(visit, "评测")
    page.get_by_label("差评").click()
    page.get_by_role("option", name="护理型床位占比目标是多少").click()
    expect(page.get_by_label("出处条款（一行一个）")).to_have_value("一")
    wanted = page.get_by_label("答案里应有（一行一项，不同说法用 / 隔开）")
    wanted.fill("99%")
    page.get_by_role("button", name="收入题集").click()
    expect(page.get_by_text("没有收入：")).to_be_visible()
    wanted.fill("65%以上")
    page.get_by_role("button", name="收入题集").click()
    expect(page.get_by_text("已收入题集 rated。")).to_be_visible()
    open_tab(visit, "问答")
    open_tab(visit, "评测")
    page.get_by_label("题集", exact=True).click()
    page.get_by_role("option", name="rated").click()
    page.get_by_role("button", name="运行", exact=True).click()
    expect(page.get_by_text("记录 0001，1 题")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("没有答错的题。")).to_be_visible()
    report = page.get_by_role("link", name="打开完整报告").get_attribute("href")
    assert report == "/report/0001"
    assert "护理型床位占比" in httpx.get(f"{visit.address}/report/0001").text
    assert httpx.get(f"{visit.address}/report/none").status_code == 404


def test_only_administrators_change_documents(guarded: str, browser: Browser) -> None:
    page = browser.new_page(locale="zh-CN")
    page.goto(guarded)
    page.get_by_label("用户名").fill("clerk")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".welcome").wait_for()
    page.get_by_role("tab", name="文档").click()
    expect(page.locator(".facts:visible tbody tr")).to_have_count(1)
    assert page.locator("input[type=file]").count() == 0
    assert page.get_by_role("tab", name="评测").count() == 0
    page.close()
    auth = ("clerk", PASSWORD)
    upload = httpx.post(f"{guarded}/gradio_api/upload", auth=auth, files={"files": ("a.txt", b"x")})
    assert upload.status_code == 403
    assert httpx.get(f"{guarded}/report/0001", auth=auth).status_code == 403
    assert httpx.get(f"{guarded}/report/0001", auth=("chief", PASSWORD)).status_code in (200, 404)
