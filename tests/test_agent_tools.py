"""The four tools over documents: clauses by number, targets, duties, and what is said of gaps."""

from datetime import date
from pathlib import Path

import pytest
from scripted_assistant import ScriptedAssistant

from documents import Document, read_document
from documents.errors import QuestionError
from documents.reading import parse_document
from evals.case import CaseError
from ui.agent_tools import AgentTools

TODAY = date(2026, 6, 1)
CUT = "菏政办字〔2024〕7号：文本在“三(四) 实施企业矩阵培育行动”中间中断，之后的内容缺失，未计入。"


@pytest.fixture(scope="module")
def notice(notice_file: Path) -> Document:
    return read_document(notice_file)


@pytest.fixture
def tools(opinion: Document, notice: Document) -> AgentTools:
    return AgentTools(ScriptedAssistant(documents=(opinion, notice)), TODAY)


def test_ask() -> None:
    answer = AgentTools(ScriptedAssistant()).ask("谁牵头", [["食堂", "新建社区食堂30个。"]])
    assert (answer.answer, answer.status) == ("市民政局牵头。[1]", "answered")
    assert [cited.clause for cited in answer.citations] == ["二(一)1"]
    assert answer.resolved_question == "居家养老由谁牵头"
    assert AgentTools(ScriptedAssistant()).ask(" ").status == "needs_clarification"
    with pytest.raises(CaseError, match="history"):
        AgentTools(ScriptedAssistant()).ask("谁牵头", [["食堂"]])


@pytest.mark.parametrize("number", ["二(二)4", "二（二）4", " 二(二) 4 ", "二(二)4 养老托育"])
def test_a_clause_is_found_by_its_number(tools: AgentTools, opinion: Document, number: str) -> None:
    clause = tools.get_clause(number)
    assert clause.address == "菏政办字〔2024〕7号 二(二)4 养老托育"
    assert clause.path[-1] == clause.title == "养老托育"
    assert clause.text == opinion.text[clause.start : clause.end]
    assert clause.text.startswith("4.养老托育。加强老年健康服务供给")
    assert (clause.parts, clause.remarks) == ([], [])


def test_a_clause_comes_with_what_lies_below_it_and_its_defects(
    tools: AgentTools, opinion: Document
) -> None:
    clause = tools.get_clause("三", "菏政办字〔2024〕7号")
    assert clause.parts == ["三(一)", "三(二)", "三(三)", "三(四)"]
    assert clause.text == opinion.text[clause.start : clause.end]
    assert clause.text.endswith(opinion.clauses[-1].text)
    assert clause.remarks == [
        "“三 深入实施服务业补短提升十大行动”应有 10 项，现有文本只有 4 项",
        "文本在“三(四) 实施企业矩阵培育行动”中间中断，之后的内容缺失",
    ]


def test_a_clause_that_several_documents_have_needs_the_document(tools: AgentTools) -> None:
    names = "菏政办字〔2024〕7号、青峪政办发〔2025〕18号"
    message = f"这些文件都有编号为“二(一)”的条款：{names}。请写明 document。"
    with pytest.raises(QuestionError, match="都有编号") as raised:
        tools.get_clause("二(一)")
    assert str(raised.value) == message
    title = "《青峪市人民政府办公室关于支持山地果业发展若干措施的通知》"
    assert tools.get_clause("二(一)", title).document == "青峪政办发〔2025〕18号"


def test_what_is_not_there_is_said_with_what_is(tools: AgentTools) -> None:
    with pytest.raises(QuestionError, match=r"没有编号为“九十九”的条款。请写印出的编号，例如 标题"):
        tools.get_clause("九十九")
    with pytest.raises(
        QuestionError, match=r"没有文号或标题为“甲”的文件。现有：菏政办字〔2024〕7号、"
    ):
        tools.list_targets("甲")


def test_a_number_that_stands_twice_is_remarked() -> None:
    lines = ["甲市意见", "一、总则", "新建食堂30个。", "二、任务", "(一)养老。", "(一)托育。"]
    document = parse_document(lines, "twice.txt")
    clause = AgentTools(ScriptedAssistant(documents=(document,))).get_clause("二(一)")
    assert clause.text.startswith("(一)养老")
    assert clause.remarks[-1] == "这个编号在文件中出现 2 次，这里是第 1 处。"


def test_targets(tools: AgentTools, opinion: Document, notice: Document) -> None:
    found = tools.list_targets(words="护理型床位")
    assert [(row.value, row.deadline, row.clause, row.passed) for row in found.targets] == [
        ("100%", "到2025年", "二(二)4", True),
        ("65%以上", "到2025年", "二(二)4", True),
        ("全覆盖", "到2025年", "二(二)4", True),
    ]
    assert found.targets[1].indicator == "养老机构护理型床位占比"
    assert found.remarks == [CUT]
    due = tools.list_targets("青峪政办发〔2025〕18号", "标准化果园").targets
    assert [(row.value, row.passed) for row in due][:1] == [("12万亩以上", False)]
    everything = tools.list_targets()
    assert everything.count == len(everything.targets)
    texts = {document.identifier: document.text for document in (opinion, notice)}
    assert all(row.text == texts[row.document][row.start : row.end] for row in everything.targets)
    assert {row.document for row in everything.targets} == set(texts)


def test_duties(tools: AgentTools, opinion: Document, notice: Document) -> None:
    found = tools.list_by_department("财政局")
    assert found.departments == ["市财政局"]
    assert [(row.address, row.role, row.text) for row in found.duties] == [
        (
            "青峪政办发〔2025〕18号 二(一) 品种改良工程",
            "配合单位",
            "配合单位:市财政局、市林业局",
        )
    ]
    leads = tools.list_by_department("市商务局", "菏政办字〔2024〕7号")
    assert [row.clause for row in leads.duties] == ["二(一)3", "二(二)5"]
    assert leads.remarks == [CUT]
    everything = tools.list_by_department()
    assert everything.count == sum(
        len(tools.list_by_department(document=d.identifier).duties) for d in (opinion, notice)
    )


def test_a_department_that_is_not_named(tools: AgentTools) -> None:
    found = tools.list_by_department("火星局", "青峪政办发〔2025〕18号")
    assert (found.departments, found.count, found.duties) == ([], 0, [])
    assert found.remarks[0].startswith("条款中没有列出“火星局”。列出的单位：市农业农村局、")


def test_documents_are_read_anew_at_every_call(opinion: Document, notice: Document) -> None:
    assistant = ScriptedAssistant(documents=(opinion,))
    tools = AgentTools(assistant, TODAY)
    assert tools.list_targets(words="果园").count == 0
    assistant.documents = (opinion, notice)
    assert tools.list_targets(words="果园").count > 0
