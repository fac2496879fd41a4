"""What is looked up: where a term is mentioned, whole words only."""

from pathlib import Path

from conftest import assistant_over

RULES = """\
东河市城市道路管理办法
第一条 市城市管理局是道路占用的主管部门。
第二条 公安机关交通管理部门负责交通疏导。
第三条 设置夜市的，由街道办事处会同公安机关交通管理部门划定范围。占用期满后，报公安机关交通管理部门备案。
第四条 违反规定的，责令改正。
"""


def test_a_body_is_found_by_its_short_name_with_all_its_sentences(tmp_path: Path) -> None:
    file = tmp_path / "rules.txt"
    file.write_text(RULES, encoding="utf-8")
    answer = assistant_over(tmp_path / "index", file).ask("哪些条款涉及公安交管部门？一条不落。")
    assert [citation.clause for citation in answer.citations] == ["第二条", "第三条", "第三条"]
    assert "管部门”" not in answer.text
