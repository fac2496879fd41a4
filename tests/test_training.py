"""The training of the embedding model, whole on a few sentences, and the model that ships."""

import hashlib
import json
import lzma
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from index.training.__main__ import main
from index.training.batches import BatchSampler
from index.training.cooccurrence import token_vectors
from index.training.recipe import Recipe
from index.training.sources import TextPair
from index.training.tokenids import TokenPairs, TokenSequences, encode_pairs, join_sequences
from index.training.vocabulary import build_tokenizer, count_words

SHIPPED = Path(__file__).parent.parent / "index" / "model"
LARGEST_MODEL_BYTES = 20_000_000

SUBJECTS = ("养老机构", "托育服务", "冷链物流", "家政服务", "文化旅游", "电子商务")
ACTIONS = ("加快建设", "规范管理", "补贴标准", "人才培训", "项目审批", "统计监测")


def paragraph(subject: str, action: str) -> str:
    """A made-up clause of about twenty words."""
    return (
        f"各县区人民政府要把{subject}的{action}列入年度工作计划,"
        f"由市发展改革委牵头,完善{subject}政策体系,推动{action}取得明显成效。"
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with text.txt.xz and pairs.jsonl."""
    folder = tmp_path_factory.mktemp("data")
    cases = [(subject, action) for subject in SUBJECTS for action in ACTIONS]
    with lzma.open(folder / "text.txt.xz", "wt", encoding="utf-8") as file:
        file.writelines(paragraph(*case) + "\n" for case in cases)
    pairs = [{"s": "question", "q": "".join(case), "p": paragraph(*case)} for case in cases]
    lines = [json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs]
    (folder / "pairs.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def train(data: Path, output: Path, *options: str) -> int:
    """Exit status of a small training."""
    files = ["--text", str(data / "text.txt.xz"), "--pairs", str(data / "pairs.jsonl")]
    small = ["--dimension", "16", "--vocabulary", "300", "--steps", "30", "--batch", "16"]
    return main([*files, "--output", str(output), *small, *options])


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file under a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def model(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder trained on the small data."""
    folder = tmp_path_factory.mktemp("model") / "trained"
    assert train(data, folder) == 0
    return folder


def test_trained_folder_holds_exactly_the_files_of_a_model(model: Path) -> None:
    assert list(digests(model)) == [
        "1_Normalize/config.json",
        "config_sentence_transformers.json",
        "model.safetensors",
        "modules.json",
        "tokenizer.json",
        "training.json",
    ]
    assert (model / "tokenizer.json").read_text(encoding="utf-8").count("\n") == 0


def test_trained_model_finds_the_passage_of_a_question(model: Path) -> None:
    embedder = SentenceTransformer(str(model), device="cpu")
    cases = [(subject, action) for subject in SUBJECTS for action in ACTIONS]
    passages = embedder.encode([paragraph(*case) for case in cases])
    queries = embedder.encode(["".join(case) for case in cases])
    assert passages.shape == (36, 16)
    assert np.linalg.norm(passages, axis=1) == pytest.approx(np.ones(36), abs=1e-5)
    found = (queries @ passages.T).argmax(axis=1)
    assert np.mean(found == np.arange(36)) >= 0.8


def test_same_inputs_give_the_same_bytes(data: Path, model: Path, tmp_path: Path) -> None:
    assert train(data, tmp_path / "again") == 0
    assert digests(tmp_path / "again") == digests(model)


def test_another_seed_gives_another_model(data: Path, model: Path, tmp_path: Path) -> None:
    assert train(data, tmp_path / "other", "--seed", "1") == 0
    assert digests(tmp_path / "other")["tokenizer.json"] == digests(model)["tokenizer.json"]
    assert digests(tmp_path / "other")["model.safetensors"] != digests(model)["model.safetensors"]


def test_a_finished_stage_is_not_run_again(data: Path, model: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    options = ("--work", str(work))
    assert train(data, tmp_path / "first", *options) == 0
    times = {path.name: path.stat().st_mtime_ns for path in work.iterdir()}
    table = next(work.glob("table-*.npy"))
    table.rename(work / f"unfinished-{table.name}")
    table.with_name(f"unfinished-{table.name}").write_bytes(b"cut off")
    assert train(data, tmp_path / "second", *options) == 0
    again = {path.name for path in work.iterdir() if path.stat().st_mtime_ns != times[path.name]}
    assert again == {table.name}
    assert digests(tmp_path / "second") == digests(model)


def test_a_changed_setting_runs_only_the_stages_that_read_it(data: Path, tmp_path: Path) -> None:
    options = ("--work", str(tmp_path / "work"))
    assert train(data, tmp_path / "short", *options) == 0
    before = {path.name for path in (tmp_path / "work").iterdir()}
    assert train(data, tmp_path / "none", *options, "--steps", "0") == 0
    added = {path.name for path in (tmp_path / "work").iterdir()} - before
    assert [name.split("-")[0] for name in added] == ["table"]


def test_several_files_of_pairs_are_those_of_one(data: Path, model: Path, tmp_path: Path) -> None:
    lines = (data / "pairs.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_text("".join(lines[:7]), encoding="utf-8")
    second.write_text("".join(lines[7:]), encoding="utf-8")
    assert train(data, tmp_path / "model", "--pairs", str(first), str(second)) == 0
    one, other = digests(model), digests(tmp_path / "model")
    assert one.pop("training.json") != other.pop("training.json")  # it names the files by digest
    assert one == other


@pytest.mark.parametrize("line", ['{"q": "问"}', '{"s": "a", "q": null, "p": "答"}', "[]", "问 答"])
def test_a_broken_pair_is_reported_with_its_line(
    line: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(f'{{"s": "a", "q": "问", "p": "答"}}\n{line}\n', encoding="utf-8")
    assert train(data, tmp_path / "model", "--pairs", str(broken)) == 1
    assert "broken.jsonl 第 2 行不是训练对" in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\xff", b"\n\n"])
def test_unusable_text_is_reported(
    content: bytes | None, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "bad.txt"
    if content is not None:
        text.write_bytes(content)
    assert train(data, tmp_path / "model", "--text", str(text)) == 1
    assert "bad.txt" in capsys.readouterr().err


def test_text_and_pairs_with_nothing_to_learn_are_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with lzma.open(tmp_path / "text.txt.xz", "wt", encoding="utf-8") as file:
        file.write("养老机构\n" * 30)
    (tmp_path / "pairs.jsonl").write_text("", encoding="utf-8")
    assert train(tmp_path, tmp_path / "model") == 1
    assert "训练数据太少" in capsys.readouterr().err


def test_tokenizer_cuts_at_the_words_that_were_counted() -> None:
    text = "养老机构护理型床位占比65%以上"
    tokenizer = build_tokenizer(count_words([text] * 30), 100)
    assert tokenizer.encode(text).tokens == [
        "养老",
        "机构",
        "护理",
        "型",
        "床位",
        "占",
        "比",
        "65",
        "以上",
    ]


def test_equal_counts_are_ordered_by_code_point() -> None:
    counts = {"学校": 30, "医院": 30, "桥梁": 30, "养老": 40}
    reverse = dict(reversed(counts.items()))
    one, other = build_tokenizer(counts, 100), build_tokenizer(reverse, 100)
    assert one.to_str() == other.to_str()
    words = sorted((word for word in counts), key=lambda word: one.token_to_id(word) or 0)
    assert words == ["养老", "医院", "学校", "桥梁"]


def test_pairs_of_a_large_source_are_sampled_and_empty_sides_dropped() -> None:
    tokenizer = build_tokenizer({"问": 20, "答": 20}, 10)
    many = [TextPair("many", "问" * (1 + row % 3), "答") for row in range(50)]
    empty = [TextPair("few", "。", "答"), TextPair("few", "问", "答" * 400)]
    pairs = encode_pairs(tokenizer, many + empty, per_source=10, seed=0)
    assert pairs.sources == ("many", "few")
    assert np.bincount(pairs.source).tolist() == [10, 1]
    assert len(pairs.passages[10]) == 300
    same = pairs.queries.lengths[:, None] == pairs.queries.lengths[None, :]
    number = pairs.question[:, None] == pairs.question[None, :]
    assert (number[:10, :10] == same[:10, :10]).all()


def test_token_pairs_survive_saving(tmp_path: Path) -> None:
    tokenizer = build_tokenizer({"问": 20, "答": 20}, 10)
    pairs = encode_pairs(
        tokenizer, [TextPair("一", "问问", "答"), TextPair("二", "问", "答")], 9, 0
    )
    pairs.save(tmp_path / "pairs.npz")
    loaded = TokenPairs.load(tmp_path / "pairs.npz")
    assert loaded.sources == ("一", "二")
    assert loaded.queries.flat.tolist() == pairs.queries.flat.tolist()
    assert loaded.queries.offsets.tolist() == [0, 2, 3]
    assert loaded.source.tolist() == [0, 1]


def sequences(*rows: list[int]) -> TokenSequences:
    """Token sequences of the given ids."""
    return join_sequences([np.array(row, np.uint16) for row in rows])


def test_tokens_with_the_same_neighbours_get_like_vectors() -> None:
    generator = np.random.default_rng(0)
    fillers = [generator.permutation(np.arange(50, 1050)).tolist() for _ in range(40)]
    rows = []
    for row, filler in enumerate(fillers):
        subject = [(1, 10, 11), (2, 10, 11), (3, 20, 21), (4, 20, 21)][row % 4]
        rows.append(filler[:500] + list(subject) * 3 + filler[500:])
    vectors = token_vectors(sequences(*rows), 1100, 8, 4, 0)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.maximum(lengths, 1e-9)
    assert vectors.shape == (1100, 8)
    assert unit[1] @ unit[2] > unit[1] @ unit[3] + 0.3
    assert not lengths[1050:].any()


def test_batches_repeat_with_the_seed_and_never_lose_a_pair() -> None:
    text = sequences(*[list(range(row, row + 40)) for row in range(20)])
    pairs = TokenPairs(
        sequences([1], [2], [1]),
        sequences(list(range(90)), [4], [5]),
        ("only",),
        np.zeros(3, np.int64),
        np.array([0, 1, 0]),
    )
    recipe = Recipe(passage_tokens=8, seed=3)
    one, other = BatchSampler(text, pairs, 100, recipe), BatchSampler(text, pairs, 100, recipe)
    for _ in range(30):
        batch, same = one.draw(10), other.draw(10)
        assert batch.queries.flat.tolist() == same.queries.flat.tolist()
        assert batch.passages.flat.tolist() == same.passages.flat.tolist()
        assert len(batch.queries) == len(batch.passages) == len(batch.question) in (3, 10)
        assert batch.queries.lengths.min() > 0
        assert 0 < batch.passages.lengths.min() <= batch.passages.lengths.max() <= 8


@pytest.fixture(scope="module")
def shipped() -> SentenceTransformer:
    """The model of the product."""
    return SentenceTransformer(str(SHIPPED), device="cpu")


def test_shipped_model_is_small_and_has_256_dimensions(shipped: SentenceTransformer) -> None:
    size = sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file())
    assert size <= LARGEST_MODEL_BYTES
    assert shipped.encode(["养老机构"]).shape == (1, 256)


def test_shipped_model_was_made_with_the_default_recipe() -> None:
    made_by = json.loads((SHIPPED / "training.json").read_text(encoding="utf-8"))
    default = Recipe()
    assert made_by["recipe"] == {name: getattr(default, name) for name in made_by["recipe"]}


@pytest.mark.parametrize(
    ("question", "nearer", "farther"),
    [
        ("养老院", "养老机构", "高速公路"),
        ("托儿所", "托育服务", "仓储物流"),
        ("旅游景点", "文化旅游", "金融机构"),
        ("贷款", "金融机构信贷支持", "体育场馆"),
        ("医院", "医疗机构", "会展服务"),
        ("找工作", "就业创业服务", "物流园区"),
        ("网上开店", "电子商务", "养老机构"),
        ("冷库", "冷链物流", "律师事务所"),
    ],
)
def test_shipped_model_knows_what_belongs_together(
    shipped: SentenceTransformer, question: str, nearer: str, farther: str
) -> None:
    query, near, far = shipped.encode([question, nearer, farther])
    assert query @ near > query @ far + 0.1


@pytest.mark.parametrize("text", ["", " ", "。!?", "\n"])
def test_shipped_model_gives_zeros_for_text_without_words(
    shipped: SentenceTransformer, text: str
) -> None:
    vector = shipped.encode([text])
    assert vector.dtype == np.float32
    assert not vector.any()
