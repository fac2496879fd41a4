"""A question in, what it asks about out: the words that only ask are left out.

A text that answers 多少 does not say 多少; BM25 takes such a word for a rare and telling one.
"""

from documents.regular_expressions import regex

_ASKING = regex(
    r"请问|什么时候|什么样|什么|为什么|为何|怎么样|怎么办|怎么|怎样|如何|多少|谁"
    r"|哪(?!吒)(?:一?[个年位种家条项类里儿些段])?|几(?=[个家项条类种年天月次名位])"
    r"|是否|能否|可否|是不是|有没有|能不能|可不可以"
    r"|(?:吗|呢|啊|呀|么|(?<![网酒贴书氧影水])吧)(?=\W|$)"
)
_LEAST_CHARACTERS = 3


def without_question_words(question: str) -> str:
    """The question with a space for every word that only asks; as it is where little remains."""
    rest = _ASKING.sub(" ", question)
    return rest if sum(map(str.isalnum, rest)) >= _LEAST_CHARACTERS else question
