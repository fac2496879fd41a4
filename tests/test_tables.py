"""Rows of tables that are printed as lines of cells."""

from pathlib import Path

from conftest import assistant_over

from documents.tables import table_rows

PLAN = """\
禾渚县托育服务行动计划
禾政发〔2025〕7号
各乡镇人民政府:
现提出如下计划。
一、总体要求
到2027年底,全县每千人口托位数达到5个,托位总数不少于2000个。
二、组织实施
各乡镇要加强领导,县卫生健康局负责统筹协调。
附件
主要任务指标表
任务 指标 2025年 2027年 牵头单位
普惠发展 普惠托育机构(家) 22 35 县发展改革局
社区托育 社区托育点(个) 18 32 县住房城乡建设局
"""


def test_rows_stand_under_their_head(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, encoding="utf-8")
    assistant = assistant_over(tmp_path / "index", file)
    (document,) = assistant.documents
    rows = list(table_rows(document, document.clauses[-1]))
    assert [row.names for row in rows] == [
        ["普惠发展", "普惠托育机构"],
        ["社区托育", "社区托育点"],
    ]
    assert document.text[slice(*rows[0].head)] == "任务 指标 2025年 2027年 牵头单位"
    assert rows[1].values == {"2025年": "18", "2027年": "32"}
    assert rows[1].unit("2027年") == "个"
    assert rows[1].statement("2027年") == "社区托育点，2027年：32个"


def test_running_text_is_no_table(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN.partition("附件")[0], encoding="utf-8")
    (document,) = assistant_over(tmp_path / "index", file).documents
    assert [row for clause in document.clauses for row in table_rows(document, clause)] == []


TWO_HEADS = """\
明川市关于公布节能改造补贴标准的通知
一、补贴标准按下表执行。
类型	2025年	2025年	2026年	2026年
类型	补贴（元）	上限（万元）	补贴（元）	上限（万元）
外墙保温	80	20	60	15
门窗更换	50	10	40	8
二、征地补偿按下表执行。
区片	综合地价（元/亩）	综合地价（元/亩）
区片	土地补偿费	合计
一类	24000	60000
二类	20000	50000
"""


def test_heads_in_two_rows_are_read_together(tmp_path: Path) -> None:
    file = tmp_path / "rates.txt"
    file.write_text(TWO_HEADS, encoding="utf-8")
    assistant = assistant_over(tmp_path / "index", file)
    (document,) = assistant.documents
    rows = [row for clause in document.clauses for row in table_rows(document, clause)]
    assert [row.name for row in rows] == ["外墙保温", "门窗更换", "一类", "二类"]
    assert rows[0].heads == (
        "类型",
        "2025年补贴（元）",
        "2025年上限（万元）",
        "2026年补贴（元）",
        "2026年上限（万元）",
    )
    assert document.text[slice(*rows[0].head)].count("\n") == 1
    assert rows[3].statement("土地补偿费") == "二类，土地补偿费：20000元/亩"
    answer = assistant.ask("二类区片土地补偿费多少")
    assert answer.text == "二类，土地补偿费：20000元/亩。[1][2]"
