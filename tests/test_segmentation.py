"""Words cut by the kept dictionary, against jieba and rjieba themselves."""

import json
from pathlib import Path

import jieba
import jieba.posseg
import pytest
import rjieba

from documents import segmentation
from documents.segmentation import WordTrie, tagged_words, words_inside, write

ROOT = Path(__file__).resolve().parent.parent
WORDS_OF_THE_DICTIONARY = 349_045


@pytest.fixture(scope="module")
def trie(tmp_path_factory: pytest.TempPathFactory) -> WordTrie:
    folder = tmp_path_factory.mktemp("words")
    assert write(folder) == WORDS_OF_THE_DICTIONARY
    return WordTrie(folder)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Clauses of the shipped policies and questions about them: 400 to 500 of each."""
    policies = [
        line
        for file in sorted((ROOT / "evals" / "policies").glob("*.txt"))
        for line in file.read_text("utf-8").splitlines()
    ]
    questions = [
        json.loads(line)["question"]
        for file in sorted((ROOT / "evals").rglob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    return policies[:: len(policies) // 400] + questions[:: len(questions) // 400]


def test_words_and_tags_in_order(trie: WordTrie) -> None:
    assert trie.tagged("A类人才5G基站，65%以上") == [
        *(("A", "eng"), ("类", "q"), ("人才", "n"), ("5G", "eng"), ("基站", "n")),
        *(("，", "x"), ("65", "m"), ("%", "x"), ("以上", "f")),
    ]
    assert trie.tagged("") == []


def test_it_cuts_as_jieba_does(trie: WordTrie, texts: list[str]) -> None:
    for text in texts:
        assert [word for word, _ in trie.tagged(text)] == list(jieba.cut(text, HMM=False))


def test_it_tags_as_rjieba_does(trie: WordTrie, texts: list[str]) -> None:
    for text in texts:
        known = [pair for pair in rjieba.tag(text, False) if pair[0] in trie]
        assert [pair for pair in trie.tagged(text) if pair[0] in trie] == known


def test_a_character_that_the_dictionary_lacks_has_no_part_of_speech(trie: WordTrie) -> None:
    assert trie.tagged("服務") == [("服", "v"), ("務", "x")]


@pytest.mark.parametrize(
    ("word", "inside"),
    [
        ("本科学历", ["本科", "科学", "学历", "本科学历"]),
        ("服务业", ["服务", "服务业"]),
        ("人", ["人"]),
    ],
)
def test_words_inside_a_word(trie: WordTrie, word: str, inside: list[str]) -> None:
    assert trie.inside(word) == inside == rjieba.cut_for_search(word, False)


def test_after_much_text_rjieba_gives_the_same(texts: list[str]) -> None:
    text = "服務業A类人才" + "".join(texts[::10])
    cutter = segmentation._Cutter()
    at_first = cutter.tagged(text), cutter.inside("本科学历")
    cutter._cut = segmentation._PAYS_FROM
    assert (cutter.tagged(text), cutter.inside("本科学历")) == at_first


def test_without_a_kept_dictionary_rjieba_cuts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segmentation, "WordTrie", lambda: WordTrie(tmp_path))
    cutter = segmentation._Cutter()
    assert cutter.tagged("养老机构") == tagged_words("养老机构")
    assert cutter.inside("服务业") == words_inside("服务业")


def test_a_kept_dictionary_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    tags = tmp_path / "words.tags"
    tags.write_bytes(tags.read_bytes()[:-1])
    with pytest.raises(ValueError, match="not those of the words"):
        WordTrie(tmp_path)


def test_a_kept_dictionary_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    words = tmp_path / "words.marisa"
    words.write_bytes(words.read_bytes()[:1000])
    with pytest.raises(ValueError, match=r"words\.marisa"):
        WordTrie(tmp_path)


def test_no_word_of_the_dictionary_is_longer_than_is_looked_for(trie: WordTrie) -> None:
    longest = max(trie._words.keys(), key=len)
    assert len(longest) == segmentation._LONGEST
    assert [word for word, _ in trie.tagged(f"，{longest}，")] == ["，", longest, "，"]
