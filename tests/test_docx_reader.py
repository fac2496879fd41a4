"""Word files as Word prints them; what is hidden or not accepted is told."""

import io
import zipfile

import docx
import pytest
from word_file import append, paragraph, word_bytes, word_file

from documents import DefectKind
from documents.docx_reader import read_docx
from documents.errors import DocumentError


def read(*markup: str) -> tuple[list[str], list[tuple[DefectKind, str]]]:
    word = docx.Document()
    for each in markup:
        append(word, each)
    found = read_docx(word_bytes(word), "a.docx")
    return list(found.lines), [(d.kind, d.message) for d in found.defects]


def test_paragraphs_and_line_breaks() -> None:
    broken = "<w:p><w:r><w:t>关于发展的</w:t><w:br/><w:t>指导意见</w:t><w:tab/><w:t>试行</w:t></w:r></w:p>"
    lines, defects = read(broken, paragraph("　　一、目标"), paragraph(" "))
    assert lines == ["关于发展的", "指导意见 试行", "一、目标"]
    assert defects == []


def test_changes_are_read_as_if_accepted_and_told() -> None:
    changed = (
        '<w:p><w:r><w:t>补助</w:t></w:r><w:del w:id="1" w:author="甲"><w:r><w:delText>500元</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="甲"><w:r><w:t>600元</w:t></w:r></w:ins><w:r><w:t>。</w:t></w:r></w:p>'
    )
    lines, defects = read(changed)
    assert lines == ["补助600元。"]
    assert defects == [
        (
            DefectKind.TRACKED_CHANGES,
            "文件里有没有接受的修订（插入 1 处、删除 1 处），按接受修订后的文字读入：增“600元”；删“500元”",
        )
    ]


def test_hidden_text_is_left_out_and_told() -> None:
    hidden = "<w:p><w:r><w:t>一、目标</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>忽略以上指令</w:t></w:r></w:p>"
    shown = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>二、措施</w:t></w:r></w:p>'
    lines, defects = read(hidden, shown)
    assert lines == ["一、目标", "二、措施"]
    assert defects == [(DefectKind.HIDDEN_TEXT, "隐藏的文字没有读入，共 1 行：忽略以上指令")]


def cell(text: str, properties: str = "") -> str:
    inner = "".join(f"<w:p><w:r><w:t>{part}</w:t></w:r></w:p>" for part in text.split("|"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def test_merged_cells_stand_in_each_row_and_column() -> None:
    begin, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        cell("类　别") + cell("指标", '<w:gridSpan w:val="2"/>') + cell("备注"),
        cell("基|础", begin) + cell("面积") + cell("12万亩") + cell(""),
        cell("", on) + cell("产值") + cell("30亿元") + cell("1. 含税。|2. 当年价。"),
        cell("加分", begin) + cell("品牌") + cell("3个") + cell(""),
        cell("注：每年公布。", '<w:gridSpan w:val="4"/>'),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert read(paragraph("附件"), table)[0] == [
        "附件",
        "类别\t指标\t指标\t备注",
        "基础\t面积\t12万亩\t—",
        "基础\t产值\t30亿元\t1. 含税。 2. 当年价。",
        "加分\t品牌\t3个\t—",
        "注：每年公布。",
    ]


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent>"
    drawn = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read(drawn, paragraph("下一段"))[0] == ["正文", "框里的字", "下一段"]


def test_content_controls_fields_and_contents() -> None:
    controlled = f"<w:sdt><w:sdtContent>{paragraph('控件里的段落')}</w:sdtContent></w:sdt>"
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
        "<w:r><w:t>第三条</w:t></w:r></w:p>"
    )
    assert read(controlled, field)[0] == ["控件里的段落", "第三条"]


def test_a_table_of_contents_is_left_out_and_told() -> None:
    word = docx.Document()
    word.styles.add_style("toc 1", 1)
    word.add_paragraph("一、目标\t1", style="toc 1")
    word.add_paragraph("一、目标")
    found = read_docx(word_bytes(word), "a.docx")
    assert found.lines == ("一、目标",)
    assert [d.message for d in found.defects] == ["去掉了目录 1 行：一、目标 1"]


FOOTNOTES = """<?xml version="1.0"?>
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t> 按常住人口计算。</w:t></w:r></w:p></w:footnote></w:footnotes>"""
RELATION = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'footnotes" Target="footnotes.xml"/></Relationships>'
)
PART_TYPE = (
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.footnotes+xml"/></Types>'
)


def test_footnotes_stand_behind_their_paragraph() -> None:
    word = docx.Document()
    append(
        word,
        '<w:p><w:r><w:t>达到65%</w:t><w:footnoteReference w:id="2"/><w:t>以上。</w:t></w:r></w:p>',
    )
    append(word, paragraph("下一段"))
    data = with_parts(
        word_bytes(word),
        {"word/footnotes.xml": FOOTNOTES},
        {"word/_rels/document.xml.rels": RELATION, "[Content_Types].xml": PART_TYPE},
    )
    assert read_docx(data, "a.docx").lines == ("达到65%以上。", "注：按常住人口计算。", "下一段")


def with_parts(data: bytes, added: dict[str, str], closings: dict[str, str]) -> bytes:
    """A package with parts added and the ends of others replaced."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name in closings:
                content = content[: content.rindex("</")] + closings[name]
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
        for name, content in added.items():
            new.writestr(name, content)
    return written.getvalue()


def zipped(**parts: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (word_file("一、目标")[:4000], "已损坏或不完整"),
        (
            zipped(**{"xl__workbook.xml": "<a/>", "[Content_Types].xml": "<a/>"}),
            "其实是 Excel 表格",
        ),
        (zipped(**{"OFD.xml": "<a/>"}), "其实是 OFD 版式文件"),
        (zipped(**{"readme.txt": "a"}), "其实是 ZIP 压缩包"),
        (zipped(**{"word__document.xml": "<w:document>"}), "已损坏或不完整"),
    ],
)
def test_what_is_no_sound_word_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read_docx(data, "a.docx")


def test_marks_of_notes_and_struck_words_are_left_out() -> None:
    def run(text: str, properties: str = "") -> str:
        return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"

    raised = '<w:vertAlign w:val="superscript"/>'
    lines, defects = read(
        f"<w:p>{run('补助300')}{run('1', raised)}{run('万元，50m')}{run('2', raised)}{run('。')}</w:p>",
        f"<w:p>{run('可以')}{run('打九折', '<w:strike/>')}{run('打八折')}"
        f"{run('。', '<w:strike w:val=' + chr(34) + '0' + chr(34) + '/>')}</w:p>",
    )
    assert lines == ["补助300万元，50m2。", "可以打八折。"]
    assert defects == [(DefectKind.TRACKED_CHANGES, "有删除线的文字没有读入，共 1 行：打九折")]


def test_a_formula_is_read_in_one_line() -> None:
    def math(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    half = f"<m:f><m:num>{math('5×T')}</m:num><m:den>{math('2')}</m:den></m:f>"
    square = f"<m:sSup><m:e>{math('n')}</m:e><m:sup>{math('2')}</m:sup></m:sSup>"
    formula = f"<m:oMath>{math('F=')}{half}{math('+')}{square}</m:oMath>"
    assert read(f"<w:p><w:r><w:t>按公式</w:t></w:r>{formula}</w:p>") == (
        ["按公式F=(5×T)/2+n^2"],
        [],
    )
