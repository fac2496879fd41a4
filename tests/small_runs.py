"""Runs made by hand, for tests of what reads them."""

from dataclasses import replace

from evals.record import CaseRecord, QuestionSet, Run, RunAbout, Stage

ABOUT = RunAbout(
    sets=(QuestionSet("set", "0" * 64, 3),),
    documents=("青政发〔2024〕3号",),
    index_digest="1" * 64,
    model="字数",
    model_digest="2" * 64,
    answerer="extractive",
    revision="abc",
    settings={"question_limit": "2000"},
)


def record(name: str, *, good: bool = True, answer: str = "到2025年65%以上。[1]") -> CaseRecord:
    """A record of an answerable case."""
    return CaseRecord(
        set="set",
        identifier=name,
        category="fact",
        question=f"{name}是多少",
        history=(),
        answerable=True,
        gold_clauses=("一",),
        must_include=(("65%以上",),),
        must_not_include=(),
        note="",
        answer=answer,
        status="answered",
        status_label="已回答",
        resolved_question=f"{name}是多少",
        refused=False,
        right=good,
        right_reason="" if good else "缺少：65%以上",
        cited=good,
        cited_reason="" if good else "未引用：一",
        stage=None if good else Stage.ANSWER,
        citations=(),
        ranked=(),
        figures={"clause recall@1": float(good)},
        failure="",
        generated=False,
    )


def run_of(name: str, *records: CaseRecord) -> Run:
    """A run of these records, each answered in two milliseconds."""
    return Run(name, ABOUT, records, {each.key: 2.0 for each in records})


def unanswerable(name: str, *, good: bool = True) -> CaseRecord:
    """A record of a case that should be declined."""
    return replace(
        record(name, good=good),
        answerable=False,
        gold_clauses=(),
        must_include=(),
        refused=good,
        cited=False,
        stage=None if good else Stage.DECLINE,
        figures={},
    )
