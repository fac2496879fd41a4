"""Right answers made wrong: each kind is made as it says, all are caught, the right ones pass."""

import argparse
from dataclasses import replace
from pathlib import Path

import pytest
from scripted_assistant import ScriptedBackend, small_document

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite, prove
from assistant.many_documents import ManyDocuments
from assistant.settings import Settings
from documents.document import Document
from evals.metrics import right
from evals.mutation import Kind, Mutation, measure, mutations
from evals.question_file import read_cases, shipped_question_files
from ui import eval_mutate_command
from ui.backend import Backend
from ui.chinese_parser import ChineseParser

NOTICE_QUESTIONS = [
    "标准化果园面积2027年目标是多少",
    "标准化果园面积2030年目标是多少",
    "到2027年要建成多少座产地冷库",
    "新栽植良种果苗每亩补助多少",
    "产地仓储工程补助标准是什么",
    "产地仓储工程由谁牵头",
    "品种改良工程由谁牵头",
    "市商务局牵头哪些工作",
    "市农业农村局负责哪些事项",
    "三大提升工程有哪些",
    "牵头单位有2家的是哪几条",
    "每年抽检果品多少批次",
    "申请补助什么时候提出",
    "发文机关是谁",
    "文号是多少",
    "到2027年有哪些目标",
    "区域公用品牌有哪几个",
    "文件分几部分",
]
REGULATION_QUESTIONS = [
    "集中充电场所应当符合哪些要求",
    "什么是集中充电场所",
    "监控资料要保存多少天",
    "新建小区停放车位的配建比例是多少",
    "违反第六条罚款多少",
    "在楼梯间充电罚多少钱",
    "备案要在多少日内",
    "条例什么时候施行",
    "谁负责消防监督检查",
    "第五条规定了什么",
    "制定本条例的目的是什么",
    "第三章的标题是什么",
]


def by_identifier(assistant: ManyDocuments) -> dict[str, Document]:
    return {document.identifier: document for document in assistant.documents}


@pytest.fixture(scope="module")
def policy() -> Document:
    return small_document()


@pytest.fixture(scope="module")
def answer(policy: Document) -> Answer:
    """Two sentences of two clauses, the second on who leads."""
    draft = Draft()
    for words, said in (
        (
            "到2025年,全市养老机构护理型床位占比65%以上,养老床位达到2000张。",
            "到2025年,全市养老机构护理型床位占比65%以上,养老床位达到2000张。",
        ),
        ("牵头单位:市人社局", "提升质量的牵头单位是市人社局。"),
    ):
        start = policy.text.index(words)
        clause = policy.clause_at(start)
        assert clause is not None
        draft.say(said, cite(policy, clause, start, start + len(words)))
    return draft.answer(Status.ANSWERED, "问")


def of_kind(answer: Answer, document: Document, kind: Kind) -> list[Mutation]:
    made = mutations(answer, {document.identifier: document})
    return [mutation for mutation in made if mutation.kind is kind]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (
            Kind.FIGURE,
            [
                "“65”→“68”",
                "“65”→“650”",
                "“2000”→“2003”",
                "“2000”→“20000”",
                "“65%”→“百分之六十八”",
            ],
        ),
        (
            Kind.COMPARATOR,
            ["“以上”→“以下”", "“以上”→“”", "“以上”→“左右”", "“”→“以上”", "“”→“不超过”"],
        ),
        (Kind.YEAR, ["“2025”→“2026”", "“2025”→“2024”"]),
        (Kind.UNIT, ["“%”→“个百分点”"]),
        (Kind.DEPARTMENT, ["“市人社局”→“市大数据局”", "“市人社局”→“市民政局”"]),
        (Kind.LEAD, ["“”→“、市大数据局”"]),
        (Kind.NEGATION, ["“”→“不”", "“”→“不”", "“”→“不”"]),
        (Kind.EXCHANGE, ["“65%以上”→“2000张”；“2000张”→“65%以上”"]),
        (Kind.UNKNOWN_MARK, ["“[1]”→“[3]”", "“[2]”→“[3]”"]),
        (Kind.DROPPED_MARK, ["“[1]”→“”", "“[2]”→“”"]),
    ],
)
def test_one_thing_is_made_wrong(
    answer: Answer, policy: Document, kind: Kind, changes: list[str]
) -> None:
    assert [mutation.change for mutation in of_kind(answer, policy, kind)] == changes


def test_an_altered_answer_differs_from_the_right_one_and_from_every_other(
    answer: Answer, policy: Document
) -> None:
    altered = [mutation.answer for mutation in mutations(answer, {policy.identifier: policy})]
    assert answer not in altered
    assert len(set(altered)) == len(altered) > 30


def test_the_same_answer_gives_the_same_mutations(answer: Answer, policy: Document) -> None:
    documents = {policy.identifier: policy}
    assert mutations(answer, documents) == mutations(answer, documents)


def test_a_count_of_ours_is_changed_in_the_remark_too(policy: Document) -> None:
    draft = Draft()
    draft.remark("市民政局牵头的共 1 条：\n")
    start = policy.text.index("牵头单位:市民政局")
    clause = policy.clause_at(start)
    assert clause is not None
    line = f"1. {clause.number} {clause.title}"
    draft.say(line, cite(policy, clause, start, start + len("牵头单位:市民政局")))
    right_one = draft.answer(Status.ANSWERED, "问")
    count = of_kind(right_one, policy, Kind.FIGURE)[0]
    assert count.answer.text.startswith("市民政局牵头的共 4 条：")
    assert count.answer.remarks[0] == "市民政局牵头的共 4 条："
    swapped = of_kind(right_one, policy, Kind.DEPARTMENT)
    assert [m.answer.remarks[0] for m in swapped] == [
        "市人社局牵头的共 1 条：",
        "市大数据局牵头的共 1 条：",
    ]
    report = measure([right_one], {policy.identifier: policy})
    assert (report.missed, report.false_alarms) == ((), ())


def test_a_wrong_answer_counts_as_a_false_alarm_and_is_not_mutated(
    answer: Answer, policy: Document
) -> None:
    wrong = replace(answer, text=answer.text.replace("65", "66"))
    report = measure([answer, wrong], {policy.identifier: policy})
    assert report.answers == 2
    assert [alarm.answer for alarm in report.false_alarms] == [wrong]
    assert report.number == len(mutations(answer, {policy.identifier: policy}))


@pytest.mark.parametrize(
    ("name", "questions", "least"),
    [
        ("notice_assistant", NOTICE_QUESTIONS, 400),
        ("regulation_assistant", REGULATION_QUESTIONS, 150),
    ],
)
def test_on_other_documents_every_mutation_is_caught(
    request: pytest.FixtureRequest, name: str, questions: list[str], least: int
) -> None:
    assistant: ManyDocuments = request.getfixturevalue(name)
    answers = [assistant.draft(question) for question in questions]
    answers = [answer for answer in answers if not answer.status.refused]
    assert len(answers) >= len(questions) - 2
    report = measure(answers, by_identifier(assistant))
    assert report.number >= least
    assert [(m.kind.value, m.change, m.answer.text) for m in report.missed] == []
    assert report.false_alarms == ()


def test_on_the_tuning_questions_every_mutation_is_caught(opinion_assistant: ManyDocuments) -> None:
    """Of every third right answer; `zhice eval mutate` takes them all."""
    (file,) = [file for file in shipped_question_files() if file.stem == "opinion_tuning"]
    cases = [case for case in read_cases(file) if not case.history][::3]
    answered = [(case, opinion_assistant.draft(case.question)) for case in cases]
    answers = [answer for case, answer in answered if right(case, answer).holds]
    assert len(answers) > 40
    report = measure(answers, by_identifier(opinion_assistant))
    assert report.number > 1000
    assert {count.kind for count in report.counts if count.number} == set(Kind)
    assert [(m.kind.value, m.change, m.answer.text) for m in report.missed] == []
    assert report.false_alarms == ()


def test_no_answer_is_lost_to_the_proof(opinion_assistant: ManyDocuments) -> None:
    """Right or wrong: an answer in the words of the clauses is proven before it is shown."""
    (file,) = [file for file in shipped_question_files() if file.stem == "opinion_tuning"]
    documents = by_identifier(opinion_assistant)
    questions = [case.question for case in read_cases(file) if not case.history]
    turned_down = [q for q in questions if prove(opinion_assistant.draft(q), documents)]
    assert turned_down == []


CASE = (
    '{"id": "f-1", "category": "fact", "history": [], "question": "QUESTION", "answerable": true,'
    ' "gold_clauses": ["一"], "must_include": [["65%"]], "must_not_include": []}\n'
)


def run_command(backend: Backend, folder: Path, question: str, *options: str) -> int:
    file = folder / "cases.jsonl"
    file.write_text(CASE.replace("QUESTION", question), encoding="utf-8")
    parser = ChineseParser()
    eval_mutate_command.add_command(parser.add_subparsers(parser_class=ChineseParser))
    arguments: argparse.Namespace = parser.parse_args(["mutate", str(file), *options])
    settings = Settings(folder, None, "", 1, 2000)
    status = arguments.run(arguments, settings, backend)
    assert isinstance(status, int)
    return status


class ReadyBackend(ScriptedBackend):
    """A backend that hands out an assistant that is there already."""

    def __init__(self, ready: ManyDocuments) -> None:
        super().__init__()
        self.ready = ready

    def assemble(self, settings: Settings) -> ManyDocuments:  # type: ignore[override]  # the real one
        return self.ready


def test_the_command_prints_what_was_caught(
    opinion_assistant: ManyDocuments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backend = ReadyBackend(opinion_assistant)
    question = "养老机构护理型床位占比的目标是多少"
    assert run_command(backend, tmp_path, question, "--misses") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "cases.jsonl"
    assert lines[2].split() == ["改动", "数量", "查出", "漏过"]
    rows = [line.split() for line in lines[4 : 5 + len(Kind)]]
    assert [row[0] for row in rows] == [*(kind.value for kind in Kind), "合计"]
    assert all(row[1:] == [row[1], row[1], "0"] for row in rows)
    assert int(rows[-1][1]) == sum(int(row[1]) for row in rows[:-1]) > 15
    assert lines[-4] == "答对的回答 1 条，误报 0 条。"
    assert lines[-2] == "没有漏过的改动，也没有误报。"


def test_a_false_alarm_fails_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The script quotes half a phrase, which no right citation does."""
    assert run_command(ScriptedBackend(), tmp_path, "床位占比是多少", "--misses") == 1
    assert capsys.readouterr().out.splitlines()[-6:] == [
        "答对的回答 1 条，误报 1 条。",
        "",
        "误报 引文截断了原文的词句",
        "  问题：床位占比是多少",
        "  回答：到2025年,养老机构护理型床位占比65%以上。[1]",
        "",
    ]
