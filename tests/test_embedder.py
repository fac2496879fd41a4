"""The embedder contract, held by the fake and both implementations; model folders good and bad."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from character_embedder import CharacterEmbedder
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from documents.errors import ModelError
from index.embedder import (
    SHIPPED_MODEL,
    Embedder,
    SentenceTransformerEmbedder,
    StaticEmbedder,
    load_embedder,
)

VOCABULARY = ["<unk>", "养", "老", "养老", "床位", "旅游", "5g"]
TEXTS = ["养老床位", "旅游 养老，老", "", "。！", "5G旅游", "未知"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static model in the form of the shipped one: int8 rows, a scale a row, Unigram words."""
    made = tmp_path_factory.mktemp("models") / "tiny-static"
    made.mkdir()
    words = [(word, -float(i)) for i, word in enumerate(VOCABULARY)]
    tokenizer = Tokenizer(models.Unigram(words, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[\p{P}\p{S}\p{C}]+"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(made / "tokenizer.json"))
    random = np.random.default_rng(0)
    rows = random.integers(-127, 128, size=(len(VOCABULARY), 8)).astype(np.int8)
    scales = random.random(len(VOCABULARY), dtype=np.float32)
    save_file({"embeddings": rows, "weights": scales}, made / "model.safetensors")
    kinds = [("", "StaticEmbedding"), ("1_Normalize", "Normalize")]
    modules = [
        {
            "idx": i,
            "name": str(i),
            "path": path,
            "type": f"sentence_transformers.sentence_transformer.modules.{kind}",
        }
        for i, (path, kind) in enumerate(kinds)
    ]
    (made / "modules.json").write_text(json.dumps(modules))
    (made / "1_Normalize").mkdir()
    (made / "config_sentence_transformers.json").write_text('{"prompts": {}}')
    return made


@pytest.fixture(scope="module")
def through_torch(folder: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(str(folder))


@pytest.fixture(params=["characters", "static", "sentence-transformers"])
def embedder(request: pytest.FixtureRequest, folder: Path) -> Embedder:
    if request.param == "characters":
        return CharacterEmbedder()
    if request.param == "static":
        return StaticEmbedder(folder)
    through_torch: SentenceTransformerEmbedder = request.getfixturevalue("through_torch")
    return through_torch


def test_contract_unit_rows_and_zero_rows(embedder: Embedder) -> None:
    for encode in (embedder.encode_passages, embedder.encode_queries):
        matrix = encode(["养老床位", "", "。！"])
        assert matrix.shape == (3, embedder.dimension)
        assert matrix.dtype == np.float32
        assert np.linalg.norm(matrix, axis=1).tolist() == pytest.approx([1, 0, 0])


def test_contract_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.encode_passages([]).shape == (0, embedder.dimension)


def test_contract_a_text_has_the_same_vector_in_any_company(embedder: Embedder) -> None:
    together = embedder.encode_passages(["旅游", "养老床位"])
    assert np.array_equal(embedder.encode_passages(["养老床位"])[0], together[1])


def test_contract_equal_words_are_equal_and_others_are_not(embedder: Embedder) -> None:
    care, again, travel = embedder.encode_passages(["养老", "养老", "旅游"])
    assert care @ again == pytest.approx(1)
    assert care @ travel < 0.99


def test_characters_are_counted() -> None:
    matrix = CharacterEmbedder("养老").encode_passages(["养养养老老老老床"])
    assert matrix.tolist() == [pytest.approx([0.6, 0.8])]


def test_static_vectors_are_those_of_sentence_transformers(
    folder: Path, through_torch: SentenceTransformerEmbedder
) -> None:
    static = StaticEmbedder(folder).encode_passages(TEXTS)
    assert static.ravel() == pytest.approx(through_torch.encode_passages(TEXTS).ravel(), abs=1e-6)


def test_a_static_folder_is_read_without_torch(folder: Path) -> None:
    program = (
        "import sys; from index.embedder import load_embedder;"
        f"assert load_embedder({str(folder)!r}).dimension == 8;"
        "print([name for name in ('torch', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_digest_changes_with_the_weights(folder: Path, tmp_path: Path) -> None:
    for file in ("tokenizer.json", "model.safetensors"):
        (tmp_path / file).write_bytes((folder / file).read_bytes())
    assert StaticEmbedder(tmp_path).digest == StaticEmbedder(folder).digest
    content = bytearray((tmp_path / "model.safetensors").read_bytes())
    content[-1] ^= 1
    (tmp_path / "model.safetensors").write_bytes(content)
    assert StaticEmbedder(tmp_path).digest != StaticEmbedder(folder).digest


@pytest.mark.parametrize("file", ["tokenizer.json", "model.safetensors"])
def test_a_damaged_static_model_is_refused(folder: Path, tmp_path: Path, file: str) -> None:
    for each in ("tokenizer.json", "model.safetensors"):
        (tmp_path / each).write_bytes((folder / each).read_bytes())
    (tmp_path / file).write_bytes((folder / file).read_bytes()[:-20])
    with pytest.raises(ModelError, match="嵌入模型缺失或损坏"):
        StaticEmbedder(tmp_path)


def test_a_missing_static_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"嵌入模型缺失或损坏：{tmp_path}"):
        StaticEmbedder(tmp_path)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "没有"
    with pytest.raises(ModelError, match=f"找不到或无法加载嵌入模型：{missing}"):
        load_embedder(str(missing))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"找不到或无法加载嵌入模型：{tmp_path}"):
        load_embedder(str(tmp_path))


def test_longer_vectors_are_cut_before_they_are_made_unit_rows(folder: Path) -> None:
    whole = StaticEmbedder(folder).encode_passages(["养老床位"])[0]
    cut = SentenceTransformerEmbedder(str(folder), dimension=4)
    expected = whole[:4] / np.linalg.norm(whole[:4])
    assert cut.dimension == 4
    assert cut.encode_passages(["养老床位"])[0] == pytest.approx(expected, abs=1e-6)
    assert cut.digest != SentenceTransformerEmbedder(str(folder)).digest


def test_more_dimensions_than_the_model_has_are_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match="只有 8 维，不能取 9 维。请把维数改为 8 以内。"):
        load_embedder(str(folder), dimension=9)
    assert load_embedder(str(folder), dimension=8).dimension == 8


@pytest.fixture(scope="module")
def half_precision(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static model with float16 rows, as `model.half().save_pretrained` writes it."""
    made = Path(shutil.copytree(folder, tmp_path_factory.mktemp("half") / "tiny-half"))
    rows = StaticEmbedder(folder).encode_passages(VOCABULARY[1:])
    rows = np.vstack([np.zeros((1, 8), np.float32), rows])
    save_file({"embedding.weight": rows.astype(np.float16)}, made / "model.safetensors")
    return made


@pytest.mark.parametrize(
    "load", [StaticEmbedder, lambda path: SentenceTransformerEmbedder(str(path))]
)
def test_rows_of_half_precision_give_float32_and_no_nan(
    half_precision: Path, load: Callable[[Path], Embedder]
) -> None:
    # sentence-transformers alone gives float16, and NaN for text without a token
    matrix = load(half_precision).encode_passages(["养老床位", "", "。！", "5G"])
    assert matrix.dtype == np.float32
    assert np.isfinite(matrix).all()
    assert np.linalg.norm(matrix, axis=1).tolist() == pytest.approx([1, 0, 0, 1], abs=1e-6)


def test_a_very_long_passage_is_not_cut_off(embedder: Embedder) -> None:
    long = "养老" * 50_000 + "旅游" * 50_000
    half, *_, whole = embedder.encode_passages(["养老" * 50_000, "旅游", "养老", long])
    short = embedder.encode_passages(["养老旅游"])[0]
    assert whole @ short == pytest.approx(1, abs=1e-4)
    assert whole @ half < 0.99


@pytest.mark.parametrize("threads", ["1", "4"])
def test_the_number_of_threads_changes_no_bit(folder: Path, threads: str) -> None:
    program = (
        "import hashlib; from index.embedder import load_embedder;"
        f"matrix = load_embedder({str(folder)!r}).encode_passages({TEXTS!r} * 100);"
        "print(hashlib.sha256(matrix.tobytes()).hexdigest())"
    )
    names = ("OMP_NUM_THREADS", "RAYON_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **dict.fromkeys(names, threads)},
    )
    here = StaticEmbedder(folder).encode_passages(TEXTS * 100)
    assert done.stdout.strip() == hashlib.sha256(here.tobytes()).hexdigest()


def test_nothing_is_fetched_from_a_hub_unless_allowed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[bool] = []

    def snapshot(name: str, *, local_files_only: bool) -> str:
        asked.append(local_files_only)
        raise OSError("no such model")

    monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot)
    for download in (False, True):
        with pytest.raises(ModelError, match="找不到或无法加载嵌入模型：nobody/nothing"):
            load_embedder("nobody/nothing", download=download)
    assert asked == [True, False]


def test_prompts_go_before_questions_and_not_before_passages(folder: Path, tmp_path: Path) -> None:
    for file in ("tokenizer.json", "model.safetensors", "modules.json"):
        (tmp_path / file).write_bytes((folder / file).read_bytes())
    (tmp_path / "1_Normalize").mkdir()
    prompts = {"prompts": {"query": "养老 ", "document": ""}}
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    prompted = load_embedder(str(tmp_path))
    plain = StaticEmbedder(folder)
    assert isinstance(prompted, SentenceTransformerEmbedder)
    assert prompted.encode_queries(["旅游"])[0] == pytest.approx(
        plain.encode_queries(["养老 旅游"])[0], abs=1e-6
    )
    assert prompted.encode_passages(["旅游"])[0] == pytest.approx(
        plain.encode_passages(["旅游"])[0], abs=1e-6
    )


@pytest.mark.skipif(
    not (SHIPPED_MODEL / "model.safetensors").is_file(), reason="index/model is not made yet"
)
def test_the_shipped_model_knows_related_words() -> None:
    embedder = load_embedder()
    question, near, far = embedder.encode_passages(["老人照护", "养老机构护理型床位", "高速公路"])
    assert question @ near > question @ far + 0.2
