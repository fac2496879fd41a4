"""`zhice eval run`, `list`, `show`, `compare`, `gate`, `check`: over a real assistant and index."""

import json
import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from evidence_blocks import blocks_of
from model_server import KEY, MODEL, model_server
from model_wire import Message

from assistant.answer import AI_LABEL
from documents import Document
from evals.question_file import shipped_question_files
from evals.record import Stage
from evals.run_store import RunStore
from ui.command_line import main

POLICY = """\
青山市人民政府关于加快养老服务发展的意见
青政发〔2024〕3号
各县区人民政府:
为加快养老服务发展,现提出如下意见。
一、总体要求
到2025年,全市养老机构护理型床位占比65%以上,养老床位达到2000张。
二、主要任务
(一)扩大供给。新建社区食堂30个。(牵头单位:市民政局)
(二)提升质量。开展护理员培训1000人次。(牵头单位:市人力资源社会保障局)
"""
CARE = "到2025年,全市养老机构护理型床位占比65%以上,养老床位达到2000张。"
CASES = [
    ("share", "护理型床位占比目标是多少", "一", ["65%以上"]),
    ("beds", "养老床位达到多少张", "一", ["2000张"]),
    ("canteen", "社区食堂由谁牵头", "二(一)", ["市民政局"]),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a policy and a question file about it beside it."""
    monkeypatch.setenv("ZHICE_HOME", str(tmp_path / "home"))
    (tmp_path / "care.txt").write_text(POLICY, encoding="utf-8")
    write_cases(tmp_path / "care_set.jsonl", CASES)
    return tmp_path


def write_cases(path: Path, cases: list[tuple[str, str, str, list[str]]]) -> None:
    lines = [
        {
            "id": name,
            "category": "fact",
            "question": question,
            "answerable": True,
            "gold_clauses": [gold],
            "must_include": [include],
        }
        for name, question, gold, include in cases
    ]
    lines.append({"id": "sky", "category": "scope", "question": "明天下雨吗", "answerable": False})
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def zhice(*arguments: object) -> int:
    return main(["eval", *map(str, arguments)])


def test_a_run_uses_the_policy_beside_its_questions_and_is_stored(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert zhice("run", folder / "care_set.jsonl") == 0
    output = capsys.readouterr().out
    assert output.startswith("care_set\n\n类别")
    assert f"记录 0001 存于 {folder / 'home' / 'runs' / '0001'}" in output
    run = RunStore(folder / "home" / "runs").load("0001")
    assert [record.good for record in run.records] == [True] * 4
    assert run.about.documents == ("青政发〔2024〕3号",)
    assert [(each.name, each.cases) for each in run.about.sets] == [("care_set", 4)]


def test_drafts_on_the_policy_beside_the_questions_are_altered(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert zhice("mutate", folder / "care_set.jsonl", "--misses") == 0
    output = capsys.readouterr().out
    assert output.startswith("care_set.jsonl\n\n改动")
    assert output.endswith("答对的回答 4 条，误报 0 条。\n\n没有漏过的改动，也没有误报。\n\n")
    assert not (folder / "home").exists()


def test_the_same_run_twice_is_the_same_bytes(folder: Path) -> None:
    for name in ("one", "two"):
        assert zhice("run", folder / "care_set.jsonl", "--name", name) == 0
    runs = folder / "home" / "runs"
    for file in ("run.json", "cases.jsonl"):
        assert (runs / "one" / file).read_bytes() == (runs / "two" / file).read_bytes()


def test_records_are_listed_shown_and_compared(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert zhice("list") == 0
    assert "没有评测记录" in capsys.readouterr().out
    zhice("run", folder / "care_set.jsonl", "--name", "before")
    zhice("run", folder / "care_set.jsonl", "--name", "after")
    capsys.readouterr()
    assert zhice("list") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[2:]] == [
        "after",
        "before",
    ]
    assert zhice("show", "after", "--misses") == 0
    assert "没有未答对的题目。" in capsys.readouterr().out
    assert zhice("compare", "before", "after") == 0
    assert "4 题相同，由对变错 0，由错变对 0" in capsys.readouterr().out
    assert zhice("show", "none") == 2
    assert "没有名为“none”的评测记录。现有：after、before。" in capsys.readouterr().err


def test_an_unchanged_program_passes_the_gate(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zhice("run", folder / "care_set.jsonl", "--name", "before")
    zhice("run", folder / "care_set.jsonl", "--name", "after")
    assert zhice("gate", "after", "--baseline", "before") == 0
    assert capsys.readouterr().out.endswith("记录 after 达标。\n")
    assert zhice("gate", "after") == 2
    assert "请用 --baseline 指定基线" in capsys.readouterr().err


def test_a_name_that_is_taken_is_refused_before_anything_is_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zhice("run", folder / "care_set.jsonl", "--name", "before")
    capsys.readouterr()
    assert zhice("run", folder / "care_set.jsonl", "--name", "before") == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("zhice：已有名为“before”的评测记录")
    assert captured.out == ""


def test_an_index_that_is_named_is_asked_instead_of_the_policy_beside(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = folder / "other"
    other.mkdir()
    (other / "rule.txt").write_text(POLICY.replace("3号", "9号"), encoding="utf-8")
    index = folder / "index"
    assert main(["index", "--documents", str(other / "rule.txt"), "--index", str(index)]) == 0
    assert zhice("run", folder / "care_set.jsonl", "--index", index, "--name", "named") == 0
    run = RunStore(folder / "home" / "runs").load("named")
    assert run.about.documents == ("青政发〔2024〕9号",)


def test_a_question_file_on_another_policy_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    housing = next(file for file in shipped_question_files() if "housing" in file.name)
    assert zhice("check", housing, "--documents", folder / "care.txt") == 2
    assert "字段 gold_clauses：文件里没有条款“第" in capsys.readouterr().err


def planted(monkeypatch: pytest.MonkeyPatch, stage: Stage) -> None:
    """Break one stage of the program."""
    if stage is Stage.RETRIEVE:  # every clause is found but those that fit
        from index.retriever import Retriever

        search = Retriever.search
        monkeypatch.setattr(
            Retriever,
            "search",
            lambda self, query, **options: search(self, "主要任务", **options)[3:],
        )
    elif stage is Stage.ANSWER:  # comparators are dropped
        from assistant.citations import Draft

        say = Draft.say
        monkeypatch.setattr(
            Draft,
            "say",
            lambda self, text, *citations: say(
                self, text.replace("以上", "").replace("2000", "二千"), *citations
            ),
        )
    elif stage is Stage.PARSE:  # headings in brackets are no headings
        from documents.markers import read_marker

        monkeypatch.setattr(
            "documents.outline.read_marker",
            lambda line: None if line.startswith("(") else read_marker(line),
        )


@pytest.mark.parametrize("stage", [Stage.RETRIEVE, Stage.ANSWER, Stage.PARSE])
def test_a_planted_regression_fails_the_gate_and_is_put_down_to_its_stage(
    stage: Stage, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import evals.clause_tree
    from documents import read_document

    tree = evals.clause_tree.tree_of(read_document(folder / "care.txt"))
    monkeypatch.setattr(evals.clause_tree, "shipped_trees", lambda: [tree])
    zhice("run", folder / "care_set.jsonl", "--name", "before")
    planted(monkeypatch, stage)
    assert zhice("run", folder / "care_set.jsonl", "--name", "after") == 0
    capsys.readouterr()
    assert zhice("gate", "after", "--baseline", "before") == 1
    captured = capsys.readouterr()
    lost = captured.err
    assert "题由对变错（允许 0），最先出错的环节：" in lost
    after = RunStore(folder / "home" / "runs").load("after")
    stages = {record.stage for record in after.records if not record.good}
    assert stage in stages or (stage is Stage.ANSWER and stages == {Stage.DECLINE})
    assert captured.out.endswith("记录 after 未达标。\n")


def test_thresholds_fail_the_gate(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zhice("run", folder / "care_set.jsonl", "--name", "only")
    gate = folder / "gate.toml"
    gate.write_text('[minimum]\nright = 1\n"clause recall@3" = 1\n')
    assert zhice("gate", "only", "--thresholds", gate) == 0
    gate.write_text("[maximum]\nright = 0.5\n")
    assert zhice("gate", "only", "--thresholds", gate) == 1
    assert capsys.readouterr().err.endswith("未达标：right 1.000，高于门槛 0.500\n")


def test_a_run_is_exported(folder: Path) -> None:
    files = [folder / f"report.{ending}" for ending in ("html", "xml", "csv", "xlsx")]
    options = ["--html", files[0], "--junit", files[1], "--csv", files[2], "--xlsx", files[3]]
    assert zhice("run", folder / "care_set.jsonl", *options) == 0
    assert all(file.stat().st_size > 500 for file in files)


def test_questions_are_checked_and_written_as_a_sheet_and_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, lines = folder / "care.xlsx", folder / "back.jsonl"
    documents = ["--documents", folder / "care.txt"]
    assert zhice("check", folder / "care_set.jsonl", *documents, "--output", sheet) == 0
    assert "care_set.jsonl：4 题，对照 青政发〔2024〕3号，没有发现问题。" in capsys.readouterr().out
    assert zhice("check", sheet, *documents, "--output", lines) == 0
    read = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert [each["id"] for each in read] == ["share", "beds", "canteen", "sky"]
    assert zhice("check", lines, *documents, "--output", folder / "x.doc") == 2


BAD = {
    "unknown clause": (
        '{"gold_clauses": ["九"]}',
        "care_bad.jsonl:1: 字段 gold_clauses：文件里没有条款“九”",
    ),
    "not in the clause": (
        '{"must_include": [["70%"]]}',
        ":1: 字段 must_include：“70%”不在标准条款里",
    ),
    "wrong type": ('{"question": 7}', ":1: 字段 question 应当是文字，现在是 7"),
    "wrong flag": ('{"answerable": "是"}', ":1: 字段 answerable 应当是 true 或 false"),
    "long field": (
        '{"note": "%s"}' % ("长" * 1_000_000),
        "字段 note 有 1000000 个字，超过上限 100000",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_malformed_set_is_one_message_and_nothing_is_written(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, message = BAD[name]
    good = {
        "id": "a",
        "category": "fact",
        "question": "床位占比",
        "answerable": True,
        "gold_clauses": ["一"],
        "must_include": [["65%以上"]],
    }
    bad = folder / "care_bad.jsonl"
    bad.write_text(json.dumps({**good, **json.loads(changed)}, ensure_ascii=False) + "\n")
    assert zhice("run", bad, "--html", folder / "report.html") == 2
    error = capsys.readouterr().err
    assert message in error
    assert len(error.strip().splitlines()) == 1
    assert not (folder / "home" / "runs").exists()
    assert not (folder / "report.html").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "里没有题目"),
        (b"[]\n", ":1: 应当是一个 JSON 对象"),
        (b'{"id": "a"\n', ":1: 不是合法的 JSON"),
        (b"\xff\xfe\n", ":1: 不是 UTF-8 文本"),
        (lzma.compress(b"x"), ":1: 不是 UTF-8 文本"),
    ],
)
def test_a_broken_file_is_one_message(
    content: bytes, message: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = folder / "care_bad.jsonl"
    bad.write_bytes(content)
    assert zhice("run", bad) == 2
    assert message in capsys.readouterr().err
    assert not (folder / "home" / "runs").exists()


def test_every_shipped_set_passes_its_checks(opinion: Document) -> None:
    from documents import read_document
    from evals.case_check import check_cases
    from evals.clause_tree import shipped_trees
    from evals.question_file import document_beside, read_located

    files = shipped_question_files()
    assert len(files) >= 47
    for file in files:
        beside = document_beside(file)
        document = read_document(beside) if beside else opinion
        check_cases(file, read_located(file), [document], shipped_trees())


@dataclass(frozen=True, slots=True)
class FirstSentence:
    """A model that repeats the first sentence of its evidence, or that declines."""

    def reply(self, messages: Sequence[Message]) -> str:
        first = blocks_of(messages)[0].sentences[0]
        return "无法回答。" if "食堂" in first else f"根据该文件，{first.removesuffix('。')}[1]。"


def test_a_run_with_a_model_is_written_down_and_repeated_without_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHICE_LLM", MODEL)
    monkeypatch.setenv("ZHICE_LLM_KEY", KEY)
    monkeypatch.setenv("ZHICE_LLM_PRICE", "2/8")
    transcript = folder / "transcript.jsonl"
    asked = (folder / "care_set.jsonl", "--documents", folder / "care.txt")
    with model_server(FirstSentence(), keys=(KEY,)) as server:
        monkeypatch.setenv("ZHICE_LLM_URL", server.address)
        recording = ("--answerer", "llm", "--record", transcript, "--name", "first")
        assert zhice("run", *asked, *recording) == 0
        requests = len(server.received)
    shown = capsys.readouterr().out
    assert f"语言模型 {MODEL}：4 题中问了 3 题，由它成文 2 题，更正 0 处" in shown
    assert "费用 0.00" in shown
    assert (requests, len(transcript.read_text("utf-8").splitlines())) == (3, 3)

    for name in ("ZHICE_LLM", "ZHICE_LLM_URL", "ZHICE_LLM_KEY", "ZHICE_LLM_PRICE"):
        monkeypatch.delenv(name)
    assert zhice("run", *asked, "--replay", transcript, "--name", "second") == 0
    store = RunStore(folder / "home" / "runs")
    first, second = store.load("first"), store.load("second")
    assert first.about.answerer == second.about.answerer == f"llm {MODEL}"
    assert first.records == second.records
    assert [use.phrased for use in first.uses.values()] == [True, True, False]
    assert first.uses.keys() == second.uses.keys()
    texts = [record.answer for record in first.records]
    assert texts[0] == f"根据该文件，{CARE}[1]\n（2025年的期限已过）\n{AI_LABEL}"
    for path in (transcript, *(folder / "home").rglob("*.json*")):
        assert KEY not in path.read_text("utf-8")


def test_a_run_with_a_model_needs_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = (folder / "care_set.jsonl", "--documents", folder / "care.txt")
    assert zhice("run", *asked, "--answerer", "llm") == 2
    assert "没有设置语言模型" in capsys.readouterr().err
    missing = folder / "none.jsonl"
    assert zhice("run", *asked, "--replay", missing) == 2
    assert "读不出模型的记录" in capsys.readouterr().err
