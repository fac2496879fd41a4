"""What a sentence leans on: the half before its semicolon, and the articles it refers to."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation
from assistant.leaning import referred
from assistant.library import Library

RULES = """\
南屏市公共书屋管理办法
第一章 使用
第一条 读者在书屋内应当遵守下列规定：
（一）保持安静；
（二）不得折损书页；
（三）不得携带饮料入内。
第二条 书屋的消防器材应当自启用之日起六个月内首次检验；以后每十个月检验一次。
第三条 书屋经营者应当自开业之日起三十日内向文化部门备案。
租用场地的，同时报街道办事处。
第二章 责任
第四条 违反本办法第一条第一项规定的，予以警告；违反第三项规定的，处五十元以上一百元以下罚款。
第五条 违反本办法第三条第一款规定的，责令十五日内改正；逾期不改正的，处六百元以上九百元以下罚款。
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(RULES, tmp_path_factory.mktemp("rules"), "rules.txt")


@pytest.mark.parametrize(
    ("begin", "words"),
    [
        ("违反本办法第一条第一项", "（一）保持安静；"),
        ("违反第三项规定", "（三）不得携带饮料入内。"),
        ("违反本办法第三条第一款", "书屋经营者应当自开业之日起三十日内向文化部门备案。"),
    ],
)
def test_referred(rules: Conversation, begin: str, words: str) -> None:
    document = rules.documents[0]
    start = document.text.index(begin)
    clause = document.clause_at(start)
    assert clause is not None
    end = min(i for mark in "；。" if (i := document.text.find(mark, start)) > 0)
    assert words in referred(document, clause, start, end)


def test_another_law_is_not_referred_to(rules: Conversation) -> None:
    document = rules.documents[0]
    clause = document.clauses[-1]
    assert referred(document, clause, clause.body, clause.body) == ""


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("消防器材多久检验一次", "首次检验；以后每十个月检验一次。"),
        ("带饮料进书屋罚多少钱", "处五十元以上一百元以下罚款。"),
        (
            "经营者开业不备案又不改正罚多少",
            "责令十五日内改正；逾期不改正的，处六百元以上九百元以下罚款。",
        ),
    ],
)
def test_answers_say_what_they_lean_on(rules: Conversation, question: str, words: str) -> None:
    assert words in rules.ask(question).text.replace("[1]", "")


def test_a_sentence_that_stands_alone_begins_where_it_begins(rules: Conversation) -> None:
    found = rules.retrieve("予以警告").evidence
    library: Library = found.library
    assert all(
        library.begin_of(sentence) == sentence.start
        for sentence in found.sentences
        if not sentence.text.startswith(("以后", "逾期"))
    )
