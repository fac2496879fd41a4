"""What money is for: a fee that people pay is no fine, no subsidy and no investment.

A question for the one is not answered with a figure of the other.
"""

from documents.regular_expressions import regex

_KINDS = (
    regex(
        r"收费(?:标准)?|租金|票价|押金|(?<![经消免自公花旅])费(?![用率者])|(?:要|得|需|该)(?:交|付|缴)多少|^[^,，]{0,8}(?:要|得)(?:花)?多少钱"
    ),
    regex(r"罚(?!则|没)|处[一二三四五六七八九十百千万\d]+元"),
    regex(r"补(?:助|贴|偿|多少)|奖(?:励|金|补|多少)|资助|给予|扶持|贴息"),
    regex(r"(?:总)?投资(?:额|规模)?|(?:要|得|共)投(?:入)?多少|造价"),
    regex(r"产值|营业收入|销售额|零售额|增加值|交易额|进出口额|营收"),
)


def is_other_money(question: str, own: str, around: str) -> bool:
    """Whether a sum is of another kind than the one that a question asks for.

    Its own words, up to the next mark on either side, tell; those around where they do not.
    """
    asked = _kinds_in(question)
    named = _kinds_in(own) or _kinds_in(around)
    return len(asked) == 1 and bool(named) and asked[0] not in named


def _kinds_in(text: str) -> list[int]:
    return [at for at, kind in enumerate(_KINDS) if kind.search(text)]
