"""Which of many documents a question after the tasks of a department goes over.

All that give it tasks; where the question says in what field (在加装电梯里), those of that field.
"""

import re
from collections.abc import Callable, Sequence
from itertools import islice, pairwise

from assistant.duties import asks_for_duties
from assistant.lexicon import content_words, departments_in, generic_nouns, official_words
from assistant.library import ASKED_OF, Library
from assistant.question import Intent, Question
from documents.document_head import Headed

_ABOUT = r"(?:这件?事情?|这块儿?|这项工作|的事情?|工作|方面|领域|问题|过程|里面?|上|中|当中|时)"
_FIELD = re.compile(
    rf"(?:在|就|对|围绕|关于|^)([^,，。?？]{{2,16}}?){_ABOUT}+[,，]?(?=[^个级属])"
    r"|(?:对于?|针对|关于)([^,，。?？]{2,12})[,，]"
)
_CHARGE = "(?:负责|牵头|主管)"
_SPOKEN = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:主管)?部门")
MOST_ACTING = 20
_MOST_READ = 100
_DUTY = re.compile(
    r"工作|任务|事项|职责|条目|活儿?|分工|承担|配合|参与|推进|推动|促进|加快|实施|开展|落实|做好|加强|发展|建设|管理|服务|保障"
)


class DutyDocuments:
    """The documents of a library, told by the tasks that they give to departments."""

    def __init__(self, library: Library) -> None:
        """Take a library over all documents; they are looked through when first asked for."""
        self._library = library
        self._departments: dict[str, set[str]] | None = None

    def giving(
        self, question: Question, documents: Sequence[Headed], near: Callable[[], list[Headed]]
    ) -> list[Headed]:
        """The documents that give the tasks a question asks for; none where it asks for none.

        Where only one of all gives any, the words of the question tell the document as ever.

        Args:
            question: The question.
            documents: The documents asked.
            near: Gives those that the words of the question are nearest to.
        """
        if question.intent is not Intent.LED_BY and not asks_for_duties(question):
            return []
        holders = self._holders()
        named = departments_in(question.plain, holders)
        if not named:
            return []
        for field in _FIELD.finditer(question.plain):
            words = _other_words(field[1] or field[2], named)
            if self._library.has_topic(" ".join(words)):
                return _titled(words, documents) or near()
        acting = {identifier for name in named for identifier in holders[name]}
        if len(acting) <= MOST_ACTING:
            acting |= self._saying(question.plain, named)
        found = [document for document in documents if document.identifier in acting]
        return found if len(found) > 1 else []

    def _saying(self, plain: str, named: Sequence[str]) -> set[str]:
        """The documents that say in a sentence what one of some departments is responsible for."""
        names = [name for name in (*named, *_SPOKEN.findall(plain)) if name in plain]
        if not names:
            return set()
        told = re.compile(rf"(?:{'|'.join(map(re.escape, names))})[^，,。；;\n]{{0,12}}?{_CHARGE}")
        may = islice(self._library.that_may_hold(names), _MOST_READ)
        return {document.identifier for document in may if told.search(document.text)}

    def _holders(self) -> dict[str, set[str]]:
        """The documents that give a department tasks, by its name; looked up once."""
        if self._departments is None:
            holders: dict[str, set[str]] = {}
            for document in self._library.documents.values():
                for each in self._library.facts(document).responsibilities:
                    for name in each.departments:
                        holders.setdefault(name, set()).add(document.identifier)
            self._departments = holders  # only when whole: other questions read it meanwhile
        return self._departments


def _titled(words: Sequence[str], documents: Sequence[Headed]) -> list[Headed]:
    """The documents whose titles hold the most of some words, where these are not all."""
    held = [sum(word in document.title for word in words) for document in documents]
    most = max(held, default=0)
    titled = [d for d, count in zip(documents, held, strict=True) if count == most]
    return titled if most and len(titled) < len(documents) else []


def _other_words(text: str, departments: Sequence[str]) -> list[str]:
    """The words of a text, and the official ones for them, that are of no department's name."""
    words = [
        word
        for word in content_words(text)
        if not any(word in name for name in departments)
        and not departments_in(word, departments)
        and not ASKED_OF.search(word)
        and not _DUTY.fullmatch(word)
        and word not in generic_nouns()
    ]
    joined = [a + b for a, b in pairwise(words) if len(a) == len(b) == 1]  # 养犬 is cut in two
    return [*(w for w in [*words, *joined] if len(w) > 1), *official_words(" ".join(words))]
