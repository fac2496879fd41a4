"""Token ids in, one vector a token out: neighbours counted, positive PMI, truncated SVD.

These vectors hold what words mean; contrastive training starts from them and learns what a
question asks.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd
from tqdm import tqdm

from index.training.tokenids import TokenSequences

FREQUENT_SHARE = 1e-4
CONTEXT_POWER = 0.75
TOKENS_AT_ONCE = 2_500_000


def token_vectors(
    text: TokenSequences, vocabulary_size: int, dimension: int, window: int, seed: int
) -> NDArray[np.float32]:
    """Vectors of all tokens, the first columns the strongest.

    Returns:
        (vocabulary_size, dimension) float32; zero rows for tokens never seen.
    """
    information = _positive_pmi(_count_neighbours(text, vocabulary_size, window, seed))
    left, strength, _ = randomized_svd(
        information,
        min(dimension, vocabulary_size - 1),
        n_iter=2,
        n_oversamples=16,
        random_state=seed,
    )
    vectors = np.zeros((vocabulary_size, dimension), np.float32)
    vectors[:, : len(strength)] = left * np.sqrt(strength)
    return vectors


def _count_neighbours(text: TokenSequences, size: int, window: int, seed: int) -> sparse.csr_matrix:
    """(size, size) counts weighted 1 / distance, both directions, sums below 1 dropped.

    Frequent tokens are skipped at random before, so that a window reaches over 的 and 和.
    """
    paragraph = np.repeat(np.arange(len(text), dtype=np.int32), text.lengths)
    share = np.bincount(text.flat, minlength=size) / max(len(text.flat), 1)
    keep_chance = np.sqrt(FREQUENT_SHARE / np.maximum(share, 1e-12))
    kept = np.random.default_rng(seed).random(len(text.flat)) < keep_chance[text.flat]
    tokens, paragraph = text.flat[kept].astype(np.int32), paragraph[kept]
    counts = sparse.csr_matrix((size, size), dtype=np.float32)
    for start in tqdm(range(0, len(tokens), TOKENS_AT_ONCE), desc="统计共现", unit="块"):
        part = slice(start, start + TOKENS_AT_ONCE)
        counts = counts + _count_part(tokens[part], paragraph[part], size, window)
    counts.data[counts.data < 1] = 0
    counts.eliminate_zeros()
    return (counts + counts.T).tocsr()


def _count_part(
    tokens: NDArray[np.int32], paragraph: NDArray[np.int32], size: int, window: int
) -> sparse.csr_matrix:
    """Neighbours to the right within one paragraph."""
    rows, columns, weights = [], [], []
    for distance in range(1, window + 1):
        together = paragraph[:-distance] == paragraph[distance:]
        rows.append(tokens[:-distance][together])
        columns.append(tokens[distance:][together])
        weights.append(np.full(int(together.sum()), 1 / distance, np.float32))
    entries = (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.coo_matrix(entries, (size, size)).tocsr()


def _positive_pmi(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Pointwise mutual information where it is positive, contexts smoothed by a power."""
    total = np.asarray(counts.sum(1)).ravel()
    context = total**CONTEXT_POWER
    context /= max(context.sum(), 1e-9)
    entries = counts.tocoo()
    expected = total[entries.row] * context[entries.col]
    information = np.log(np.maximum(entries.data / expected, 1e-9))
    positive = information > 0
    return sparse.csr_matrix(
        (
            information[positive].astype(np.float32),
            (entries.row[positive], entries.col[positive]),
        ),
        counts.shape,
    )
