"""A small run made by hand, and one before it: what a report, its charts and its tables show."""

from dataclasses import replace

from evals.record import (
    CaseRecord,
    QuestionSet,
    QuotedSpan,
    RankedClause,
    Run,
    RunAbout,
    Stage,
)

CLAUSE = "到2025年,养老机构护理型床位占比65%以上,养老床位达到2000张。"

GOOD = CaseRecord(
    set="甲.jsonl",
    identifier="f-1",
    category="数字",
    question="护理型床位占比是多少?",
    history=(),
    answerable=True,
    gold_clauses=("一",),
    must_include=(("65%", "百分之六十五"),),
    must_not_include=("70%",),
    note="直问",
    answer="护理型床位占比65%以上。[1]养老床位达到2000张。[2]",
    status="answered",
    status_label="已回答",
    resolved_question="护理型床位占比是多少?",
    refused=False,
    right=True,
    right_reason="",
    cited=True,
    cited_reason="",
    stage=None,
    citations=(
        QuotedSpan("青政发〔2024〕3号", "一", "青政发〔2024〕3号 一 目标", CLAUSE, 11, 23),
        QuotedSpan("青政发〔2024〕3号", "一", "青政发〔2024〕3号 一 目标", CLAUSE, 24, 35),
    ),
    ranked=(RankedClause("一", "青政发〔2024〕3号 一 目标", 0.91, 0.8, 12.5),),
    figures={"clause recall@1": 1.0, "concise": 0.5},
    failure="",
    generated=False,
)
WRONG = replace(
    GOOD,
    identifier="f-2",
    question="<script>alert('题')</script>食堂有几个?",
    history=(("养老床位呢?", "达到2000张。"),),
    resolved_question="社区食堂有几个?",
    must_include=(("30个",),),
    must_not_include=(),
    answer="到2025年新建社区食堂20个。[1]",
    right=False,
    right_reason="缺少：30个",
    cited=False,
    cited_reason="未引用：一",
    stage=Stage.ANSWER,
    citations=(),
    figures={"clause recall@1": 0.0},
)
DECLINED = replace(
    GOOD,
    identifier="u-1",
    category="无答案",
    question="=1+1 食堂的电话?",
    answerable=False,
    gold_clauses=(),
    must_include=(),
    must_not_include=(),
    answer="原文没有载明。",
    status="not_in_source",
    status_label="原文未载",
    refused=True,
    cited=False,
    citations=(),
    ranked=(),
    figures={},
)
FAILED = replace(
    DECLINED,
    set="乙.jsonl",
    identifier="f-1",
    category="$数字$ & <其他>",
    question="@坏\x01题",
    answerable=True,
    gold_clauses=("二",),
    answer="",
    status="error",
    status_label="出错",
    right=False,
    right_reason="出错",
    cited_reason="出错",
    stage=Stage.FAILURE,
    failure="模型不能使用。",
)
GENERATED = replace(GOOD, set="乙.jsonl", identifier="g-1", generated=True)

ABOUT = RunAbout(
    sets=(QuestionSet("甲.jsonl", "a1" * 32, 3), QuestionSet("乙.jsonl", "b2" * 32, 2)),
    documents=("青政发〔2024〕3号",),
    index_digest="c3" * 32,
    model="小模型",
    model_digest="d4" * 32,
    answerer="摘录",
    revision="abc1234-dirty",
    settings={"DENSE_WEIGHT": "0.3"},
)
RECORDS = (GOOD, WRONG, DECLINED, FAILED, GENERATED)
RUN = Run(
    "第二次",
    ABOUT,
    RECORDS,
    {GOOD.key: 12.5, WRONG.key: 8.0, DECLINED.key: 400.0, GENERATED.key: 9.0},
)
BEFORE = Run(
    "第一次",
    replace(ABOUT, revision="fed4321", settings={"DENSE_WEIGHT": "0.5"}),
    (
        replace(
            GOOD, answer="占比60%。", right=False, right_reason="缺少：65%", stage=Stage.RETRIEVE
        ),
        replace(WRONG, answer="到2025年新建社区食堂30个。[1]", right=True, cited=True, stage=None),
        replace(DECLINED, answer="原文未作规定。"),
        replace(GOOD, identifier="gone"),
    ),
    {GOOD.key: 20.0, WRONG.key: 8.0},
)
EMPTY = Run("空", ABOUT, (), {})
