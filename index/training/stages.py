"""The way from text and pairs to a model folder, stage by stage.

words → tokenizer → token ids of text and of pairs → word vectors → embedding table → model folder.
A stage gives the path of its result and asks for the results that it is made from.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types
from tokenizers import Tokenizer
from tqdm import tqdm

from documents.errors import ModelError
from index.training.batches import BatchSampler
from index.training.contrastive import starting_table, train_table
from index.training.cooccurrence import token_vectors
from index.training.export import export_model
from index.training.recipe import Recipe
from index.training.sources import file_digest, read_pairs, read_paragraphs
from index.training.tokenids import TokenPairs, TokenSequences, encode_pairs, encode_texts
from index.training.vocabulary import build_tokenizer, count_words
from index.training.workfolder import WorkFolder

LARGEST_VOCABULARY = 65_535


class Training:
    """One training: its recipe, its input files, and the work folder that keeps finished stages.

    Raises:
        ModelError: the vocabulary is larger than the table can hold.
    """

    def __init__(self, recipe: Recipe, text: Path, pairs: Sequence[Path], work: WorkFolder) -> None:
        if recipe.vocabulary_size > LARGEST_VOCABULARY:
            raise ModelError(
                f"词表过大:{recipe.vocabulary_size}。--vocabulary 最大 {LARGEST_VOCABULARY}。"
            )
        self._recipe = recipe
        self._text_file = text
        self._pairs_files = tuple(pairs)
        self._work = work

    def run(self, output: Path) -> None:
        """Run the stages that are not in the work folder yet, then write the model to `output`.

        Raises:
            ModelError: an input cannot be read, or is too small to learn from.
        """
        with threadpool_limits(limits=1):
            table = np.load(self.table(), allow_pickle=False)
        made_by = {
            "recipe": asdict(self._recipe),
            "text_sha256": self._text_digest,
            "pairs_sha256": self._pairs_digests,
        }
        export_model(table, _read_tokenizer(self.tokenizer()), made_by, output)

    def words(self) -> Path:
        """Occurrences of every word of the text, as JSON."""

        def make(path: Path) -> None:
            paragraphs = tqdm(read_paragraphs(self._text_file), desc="统计词频", unit="段")
            counts = dict(sorted(count_words(paragraphs).items()))
            path.write_text(json.dumps(counts, ensure_ascii=False), encoding="utf-8")

        return self._work.result("words.json", [self._text_digest], make)

    def tokenizer(self) -> Path:
        """The tokenizer, in the form of the `tokenizers` library."""
        words = self.words()

        def make(path: Path) -> None:
            counts = json.loads(words.read_text(encoding="utf-8"))
            tokenizer = build_tokenizer(counts, self._recipe.vocabulary_size)
            path.write_text(tokenizer.to_str(pretty=False), encoding="utf-8")

        return self._work.result("tokenizer.json", [words.name, self._recipe.vocabulary_size], make)

    def text(self) -> Path:
        """Token ids of every paragraph."""
        tokenizer = self.tokenizer()

        def make(path: Path) -> None:
            paragraphs = read_paragraphs(self._text_file)
            encode_texts(_read_tokenizer(tokenizer), paragraphs, "正文转词号").save(path)

        return self._work.result("text.npz", [tokenizer.name, self._text_digest], make)

    def pairs(self) -> Path:
        """Token ids of the pairs."""
        tokenizer = self.tokenizer()
        per_source, seed = self._recipe.pairs_per_source, self._recipe.seed

        def make(path: Path) -> None:
            pairs = [pair for file in self._pairs_files for pair in read_pairs(file)]
            encode_pairs(_read_tokenizer(tokenizer), pairs, per_source, seed).save(path)

        made_from = [tokenizer.name, self._pairs_digests, per_source, seed]
        return self._work.result("pairs.npz", made_from, make)

    def vectors(self) -> Path:
        """Word vectors from co-occurrence, (vocabulary, dimension) float32."""
        text, tokenizer = self.text(), self.tokenizer()
        recipe = self._recipe

        def make(path: Path) -> None:
            size = _read_tokenizer(tokenizer).get_vocab_size()
            sequences = TokenSequences.load(text)
            if not len(sequences.flat):
                raise ModelError(f"训练文本里没有词:{self._text_file}。请检查 --text。")
            vectors = token_vectors(
                sequences, size, recipe.dimension, recipe.context_window, recipe.seed
            )
            _save_array(path, vectors)

        made_from = [text.name, recipe.dimension, recipe.context_window, recipe.seed]
        return self._work.result("vectors.npy", made_from, make)

    def table(self) -> Path:
        """The trained embedding table, (vocabulary, dimension) float32."""
        text, pairs, vectors = self.text(), self.pairs(), self.vectors()
        recipe = self._recipe

        def make(path: Path) -> None:
            sequences = TokenSequences.load(text)
            start = starting_table(np.load(vectors, allow_pickle=False), sequences)
            sampler = BatchSampler(sequences, TokenPairs.load(pairs), len(start), recipe)
            _save_array(path, train_table(start, sampler, recipe))

        made_from = [pairs.name, vectors.name, asdict(recipe)]
        return self._work.result("table.npy", made_from, make)

    @cached_property
    def _text_digest(self) -> str:
        return file_digest(self._text_file)

    @cached_property
    def _pairs_digests(self) -> list[str]:
        return [file_digest(file) for file in self._pairs_files]


def _read_tokenizer(path: Path) -> Tokenizer:
    return Tokenizer.from_file(str(path))


def _save_array(path: Path, array: np.ndarray) -> None:
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
