"""Every number that decides what the embedding model becomes.

The defaults are the recipe of the shipped model; the model card, index/model/README.md, has the
figures that they reached. A recipe knows nothing of files.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Settings of one training, from counting words to the last step.

    Attributes:
        dimension: columns of the embedding.
        vocabulary_size: most tokens of the tokenizer, at most 65,535.
        context_window: how many words to the right count as neighbours.
        steps: contrastive steps; 0 keeps the word vectors as they are.
        batch_size: pairs a step; every other passage of the batch is a wrong answer.
        learning_rate: peak rate of Adam, reached after 50 steps, then lowered as a cosine.
        similarity_scale: factor on the cosine before the softmax.
        self_supervised_share: share of steps whose pairs are cut out of plain paragraphs.
        pairs_per_source: a larger source is sampled down to this.
        passage_tokens: a longer passage is cropped to this, at a place drawn anew each time.
        seed: of every random choice.
    """

    dimension: int = 256
    vocabulary_size: int = 32_000
    context_window: int = 4
    steps: int = 1000
    batch_size: int = 1024
    learning_rate: float = 0.03
    similarity_scale: float = 20.0
    self_supervised_share: float = 0.5
    pairs_per_source: int = 60_000
    passage_tokens: int = 160
    seed: int = 0
