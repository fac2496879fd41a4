"""Embedding table and tokenizer in, a folder that plain `SentenceTransformer(folder)` loads out.

Rows are stored as int8 with one float32 scale each, which sentence-transformers >= 6.2 multiplies
when it loads them.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save
from tokenizers import Tokenizer

LARGEST_INT8 = 127

_MODULE_TYPE = "sentence_transformers.sentence_transformer.modules."
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": f"{_MODULE_TYPE}StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{_MODULE_TYPE}Normalize"},
]
_NORMALIZE = {
    "module_input_name": "sentence_embedding",
    "module_output_name": "sentence_embedding",
}
_CONFIG = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}


def export_model(
    table: NDArray[np.float32], tokenizer: Tokenizer, made_by: Mapping[str, object], folder: Path
) -> None:
    """Write the model folder; `modules.json`, without which it does not load, comes last.

    Args:
        table: (vocabulary, dimension) float32.
        tokenizer: its token ids are the rows of `table`.
        made_by: what to keep about the making, written as `training.json`.
        folder: made if missing; other files in it, such as a model card, are left alone.
    """
    scales = np.abs(table).max(1) / LARGEST_INT8 + 1e-12
    rows = np.round(table / scales[:, None]).astype(np.int8)
    weights = save({"embeddings": rows, "weights": scales.astype(np.float32)})
    _write(folder / "model.safetensors", weights)
    _write(folder / "tokenizer.json", tokenizer.to_str(pretty=False).encode())
    _write(folder / "1_Normalize" / "config.json", _json(_NORMALIZE))
    _write(folder / "config_sentence_transformers.json", _json(_CONFIG))
    _write(folder / "training.json", _json(made_by))
    _write(folder / "modules.json", _json(_MODULES))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _write(path: Path, content: bytes) -> None:
    """Replace a file whole, so that a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(path)
