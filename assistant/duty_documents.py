"""Which of many documents a question after the tasks of a department goes over.

All that give it tasks; where the question says in what field (在加装电梯里), those of that field.
"""

import re
from collections.abc import Callable, Sequence
from itertools import islice

from assistant.duties import asks_for_duties
from assistant.lexicon import departments_in
from assistant.library import Library
from assistant.question import Intent, Question
from assistant.subjects import titled, topic_words
from documents.document_head import Headed
from documents.regular_expressions import regex

_ABOUT = r"(?:这件?事情?|这块儿?|这项工作|的事情?|工作|方面|领域|问题|过程|里面?|上|中|当中|时)"
_FIELD = regex(
    rf"(?:在|就|对|围绕|关于|^)([^,，。?？]{{2,16}}?){_ABOUT}+[,，]?(?=[^个级属])"
    r"|(?:对于?|针对|关于)([^,，。?？]{2,12})[,，]"
    r"|(?:哪些|哪几[个项件]|什么)([^,，。?？]{2,10}?)的?(?:事情?|工作|任务|职责|活儿?)(?:[?？。]|$)"
)
_INTRODUCED = regex(r"在|就|对|围绕|关于")
_CHARGE = "(?:负责|牵头|主管)"
_ORGAN = regex(
    r"(?=((?:[省市县区]|[\u4e00-\u9fff]{2})[\u4e00-\u9fff]{0,8}?(?:主管部门|部门|[局委厅办](?![\u4e00-\u9fff]?[些个家])|支队|大队)))"
)
MOST_ACTING = 20
_MOST_READ = 100


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
        spoken = [name for name in _ORGAN.findall(question.plain) if self._library.holds(name)]
        if not named and not spoken:
            return []
        for field in _FIELD.finditer(question.plain):
            told = next(filter(None, field.groups()))
            if departments_in(told, [*named, *spoken]):  # it stands before the field
                told = _INTRODUCED.split(told)[-1]
            words = topic_words(told, [*named, *spoken])
            on_it = titled(words, documents)
            if on_it or self._library.has_topic(" ".join(words)):
                return on_it or near()
        acting = {identifier for name in named for identifier in holders[name]}
        if len(acting) <= MOST_ACTING:
            acting |= self._saying([name for name in (*named, *spoken) if name in question.plain])
        found = [document for document in documents if document.identifier in acting]
        return found if len(found) > 1 else []

    def _saying(self, names: Sequence[str]) -> set[str]:
        """The documents that say in a sentence what one of some departments is responsible for."""
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
