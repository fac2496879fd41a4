"""How good a ranking is: pure functions of what was found and what should have been.

A ranking is a list, best first, of the labels that each result goes by (a clause goes by its own
number and by those of the clauses around it); `gold` are the labels that were wanted.
"""

import math
from collections.abc import Collection, Sequence

Ranking = Sequence[Collection[str]]


def recall(ranking: Ranking, gold: Collection[str], k: int) -> float:
    """Recall@k: the share of the gold labels among the first k results, 0 to 1."""
    found = {label for labels in ranking[:k] for label in labels}
    return len(found.intersection(gold)) / len(gold)


def hit(ranking: Ranking, gold: Collection[str], k: int) -> float:
    """Hit@k (success@k): 1 when one of the first k results has a gold label, else 0."""
    return float(recall(ranking, gold, k) > 0)


def reciprocal_rank(ranking: Ranking, gold: Collection[str], k: int) -> float:
    """RR@k: 1 by the rank of the first result with a gold label, 0 where it is beyond k."""
    ranks = (rank for rank, labels in enumerate(ranking[:k], 1) if set(labels) & set(gold))
    return 1 / next(ranks, math.inf)


def ndcg(ranking: Ranking, gold: Collection[str], k: int) -> float:
    """NDCG@k with gain 1 for each gold label, counted where it is found first.

    Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, TOIS 20(4), 2002.
    """
    left = set(gold)
    gain = 0.0
    for rank, labels in enumerate(ranking[:k], 1):
        fresh = left.intersection(labels)
        gain += len(fresh) / math.log2(rank + 1)
        left -= fresh
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(gold), k) + 1))
    return gain / ideal
