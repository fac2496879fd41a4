"""Terms as the 32-bit numbers that sparse vectors have for dimensions.

Terms of one or two characters have numbers of their own; longer ones share them by a hash.
"""

from index.terms import term_key

NOTHING = 0
"""The number of no term."""

_HIGHEST = 2**32 - 2
_WIDEST = 0xFFFF
_KEY_BYTES = 8


def term_number(term: str) -> int:
    """The number of a term."""
    return key_number(term_key(term))


def key_number(key: int) -> int:
    """The number of the term that has this key in keywords.py."""
    encoded = key.to_bytes(_KEY_BYTES, "big")
    try:
        characters = [ord(each) for each in encoded.rstrip(b"\0").decode()]
    except UnicodeDecodeError:  # the key is a hash
        characters = []
    if 1 <= len(characters) <= 2 and max(characters) <= _WIDEST:
        return (
            min(characters[0] << 16 | characters[-1], _HIGHEST) if characters[1:] else characters[0]
        )
    # a prime beyond 2**32 keeps both halves of the key in the number
    return 1 + key % 4_294_967_311 % (_HIGHEST - 1)
