"""Which documents are on a subject by their titles, and the words of a question that tell a subject.

Looks at the heads of documents alone.
"""

from collections.abc import Sequence

from assistant.lexicon import content_words, departments_in, generic_nouns, official_words
from assistant.library import ASKED_OF
from assistant.short_forms import is_short_for, joined
from documents.document_head import Headed
from documents.metadata import KINDS
from documents.regular_expressions import regex

_FRAME = regex(
    r"工作|任务|事项|职责|条目|活儿?|分工|承担|配合|参与|推进|推动|促进|加快|实施|开展|落实|做好|加强|发展|建设|管理|服务|保障|"
    r"有关|若干|关于|印发|发布|政府|文件|文号|标题|附件|施行|生效|失效|有效期?|到期|过期|执行|抬头|落款|报告|"
    + "|".join(KINDS)
)
"""Words that many titles hold, or that ask about a document: they tell no subject."""


def topic_words(text: str, departments: Sequence[str] = ()) -> list[str]:
    """The words of a text that tell a subject, and the official ones for them.

    Args:
        text: A question, or the part of it that tells the subject.
        departments: Names whose words do not count.
    """
    words = [
        word
        for word in content_words(text)
        if not (len(word) > 1 and any(word in name for name in departments))
        and not departments_in(word, departments)
        and not ASKED_OF.search(word)
        and not _FRAME.fullmatch(word)
        and not word.isdigit()
        and word not in generic_nouns()
    ]
    long = [word for word in [*words, *joined(words)] if len(word) > 1]
    return [*long, *official_words(" ".join(words))]


def titled(words: Sequence[str], documents: Sequence[Headed]) -> list[Headed]:
    """The documents whose subjects hold the most of some words, where these are not all."""
    held = [
        sum(w in each.metadata.subject or is_short_for(w, each.metadata.subject) for w in words)
        for each in documents
    ]
    most = max(held, default=0)
    found = [each for each, count in zip(documents, held, strict=True) if count == most]
    return found if most and len(found) < len(documents) else []
