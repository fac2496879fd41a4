"""How wide a text shows in a terminal; apart from reports, so that a question does not load them."""

import unicodedata


def display_width(text: str) -> int:
    """Columns of a terminal that the text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
