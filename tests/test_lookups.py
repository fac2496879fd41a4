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


JOINT = """\
关于印发《淮川市高龄津贴发放管理办法》的通知
淮民规﹝２０２４﹞２号
各县（区）民政局、财政局：
现将办法印发给你们。
一、80至89周岁，每人每月50元。
二、由街道办事处受理。
淮川市民政局   淮川市财政局
2024年3月12日
附件：1.津贴申请表
　　　2.人员花名册
"""


def test_what_the_head_and_the_end_of_a_document_say_is_given_as_it_is_printed(
    tmp_path: Path,
) -> None:
    file = tmp_path / "joint.txt"
    file.write_text(JOINT, encoding="utf-8")
    assistant = assistant_over(tmp_path / "index", file)
    assert [
        assistant.ask(each).text for each in ("是哪个部门印发的", "文号是什么", "有哪些附件")
    ] == [
        "发文机关是淮川市民政局 淮川市财政局。[1]",
        "文号是淮民规﹝２０２４﹞２号。[1]",
        "共有 2 个附件：1.津贴申请表；[1]2.人员花名册；[2]",
    ]
