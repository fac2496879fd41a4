"""The tabs beside the conversation in a real browser, over a real index with the shipped model."""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from elder_care_policy import CARE
from page_visit import QUIET, Visit, running, serious, started_browser, visiting
from playwright.sync_api import Browser, FilePayload, expect

from assistant.assembly import assemble_live, build_index_folder
from assistant.language_model import LanguageModel
from assistant.settings import Settings
from evals.runner import MeasuredParts
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


class GatedBackend(AssembledBackend):
    """Begins an evaluation only while the gate is open."""

    gate = threading.Event()

    def assemble_parts(
        self, settings: Settings, model: LanguageModel | None = None
    ) -> MeasuredParts:
        """Wait at the gate, then assemble."""
        assert self.gate.wait(60)
        return super().assemble_parts(settings)


def served(settings: Settings, access: Access) -> Iterator[str]:
    GatedBackend.gate.set()
    assistant = assemble_live(settings)
    place = Workplace(assistant, settings, GatedBackend(), AuditLog(None))
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


def sent(client: httpx.Client, named: tuple[str, str], kind: str, data: list[object]) -> str:
    """Send the event of a component past the page; what came back."""
    page = client.get("/config").json()
    name, value = named
    (identifier,) = (c["id"] for c in page["components"] if c["props"].get(name) == value)
    event = next(d["id"] for d in page["dependencies"] if [identifier, kind] in d["targets"])
    join = {"fn_index": event, "data": data, "session_hash": "past"}
    client.post("/gradio_api/queue/join", json=join).raise_for_status()
    told = client.get("/gradio_api/queue/data", params={"session_hash": "past"}).text
    lines = [json.loads(line.removeprefix("data: ")) for line in told.splitlines() if line]
    return json.dumps(lines, ensure_ascii=False)


def open_tab(visit: Visit, name: str) -> None:
    visit.page.get_by_role("tab", name=name).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, address: str, scheme: str) -> None:
    with visiting(browser, address, color_scheme=scheme) as visit:
        found: list[str] = []
        for name, there in (
            ("目标清单", ".facts:visible tbody tr"),
            ("责任清单", ".facts:visible tbody tr"),
            ("文档", ".facts:visible tbody tr"),
            ("评测", "button:visible:has-text('运行')"),
        ):
            open_tab(visit, name)
            visit.page.locator(there).first.wait_for()
            found += [f"{name} {each}" for each in serious(visit)]
        assert found == []


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


def test_a_run_survives_a_reload_and_is_stopped(visit: Visit, settings: Settings) -> None:
    page = visit.page
    GatedBackend.gate.clear()
    runs = sorted((settings.index.parent / "runs").glob("*"))
    open_tab(visit, "评测")
    page.get_by_label("题集", exact=True).click()
    page.get_by_role("option", name="rated").click()
    page.get_by_role("button", name="运行", exact=True).click()
    expect(page.get_by_text("正在运行：准备题集")).to_be_visible()
    visit.reload()
    open_tab(visit, "评测")
    expect(page.get_by_text("正在运行：准备题集")).to_be_visible()
    expect(page.get_by_role("button", name="运行", exact=True)).to_be_disabled()
    page.get_by_role("button", name="停止", exact=True).click()
    expect(page.get_by_text("正在停止……")).to_be_visible()
    GatedBackend.gate.set()
    expect(page.get_by_text("已停止。")).to_be_visible()
    assert sorted((settings.index.parent / "runs").glob("*")) == runs


def test_a_run_is_compared_with_the_one_before(visit: Visit) -> None:
    page = visit.page
    open_tab(visit, "评测")
    page.get_by_label("题集", exact=True).click()
    page.get_by_role("option", name="rated").click()
    page.get_by_role("button", name="运行", exact=True).click()
    expect(page.get_by_text("评测已完成。")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("与 0001 相比：由对变错 0 题")).to_be_visible()
    report = page.get_by_role("link", name="打开完整报告")
    expect(report).to_have_attribute("href", "/report/0002?baseline=0001")
    assert "0001" in httpx.get(f"{visit.address}/report/0002", params={"baseline": "0001"}).text
    missing = httpx.get(f"{visit.address}/report/0002", params={"baseline": "../0001"})
    assert missing.status_code == 404
    page.get_by_label("评测记录").click()
    page.get_by_role("option", name="0001").click()
    expect(page.get_by_text("记录 0001，1 题")).to_be_visible()


def test_a_newer_text_replaces_the_one_that_is_there(
    visit: Visit, settings: Settings, tmp_path: Path
) -> None:
    page = visit.page
    original = tmp_path / "care.txt"
    original.write_text("\n".join(CARE), encoding="utf-8")
    newer = tmp_path / "newer.txt"
    newer.write_text("\n".join(CARE).replace("30个", "45个"), encoding="utf-8")
    open_tab(visit, "文档")
    for file, notice, canteens in (
        (newer, "收入后将替换它", "45个"),
        (original, "收入后将替换它", "30个"),
        (original, "内容与它完全相同", "30个"),
    ):
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_text(notice)).to_be_visible()
        page.get_by_role("button", name="收入", exact=True).click()
        expect(
            page.get_by_text("已替换《青山市人民政府关于加快养老服务发展的意见》。")
        ).to_be_visible()
        expect(page.get_by_text(notice)).to_have_count(0)
        found = httpx.get(f"{visit.address}/export/duties.csv", params={"words": "食堂"}).text
        kept = [path.read_text("utf-8") for path in settings.uploads.glob("*.txt")]
        assert [canteens in text for text in kept] == [True]
        assert found.startswith("\ufeff")
    expect(page.locator(".facts:visible tbody tr")).to_have_count(1)


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


def test_events_sent_past_the_page_change_nothing(guarded: str, settings: Settings) -> None:
    home = settings.index.parent
    before = sorted(path for path in home.rglob("*") if path.name != "lock")
    with httpx.Client(auth=("clerk", PASSWORD), base_url=guarded) as client:
        sent(client, ("label", "文档"), "select", [])  # so that Gradio knows the choices
        past: list[tuple[str, list[object], str]] = [
            ("删除", ["青政发〔2024〕3号", True], "只有管理员可以增删文件"),
            ("收入", [None], "只有管理员可以增删文件"),
            ("运行", [[]], "只有管理员可以运行评测"),
            ("停止", [], "只有管理员可以运行评测"),
            ("收入题集", [None, "rated", True, "一", ""], "请选择一条差评"),
            ("不采用", [None], "请选择一条差评"),
        ]
        for button, data, refusal in past:
            assert refusal in sent(client, ("value", button), "click", data)
    assert sorted(path for path in home.rglob("*") if path.name != "lock") == before


def test_uploads_of_many_people_at_once_are_all_there(address: str, browser: Browser) -> None:
    people = 3
    with ExitStack() as stack:
        visits = [stack.enter_context(visiting(browser, address)) for _ in range(people)]
        for number, visit in enumerate(visits):
            open_tab(visit, "文档")
            content = TRADE.replace("9号", f"{number + 30}号").encode()
            upload: FilePayload = {"name": "same.txt", "mimeType": "text/plain", "buffer": content}
            visit.page.locator("input[type=file]").set_input_files(upload)
        for visit in visits:
            expect(visit.page.get_by_role("button", name="收入", exact=True)).to_be_enabled()
        for visit in visits:
            visit.page.get_by_role("button", name="收入", exact=True).click()
        for visit in visits:
            expect(visit.page.get_by_text("已收入《")).to_be_visible()
        page = visits[0].page
        open_tab(visits[0], "问答")
        open_tab(visits[0], "文档")
        for number in range(people):
            name = f"青政发〔2024〕{number + 30}号"
            expect(page.locator(".facts:visible td").get_by_text(name)).to_be_visible()
