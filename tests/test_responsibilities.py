"""Who does what, in the notations that policies use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import parse_document
from documents.facts import extract_facts
from documents.responsibilities import clause_concerned

HEAD = ["某市人民政府关于促进发展的实施意见", "一、任务"]
NOTATIONS = (
    ("加快建设。（责任单位：市发展改革委、市财政局）", "责任单位 市发展改革委、市财政局"),
    ("加快建设。（责任部门：市教育局，各县区人民政府）", "责任单位 市教育局、各县区人民政府"),
    (
        "加快建设。（牵头单位：市工信局；配合单位：市商务局、市税务局）",
        "牵头单位 市工信局; 配合单位 市商务局、市税务局",
    ),
    (
        "加快建设。（市发展改革委牵头，市财政局、市自然资源局配合）",
        "牵头单位 市发展改革委; 配合单位 市财政局、市自然资源局",
    ),
    ("加快建设。（市商务局、市文旅局按职责分工负责）", "责任单位 市商务局、市文旅局"),
    (
        "加快建设。（省农业农村厅牵头，省财政厅、省林草局等按职责分工负责）",
        "牵头单位 省农业农村厅; 责任单位 省财政厅、省林草局",
    ),
    ("加快建设。［市住房城乡建设局、各区人民政府负责］", "责任单位 市住房城乡建设局、各区人民政府"),
    ("加快建设。【责任单位：市水利局】", "责任单位 市水利局"),
    ("加快建设。[责任单位:市水利局,市生态环境局]", "责任单位 市水利局、市生态环境局"),
    ("加快建设。（市民政局、市残联）", "责任单位 市民政局、市残联"),
    ("加快建设；（各县（市、区）人民政府、市医保局）", "责任单位 各县（市、区）人民政府、市医保局"),
    ("由市文化和旅游局（市文物局）。", ""),
    ("审批机关为行政审批局（以下简称审批局）。另行公布。（试行）", ""),
    ("由市民政局负责，会同市卫生健康委制定办法。", "责任单位 市民政局; 配合单位 市卫生健康委"),
    ("评审由市科技局会同市财政局负责组织。", "责任单位 市科技局; 配合单位 市财政局"),
    ("责任单位：市人力资源社会保障局", "责任单位 市人力资源社会保障局"),
    (
        "牵头单位：市金融办\n配合单位：市发改委、人行分行",
        "牵头单位 市金融办; 配合单位 市发改委、人行分行",
    ),
    (
        "推广应用。（责任单位：市大数据局）加强考核。（责任单位：市委督查室）",
        "责任单位 市大数据局; 责任单位 市委督查室",
    ),
    (
        "加快建设。（责任单位：市发展改革委 市财政局 市统计局）",
        "责任单位 市发展改革委、市财政局、市统计局",
    ),
    (
        "加快建设。（责任单位：市商务局,各县（市、区）人民政府）",
        "责任单位 市商务局、各县（市、区）人民政府",
    ),
    (
        "加快建设。（牵头部门：市文旅局，责任部门：市体育局、市广电局，完成时限：2025年12月底）",
        "牵头单位 市文旅局; 责任单位 市体育局、市广电局",
    ),
    (
        "加快建设。（牵头领导：王某；牵头单位：市工信局；责任单位：市科技局；完成时限：持续推进）",
        "牵头单位 市工信局; 责任单位 市科技局",
    ),
    (
        "加快建设。（市农业农村局、各镇人民政府、街道办事处负责）",
        "责任单位 市农业农村局、各镇人民政府、街道办事处",
    ),
    (
        "加快建设。（国家发展改革委、财政部、工业和信息化部等部门按职责分工负责）",
        "责任单位 国家发展改革委、财政部、工业和信息化部",
    ),
    (
        "加快建设。（教育部、人力资源社会保障部牵头，各省级人民政府落实）",
        "牵头单位 教育部、人力资源社会保障部; 责任单位 各省级人民政府",
    ),
    (
        "加快建设。（主责单位：市城管局；协同单位：市公安局）",
        "责任单位 市城管局; 配合单位 市公安局",
    ),
    ("加快建设。（实施单位：市交投集团）", "责任单位 市交投集团"),
    ("加快建设（责任单位：市教育局、市科协；持续推进）。", "责任单位 市教育局、市科协"),
    (
        "市教育局牵头负责，市财政局、团市委配合落实。",
        "牵头单位 市教育局; 配合单位 市财政局、团市委",
    ),
    ("由市场监管部门负责查处。", "责任单位 市场监管部门"),
    ("积极配合上级部门开展工作，负责日常管理。", ""),
    ("申请人负责提供材料（原件及复印件）。", ""),
    ("企业（含中外合资企业、外商投资企业）", ""),
    ("（责任单位为列第一位的牵头）", ""),
    (
        "一、甲。（责任单位：市发改委、市财政局、市教育局）\n二、乙。（责任单位：市商务局）\n注：列第一位的为牵头单位。",
        "牵头单位 市发改委; 责任单位 市财政局、市教育局; 牵头单位 市商务局",
    ),
    (
        "一、甲。（市发改委、市财政局负责）\n二、乙。（市商务局负责）\n（责任单位中，排在第一位的为牵头单位）",
        "牵头单位 市发改委; 责任单位 市财政局; 牵头单位 市商务局",
    ),
)
"""Text and who does what by it: role and names, by the order of the text."""


def said(text: str) -> str:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    document = parse_document([*(HEAD[:1] if text.startswith("一、") else HEAD), *lines], "x.txt")
    found = extract_facts(document).responsibilities
    for one in found:
        assert 0 <= one.start < one.end <= len(document.text)
    return "; ".join(f"{one.role.value} {'、'.join(one.departments)}" for one in found)


@pytest.mark.parametrize(("text", "wanted"), NOTATIONS)
def test_notations(text: str, wanted: str) -> None:
    assert said(text) == wanted


def test_a_bracket_behind_the_last_item_is_of_the_heading() -> None:
    document = parse_document(
        [
            *HEAD,
            "（一）拓展市场。",
            "1.参加境内展会的，补助50%。",
            "2.设立专柜的，每个补助2万元。（责任单位：市商务局）",
            "（二）健全物流。新建冷库的给予补助。（责任单位：市交通运输局）",
        ],
        "x.txt",
    )
    found = extract_facts(document).responsibilities
    assert [clause_concerned(document, item, found).number for item in found] == [
        "一(一)",
        "一(二)",
    ]


def test_a_note_gives_the_lead_in_a_table_too() -> None:
    text = "任务如下。列第一位的为牵头单位。\n序号 任务 责任单位\n1 建设中心 市科技局、市财政局\n2 引进人才 市人社局"
    assert said(text) == "牵头单位 市科技局; 责任单位 市财政局; 牵头单位 市人社局"


@given(st.text("（）()[]【】责任牵头单位：由会同负责配合市局、，；。 各县\n", max_size=60))
def test_any_text_is_read(text: str) -> None:
    said(f"一、甲{text.strip() or '乙'}")


def test_sentences_are_named_by_their_whole_phrases() -> None:
    text = "津贴每月200元。补贴由市民政局牵头审核，市财政局配合发放，每年一次。"
    document = parse_document(["某市养老补贴办法", f"第一条 {text}"], "x.txt")
    found = extract_facts(document).responsibilities
    assert [(one.role.value, one.departments) for one in found] == [
        ("牵头单位", ("市民政局",)),
        ("配合单位", ("市财政局",)),
    ]
    said = "补贴由市民政局牵头审核，市财政局配合发放"
    assert [document.text[one.start : one.end] for one in found] == [said, said]
