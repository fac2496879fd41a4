"""Targets and duties as lists: narrowed, ordered, shown without danger, exported as they are."""

from datetime import date

from scripted_assistant import small_document

from documents.reading import parse_document
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
    assert [e.cells[1] for e in TARGETS.entries(documents, LATER, Query(words="７０％"))] == [
        "35张",
        "70%以上",
    ]
    assert DUTIES.bars(DUTIES.entries(documents, LATER, Query()))[0] == ("市民政局", 2)


def test_a_department_has_its_own_entries_alone() -> None:
    of_finance = DUTIES.entries([POLICY], LATER, Query(group="市财政局"))
    assert [entry.cells[:2] for entry in of_finance] == [("市财政局", "牵头单位")]
    assert DUTIES.groups([POLICY], LATER) == ["市民政局", "市财政局", "市商务局"]
    supporting = DUTIES.entries([POLICY], LATER, Query(choice="配合单位"))
    assert [entry.cells[0] for entry in supporting] == ["市商务局"]


def test_the_leading_come_first_when_sorted_by_role() -> None:
    document = parse_document(
        [
            "海州市养老规划",
            "海政发〔2025〕9号",
            "一、任务",
            "新建食堂。(配合单位:市商务局;责任单位:各县(市、区)人民政府;牵头单位:市民政局)",
        ],
        "b.txt",
    )
    by_role = DUTIES.entries([document], LATER, Query(order="职责"))
    assert [entry.cells[:2] for entry in by_role] == [
        ("市民政局", "牵头单位"),
        ("各县(市、区)人民政府", "责任单位"),
        ("市商务局", "配合单位"),
    ]


def test_deadlines_are_sorted_and_counted_by_their_day() -> None:
    document = parse_document(
        [
            "海州市养老规划",
            "海政发〔2025〕9号",
            "一、目标",
            "力争到2030年,床位达到60张。2026年6月底前,床位达到40张。",
            "“十四五”期间,建成食堂30个。每年培训护理员200人次。2026年底前,床位达到50张。",
        ],
        "c.txt",
    )
    entries = TARGETS.entries([document], LATER, Query(order="期限"))
    assert [entry.cells[1:4] for entry in entries] == [
        ("30个", "“十四五”期间", "已过期"),
        ("40张", "2026年6月底前", "已过期"),
        ("50张", "2026年底前", "未到期"),
        ("60张", "力争到2030年", "未到期"),
        ("200人次", "每年", "无期限"),
    ]
    assert TARGETS.bars(entries) == [("2025年", 1), ("2026年", 2), ("2030年", 1)]
    assert TARGETS.groups([document], LATER) == ["2025年", "2026年", "2030年"]
    of_2026 = TARGETS.entries([document], LATER, Query(group="2026年"))
    assert [entry.cells[1] for entry in of_2026] == ["40张", "50张"]


def test_the_last_day_itself_has_not_passed() -> None:
    assert TARGETS.entries([POLICY], date(2027, 12, 31), Query())[0].cells[3] == "未到期"
    assert TARGETS.entries([POLICY], date(2028, 1, 1), Query())[0].cells[3] == "已过期"


def test_words_of_documents_are_text_on_the_page() -> None:
    document = small_document()
    hostile = DUTIES.entries([document], LATER, Query(group="市大数据局"))
    shown = fact_html(DUTIES, hostile, Query(words='"><script>'))
    assert ">青政发〔2024〕3号 二(一)2 &lt;b&gt;智慧&lt;/b&gt;养老</a>" in shown
    assert "words=%22%3E%3Cscript%3E&amp;" in shown
    assert "<b>智慧" not in shown
    assert "<script" not in shown
    assert "没有符合条件" in fact_html(DUTIES, [], Query())


def test_every_row_links_to_its_words() -> None:
    entry = DUTIES.entries([POLICY], LATER, Query())[0]
    start = POLICY.text.index("牵头单位:市民政局")
    end = start + len("牵头单位:市民政局、市财政局")
    assert entry.link.endswith(f"&clause=%E4%BA%8C&start={start}&end={end}")
