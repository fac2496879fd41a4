"""Word vectors in, embedding table out: a query comes to lie nearer to its passage than to others.

A text is the mean of its token rows, so the length of a row becomes the weight of the token. One
thread: the order of additions is fixed, and so are the bytes of the result.
"""

import math

import numpy as np
import torch
import torch.nn.functional as functional
from numpy.typing import NDArray
from tqdm import trange

from index.training.batches import Batch, BatchSampler
from index.training.recipe import Recipe
from index.training.tokenids import TokenSequences

WARM_UP_STEPS = 50
LEAST_RATE_SHARE = 0.02
FREQUENCY_SMOOTHING = 1e-3
NEVER = -1e4


def starting_table(vectors: NDArray[np.float32], text: TokenSequences) -> NDArray[np.float32]:
    """(vocabulary, dimension) vectors of equal length, centred, shortened for frequent tokens."""
    dimension = vectors.shape[1]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    table = vectors / lengths * math.sqrt(dimension)
    table -= table.mean(0)
    occurrences = np.bincount(text.flat, minlength=len(vectors))
    share = occurrences / max(occurrences.sum(), 1)
    table *= (FREQUENCY_SMOOTHING / (FREQUENCY_SMOOTHING + share))[:, None]
    return np.asarray(table, np.float32)


def train_table(
    table: NDArray[np.float32],
    sampler: BatchSampler,
    recipe: Recipe,
) -> NDArray[np.float32]:
    """The table after the recipe's steps of Adam, same shape."""
    torch.set_num_threads(1)
    embedding = torch.nn.EmbeddingBag.from_pretrained(
        torch.from_numpy(table.copy()), freeze=False, mode="mean"
    )
    optimizer = torch.optim.Adam(embedding.parameters(), betas=(0.9, 0.99))
    smoothed_loss = math.nan
    with trange(recipe.steps, desc="对比训练", unit="步") as progress:
        for step in progress:
            optimizer.param_groups[0]["lr"] = recipe.learning_rate * _rate_share(step, recipe.steps)
            batch = sampler.draw(recipe.batch_size)
            loss = contrastive_loss(embedding, batch, recipe.similarity_scale)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            optimizer.step()
            value = loss.item()
            smoothed_loss = value if step == 0 else 0.95 * smoothed_loss + 0.05 * value
            progress.set_postfix(loss=f"{smoothed_loss:.3f}")
    return embedding.weight.detach().numpy()


def contrastive_loss(
    embedding: torch.nn.EmbeddingBag, batch: Batch, similarity_scale: float
) -> torch.Tensor:
    """Mean cross entropy of finding the passage of a query, and the query of a passage."""
    queries = _embed(embedding, batch.queries)
    passages = _embed(embedding, batch.passages)
    similarity = similarity_scale * queries @ passages.T
    question = torch.from_numpy(batch.question)
    same_question = question[:, None] == question[None, :]
    same_question.fill_diagonal_(False)
    similarity = similarity.masked_fill(same_question, NEVER)
    right = torch.arange(len(question))
    to_passages = functional.cross_entropy(similarity, right)
    to_queries = functional.cross_entropy(similarity.T, right)
    return (to_passages + to_queries) / 2


def _embed(embedding: torch.nn.EmbeddingBag, sequences: TokenSequences) -> torch.Tensor:
    """(sequences, dimension) unit rows."""
    tokens = torch.from_numpy(sequences.flat.astype(np.int64))
    mean: torch.Tensor = embedding(tokens, torch.from_numpy(sequences.offsets[:-1]))
    return functional.normalize(mean, dim=1)


def _rate_share(step: int, steps: int) -> float:
    """Share of the peak learning rate: a linear rise, then half a cosine."""
    rise = min(1.0, (step + 1) / WARM_UP_STEPS)
    return rise * max(LEAST_RATE_SHARE, 0.5 * (1 + math.cos(math.pi * step / steps)))
