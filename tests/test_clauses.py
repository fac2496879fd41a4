"""The clause tree: the shipped opinion node by node, other shapes, and properties of any text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import ClauseKind, DefectKind, Document, parse_document
from documents.clauses import parse_clauses
from documents.responsibilities import Role, find_responsibilities

TREE = [
    ("标题", "", None),
    ("引言", "", None),
    ("一", "总体要求", None),
    ("二", "着力构建优质高效服务业产业新体系", None),
    ("二(一)", "巩固提升六大生产性服务业发展优势", "二"),
    ("二(一)1", "现代物流", "二(一)"),
    ("二(一)2", "现代金融", "二(一)"),
    ("二(一)3", "商贸流通", "二(一)"),
    ("二(一)4", "软件服务", "二(一)"),
    ("二(一)5", "工业互联网", "二(一)"),
    ("二(一)6", "商务服务", "二(一)"),
    ("二(二)", "促进五大生活性服务业提档扩容", "二"),
    ("二(二)1", "文化旅游", "二(二)"),
    ("二(二)2", "教育培训", "二(二)"),
    ("二(二)3", "医养健康", "二(二)"),
    ("二(二)4", "养老托育", "二(二)"),
    ("二(二)5", "家政服务", "二(二)"),
    ("二(三)", "补齐六大新兴服务业发展短板", "二"),
    ("二(三)1", "大数据服务", "二(三)"),
    ("二(三)2", "人工智能", "二(三)"),
    ("二(三)3", "科技服务", "二(三)"),
    ("二(三)4", "生态环保", "二(三)"),
    ("二(三)5", "检验检测服务", "二(三)"),
    ("二(三)6", "人力资源服务", "二(三)"),
    ("三", "深入实施服务业补短提升十大行动", None),
    ("三(一)", "实施产业深度融合行动", "三"),
    ("三(二)", "实施数字赋能增效行动", "三"),
    ("三(三)", "实施集群集聚发展行动", "三"),
    ("三(四)", "实施企业矩阵培育行动", "三"),
]


def parse(text: str) -> Document:
    return parse_document(text.split("\n"), "测试.txt")


def numbers(document: Document) -> list[str]:
    return [clause.number for clause in document.clauses]


def test_opinion_tree(opinion: Document) -> None:
    found = []
    for clause in opinion.clauses:
        above = opinion.parent(clause)
        found.append((clause.number, clause.title, above.number if above else None))
    assert found == TREE
    numbered = [c for c in opinion.clauses if c.kind is ClauseKind.NUMBERED]
    assert len(numbered) == 27
    assert sum(opinion.is_leaf(c) for c in numbered) == 22


def test_opinion_offsets(opinion: Document) -> None:
    for clause in opinion.clauses:
        assert opinion.text[clause.start : clause.end] == clause.text
    assert "\n".join(c.text for c in opinion.clauses) == opinion.text
    logistics = opinion.find("二(一)1")
    assert logistics is not None
    assert opinion.text[logistics.body :].startswith("加快推进徐民")
    assert logistics.text.endswith("(牵头单位:市发展改革委、市交通运输局、市邮政管理局)")


def test_opinion_metadata(opinion: Document) -> None:
    assert opinion.title == "菏泽市人民政府办公室关于加快服务业高质量发展的意见"
    assert opinion.number == "菏政办字〔2024〕7号"
    assert opinion.issuer == "菏泽市人民政府办公室"
    assert opinion.addressees == (
        "各县区人民政府(管委会),市政府各部门、各直属机构,市属各企业,各大中专院校"
    )
    assert opinion.date == ""


def test_opinion_defects(opinion: Document) -> None:
    kinds = [defect.kind for defect in opinion.defects]
    assert kinds == [
        DefectKind.PAGE_CHROME,
        DefectKind.FEWER_PARTS,
        DefectKind.UNBALANCED_QUOTES,
        DefectKind.TRUNCATED,
    ]
    chrome, fewer, quotes, cut = opinion.defects
    assert "加盟电话:133-3505-7288" in chrome.quote
    assert "133-3505-7288" not in opinion.text
    assert "应有 10 项，现有文本只有 4 项" in fewer.message
    assert quotes.clause is not None
    assert opinion.clauses[quotes.clause].number == "二(二)2"
    assert cut.clause is not None
    assert opinion.clauses[cut.clause].number == "三(四)"
    assert cut.quote.endswith("着力培育创新带动能力突出、引领作用明显的生产性服")


def test_opinion_address(opinion: Document) -> None:
    clause = opinion.find("二(二)4")
    assert clause is not None
    assert opinion.address(clause) == "菏政办字〔2024〕7号 二(二)4 养老托育"
    assert opinion.heading_path(clause) == [
        "着力构建优质高效服务业产业新体系",
        "促进五大生活性服务业提档扩容",
        "养老托育",
    ]


REGULATION = """某市供热条例
2017年10月31日某市第十九届人民代表大会常务委员会第六次会议通过
第一章　总　则
第一条 为了规范供热，制定本条例。
第二条 供热企业应当依照第十五条规定供热。
热用户应当按时交费。
第二章 用热管理
第三条 热用户不得有下列行为：
（一）擅自安装放水阀；
（二）擅自改动管道。
热用户确需改动的，应当征得同意。
第四条 违反第三条第（一）项规定的，责令改正。
"""


def test_regulation() -> None:
    document = parse(REGULATION.strip())
    assert numbers(document) == [
        "标题", "第一章", "第一条", "第二条", "第二章", "第三条", "第三条(一)", "第三条(二)",
        "第三条第二款", "第四条",
    ]  # fmt: skip
    assert document.clauses[1].title == "总则"
    assert document.clauses[3].text.endswith("\n热用户应当按时交费。")
    paragraph = document.find("第三条第二款")
    assert paragraph is not None
    assert paragraph.kind is ClauseKind.PARAGRAPH
    above = document.parent(paragraph)
    assert above is not None
    assert above.number == "第三条"
    assert document.defects == ()


def test_numbering_that_runs_on_keeps_its_printed_number() -> None:
    document = parse(
        "某市关于支持创新的若干措施\n一、平台\n（一）建平台。支持。\n（二）建中心。支持。\n"
        "二、人才\n（三）引人才。支持。\n（四）育人才。支持。"
    )
    assert numbers(document)[1:] == ["一", "一(一)", "一(二)", "二", "二(三)", "二(四)"]
    assert document.defects == ()


def test_cross_references_are_no_headings() -> None:
    document = parse(
        "某市管理办法\n第一条 目的。\n第二条 依照下列规定：\n"
        "第十五条规定的情形除外。\n(一)项和(二)项不适用。\n第三条 施行。"
    )
    assert numbers(document) == ["标题", "第一条", "第二条", "第三条"]


def test_gap_and_repeat_are_kept_and_noted() -> None:
    document = parse("某市工作方案\n一、目标\n甲。\n三、措施\n乙。\n三、保障\n丙。")
    assert numbers(document)[1:] == ["一", "三", "三"]
    assert [d.kind for d in document.defects] == [
        DefectKind.NUMBERING_GAP,
        DefectKind.NUMBERING_REPEAT,
    ]


def test_notice_with_inner_document_and_annex() -> None:
    document = parse(
        "某市人民政府关于印发管理办法的通知\n某政发〔2025〕3号\n各县区人民政府：\n"
        "现将《管理办法》印发给你们。\n某市人民政府\n2025年1月2日\n某市管理办法\n第一条 目的。\n"
        "第二条 自印发之日起施行。\n附件：申请表\n附件\n申请表\n1. 姓名\n1. 性别\n1. 年龄"
    )
    assert numbers(document) == [
        "标题", "引言", "结尾", "标题", "第一条", "第二条", "结尾", "附件",
    ]  # fmt: skip
    assert document.number == "某政发〔2025〕3号"
    assert document.date == "2025年1月2日"
    assert document.clauses[-1].title == "申请表"


def test_full_and_half_width_mixed() -> None:
    document = parse(
        "某市行动计划\n一、目标\n（一）近期。甲。\n(二)远期。乙。\n１．一项。丙。\n2.二项。丁。"
    )
    assert numbers(document)[1:] == ["一", "一(一)", "一(二)", "一(二)1", "一(二)2"]


def test_nested_list_with_unusual_order() -> None:
    document = parse("某市实施方案\n1.第一项\n(一)甲。甲。\n(二)乙。乙。\n2.第二项\n(一)丙。丙。")
    assert numbers(document)[1:] == ["1", "1(一)", "1(二)", "2", "2(一)"]


LINES = st.lists(
    st.one_of(
        st.text("一二三四五六七八九十、.（）()1234567890第条章节附件：:。；甲乙丙 ", min_size=1, max_size=20),
        st.sampled_from(["一、总则", "（一）目标。甲。", "1.物流。乙。", "第一章 总则", "第三条 丙。",
                         "附件", "附件1", "某市人民政府", "2025年1月2日", "特此通知。", "目录"]),
    ).map(str.strip).filter(bool),
    min_size=1,
    max_size=30,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(LINES, st.integers(0, 3))
def test_clauses_partition_any_text(lines: list[str], title_lines: int) -> None:
    clauses, _ = parse_clauses(lines, min(title_lines, len(lines)))
    text = "\n".join(lines)
    assert "\n".join(c.text for c in clauses) == text
    for position, clause in enumerate(clauses):
        assert clause.position == position
        assert text[clause.start : clause.end] == clause.text
        assert clause.start <= clause.body <= clause.end
        assert clause.parent is None or clause.parent < position
        level = 1 if clause.parent is None else clauses[clause.parent].level + 1
        assert clause.level == level


def test_a_time_of_day_is_no_title() -> None:
    lines = [
        "青山区关于流动餐车的通知",
        "一、经营时间",
        "(一)早餐时段为6:00至9:00。",
        "(二)夜间:17:00起。",
    ]
    document = parse_document(lines, "times.txt")
    titles = [
        (clause.number, clause.title) for clause in document.clauses if clause.number != "标题"
    ]
    assert titles == [("一", "经营时间"), ("一(一)", ""), ("一(二)", "")]


def test_a_document_number_inside_a_sentence_is_read_without_its_words() -> None:
    lines = [
        "景屿市租赁住房管理办法",
        "(2024年12月16日以景屿政规〔2024〕9号公布)",
        "第一条 为规范租赁,制定本办法。",
        "第二条 本办法自公布之日起施行。",
    ]
    assert parse_document(lines, "rule.txt").number == "景屿政规〔2024〕9号"


def test_a_signature_and_its_date_on_one_line_close_a_text() -> None:
    lines = [
        "云溪县教育体育局关于开放游泳馆的通知",
        "一、开放时间",
        "每日9时至21时开放。",
        "云溪县教育体育局 2026年6月10日",
    ]
    document = parse_document(lines, "pool.txt")
    assert [clause.number for clause in document.clauses] == ["标题", "一", "结尾"]
    assert [defect.kind for defect in document.defects] == []


def test_a_lower_number_may_stand_right_below_the_top_and_below_a_middle_one() -> None:
    document = parse(
        "关于人才工作的意见\n一、目标\n1.总目标。到2027年建成中心。\n二、行动\n(一)引进\n2.团队。引进团队。\n"
        "(二)培养\n3.青年。培养青年。"
    )
    assert numbers(document) == [
        "标题",
        "一",
        "一1",
        "二",
        "二(一)",
        "二(一)2",
        "二(二)",
        "二(二)3",
    ]


def test_a_later_paragraph_of_an_article_may_have_items_of_its_own() -> None:
    document = parse(
        "某市住房管理办法\n第一条 申请条件\n申请人应当符合下列条件之一:\n(一)有户籍;\n(二)有居住证。\n"
        "家庭应当同时符合下列条件:\n(一)无住房;\n(二)无补贴。\n条件由市政府调整。"
    )
    assert numbers(document) == [
        "标题", "第一条", "第一条(一)", "第一条(二)", "第一条第二款",
        "第一条第二款(一)", "第一条第二款(二)", "第一条第三款",
    ]  # fmt: skip
    assert not document.defects


def test_a_title_may_begin_with_the_name_of_a_unit_of_laws() -> None:
    document = parse(
        "某市实施方案\n一、总体安排\n（一）项目构成。共20项。\n（二）条件保障。落实经费。\n（三）目标管理。按月通报。"
    )
    assert numbers(document) == ["标题", "一", "一(一)", "一(二)", "一(三)"]


def test_thousands_of_articles_are_read_in_a_moment() -> None:
    lines = ["澜州市人民政府关于测试的规定", *(f"第{n}条 支持企业发展。" for n in range(1, 12001))]
    begin = time.process_time()
    document = parse_document(lines, "many.txt")
    # Ten seconds when each article was compared with all before it.
    assert time.process_time() - begin < 5
    assert [clause.number for clause in document.clauses[-2:]] == ["第11999条", "第12000条"]


def test_a_first_sentence_that_states_something_is_no_title() -> None:
    lines = [
        "云川市支持渔业若干措施",
        "一、附则",
        "（一）加强宣传。各县区做好解读。",
        "（二）强化监督。每年检查一次。",
        "（三）落实资金。市财政安排2000万元。",
        "（四）本措施与其他政策不一致的，从高执行。同一主体只享受一次。",
        "（五）本措施自2026年1月1日起施行，有效期2年。由市农业农村局解释。",
    ]
    clauses, _ = parse_clauses(lines, 1)
    assert [clause.title for clause in clauses[-4:]] == ["强化监督", "落实资金", "", ""]


def test_rows_of_a_table_are_no_clauses_though_their_first_cells_are_numbered() -> None:
    document = parse(
        "某市项目实施方案\n一、总体要求\n全年安排项目3个。\n二、项目安排\n项目\t投资（亿元）\t责任单位\n"
        "一、交通\t120\t—\n1.环城高速\t80\t市交通局\n二、水利\t50\t—\n三、保障措施\n每月报送进展。"
    )
    assert numbers(document) == ["标题", "一", "二", "三"]
    assert document.clauses[2].text.endswith("二、水利\t50\t—")


def test_a_table_behind_items_is_part_of_the_paragraph_above_and_counts_as_none() -> None:
    document = parse(
        "某市创新券办法\n第一条 创新券支持下列服务：\n（一）检验；\n（二）研发。\n标准如下表：\n"
        "类型\t比例\t上限\n甲类\t50%\t20\n乙类\t30%\t50\n创业团队参照执行。\n第二条 自印发之日起施行。"
    )
    assert numbers(document) == [
        "标题", "第一条", "第一条(一)", "第一条(二)", "第一条第二款", "第一条第三款", "第二条",
    ]  # fmt: skip
    assert document.clauses[4].text.endswith("乙类\t30%\t50")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("鹤政发﹝２０２４﹞９号", "鹤政发〔2024〕9号"),
        ("鹤政办函 〔2024〕 9 号", "鹤政办函〔2024〕9号"),
        ("鹤 政 发 〔2024〕 9 号", "鹤政发〔2024〕9号"),
        ("文号：鹤政发〔2024〕9号", "鹤政发〔2024〕9号"),
        ("鹤政发〔2024〕9号 签发人：李某某", "鹤政发〔2024〕9号"),
        ("鹤山镇人民政府令第88号", "鹤山镇人民政府令第88号"),
    ],
)
def test_a_document_number_however_it_is_printed(line: str, number: str) -> None:
    document = parse(f"{TITLE}\n{line}\n各村（居）委会：\n一、防汛。备足物资。\n二、抗旱。")
    assert document.number == number
    assert line in document.text


TITLE = "鹤山镇人民政府关于做好防汛抗旱工作的通知"


def test_several_bodies_sign_on_one_line_or_on_several() -> None:
    head = "关于印发《高龄津贴办法》的通知\n各县（区）民政局、财政局：\n现印发给你们。\n"
    one = parse(f"{head}淮川市民政局   淮川市财政局\n2024年3月12日")
    other = parse(f"{head}淮川市民政局\n淮川市财政局\n2024年3月12日")
    assert {one.issuer, other.issuer} == {"淮川市民政局 淮川市财政局"}


def test_a_list_of_annexes_behind_the_signature_is_no_annex() -> None:
    document = parse(
        f"{TITLE}\n各镇人民政府：\n一、备足物资。\n二、加强值守。\n鹤山镇人民政府\n2023年5月8日\n"
        "附件：1.物资核定表\n　　　2.值守台账\n　　　3.处置流程"
    )
    assert numbers(document) == ["标题", "一", "二", "结尾"]
    assert [defect.kind for defect in document.defects] == []


def test_headings_above_short_paragraphs_are_told_without_numbers() -> None:
    document = parse(
        "某市2024年民生实事工作要点\n总体要求\n以人民为中心，办好一批民生实事。\n重点任务\n改善老旧小区\n"
        "改造小区86个，惠及居民1.9万户。责任单位：市住房城乡建设局\n完善公共交通\n新开通线路8条，更新公交车60辆。"
    )
    assert [clause.title for clause in document.clauses[1:]] == [
        "总体要求", "重点任务", "改善老旧小区", "完善公共交通",
    ]  # fmt: skip
    (item,) = find_responsibilities(document)
    assert (item.role, item.departments) == (Role.RESPONSIBLE, ("市住房城乡建设局",))
    assert document.clauses[item.clause].title == "改善老旧小区"


def test_a_number_with_half_its_brackets_opens_an_item() -> None:
    document = parse(
        "某市管理办法\n第一条 支持下列服务：\n一）检验；\n二）研发。\n第二条 自印发之日起施行。"
    )
    assert numbers(document) == ["标题", "第一条", "第一条(一)", "第一条(二)", "第二条"]


def test_a_rule_that_a_decision_publishes_anew_is_a_document_inside() -> None:
    document = parse(
        "某市人民政府关于修改《停车办法》的决定\n某市人民政府令第88号\n一、删去第十二条。\n二、增加一款。\n"
        "本决定自2024年1月1日起施行。\n《停车办法》根据本决定作相应修改，重新公布。\n某市停车办法\n"
        "（2018年3月1日公布）\n第一条 目的。\n第二条 每小时3元。"
    )
    assert numbers(document)[-3:] == ["标题", "第一条", "第二条"]
    assert document.clauses[-3].text == "某市停车办法\n（2018年3月1日公布）"


def test_a_table_of_changes_is_a_document() -> None:
    document = parse(
        "某市献血办法修订对照表\n条款\t修订前\t修订后\n第二条\t50%\t全额\n第三条\t1000毫升\t800毫升"
    )
    assert (document.title, numbers(document)) == ("某市献血办法修订对照表", ["标题", "引言"])
    assert document.clauses[1].text.count("\n") == 2
