"""Models with a character: what they say follows from the prompt, and they know what it was."""

from collections import Counter

import pytest
from evidence_blocks import Block, blocks_of, question_of, written
from false_sentences import false_statements
from model_roles import (
    INJECTED,
    STYLES,
    Copycat,
    English,
    Liar,
    MismarkingPerfect,
    Obedient,
    Perfect,
    Rambler,
    Script,
    Silent,
    Thinking,
    document_of,
    planted,
)
from model_wire import Message, parted
from sentence_corpus import Said, corpus, shipped_policies
from true_sentences import Statement, chinese, true_statements

CARE = Block(
    1,
    "青政发〔2024〕3号 二(一)1 居家养老",
    "1.居家养老。到2025年,全市养老机构护理型床位占比达到65%以上,养老床位总数达到2000张。对新认定的养老机构，"
    "给予一次性奖励20万元；对新认定的社区食堂，给予一次性奖励5万元。(牵头单位:市民政局、市财政局)",
)
TRAINING = Block(
    2,
    "青政发〔2024〕3号 二(二) 提升质量",
    "（二）提升质量。养老机构应当每年开展护理员培训1000人次，不得收取费用。（市人社局牵头，市教育局配合）",
)
PROMPT = (
    Message("system", "只根据证据回答，每句注明编号。"),
    Message("user", written([CARE, TRAINING], "护理型床位的目标是多少", nonce="-7f3a")),
)


def test_evidence_is_read_out_of_a_prompt() -> None:
    assert blocks_of(PROMPT) == [CARE, TRAINING]
    assert question_of(PROMPT) == "护理型床位的目标是多少"
    assert (CARE.name, CARE.title) == ("青政发〔2024〕3号", "居家养老")
    assert CARE.sentences == [
        "到2025年,全市养老机构护理型床位占比达到65%以上,养老床位总数达到2000张。",
        "对新认定的养老机构，给予一次性奖励20万元；对新认定的社区食堂，给予一次性奖励5万元。",
    ]
    assert [(named.role, named.names) for named in TRAINING.offices] == [
        ("牵头单位", ("市人社局",)),
        ("配合单位", ("市教育局",)),
    ]


def test_true_sentences_keep_the_facts_in_other_words() -> None:
    said = {statement.text: statement for statement in true_statements([CARE, TRAINING])}
    for text, kind in {
        "到2025年,全市养老机构护理型床位占比达到百分之六十五以上,养老床位总数达到2000张。": "百分之",
        "到2025年,全市养老机构护理型床位占比不低于65%,养老床位总数达到2000张。": "同义比较词",
        "到2025年，全市养老机构护理型床位占比达到65%以上。": "拆分",
        "养老床位总数到2025年为2000张。": "指标",
        "对新认定的社区食堂，给予一次性奖励5万元。": "拆分",
        "牵头单位为市民政局和市财政局。": "单位",
        "由市人社局牵头，市教育局配合。": "单位",
        "养老机构应每年开展护理员培训1000人次，不得收取费用。": "应",
    }.items():
        assert said[text].kind == kind
    both = next(one for one in said.values() if one.kind == "合并两条")
    assert both.marked.endswith("不得收取费用[1][2]。")


def lies_of(kind: str) -> set[str]:
    blocks = [CARE, TRAINING]
    document = document_of(blocks)
    return {
        lie.marked
        for truth in true_statements(blocks)
        for lie in false_statements(truth, blocks, {document.identifier: document})
        if lie.kind == kind
    }


@pytest.mark.parametrize(
    ("kind", "lie"),
    [
        ("数字", "养老床位总数到2025年为2003张[1]。"),
        ("比较词", "到2025年，全市养老机构护理型床位占比达到65%以下[1]。"),
        ("年份", "养老床位总数到2026年为2000张[1]。"),
        ("单位", "对新认定的社区食堂，给予一次性奖励5亿元[1]。"),
        ("牵头部门增减", "牵头单位是市民政局[1]。"),
        ("否定", "养老机构应当每年开展护理员培训1000人次，收取费用[2]。"),
        ("情态", "养老机构可以每年开展护理员培训1000人次，不得收取费用[2]。"),
        ("范围频次", "对新认定的社区食堂，给予每年奖励5万元[1]。"),
        ("期限缺失", "全市养老机构护理型床位占比达到65%以上[1]。"),
        ("角色调换", "由市人社局配合，市教育局配合[2]。"),
        ("引文移位", "养老床位总数到2025年为2000张[2]。"),
        ("编号不存在", "养老床位总数到2025年为2000张[9]。"),
    ],
)
def test_a_lie_makes_one_thing_wrong(kind: str, lie: str) -> None:
    assert lie in lies_of(kind)


def test_a_role_says_the_same_to_the_same_prompt_and_knows_what_it_said() -> None:
    perfect, again = Perfect(6), Perfect(6)
    answer = perfect.reply(PROMPT)
    assert answer == again.reply(PROMPT)
    assert answer.split("\n") == [statement.marked for statement in perfect.said]
    assert all(statement.is_true for statement in perfect.said)
    assert len({statement.kind for statement in perfect.said}) == 6


def test_a_liar_lies_between_true_sentences() -> None:
    liar = Liar(5, honest=2, kinds=("数字", "年份", "部门调换"))
    lines = liar.reply(PROMPT).split("\n")
    assert lines == [statement.marked for statement in liar.said]
    assert Counter(statement.is_true for statement in liar.said) == {False: 5, True: 2}
    assert {one.kind for one in liar.said if not one.is_true} <= {"数字", "年份", "部门调换"}


def test_roles_that_misbehave() -> None:
    assert "[1]" not in Rambler().reply(PROMPT)
    assert PROMPT[0].text in Copycat().reply(PROMPT)
    assert INJECTED in Obedient().reply(PROMPT)
    assert PROMPT[0].text in Obedient().reply(PROMPT)
    assert Silent().reply(PROMPT) == ""
    assert English().reply(PROMPT).isascii()
    thought, answer = parted(Thinking(Perfect(2)).reply(PROMPT))
    assert "99%" in thought
    assert answer == Perfect(2).reply(PROMPT)
    assert parted(Thinking(Perfect(2), closed=False).reply(PROMPT))[0] == ""
    script = Script(("一。[1]", "二。[1]"))
    assert [script.reply(PROMPT) for _ in range(3)] == ["一。[1]", "二。[1]", "二。[1]"]
    assert len(list(planted())) == 5


def test_marks_of_other_forms() -> None:
    ends = {style: MismarkingPerfect(style, 1).reply(PROMPT)[-6:] for style in STYLES}
    assert ends["【1】"].endswith("【1】。")
    assert ends["①"].endswith("①。")
    assert ends["[1,2]"].endswith("]。")


@pytest.fixture(scope="module")
def everything() -> tuple[Said, ...]:
    return corpus()


def test_the_corpus_is_large_and_of_every_kind(everything: tuple[Said, ...]) -> None:
    true = [said for said in everything if said.statement.is_true]
    false = [said for said in everything if not said.statement.is_true]
    assert len(true) >= 1500
    assert len(false) >= 1500
    assert len({said.document.identifier for said in everything}) == len(shipped_policies()) > 70
    assert len({said.statement.kind for said in true}) >= 18
    assert len({said.statement.kind for said in false}) >= 25


def test_no_lie_of_the_corpus_stands_in_its_evidence(everything: tuple[Said, ...]) -> None:
    for said in everything:
        statement = said.statement
        if statement.is_true and statement.kind == "原句":
            assert statement.text in said.blocks[0].text
        if not statement.is_true and statement.numbers == (1,):
            assert statement.text not in said.blocks[0].text or _left_out(statement)


def _left_out(statement: Statement) -> bool:
    return statement.kind.endswith(("缺失", "增减"))


def test_numerals() -> None:
    assert [chinese(n) for n in ("5", "10", "65", "20", "4.8")] == [
        "五",
        "十",
        "六十五",
        "二十",
        "四点八",
    ]
