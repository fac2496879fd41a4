"""Whether a rate of some quotes is due for a figure of a case: what it is given for, what changes and bounds it.

Rates come in by their words as quoted; of how they are worked out this module knows nothing.
"""

import re
from collections.abc import Sequence

from assistant.lexicon import content_words
from assistant.thresholds import is_most, sized
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex

_NEAR = 10
_ADDED = regex(r"[再另](?=[按给奖补一])|追加|叠加|额外|加发|增发")
_ALTERED = regex(
    r"(?:提高|增加|上调|上浮|降低|下调|下浮|调整)(?:到|至|为)?|减半|加倍|翻倍|折半|执行"
)
_SCOPE = regex(
    r"(?:但|且|其中|同一[一-鿿]{1,4}|单[一-鿿]{1,3}|每[一-鿿]{1,5}|年度|累计|合计|总额|补[助贴]|奖励|资金|金额)*"
)
_PHRASE_END = regex(r"[,，。;；?？、]")


def is_of_counted(claim: Quantity, rate: str, plain: str, quotes: Sequence[str]) -> bool:
    """Whether a rate may be for what a figure counts: 12家直营店 is none of 每家 that another sentence gives.

    Not where the words behind the figure stand in another quote and not in that of the rate.
    """
    if sized(claim)[1] == "元":
        return True
    behind = _PHRASE_END.split(plain[claim.end :])[0][:_NEAR]
    own = " ".join(quote for quote in quotes if rate in quote)
    others = " ".join(quote for quote in quotes if rate not in quote)
    words = [word for word in content_words(behind) if len(word) > 1]
    return not any(word in others and word not in own for word in words)


def is_added(rate: str, quotes: Sequence[str]) -> bool:
    """Whether a rate is given beside another one: 再按每个托位2000元给予奖补."""
    return _ADDED.search(_sentence_to(rate, quotes)) is not None


def is_touched(rate: str, first: str, plain: str, quotes: Sequence[str]) -> bool:
    """Whether a question speaks of what an added rate is given for, in words that the first rate has not."""
    words = [word for word in content_words(_sentence_to(rate, quotes)) if len(word) > 1]
    return any(word in plain and word not in _sentence_to(first, quotes) for word in words)


def is_altered(rate: str, plain: str, quotes: Sequence[str]) -> bool:
    """Whether a question names the case for which the quotes change a rate: 胜诉的，比例提高到70%."""
    own = _sentence_to(rate, quotes)
    for quote in quotes:
        for found in _ALTERED.finditer(quote):
            begin = max(quote.rfind(mark, 0, found.start()) for mark in "。；;") + 1
            words = content_words(_PHRASE_END.split(quote[begin : found.start()])[0])
            if any(len(w) > 1 and w in plain and w not in own for w in words):
                return True
    return False


def _sentence_to(rate: str, quotes: Sequence[str]) -> str:
    """A rate with the words of its sentence before it."""
    quote = next(quote for quote in quotes if rate in quote)
    return f"{re.split('[。；;]', quote[: quote.find(rate)])[-1]}{rate}"


def ceilings_of(amount: float, ceilings: Sequence[Quantity], own: Sequence[str]) -> list[Quantity]:
    """Of several ceilings that which limits an amount; none below all, all where it is not known which is meant.

    Of the quote of the rate, each for one, or for all in a year: 单个认证最高10万元，每家企业每年最高50万元.
    """
    below = [q for q in ceilings if amount > (sized(q)[0] or 0.0)]
    if not below:
        return []
    quote = "".join(own)
    scopes = [
        _PHRASE_END.split(quote.partition(q.text)[0])[-1] for q in ceilings if q.text in quote
    ]
    if len(scopes) < len(ceilings) or not all(map(_SCOPE.fullmatch, scopes)):
        return list(ceilings)
    return [min(below, key=lambda q: sized(q)[0] or 0.0)]


def limits_beyond(figure: Quantity, text: str) -> bool:
    """Whether a text bounds by less what a figure counts: 每月不超过30课时, for 40课时."""
    size, measure = sized(figure)
    return any(
        is_most(bound) and own == measure and most is not None and most < (size or 0.0)
        for bound in find_quantities(text)
        for most, own in [sized(bound)]
    )
