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
