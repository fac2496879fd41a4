"""Texts in, unit vectors out: the embedder protocol and its two implementations.

`StaticEmbedder` reads a static model (one row a token, mean of rows) without torch;
`SentenceTransformerEmbedder` takes any other local or cached model. Knows nothing of documents.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from documents.errors import ModelError

Matrix = NDArray[np.float32]

SHIPPED_MODEL = Path(__file__).parent / "model"
"""The folder of the model that comes with the program."""

_BATCH = 256
_STATIC_MODULES = {"StaticEmbedding", "Normalize"}


class Embedder(Protocol):
    """Turns texts into vectors.

    Both methods give `(n, dimension)` float32, unit rows; the row of a text without any letter,
    digit or ideograph is zero; no value is ever NaN. `digest` stands for what the vectors depend
    on: embedders with the same digest give the same vectors.
    """

    @property
    def name(self) -> str:
        """The model's name, for people."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def digest(self) -> str:
        """SHA-256 over the model's files, hexadecimal."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Vectors of questions."""
        ...


def load_embedder(
    name_or_path: str | None = None, *, dimension: int | None = None, download: bool = False
) -> Embedder:
    """The embedder of a model folder or hub name; without one, of the shipped model.

    `dimension` cuts longer vectors; nothing is fetched from a hub unless `download` allows it.

    Raises:
        ModelError: The model is missing, incomplete, not readable, or of fewer dimensions.
    """
    name = name_or_path or str(SHIPPED_MODEL)
    if dimension is None and (name_or_path is None or _is_static(Path(name))):
        return StaticEmbedder(Path(name))
    return SentenceTransformerEmbedder(name, dimension=dimension, local_files_only=not download)


class StaticEmbedder:
    """The mean of one stored row a token: the vectors of SentenceTransformer, without torch.

    Rows stay as stored (int8 with a float32 scale each, or floats) and are widened when used.
    Takes folders whose `StaticEmbedding` lies at the root, as `save_pretrained` writes them.
    """

    def __init__(self, folder: Path) -> None:
        """Read `tokenizer.json` and `model.safetensors` of the folder.

        Raises:
            ModelError: A file is missing or not readable.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        try:
            vocabulary = (folder / "tokenizer.json").read_text(encoding="utf-8")
            weights = (folder / "model.safetensors").read_bytes()
            if folder != SHIPPED_MODEL:  # tokenizers raises a bare Exception for what is no JSON
                json.loads(vocabulary)
            tensors = load(weights)
        except (SafetensorError, OSError, ValueError) as error:
            raise ModelError(
                f"嵌入模型缺失或损坏：{folder}（{error}）。请重新安装程序，或指定别的模型。"
            ) from error
        self._tokenizer = Tokenizer.from_str(vocabulary)
        self._tokenizer.no_padding()
        self._rows = tensors["embeddings" if "embeddings" in tensors else "embedding.weight"]
        self._scales = tensors.get("weights")
        self.name = "知策内置静态模型" if folder == SHIPPED_MODEL else folder.resolve().name
        self.dimension = int(self._rows.shape[1])
        self.digest = _digest([("tokenizer.json", vocabulary.encode()), ("model", weights)])

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages: `(n, dimension)` float32, unit rows, zero without any token."""
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), _BATCH):
            batch = self._tokenizer.encode_batch_fast(
                list(texts[first : first + _BATCH]), add_special_tokens=False
            )
            tokens = {row: e.ids for row, e in enumerate(batch, start=first) if e.ids}
            if tokens:
                matrix[list(tokens)] = self._means(list(tokens.values()))
        return unit_rows(matrix)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Vectors of questions, made as those of passages are."""
        return self.encode_passages(texts)

    def _means(self, tokens: Sequence[list[int]]) -> Matrix:
        """The mean row of each list of tokens; none is empty."""
        ids = np.fromiter(chain.from_iterable(tokens), dtype=np.int64)
        lengths = np.array([len(each) for each in tokens])
        rows = self._rows[ids].astype(np.float32)
        if self._scales is not None:
            rows *= self._scales[ids, None]
        sums = np.add.reduceat(rows, np.cumsum(lengths) - lengths, axis=0)
        return np.asarray(sums / lengths[:, None], dtype=np.float32)


class SentenceTransformerEmbedder:
    """Any model that sentence-transformers loads; its own prompts are used for questions."""

    def __init__(
        self,
        name_or_path: str,
        *,
        dimension: int | None = None,
        device: str | None = None,
        local_files_only: bool = True,
    ) -> None:
        """Load a model from a folder, or by its hub name from the local cache.

        `dimension` cuts longer vectors (before they are made unit rows); `local_files_only=False`
        allows a download.

        Raises:
            ModelError: The model is not there, or cannot be loaded.
        """
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                f"加载模型 {name_or_path} 需要 sentence-transformers："
                "请先运行 pip install sentence-transformers。"
            ) from error
        from huggingface_hub import snapshot_download

        try:
            folder = Path(name_or_path)
            if not folder.is_dir():
                folder = Path(snapshot_download(name_or_path, local_files_only=local_files_only))
            self._model = SentenceTransformer(
                str(folder), device=device, truncate_dim=dimension, local_files_only=True
            )
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"找不到或无法加载嵌入模型：{name_or_path}（{error}）。"
                "请检查目录，或先把模型下载到本机缓存（能访问模型库时可设 ZHICE_MODEL_DOWNLOAD=1）。"
            ) from error
        self._model.float().eval()
        self.name = name_or_path if not Path(name_or_path).is_dir() else folder.resolve().name
        self.dimension = len(self.encode_passages(["一"])[0])
        if dimension is not None and self.dimension < dimension:
            raise ModelError(
                f"嵌入模型 {name_or_path} 只有 {self.dimension} 维，不能取 {dimension} 维。"
                f"请把维数改为 {self.dimension} 以内。"
            )
        self.digest = _digest([("dimension", str(self.dimension).encode()), *_model_files(folder)])

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages, with the model's document prompt if it has one."""
        return self._unit(texts, self._model.encode_document(list(texts), show_progress_bar=False))

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Vectors of questions, with the model's query prompt if it has one."""
        return self._unit(texts, self._model.encode_query(list(texts), show_progress_bar=False))

    def _unit(self, texts: Sequence[str], vectors: NDArray[np.floating]) -> Matrix:
        """Unit rows; zero where the text has nothing to read, whatever the model makes of it."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        matrix = np.array(vectors, dtype=np.float32)
        matrix[[not any(character.isalnum() for character in text) for text in texts]] = 0
        return unit_rows(matrix)


def unit_rows(matrix: Matrix) -> Matrix:
    """Rows divided by their length; rows of zeros, or with a NaN, are zeros."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    units = np.zeros_like(matrix)
    np.divide(matrix, lengths, out=units, where=lengths > 0)
    return units


def _is_static(folder: Path) -> bool:
    """Whether the folder is a sentence-transformers model of static rows without prompts."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        config = folder / "config_sentence_transformers.json"
        prompts = json.loads(config.read_text(encoding="utf-8")).get("prompts", {})
    except (OSError, ValueError):
        return False
    kinds = {str(module["type"]).rpartition(".")[2] for module in modules}
    at_root = (folder / "tokenizer.json").is_file() and (folder / "model.safetensors").is_file()
    return at_root and kinds <= _STATIC_MODULES and not any(prompts.values())


def _model_files(folder: Path) -> Iterable[tuple[str, bytes]]:
    """Every file that the vectors depend on: hidden files and the model card left out."""
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and not name.startswith(".") and file.suffix != ".md":
            yield name, file.read_bytes()


def _digest(files: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
