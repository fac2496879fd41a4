"""Saved web pages: the document is kept, the page around it dropped and told; tables as rows."""

from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import DefectKind
from documents.errors import DocumentError
from documents.file_kinds import content_suffix
from documents.html_reader import read_html
from documents.mht_reader import read_mht

BODY = """
<p style="text-align:center">澜州市人民政府关于支持茶产业发展的意见</p>
<p>澜政发〔2025〕3号</p>
<p>各县区人民政府：</p>
<p>　　为推动茶产业发展，根据<a href="/law">《某某条例》</a>，现提出以下意见。</p>
<p>一、发展目标</p>
<p>到2027年，茶园面积达到12万亩，
产值达到30亿元。</p>
<p>二、支持措施</p>
<p>（一）品种改良。每亩补助600元。<br>（二）品牌建设。每家奖励5万元。</p>
"""
LINES = [
    "澜州市人民政府关于支持茶产业发展的意见",
    "澜政发〔2025〕3号",
    "各县区人民政府：",
    "为推动茶产业发展，根据《某某条例》，现提出以下意见。",
    "一、发展目标",
    "到2027年，茶园面积达到12万亩，产值达到30亿元。",
    "二、支持措施",
    "（一）品种改良。每亩补助600元。",
    "（二）品牌建设。每家奖励5万元。",
]
NAVIGATION = """
<div class="top-nav"><a href="/">首页</a><a href="/zwgk">政务公开</a><a href="/hd">互动交流</a></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a></div>
"""
RELATED = """
<div class="share"><span>分享到</span><a>微信</a><a>微博</a></div>
<ul><li><a href="/1">关于支持茶产业发展的意见的政策解读</a></li><li><a href="/2">一图读懂茶产业政策，请看</a></li></ul>
<div class="footer">澜州市人民政府办公室 主办，版权所有。网站标识码：0000000000，备案号：某ICP备00000000号。</div>
"""


def lines_of(page: str) -> list[str]:
    return list(read_html(page.encode(), "a.html").lines)


def test_the_body_is_kept_and_the_page_around_it_is_told() -> None:
    page = (
        f"<html><head><title>意见</title><script>var a = '脚本里的字';</script></head><body>{NAVIGATION}"
        f"<div id='zoom'>{BODY}</div>{RELATED}</body></html>"
    )
    found = read_html(page.encode(), "a.html")
    assert list(found.lines) == LINES
    (chrome,) = (defect for defect in found.defects if "脚本" not in defect.message)
    assert chrome.kind is DefectKind.PAGE_CHROME
    assert chrome.message.startswith("去掉了正文以外的网页内容 6 行：首页政务公开互动交流；")
    assert "一图读懂茶产业政策，请看" in chrome.quote


def test_scripts_hidden_text_and_pictures_are_told() -> None:
    hidden = "<div style='display: none'>第九十九条 不显示的文字。</div><p hidden>也不显示</p>"
    page = f"<body><script>x()</script><div>{BODY}{hidden}<img src='a.png'></div></body>"
    found = read_html(page.encode(), "a.html")
    assert list(found.lines) == LINES
    assert [(d.kind, d.message) for d in found.defects] == [
        (DefectKind.PAGE_CHROME, "网页里的 1 段脚本或嵌入内容没有读入"),
        (
            DefectKind.HIDDEN_TEXT,
            "网页上不显示的文字没有读入，共 2 行：第九十九条 不显示的文字。；也不显示",
        ),
        (DefectKind.PICTURES, "正文中有 1 张图片，图中的文字没有读入"),
    ]


def test_a_page_laid_out_with_tables() -> None:
    page = (
        f"<table><tr><td>{NAVIGATION}</td></tr><tr><td width=100><a href='/'>要闻</a></td><td>"
        f"<table><tr><td>{BODY}</td></tr></table></td></tr><tr><td>{RELATED}</td></tr></table>"
    )
    assert lines_of(page) == LINES


def test_title_and_number_that_stand_above_the_body_are_fetched() -> None:
    body = "".join(f"<p>{line}</p>" for line in LINES[2:])
    page = f"""<html><head><title>澜州市人民政府关于支持茶产业发展的意见_澜州市人民政府门户网站</title></head>
      <body>{NAVIGATION}
      <table><tr><td>索引号</td><td>0100/2025-3</td><td>发文字号</td><td>澜政发〔2025〕3号</td></tr></table>
      <h1>澜州市人民政府关于支持茶产业发展的意见</h1><div>来源：市政府办</div>
      <div class="TRS_Editor">{body}</div>{RELATED}</body></html>"""
    assert lines_of(page) == LINES


def test_a_title_that_the_body_repeats_is_not_doubled() -> None:
    page = f"<h1>澜州市人民政府关于支持茶产业发展的意见</h1>{NAVIGATION}<div>{BODY}</div>"
    assert lines_of(page) == LINES


TITLE = "澜州市人民政府办公室关于做好冬季供暖工作的通知"
NOTICE = [
    TITLE,
    "澜政办发〔2025〕21号",
    "各县区人民政府，市政府各部门：",
    "为做好今冬明春供暖工作，现将有关事项通知如下：",
    "一、提前供暖",
    "11月8日起供暖，室温不低于18℃。",
    "二、加强监管",
    "市住建局负责监督检查，每周通报一次。",
    "澜州市人民政府办公室",
    "2025年10月20日",
]
TEXT = "".join(f"<p>{line}</p>" for line in NOTICE[1:])
HALVES = ["".join(f"<p>{line}</p>" for line in part) for part in (NOTICE[:6], NOTICE[6:])]
HEAD = "<div id='head'><ul><li><a>首页</a></li><li><a>新闻</a></li></ul></div>"
ASIDE = (
    "<div class='right_con'><h3>热点推荐</h3><div><p>近日，市政府召开常务会议，研究部署安全生产、"
    "生态环境保护等工作，强调要压实责任，抓好落实。</p><p>市长赴企业调研，指出要优化营商环境。</p></div></div>"
)
FOOT = (
    "<div id='bottom'><p>主办：澜州市人民政府办公室　承办：澜州市大数据局</p>"
    "<p>地址：澜州市中心路1号，邮编：000000，电话：0000-12345，技术支持：某公司。</p></div>"
)


@pytest.mark.parametrize(
    "page",
    [
        f"<body><h1>{TITLE}</h1>{TEXT}</body>",
        f"{HEAD}<div class=wrap><h1>{TITLE}</h1><div class=pages_content><div>{TEXT}</div></div></div>{FOOT}",
        f"{HEAD}<div><div><h2>{TITLE}</h2><i>发布时间：2025-10-21</i><div id=zoom>{TEXT}</div></div>{ASIDE}</div>{FOOT}",
        f"{HEAD}<div>{'<br>&nbsp;&nbsp;&nbsp;&nbsp;'.join(NOTICE)}</div>{FOOT}",
        f"<table><tr><td>{HEAD}</td></tr><tr><td><b>{TITLE}</b></td></tr><tr><td>来源：市府办　时间：2025-10-21</td>"
        f"</tr><tr><td>{TEXT}</td></tr><tr><td>{FOOT}</td></tr></table>",
        f"{HEAD}<div><div>{HALVES[0]}</div><div>{HALVES[1]}</div></div>{FOOT}",
        f"<header>{HEAD}</header><article><header><h1>{TITLE}</h1></header>{TEXT}</article><footer>版权所有。</footer>",
        f"<div style='visibility: hidden'><section><span>{TITLE}</span></section>{TEXT}</div><div>阅读原文</div>",
        f"<div><h1>{TITLE}</h1><div>{TEXT}<p><a>上一篇：关于供水的通知</a></p></div></div>{FOOT}",
    ],
    ids=[
        "bare",
        "pages_content",
        "sidebar",
        "breaks",
        "tables",
        "halves",
        "article",
        "scripted",
        "neighbours",
    ],
)
def test_a_short_notice_is_found_on_pages_of_many_shapes(page: str) -> None:
    assert lines_of(page) == NOTICE


TABLE = """
<table border="1"><caption>附表</caption>
<tr><th>类　别</th><th colspan="2">指标</th><th>备注</th></tr>
<tr><td rowspan="2"><p>基</p><p>础</p></td><td>面积</td><td>12万亩</td><td></td></tr>
<tr><td>产值</td><td>30亿元</td><td>1. 含税。<br>2. 当年价。</td></tr>
<tr><td colspan="4">注：每年公布。</td></tr>
</table>"""


def test_rows_of_a_table_have_their_merged_cells_in_each_row_and_column() -> None:
    assert lines_of(f"<div>{BODY}{TABLE}</div>") == [
        *LINES,
        "附表",
        "类别\t指标\t指标\t备注",
        "基础\t面积\t12万亩\t—",
        "基础\t产值\t30亿元\t1. 含税。 2. 当年价。",
        "注：每年公布。",
    ]


def test_numbers_of_ordered_lists_are_printed() -> None:
    items = "<ol start='3'><li>申请。</li><li>审核。</li></ol><ol style='list-style: none'><li>五、其他。</li></ol>"
    assert lines_of(f"<div>{BODY}{items}</div>")[-3:] == ["3. 申请。", "4. 审核。", "五、其他。"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"])
def test_encodings(encoding: str) -> None:
    said = {"utf-8-sig": "utf-8", "gb18030": "gb2312"}.get(encoding, encoding)
    page = (
        f'<html><meta charset="{said}"><body><p>一、申請</p><p>二、審核，三日。</p></body></html>'
    )
    assert list(read_html(page.encode(encoding), "a.html").lines) == [
        "一、申請",
        "二、審核，三日。",
    ]


def test_null_bytes_and_broken_markup_are_read_over() -> None:
    page = f"<html\x00><body><div><<p>{BODY}</div></span></td><p>三、\x00附则</p><!-- 注释"
    assert lines_of(page)[-1] == "三、附则"


def test_a_page_saved_as_a_single_file() -> None:
    page = (
        f"<html><head><meta charset=gb2312></head><body>{NAVIGATION}<div>{BODY}</div></body></html>"
    )
    saved = MIMEMultipart("related")
    saved.attach(MIMEApplication(b"GIF89a", "gif"))
    saved.attach(MIMEText(page, "html", "gb2312"))
    data = saved.as_bytes()
    assert list(read_mht(data, "a.mht").lines) == LINES
    assert content_suffix(data, ".doc", "a.doc") == ".mht"
    with pytest.raises(DocumentError, match="里没有网页"):
        read_mht(data[: data.index(b"Content-Type: text/html")], "a.mht")


def test_entities_do_not_grow() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "笑笑笑"><!ENTITY b "&a;&a;&a;&a;">]><html><p>第一条 &b;</p>'
    assert len("".join(lines_of(bomb))) < 100


FRAGMENTS = [
    "<p>",
    "</p>",
    "<table>",
    "<td rowspan=2>",
    "<tr>",
    "<br>",
    "一、目标",
    "<a>",
    "<div class=nav>",
    "，",
    "&#0;",
]


@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=5)), max_size=25))
def test_any_markup_gives_clean_lines_or_a_message(pieces: list[str]) -> None:
    try:
        found = read_html("".join(pieces).encode("utf-8", "replace"), "a.html")
    except DocumentError as exc:
        assert "a.html" in str(exc)  # noqa: PT017 - most of them are read
        return
    assert all(line and line == line.strip() and "\n" not in line for line in found.lines)


def test_a_page_without_content_is_refused() -> None:
    with pytest.raises(DocumentError, match="里没有内容"):
        read_html(b"<!-- -->", "a.html")


def test_too_deep_and_too_large_pages_are_refused() -> None:
    with pytest.raises(DocumentError, match="嵌套超过"):
        read_html(b"<div>" * 1700 + "一、目标".encode(), "a.html")
    with pytest.raises(DocumentError, match="仍超过 12 MB"):
        read_html(b"<p>" + b"a" * 13_000_000, "a.html")


def test_a_title_on_two_lines_above_the_body_is_fetched_whole() -> None:
    body = "".join(f"<p>{line}</p>" for line in NOTICE[2:])
    page = f"<h1>澜州市人民政府办公室关于做好<br>冬季供暖工作的通知</h1><div class=TRS>{body}</div>"
    assert lines_of(f"<body>{NAVIGATION}{page}</body>")[:2] == [
        "澜州市人民政府办公室关于做好",
        "冬季供暖工作的通知",
    ]


def test_a_number_among_other_words_above_the_body_is_fetched() -> None:
    body = "".join(f"<p>{line}</p>" for line in NOTICE[2:])
    told = "<div><span>文号：澜政办发〔2025〕21号</span> <span>发布机构：市政府办</span></div>"
    page = f"<body>{NAVIGATION}<h1>{TITLE}</h1>{told}<div class=TRS>{body}</div></body>"
    assert lines_of(page)[:2] == NOTICE[:2]


def test_marks_of_notes_and_struck_words_are_left_out() -> None:
    rules = (
        "<p>一、每家补助300<sup>1</sup>万元，面积不少于50m<sup>2</sup>，减排2.5×10<sup>3</sup>吨。</p>"
        "<p>二、罚款由<s>200元</s>500元起<sup>[2]</sup>，"
        "<span style='text-decoration: line-through'>每日</span>每月计算。</p>"
        "<table><tr><td>类别</td><td>标准</td></tr><tr><td>甲</td><td><del>3元</del>4元</td></tr></table>"
    )
    found = read_html(f"<body><p>{TITLE}</p>{rules}</body>".encode(), "a.html")
    assert list(found.lines)[1:] == [
        "一、每家补助300万元，面积不少于50m2，减排2.5×10^3吨。",
        "二、罚款由500元起，每月计算。",
        "类别\t标准",
        "甲\t4元",
    ]
    assert [(d.kind, d.message) for d in found.defects] == [
        (DefectKind.TRACKED_CHANGES, "有删除线的文字没有读入，共 3 行：200元；每日；3元")
    ]
