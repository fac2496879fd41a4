"""PDF files: paragraphs rejoined, running lines dropped, columns, tables; scanned pages told."""

import pytest
from pdf_file import PdfPage, pdf_file, pdf_of_objects

from documents import DefectKind
from documents.errors import DocumentError
from documents.pdf_reader import read_pdf

FULL = "为推动茶产业高质量发展促进农民增收根据有关法律法规结"
"""A line of 26 letters: with 16 points a letter it goes from 90 to 506."""


def lines_of(*pages: PdfPage) -> list[str]:
    return list(read_pdf(pdf_file(*pages), "a.pdf").lines)


def test_wrapped_lines_are_rejoined_into_paragraphs() -> None:
    page = (
        PdfPage().text(170, 60, "澜州市人民政府关于支持", 22).text(203, 93, "茶产业发展的意见", 22)
    )
    page.text(90, 150, "各县区人民政府：")
    page.lines(122, 174, [FULL[:24]]).lines(90, 198, [FULL, "合实际，提出以下意见。"])
    page.text(122, 246, "一、发展目标").text(122, 270, FULL[:23] + "。")
    page.text(122, 294, "二、支持措施").text(122, 318, FULL[:22])
    page.text(90, 342, "65%以上。")
    assert lines_of(page) == [
        "澜州市人民政府关于支持茶产业发展的意见",
        "各县区人民政府：",
        FULL[:24] + FULL + "合实际，提出以下意见。",
        "一、发展目标",
        FULL[:23] + "。",
        "二、支持措施",
        FULL[:22] + "65%以上。",
    ]


def test_a_paragraph_goes_on_over_the_page_and_running_lines_are_dropped() -> None:
    pages = [
        PdfPage().text(90, 40, "澜州市人民政府公报", 10).text(290, 800, f"— {number} —", 12)
        for number in (1, 2, 3)
    ]
    pages[0].text(122, 90, "一、发展目标").text(122, 114, FULL[:24]).text(90, 138, FULL)
    pages[1].text(90, 90, "合实际，现提出目标。").text(122, 114, "二、支持措施")
    pages[2].text(122, 90, "三、附则")
    found = read_pdf(pdf_file(*pages), "a.pdf")
    assert list(found.lines) == [
        "一、发展目标",
        FULL[:24] + FULL + "合实际，现提出目标。",
        "二、支持措施",
        "三、附则",
    ]
    assert [(d.kind, d.message) for d in found.defects] == [
        (
            DefectKind.PAGE_CHROME,
            "去掉了页眉、页脚和页码 6 行：澜州市人民政府公报；—1—；澜州市人民政府公报；—2—；澜州市人民政府公报；—3—",
        )
    ]


def test_a_bare_number_at_the_edge_is_a_page_number_only_where_it_comes_back() -> None:
    number = PdfPage().text(122, 700, "一、发展目标").text(290, 800, "12")
    assert lines_of(number) == ["一、发展目标", "12"]
    again = PdfPage().text(122, 700, "二、支持措施").text(290, 800, "13")
    assert lines_of(number, again) == ["一、发展目标", "二、支持措施"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [
        "一、发展目标",
        "到2027年，全市茶园面积",
        "达到12万亩，产值达到30",
        "亿元以上，带动就业人数达",
        "到2万人以上。新建加工园",
        "五个，培育企业十二家。",
        "二、支持措施",
    ]
    right = [
        "（一）品种改良。",
        "对新栽植良种茶苗的农户，",
        "每亩一次性补助600元，验",
        "收合格的每个再奖励20万",
        "元，奖励资金由市和县区两",
        "级各承担一半。",
        "三、附则",
    ]
    page = PdfPage().text(200, 60, "茶产业发展意见", 22).lines(60, 120, left).lines(320, 120, right)
    assert lines_of(page) == [
        "茶产业发展意见",
        "一、发展目标",
        "到2027年，全市茶园面积达到12万亩，产值达到30亿元以上，带动就业人数达到2万人以上。"
        "新建加工园五个，培育企业十二家。",
        "二、支持措施",
        "（一）品种改良。",
        "对新栽植良种茶苗的农户，每亩一次性补助600元，验收合格的每个再奖励20万元，"
        "奖励资金由市和县区两级各承担一半。",
        "三、附则",
    ]


def ruled(page: PdfPage, xs: list[float], ys: list[float]) -> PdfPage:
    for y in ys:
        page.rule(xs[0], y, xs[-1], y)
    for x in xs:
        page.rule(x, ys[0], x, ys[-1])
    return page


def test_tables_stand_where_they_are_printed_with_merged_cells_repeated() -> None:
    page = PdfPage().text(90, 60, "附件").text(90, 300, "注：每年公布。")
    xs, ys = [90, 170, 280, 400], [100, 130, 190, 240]
    for y in (100, 130, 240):
        page.rule(90, y, 400, y)
    page.rule(170, 190, 400, 190)
    for x in xs:
        page.rule(x, ys[0], x, ys[-1])
    page.text(100, 110, "类别", 12).text(180, 110, "指标", 12).text(290, 110, "目标", 12)
    page.text(100, 175, "基础", 12).text(180, 150, "面积", 12)
    page.text(290, 140, "12万亩以上并", 12).text(290, 158, "逐年增加", 12)
    page.text(180, 200, "产值", 12).text(290, 200, "1. 含税。", 12).text(
        290, 218, "2. 当年价。", 12
    )
    assert lines_of(page) == [
        "附件",
        "类别\t指标\t目标",
        "基础\t面积\t12万亩以上并 逐年增加",
        "基础\t产值\t1.含税。 2.当年价。",
        "注：每年公布。",
    ]


def test_a_table_that_goes_on_over_the_page_is_one() -> None:
    first = ruled(PdfPage().text(90, 60, "附件"), [90, 170, 400], [700, 730, 760])
    first.text(100, 710, "项目", 12).text(180, 710, "标准", 12)
    first.text(100, 740, "茶苗", 12).text(180, 740, "每亩补助六百元，验收合格后", 12)
    second = ruled(PdfPage(), [90, 170, 400], [110, 140, 170, 200])
    second.text(100, 120, "项目", 12).text(180, 120, "标准", 12)
    second.text(180, 150, "一次发放。", 12)
    second.text(100, 180, "冷库", 12).text(180, 180, "按投资额的30%", 12)
    second.text(122, 240, "二、附则")
    assert lines_of(first, second) == [
        "附件",
        "项目\t标准",
        "茶苗\t每亩补助六百元，验收合格后一次发放。",
        "冷库\t按投资额的30%",
        "二、附则",
    ]


def test_scanned_pages_among_others_are_told() -> None:
    text = PdfPage().text(122, 90, "一、发展目标").text(122, 114, FULL)
    found = read_pdf(pdf_file(text, PdfPage().scan(), text, PdfPage().scan()), "a.pdf")
    assert [(d.kind, d.message) for d in found.defects] == [
        (
            DefectKind.SCANNED_PAGES,
            "共 4 页，其中第 2、4 页（2 页）是扫描的图片，没有文字层，内容没有读入；需要时请先做文字识别（OCR）",
        )
    ]


def test_spread_out_headings_and_latin_words_keep_their_blanks() -> None:
    page = PdfPage().text(220, 60, "总").text(270, 60, "则")
    page.text(122, 100, "第一条 推广 Open Data 平台。")
    assert lines_of(page) == ["总 则", "第一条 推广Open Data平台。"]


def test_a_page_that_is_shown_turned() -> None:
    page = PdfPage()
    for at, text in enumerate(["一、发展目标", "二、支持措施"]):
        code = text.encode("utf-16-be").hex()
        page.marks.append(f"BT /F 16 Tf 0 1 -1 0 {100 + 24 * at} 122 Tm <{code}> Tj ET")
    turned = pdf_file(page).replace(b"/Type/Page/Parent", b"/Type/Page/Rotate 90/Parent")
    assert read_pdf(turned, "a.pdf").lines == ("一、发展目标", "二、支持措施")


ENCRYPTED = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<{'11' * 32}>/U<{'22' * 32}>/P -4>>"
ENDLESS = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 2000000000>>"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            pdf_file(PdfPage().scan(), PdfPage().scan()),
            "是扫描件，2 页中有 2 页是没有文字层的图片.*OCR",
        ),
        (pdf_file(PdfPage()), "里没有文字"),
        (pdf_file(PdfPage().text(90, 90, "一、目标"), extra_trailer=ENCRYPTED), "设了打开密码"),
        (b"%PDF-1.7\n" + b"\x00garbage" * 50, "已损坏或不完整"),
        (pdf_of_objects(ENDLESS), "2000000000 页，超过上限|已损坏|没有一页"),
        (pdf_file(*[PdfPage()] * 700), "700 页，超过上限 600 页"),
        (pdf_file(PdfPage().text(90, 90, "\ue123\ue124\ue125\ue126" * 6)), "乱码"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read_pdf(data, "a.pdf")
