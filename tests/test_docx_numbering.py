"""Numbers that Word prints but does not keep in the text of the paragraphs."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from word_file import add_list, append, paragraph, use_list, word_bytes

from documents.docx_numbering import written
from documents.docx_reader import read_docx
from documents.numerals import chinese_numeral

OFFICIAL = [
    ("chineseCounting", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "(%4)"),
    ("decimalEnclosedCircle", "%5"),
]


def lines_of(*paragraphs: str, lists: dict[int, list[tuple[str, str]]]) -> list[str]:
    word = docx.Document()
    for number, levels in lists.items():
        add_list(word, number, levels)
    for each in paragraphs:
        append(word, each)
    return list(read_docx(word_bytes(word), "a.docx").lines)


def test_the_numbers_of_an_official_document() -> None:
    levels = [(0, "总体要求"), (1, "指导思想"), (1, "目标"), (0, "任务"), (1, "工业"), (2, "钢铁")]
    levels += [(2, "水泥"), (3, "余热"), (4, "发电"), (2, "玻璃"), (1, "农业"), (2, "粮食")]
    numbered = [paragraph(text, "90", level) for level, text in levels]
    assert lines_of(*numbered, lists={90: OFFICIAL}) == [
        "一、总体要求",
        "（一）指导思想",
        "（二）目标",
        "二、任务",
        "（一）工业",
        "1.钢铁",
        "2.水泥",
        "(1)余热",
        "①发电",
        "3.玻璃",
        "（二）农业",
        "1.粮食",
    ]


def test_articles_of_a_regulation_run_on_across_chapters() -> None:
    levels = [("chineseCounting", "第%1章"), ("chineseCounting", "第%2条")]
    word = docx.Document()
    add_list(word, 91, levels)
    word.part.numbering_part.element[0][1].append(
        parse_xml(f'<w:lvlRestart {nsdecls("w")} w:val="0"/>')
    )
    for level, text in [(0, "总则"), (1, "目的。"), (1, "范围。"), (0, "附则"), (1, "施行。")]:
        append(word, paragraph(text, "91", level))
    assert list(read_docx(word_bytes(word), "a.docx").lines) == [
        "第一章 总则",
        "第一条 目的。",
        "第二条 范围。",
        "第二章 附则",
        "第三条 施行。",
    ]


def test_two_uses_of_a_list_count_on_and_an_override_begins_anew() -> None:
    word = docx.Document()
    add_list(word, 92, OFFICIAL)
    use_list(word, 93, 92)
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    use_list(word, 94, 92, more=override)
    for used, text in [("92", "甲"), ("93", "乙"), ("94", "丙"), ("94", "丁")]:
        append(word, paragraph(text, used))
    lines = list(read_docx(word_bytes(word), "a.docx").lines)
    assert lines == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_a_style_numbers_its_paragraphs_and_zero_takes_the_number_away() -> None:
    word = docx.Document()
    add_list(word, 95, OFFICIAL)
    style = parse_xml(
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="Part"><w:name w:val="Part"/>'
        '<w:pPr><w:numPr><w:numId w:val="95"/></w:numPr></w:pPr></w:style>'
    )
    based = parse_xml(
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="Item"><w:name w:val="Item"/>'
        '<w:basedOn w:val="Part"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    word.styles.element.append(style)
    word.styles.element.append(based)
    append(word, paragraph("目标", style="Part"))
    append(word, paragraph("面积", style="Item"))
    append(word, paragraph("不编号", "0", style="Part"))
    append(word, paragraph("措施", style="Part"))
    lines = list(read_docx(word_bytes(word), "a.docx").lines)
    assert lines == ["一、目标", "（一）面积", "不编号", "二、措施"]


def test_bullets_and_empty_paragraphs_print_no_number() -> None:
    lists = {96: [("bullet", "•")], 97: OFFICIAL}
    bare = [paragraph("要点", "96"), paragraph("", "97"), paragraph("第二", "97")]
    assert lines_of(*bare, lists=lists) == ["要点", "二、第二"]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (1, "一"),
        (10, "十"),
        (19, "十九"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (2005, "二千零五"),
    ],
)
def test_chinese_numerals(value: int, printed: str) -> None:
    assert chinese_numeral(value) == printed


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "upperRoman", "IV"),
        (27, "lowerLetter", "aa"),
        (2, "ideographTraditional", "乙"),
        (12, "ideographZodiac", "亥"),
        (10, "ideographDigital", "一〇"),
        (5, "none", ""),
    ],
)
def test_formats(value: int, form: str, printed: str) -> None:
    assert written(value, form) == printed
