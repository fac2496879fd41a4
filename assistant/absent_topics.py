"""Questions on a thing in a place whose documents say nothing of it, though those of other places do."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.lexicon import generic_nouns, official_words, tagged_words
from assistant.library import Library
from assistant.naming import Naming
from assistant.support import NOUNS, is_asked_of
from documents.document_head import Headed
from documents.regular_expressions import regex

_OFFICE = regex(r"(?:部门|单位|机构|[局委办厅]|政府|窗口|中心)$")
_PLACE_TAGS = ("ns", "nr", "t")
_SHORT_TAGS = ("n", "ng", "a", "j")
_ENDING = regex(r"^[省市县区]")
_SUBJECT_SHARE = 0.5


def absent_topic(plain: str, naming: Naming, documents: Sequence[Headed], library: Library) -> str:
    """The thing that a question asks of a place, where only documents of other places speak of it, or ''.

    That is the subject of one of these, or all that the question names. A thing that no document
    speaks of is not told here: how near the text comes to it decides.

    Args:
        plain: The question, normalised.
        naming: The documents that it names, by place.
        documents: All that may be asked.
        library: The library of all documents.
    """
    if naming.sure or not 0 < len(naming.documents) < len(documents):
        return ""
    asked = _ENDING.sub("", naming.without_names(plain))
    runs = _runs(asked)
    named = list(dict.fromkeys(thing for run in runs for thing in _things(run)))
    own = library.within(naming.documents)
    absent = [thing for thing in named if not any(map(own.holds, _names(thing)))]
    if not absent:
        return ""
    subjects = [d.metadata.subject for d in documents if d.identifier not in naming.documents]
    for run in runs:
        for part in _parts(run):
            whole = "".join(part)
            if any(t in absent for t in part) and not own.holds(whole) and library.holds(whole):
                return whole
    for thing in absent:
        if any(_is_subject(name, subject) for name in _names(thing) for subject in subjects):
            return _whole(thing, asked, library)
    elsewhere = [thing for thing in absent if any(map(library.holds, _names(thing)))]
    told = elsewhere and len(absent) == len(named)
    return _whole(elsewhere[0], asked, library) if told else ""


def _whole(thing: str, asked: str, library: Library) -> str:
    """A thing with the words before it that documents have with it: 公共租赁住房 for 住房."""
    start = asked.find(thing)
    end = start + len(thing)
    while start > 0 and library.holds(asked[start - 1 : end]):
        start -= 1
    return asked[start:end]


def _runs(asked: str) -> list[list[str]]:
    """The nouns of a question that stand side by side, single characters before them: 公 租房, 养 狗."""
    runs: list[list[str]] = [[]]
    tagged = tagged_words(asked)
    for (word, tag), (behind, its_tag) in pairwise([*tagged, ("", "")]):
        told = _is_noun(its_tag) and bool(official_words(word + behind))  # 养狗
        short = len(word) == 1 and (tag in _SHORT_TAGS or told)
        if _is_noun(tag) or short:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len("".join(run)) > 1]


def _parts(run: Sequence[str]) -> list[Sequence[str]]:
    """The runs of two words and more inside a run, longer ones first."""
    sizes = range(len(run), 1, -1)
    return [run[at : at + size] for size in sizes for at in range(len(run) - size + 1)]


def _things(run: Sequence[str]) -> list[str]:
    """What nouns that stand side by side name: each, short ones with the next; nothing that is asked of any thing."""
    words: list[str] = []
    for word in run:
        if words and len(words[-1]) == 1:
            words[-1] += word
        else:
            words.append(word)
    return [
        word
        for word in words
        if len(word) > 1
        and word not in generic_nouns()
        and not is_asked_of(word)
        and not _OFFICE.search(word)
    ]


def _is_noun(tag: str) -> bool:
    return tag.startswith(NOUNS) and not tag.startswith(_PLACE_TAGS)


def _names(thing: str) -> tuple[str, ...]:
    """A thing as a question has it, and what it is called officially."""
    return (thing, *official_words(thing))


def _is_subject(name: str, subject: str) -> bool:
    return name in subject and len(name) >= _SUBJECT_SHARE * len(subject)
