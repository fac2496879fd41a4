"""What a language model says against what is shown: no altered fact, nearly every true sentence.

The sentences are those of the corpus, whose truth does not hang on the code that is tested here.
"""

import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from character_embedder import CharacterEmbedder
from conftest import settings_for
from evidence_blocks import Block, block_of
from false_sentences import MISSING_DATE, MOVED_MARK, NO_MARK, UNKNOWN_MARK
from model_roles import (
    INJECTED,
    Copycat,
    English,
    Liar,
    Obedient,
    Rambler,
    Silent,
)
from model_server import (
    KEY,
    MODEL,
    OVERLOADED,
    TOO_MANY,
    WRONG_KEY,
    Behaviour,
    Model,
    Says,
    model_server,
)
from model_wire import Message as Told
from sentence_corpus import Said, corpus, evidence_of, shipped_policies
from true_sentences import Statement, true_statements

from assistant.answer import AI_LABEL, Answer, ModelUse, Status
from assistant.assembly import assemble, build_index_folder, make_retriever, shipped_documents
from assistant.citations import prove
from assistant.conversation import Conversation
from assistant.grounding import Grounded, Span, ground
from assistant.grounding import Said as SaidBefore
from assistant.library import Library
from assistant.model_settings import ModelAccess
from assistant.model_text import sentences
from assistant.prompts import NumberedEvidence, phrasing_prompt
from assistant.proof import responsibilities_in
from assistant.proven_writing import ProvenWriting
from documents.document import Clause, Document
from documents.reading import parse_document
from evals.mutation import Kind
from index.store import build_index

_OF_MARKS = (UNKNOWN_MARK, MOVED_MARK, NO_MARK)
_USE = ModelUse(MODEL, phrased=True)
QUESTION = "养老机构护理型床位目标是多少"


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement of the corpus: whether all of its sentences are proven from what they cite."""

    said: Said
    proven: bool

    def __str__(self) -> str:
        statement = self.said.statement
        return f"{statement.kind} {statement.change} {statement.marked}"


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return [Judged(said, _is_proven(said)) for said in corpus()]


def _is_proven(said: Said) -> bool:
    spans = [Span(said.document, clause, clause.start, clause.end) for clause in said.clauses]
    before = SaidBefore()
    proofs: list[Grounded | None] = []
    for one in sentences([said.statement.marked]):
        numbers = one.numbers or said.statement.numbers
        cited = [spans[number - 1] for number in numbers if number <= len(spans)]
        proof = ground(one.text, cited, before)
        proofs.append(proof if proof is None or proof.spans or not _tells(one.text) else None)
    return bool(proofs) and all(proof is not None for proof in proofs)


def _tells(text: str) -> bool:
    return len(text) > 8 and any(character.isdigit() for character in text)


def test_every_altered_fact_is_caught(judged: list[Judged]) -> None:
    lies = [one for one in judged if not one.said.statement.is_true]
    of_words = [one for one in lies if one.said.statement.kind != NO_MARK]
    assert len(of_words) >= 1500
    assert [str(one) for one in of_words if one.proven] == []


def test_true_sentences_are_let_through(judged: list[Judged]) -> None:
    truths = [one for one in judged if one.said.statement.is_true]
    dropped = [str(one) for one in truths if not one.proven]
    assert len(truths) >= 1500
    assert len(dropped) <= 0.01 * len(truths), Counter(one.split(" ")[0] for one in dropped)


TRADE = """\
青山市人民政府关于促进贸易的意见
青政发〔2024〕5号
一、支持出口
(一)奖励企业。对首次出口的企业，给予一次性奖励8万元，每家企业每年最高20万元。参展人员每人补助5000元，每个展会不超过2人。2026年6月底前建成展馆，2027年底前开放。(牵头单位:市商务局)
(二)便利通关。通关时间压缩30%，平均费用下降10%。(牵头单位:市口岸办)"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("参展人员每人补助5000元[1]。每个展会不超过2人[1]。", 2),
        ("参展人员每人补助5000元[1]。每家企业每年最高20万元[1]。", 1),
        ("通关时间压缩30%[2]。每个展会不超过2人[1]。", 1),
        ("2026年6月底前建成展馆[1]。2027年底前开放[1]。", 2),
        ("参展人员每人补助5000元[1]。2027年底前开放[1]。", 1),
        ("牵头单位是市商务局[1]。", 1),
        ("牵头单位是市商务局[2]。", 0),
        ("奖励企业的牵头单位是市商务局[2]。", 1),
        ("通关时间压缩30%[2]。牵头单位是市口岸办[1]。", 2),
        ("通关时间压缩30%[2]。牵头单位是市商务局[1]。", 1),
    ],
)
def test_what_leans_on_something_follows_it(text: str, shown: int) -> None:
    document = parse_document(TRADE.splitlines(), "trade.txt")
    spans = [Span(document, c, c.start, c.end) for c in document.clauses if "牵头" in c.text]
    before = SaidBefore()
    proofs = []
    for one in sentences([text]):
        cited = [spans[number - 1] for number in one.numbers]
        proof = ground(one.text, cited, before)
        proofs.append(
            proof
            or next(
                filter(None, (ground(one.text, [s], before, uncited=True) for s in spans)), None
            )
        )
    assert sum(proof is not None for proof in proofs) == shown


SERVICES = """\
青山市人民政府关于促进服务的意见
青政发〔2024〕5号
一、服务
(一)公共服务。老年人免费体检。小学开设课后服务。企业负责人参加培训。责任人每月报告1次。产业增加值增长5%。小企业贷款利率下降1个百分点。2年免收租金。新建学校10所，改建学校5所。补助对象为农户，标准为每亩100元。A级企业奖励10万元，B级企业奖励5万元。乡镇设置站点20个。支持企业上市。到2025年，培训护理员1000人，培育家政企业20家。2024年接待游客500万人次，2025年接待游客600万人次。申请人应当在6月30日前提交材料，逾期未提交的，不予受理。市财政局负责拨付资金，市审计局负责监督。年满60周岁的本市户籍老年人，每人每月补贴100元，其中80周岁以上的每人每月补贴200元。全市养老床位5000张，其中护理型床位3000张。(牵头单位:市民政局)"""
HAND_MADE = """\
中老年人免费体检。
中小学开设课后服务。
企业主要负责人参加培训。
主要负责人参加培训。
第一责任人每月报告1次。
第一产业增加值增长5%。
第二产业增加值增长5%。
中小企业贷款利率下降1个百分点。
最后2年免收租金。
前2年免收租金。
首次2年免收租金。
目标增长5%。
新建学校5所。
改建学校10所。
新建学校10所，改建5所。
新建改建学校10所。
新建、改建学校10所、5所。
A级企业奖励5万元。
A级企业、B级企业奖励10万元。
企业奖励10万元。
补助标准为每亩100元。
补助对象为企业，标准为每亩100元。
乡镇和街道设置站点20个。
支持企业不上市。
支持大企业上市。
到2025年，培育家政企业1000家。
到2025年，培训家政企业20家。
2025年接待游客500万人次。
2024年接待游客600万人次。
2024年、2025年接待游客600万人次。
接待游客500万人次。
2024年接待游客500万人次，接待游客600万人次。
申请人应当在6月30日前提交材料，不予受理。
逾期提交的，不予受理。
未提交的，不予受理。
申请人应当提交材料。
申请人在6月30日前提交材料。
6月30日后提交材料。
市审计局负责拨付资金。
市财政局负责监督。
市财政局、市审计局负责拨付资金。
市财政局负责拨付资金、监督。
年满60周岁的老年人，每人每月补贴100元。
本市户籍老年人，每人每月补贴100元。
年满60周岁的本市户籍老年人，每人每月补贴200元。
80周岁以上的每人每月补贴200元。
每人每月补贴200元。
老年人每人每月补贴100元。
全市养老床位3000张。
全市护理型床位3000张。
其中护理型床位5000张。
全市养老床位5000张，其中护理型床位。
护理型床位3000张。
牵头单位不是市民政局。
牵头单位是市民政局等。
牵头单位可能是市民政局。
牵头单位是青山市民政局。
牵头单位是省民政局。
老年人免费体检，小学免费体检。
老年人免费。
老年人免费体检1次。
根据2023年的文件，老年人免费体检。
2023年，老年人免费体检。
从2026年起，老年人免费体检。
小学开设课后服务，到2025年。
到2025年，小学开设课后服务。
到2025年，新建学校10所。
老年人免费体检（不含农村）。
老年人(60岁以上)免费体检。
老年人免费体检？
难道老年人免费体检？
老年人并不免费体检。
并非老年人免费体检。
老年人未免费体检。
老年人免费体检是错误的。
取消老年人免费体检。
老年人免费体检的政策已经取消。
**老年人**免费体检：每年。
每年老年人免费体检。
一是老年人免费体检，二是小学免费体检。
同时符合年满60周岁、本市户籍的老年人，每人每月补贴100元。
产业增加值增长约5%。
产业增加值增长5个百分点。
产业增加值增长到5%。
产业增加值不增长5%。
产业增加值负增长5%。
产业增加值年均增长5%。
小企业贷款利率下降1%。
乡镇设置站点20余个。
乡镇设置站点二十个以上。
乡镇各设置站点20个。
每个乡镇设置站点20个。
乡镇共设置站点20个。
乡镇有站点20个。
乡镇已设置站点20个。
乡镇将设置站点20个。
乡镇拟设置站点20个。
首先2年免收租金。
文件中小学开设课后服务名单。"""


HOUSING = """\
青山市住房补贴管理办法
第一条 为了规范住房补贴管理，制定本办法。
第二条 申请人应当同时符合下列条件：
(一)具有本市户籍；
(二)年龄不超过35周岁；
(三)无自有住房。
第三条 有下列情形之一的，不予补贴：
(一)已享受公租房的；
(二)提供虚假材料的；
(三)转让住房未满5年的。
第四条 补贴标准按照下列规定执行：博士研究生每月1000元，硕士研究生每月600元，本科毕业生每月300元。夫妻双方均符合条件的，可以分别申请，但购房补贴除外。
第五条 除危房改造外，禁止擅自拆改承重结构。未经批准，不得转租、转借。确需转租的，应当经市住建局批准。
第六条 补贴期限最长不超过3年。期满后符合条件的，可以续期1次，续期不超过1年。
第七条 对逾期3个月以内的，给予警告；逾期3个月以上的，处500元以上1000元以下罚款；情节严重的，处1000元以上5000元以下罚款。
第八条 原则上每年受理2次，特殊情况下可以增加1次。补贴资金由市、区财政按6:4分担，其中山区由市财政全额承担。
第九条 本办法自2025年3月1日起施行，有效期5年。2019年印发的《青山市租房补贴办法》同时废止。"""
HAND_MADE_OF_ARTICLES = """\
申请人应当符合下列条件之一：具有本市户籍；年龄不超过35周岁。
申请人应当具有本市户籍或者年龄不超过35周岁。
有下列情形之一的，给予补贴：已享受公租房的。
已享受公租房的，给予补贴。
已享受公租房的。
提供虚假材料的，可以申请。
转让住房未满5年的，可以分别申请。
申请人应当同时符合下列条件：已享受公租房的。
申请人应当同时符合下列条件：提供虚假材料的。
有下列情形之一的，不予补贴：具有本市户籍。
博士研究生每月600元。
硕士研究生每月1000元。
博士研究生、硕士研究生每月1000元。
本科毕业生每月1000元。
夫妻双方均符合条件的，可以分别申请。
夫妻双方均符合条件的，可以分别申请购房补贴。
购房补贴可以分别申请。
夫妻双方可以分别申请。
可以分别申请。
禁止擅自拆改承重结构。
除危房改造外，不得转租、转借。
不得转租、转借。
可以转租、转借。
经批准，不得转租、转借。
未经批准，可以转租、转借。
应当经市住建局批准。
危房改造禁止擅自拆改承重结构。
确需转租的，不得转租。
补贴期限最长不超过1年。
续期不超过3年。
期满后，可以续期1次。
期满后符合条件的，可以续期3次。
可以续期1次。
补贴期限3年。
补贴期限最短不超过3年。
逾期3个月以内的，处500元以上1000元以下罚款。
逾期3个月以上的，给予警告。
逾期3个月以上的，处1000元以上5000元以下罚款。
处1000元以上5000元以下罚款。
情节严重的，给予警告。
逾期3个月以上，情节严重的，给予警告。
每年受理2次。
原则上每年受理3次。
每年受理3次。
特殊情况下每年受理2次。
增加1次。
补贴资金由市、区财政按4:6分担。
补贴资金由区、市财政按6:4分担。
补贴资金由市财政全额承担。
山区由区财政全额承担。
补贴资金由市、区财政全额承担。
本办法自2025年3月1日起废止。
本办法自2019年起施行。
《青山市租房补贴办法》自2025年3月1日起施行。
2019年印发的《青山市租房补贴办法》有效期5年。
本办法有效期3年。
本办法自2025年3月1日起施行，有效期至2030年3月1日。
《青山市住房补贴管理办法》同时废止。
根据第十条，补贴期限最长不超过3年。
根据第五条，补贴期限最长不超过3年。
第七条规定，补贴期限最长不超过3年。
年龄不低于35周岁。
年龄35周岁以上。
无自有住房的，不予补贴。
具有本市户籍的，不予补贴。"""


def _proofs(policy: str, text: str) -> list[Grounded | None]:
    """The proofs of the sentences of a text from all clauses of a policy."""
    document = parse_document(policy.splitlines(), "policy.txt")
    cited = [Span(document, c, c.start, c.end) for c in document.clauses]
    before = SaidBefore()
    return [ground(one.text, cited, before) for one in sentences([text])]


@pytest.mark.parametrize("lie", HAND_MADE.splitlines())
def test_of_lies_made_by_hand_none_is_proven(lie: str) -> None:
    assert None in _proofs(SERVICES, lie)


@pytest.mark.parametrize("lie", HAND_MADE_OF_ARTICLES.splitlines())
def test_of_lies_about_articles_none_is_proven(lie: str) -> None:
    assert None in _proofs(HOUSING, lie)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    embedder = CharacterEmbedder()
    index = build_index(tmp_path_factory.mktemp("policies"), shipped_policies(), embedder)
    return Library(make_retriever(index, embedder))


def _shown(library: Library, document: Document, clauses: Sequence[Clause], model: Model) -> Answer:
    """What is shown of what a model says of these clauses."""
    evidence = [
        NumberedEvidence((Span(document, clause, clause.start, clause.end),)) for clause in clauses
    ]
    told = [Told(m.role, m.content) for m in phrasing_prompt("有哪些规定", evidence)]
    writing = ProvenWriting(evidence, library, "有哪些规定")
    for sentence in sentences([model.reply(told)]):
        writing.add(sentence)
    return writing.growing(Status.ANSWERED, _USE)


def _blocks(document: Document, clauses: Sequence[Clause]) -> list[Block]:
    return [block_of(number, document, clause) for number, clause in enumerate(clauses, 1)]


def _parts(text: str) -> set[str]:
    """The sentences of a text without marks and layout."""
    bare = re.sub(r"\[\d+\]|\*|(?m:^\d+\. |^- )", "", text)
    return {re.sub(r"[\s，,]", "", part) for part in re.split(r"[。；;\n]", bare) if part.strip()}


def _is_shown(lie: Statement, parts: set[str], text: str) -> bool:
    """Whether all of a lie is shown; a date that it leaves out may stand in the sentence before."""
    dated = lie.kind == MISSING_DATE and lie.change[2:-2].rstrip(",，”") in text
    return _parts(lie.text) <= parts and not dated


def _is_of_what_it_cites(lie: Statement, answer: Answer, document: Document) -> bool:
    """Whether a department put in for another is that of the clause that the sentence now cites."""
    if lie.kind != Kind.DEPARTMENT.value:
        return False
    name = lie.change.rpartition("→")[2].strip("“”")
    marked = re.search(rf"{re.escape(lie.text.rstrip('。'))}。?((?:\[\d+\])+)", answer.text)
    marks = re.findall(r"\d+", marked[1]) if marked else []
    cited = [answer.citations[int(mark) - 1] for mark in marks]
    return any(name in d.departments for c in cited for d in responsibilities_in(c, document))


def test_nothing_false_is_shown_of_a_thousand_lying_answers(library: Library) -> None:
    answers, lies = 0, 0
    shown: list[str] = []
    flaws: list[str] = []
    for document in shipped_policies():
        for clauses in evidence_of(document):
            for salt in ("甲", "乙", "丙"):
                liar = Liar(count=2, honest=1, salt=salt)
                answer = _shown(library, document, clauses, liar)
                parts = _parts(answer.text)
                true = {one.text for one in true_statements(_blocks(document, clauses))}
                told = [one for one in liar.said if one.kind not in _OF_MARKS]
                told = [one for one in told if not one.is_true and one.text not in true]
                answers, lies = answers + bool(told), lies + len(told)
                told = [one for one in told if not _is_of_what_it_cites(one, answer, document)]
                shown += [str(one) for one in told if _is_shown(one, parts, answer.text)]
                if answer.citations:
                    flaws += [f.reason for f in prove(answer, library.documents)]
    assert answers >= 1000
    assert lies >= 2000
    assert shown == []
    assert flaws == []


@pytest.fixture(scope="module")
def opinion_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("phrased")
    build_index_folder(settings_for(folder), shipped_documents())
    return folder


def _asking(folder: Path, address: str, **access: object) -> Conversation:
    known = ModelAccess(MODEL, url=address, key=KEY, timeout=60)
    return assemble(replace(settings_for(folder), llm=replace(known, **access)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def plain(opinion_folder: Path) -> Answer:
    """What is said without a model."""
    return assemble(settings_for(opinion_folder)).ask(QUESTION)


def test_a_perfect_model_is_shown_proven_and_labelled(opinion_folder: Path) -> None:
    with model_server(
        Says("到2025年，养老机构护理型床位占比不低于65%[1]。"), keys=(KEY,)
    ) as server:
        answer = _asking(opinion_folder, server.address).ask(QUESTION)
    assert answer.text.startswith("到2025年，养老机构护理型床位占比不低于65%。[1]")
    assert answer.text.endswith(AI_LABEL)
    assert answer.model is not None
    assert (answer.model.phrased, answer.model.corrected) == (True, 0)
    assert len(server.received) == 1


@pytest.mark.parametrize(
    "model",
    [Rambler(), Copycat(), English(), Silent(), Silent(" \n "), Obedient(), Obedient("")],
    ids=lambda model: type(model).__name__,
)
def test_of_a_model_that_misbehaves_nothing_is_shown(
    model: Model, opinion_folder: Path, plain: Answer
) -> None:
    with model_server(model) as server:
        answer = _asking(opinion_folder, server.address).ask(QUESTION)
    assert answer.text.replace(AI_LABEL, "").startswith(plain.text[:20])
    assert INJECTED not in answer.text
    assert "<" not in answer.text
    assert answer.citations[0].quote == plain.citations[0].quote
    assert server.received


def test_thoughts_are_not_shown(opinion_folder: Path) -> None:
    said = Says("<think>目标是99%吧[1]。</think>到2025年，养老机构护理型床位占比65%以上[1]。")
    with model_server(said) as server:
        answer = _asking(opinion_folder, server.address).ask(QUESTION)
    assert "99" not in answer.text
    assert answer.text.startswith("到2025年，养老机构护理型床位占比65%以上。[1]")


FAILURES = [
    ("gone in the middle", Behaviour(cut_after=12), {}),
    ("gone at once", Behaviour(cut_after=0), {}),
    ("malformed", Behaviour(malformed_after=6), {}),
    ("an error in the stream", Behaviour(error_after=6), {}),
    ("overloaded", Behaviour(always=OVERLOADED), {}),
    ("too many", Behaviour(always=TOO_MANY), {}),
    ("wrong key", Behaviour(always=WRONG_KEY), {}),
    ("silent", Behaviour(first_delay=60), {"timeout": 1}),
    ("kept alive", Behaviour(first_delay=60, keep_alive=True), {"timeout": 1}),
    ("endless", Behaviour(endless=True, piece_delay=0.01), {"timeout": 1}),
]


@pytest.mark.parametrize(
    ("behaviour", "access"), [f[1:] for f in FAILURES], ids=[f[0] for f in FAILURES]
)
def test_with_the_model_gone_the_quoted_answer_stands(
    behaviour: Behaviour,
    access: dict[str, object],
    opinion_folder: Path,
    plain: Answer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = "到2025年，养老机构护理型床位占比65%以上[1]。"
    with caplog.at_level(logging.DEBUG), model_server(Says(text), behaviour=behaviour) as server:
        answer = _asking(opinion_folder, server.address, **access).ask(QUESTION)
    assert answer.text == plain.text
    assert answer.citations == plain.citations
    assert answer.model is not None
    assert answer.model.notice
    assert KEY not in f"{caplog.text}{answer}"


def test_a_broken_stream_is_not_waited_for(opinion_folder: Path) -> None:
    text = "到2025年，养老机构护理型床位占比65%以上[1]。护理型床位[1]。"
    with model_server(Says(text), behaviour=Behaviour(cut_after=33)) as server:
        asking = _asking(opinion_folder, server.address, timeout=600, tries=5)
        *growing, last = asking.stream(QUESTION)
    assert [answer.text for answer in growing] == ["到2025年，养老机构护理型床位占比65%以上。[1]"]
    assert last.model is not None
    assert last.model.notice
    assert AI_LABEL not in last.text
    assert len(server.received) == 1


@pytest.mark.parametrize("provider", ["openai", "deepseek", "ollama"])
def test_every_documented_provider_answers(provider: str, opinion_folder: Path) -> None:
    with model_server(Says("到2025年，养老机构护理型床位占比65%以上[1]。"), keys=(KEY,)) as server:
        address = server.root if provider == "ollama" else server.address
        answer = _asking(opinion_folder, address, provider=provider).ask(QUESTION)
    assert answer.text.startswith("到2025年，养老机构护理型床位占比65%以上。[1]")
    assert answer.model is not None
    assert answer.model.prompt_tokens > 100
    assert len(server.received) == 1
