"""Targets and duties as lists: narrowed, ordered, shown without danger, exported as they are."""

import csv
import io
from datetime import date

from openpyxl import load_workbook
from scripted_assistant import small_document

from documents.reading import parse_document
from evals.spreadsheet import csv_bytes, xlsx_bytes
from ui.fact_lists import DUTIES, TARGETS, Query
from ui.fact_view import fact_html

LATER = date(2026, 11, 25)
POLICY = parse_document(
    [
        "海州市养老服务发展规划",
        "海政发〔2025〕8号",
        "各县区人民政府:",
        "为发展养老服务,制定本规划。",
        "一、目标",
        "截至2024年底,全市共有养老机构40家。到2027年,全市每千名老年人床位数达到35张,护理型床位占比70%以上。",
        "二、任务",
        "新建社区食堂30个。(牵头单位:市民政局、市财政局;配合单位:市商务局)",
    ],
    "plan.txt",
)


def test_targets_keep_comparator_deadline_and_what_is_measured() -> None:
    entries = TARGETS.entries([small_document(), POLICY], LATER, Query())
    assert [entry.cells[:4] for entry in entries] == [
        ("全市养老机构护理型床位占比", "65%以上", "到2025年", "已过期"),
        ("养老床位", "2000张", "到2025年", "已过期"),
        ("新建社区食堂", "30个", "", "无期限"),
        ("全市每千名老年人床位数", "35张", "到2027年", "未到期"),
        ("护理型床位占比", "70%以上", "到2027年", "未到期"),
        ("新建社区食堂", "30个", "", "无期限"),
    ]


def test_duties_are_one_a_department_with_its_role() -> None:
    entries = DUTIES.entries([POLICY], LATER, Query())
    assert [entry.cells[:3] for entry in entries] == [
        ("市民政局", "牵头单位", "海政发〔2025〕8号 二 任务"),
        ("市财政局", "牵头单位", "海政发〔2025〕8号 二 任务"),
        ("市商务局", "配合单位", "海政发〔2025〕8号 二 任务"),
    ]


def test_a_list_is_narrowed_and_ordered() -> None:
    documents = [small_document(), POLICY]
    narrowed = Query(document=POLICY.identifier, choice="未到期", words="床位数 35张")
    assert [e.cells[1] for e in TARGETS.entries(documents, LATER, narrowed)] == ["35张", "70%以上"]
    by_deadline = TARGETS.entries(documents, LATER, Query(order="期限"))
    assert [e.cells[2] for e in by_deadline] == ["到2025年"] * 2 + ["到2027年"] * 2 + [""] * 2
    assert TARGETS.entries(documents, LATER, Query(words="没有的词")) == []
    assert DUTIES.bars(DUTIES.entries(documents, LATER, Query()))[0] == ("市民政局", 2)


def test_words_of_documents_are_text_on_the_page() -> None:
    entries = DUTIES.entries([small_document()], LATER, Query())
    entries = [*entries, *TARGETS.entries([small_document()], LATER, Query())]
    hostile = [e for e in DUTIES.entries([small_document()], LATER, Query(words="市大数据局"))]
    shown = fact_html(DUTIES, hostile, Query(words='"><script>'))
    assert "<script" not in shown
    assert "&lt;script" in shown or "%3Cscript" in shown
    assert "没有符合条件" in fact_html(DUTIES, [], Query())


def test_every_row_links_to_its_words() -> None:
    entry = DUTIES.entries([POLICY], LATER, Query())[0]
    start = POLICY.text.index("牵头单位:市民政局")
    end = start + len("牵头单位:市民政局、市财政局")
    assert entry.link.endswith(f"&clause=%E4%BA%8C&start={start}&end={end}")


def test_a_spreadsheet_takes_no_text_for_a_formula() -> None:
    rows = [("=HYPERLINK(1)", "65%以上"), ("-1+2", "@x\x07")]
    sheet = load_workbook(io.BytesIO(xlsx_bytes("清单", ("指标", "值"), rows))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["指标", "值"],
        ["=HYPERLINK(1)", "65%以上"],
        ["-1+2", "@x\ufffd"],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    content = csv_bytes(("指标", "值"), rows)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert lines == [["指标", "值"], ["'=HYPERLINK(1)", "65%以上"], ["'-1+2", "'@x\x07"]]
