"""Words of a text and their parts of speech: jieba's accurate mode without unknown words.

Of all ways to cut a text into words of jieba's dictionary the likeliest (`Tokenizer.calc` of jieba
0.42). rjieba is faster, but first reads the dictionary for longer than a question takes: `make
install` keeps it as a trie that opens at once (`python -m documents.segmentation`), and a process
turns to rjieba once it has cut so much that reading has paid. Both cut alike.
"""

import re
import sys
from array import array
from functools import cache
from importlib import import_module, resources
from math import log
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "__pycache__"
_TRIE = "words.marisa"
_COUNTS = f"words.counts.{sys.byteorder}"
_TAGS = "words.tags"
_PAYS_FROM = 30_000
"""Characters that take the trie as long as rjieba takes to start."""

_RUN = re.compile(r"[㐀-䶿一-鿿豈-﫿𠀀-𮯠丽-𯨟a-zA-Z0-9+#&._%-]+")
_LATIN = re.compile(r"[a-zA-Z0-9]")
_BEHIND_YEAR = re.compile(r"(?<=(?:19|20)\d\d年)(?=[青老轻长幼迈])")
"""Where a year ends and no 年青 or 年老 begins: 2026年老旧小区."""
_LONGEST = 16
"""Characters of the longest word of the dictionary."""

TaggedWord = tuple[str, str]
"""A word and its tag of the ICTCLAS set; of what the dictionary lacks m, eng or x."""


def tagged_words(text: str) -> list[TaggedWord]:
    """The words of a text in order, marks and blanks among them, with their parts of speech."""
    pieces = _BEHIND_YEAR.split(text)
    return [word for piece in pieces for word in _cutter().tagged(piece)]


def words_inside(word: str) -> list[str]:
    """The words of two and three characters inside a word, then the word itself (search mode)."""
    return _cutter().inside(word)


def times_counted(word: str) -> int:
    """How often a word stood in the texts that jieba's dictionary was counted from, 0 where it lacks it."""
    return _cutter().times(word)


class WordTrie:
    """jieba's dictionary, opened where `write` kept it."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        """Open it.

        Raises:
            OSError: It was not kept there.
            ValueError: What was kept is no such dictionary.
        """
        names, numbers = (folder / _TAGS).read_bytes().split(b"\n", 1)
        self._tag_names = names.decode("ascii").split()
        self._tags = numbers
        self._counts = array("I", (folder / _COUNTS).read_bytes())
        self._words: Any = import_module("marisa_trie").Trie()
        try:
            self._words.load(str(folder / _TRIE))
        except RuntimeError as error:
            raise ValueError(f"{folder / _TRIE}: {error}") from error
        if not len(self._words) == len(self._tags) == len(self._counts) - 1:
            raise ValueError(f"{folder}: counts and tags are not those of the words")
        self._total = log(self._counts[-1])

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def tagged(self, text: str) -> list[TaggedWord]:
        """As `tagged_words`."""
        found: list[TaggedWord] = []
        at = 0
        for run in _RUN.finditer(text):
            found += [(one, self.tag(one)) for one in text[at : run.start()]]
            found += self._likeliest(run[0])
            at = run.end()
        return found + [(one, self.tag(one)) for one in text[at:]]

    def tag(self, word: str) -> str:
        """The part of speech of a word."""
        number = self._words.get(word)
        return _tag_of_unknown(word) if number is None else self._tag_names[self._tags[number]]

    def times(self, word: str) -> int:
        """As `times_counted`."""
        number = self._words.get(word)
        return 0 if number is None else self._counts[number]

    def inside(self, word: str) -> list[str]:
        """As `words_inside`."""
        pieces = [
            word[at : at + length]
            for length in (2, 3)
            for at in range(len(word) - length + 1)
            if length < len(word)
        ]
        return [*(piece for piece in pieces if piece in self._words), word]

    def _likeliest(self, run: str) -> list[TaggedWord]:
        ends = self._likeliest_ends(run)
        found: list[TaggedWord] = []
        at, letters = 0, ""
        while at < len(run):
            word = run[at : ends[at]]
            at = ends[at]
            if len(word) == 1 and _LATIN.match(word):
                letters += word
                continue
            if letters:
                found.append((letters, self.tag(letters)))
                letters = ""
            found.append((word, self.tag(word)))
        return [*found, (letters, self.tag(letters))] if letters else found

    def _likeliest_ends(self, run: str) -> list[int]:
        """For each character of a run where the word ends that begins there on the likeliest way."""
        likelihoods = [0.0] * (len(run) + 1)
        ends = [0] * len(run)
        for at in range(len(run) - 1, -1, -1):
            likelihoods[at], ends[at] = likelihoods[at + 1] - self._total, at + 1
            ways = [
                (
                    log(self._counts[number]) - self._total + likelihoods[at + len(word)],
                    at + len(word),
                )
                for word, number in self._words.iter_prefixes_with_ids(run[at : at + _LONGEST])
            ]
            if ways:
                likelihoods[at], ends[at] = max(ways)
        return ends


def _tag_of_unknown(word: str) -> str:
    letters = _LATIN.findall(word)
    if not letters:
        return "x"
    return "m" if "".join(letters).isdecimal() else "eng"


class _Cutter:
    """The trie at first, where it was kept, and rjieba from the first long text or many short ones."""

    def __init__(self) -> None:
        self._cut = 0
        try:
            self._trie: WordTrie | None = WordTrie()
        except (OSError, ValueError):
            self._trie = None

    def tagged(self, text: str) -> list[TaggedWord]:
        if self._trie and self._is_little(len(text)):
            return self._trie.tagged(text)
        found: list[TaggedWord] = import_module("rjieba").tag(text, False)
        return [(word, "x" if self._lacks(word) else tag) for word, tag in found]

    def inside(self, word: str) -> list[str]:
        if self._trie and self._is_little(len(word)):
            return self._trie.inside(word)
        found: list[str] = import_module("rjieba").cut_for_search(word, False)
        return found

    def times(self, word: str) -> int:
        return self._trie.times(word) if self._trie else _entries().get(word, (0, ""))[0]

    def _is_little(self, length: int) -> bool:
        """Whether what was cut so far, with as many characters more, is too little for rjieba."""
        self._cut += length
        return self._cut < _PAYS_FROM

    def _lacks(self, word: str) -> bool:
        """Whether it is a character that the dictionary lacks: rjieba guesses its part of speech."""
        if self._trie is None or len(word) > 1 or word.isascii():
            return False
        return word not in self._trie


@cache
def _cutter() -> _Cutter:
    return _Cutter()


def _lines() -> list[str]:
    return resources.files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()


@cache
def _entries() -> dict[str, tuple[int, str]]:
    """The words of jieba's dictionary, how often each was counted, its part of speech."""
    return {word: (int(times), tag) for word, times, tag in map(str.split, _lines())}


def write(folder: Path = _FOLDER) -> int:
    """Keep jieba's dictionary for the trie; gives how many words it has.

    Raises:
        OSError: It cannot be written.
    """
    entries = _entries()
    words = import_module("marisa_trie").Trie(entries)
    names = sorted({tag for _, tag in entries.values()})
    in_order = [entries[word] for _, word in sorted((words[word], word) for word in entries)]
    total = sum(int(line.split()[1]) for line in _lines())
    folder.mkdir(exist_ok=True)
    words.save(str(folder / _TRIE))
    (folder / _COUNTS).write_bytes(array("I", [*(times for times, _ in in_order), total]).tobytes())
    tags = bytes(names.index(tag) for _, tag in in_order)
    (folder / _TAGS).write_bytes(" ".join(names).encode("ascii") + b"\n" + tags)
    return len(words)


if __name__ == "__main__":
    sys.exit(0 if write() else 1)
