"""A question of a conversation, or a long one, as a language model understands it: short and whole.

The model may only use the words of the conversation, and must keep every figure, year, place, name
and negation of the question; otherwise the question is understood without it.
"""

from collections.abc import Sequence

from assistant.answer import Turn, without_label
from assistant.language_model import LanguageModel
from assistant.lexicon import content_words, place_names
from assistant.model_gate import ModelGate
from assistant.model_text import sentences
from assistant.phrases import figure_mark
from assistant.prompts import restating_prompt
from assistant.proof import WEIGHTY
from assistant.question import normalise
from documents.errors import LanguageModelError
from documents.quantities import find_quantities
from documents.regular_expressions import regex

_SHARE = 0.25
_LONG = 60
_LONGEST = 120
_TURNS = 3
_NAMED = regex(r"《[^》]+》|[“\"][^”\"]+[”\"]|\d+(?:\.\d+)?")


class QuestionRestater:
    """Asks a language model what a question means in its conversation."""

    def __init__(self, model: LanguageModel, gate: ModelGate) -> None:
        """Take the model and its limits."""
        self._model = model
        self._gate = gate

    def restated(self, question: str, history: Sequence[Turn]) -> str:
        """The question made to stand alone, or as it is where the model is of no use."""
        if not history and len(question) < _LONG:
            return question
        turns = [(turn.question, without_label(turn.answer)) for turn in history[-_TURNS:]]
        messages = restating_prompt(question, turns)
        tokens = 0
        words: list[str] = []
        try:
            with self._gate.passage():
                for piece in self._model.stream(messages, _SHARE):
                    words.append(piece.text)
                    if piece.usage:
                        tokens = piece.usage.prompt_tokens + piece.usage.completion_tokens
        except LanguageModelError:
            return question
        finally:
            self._gate.count(tokens)
        lines = [sentence.text.rstrip("？?！!") for sentence in sentences(words)]
        said = "\n".join(part for turn in turns for part in turn)
        fits = len(lines) == 1 and is_faithful(lines[0], question, said)
        return f"{lines[0]}？" if fits and lines[0] != question.rstrip("？?！!。 ") else question


def is_faithful(restated: str, question: str, said: str) -> bool:
    """Whether a restated question adds nothing that was not said and loses nothing that was asked.

    Args:
        restated: The question in other words.
        question: As it was asked.
        said: The conversation before it.
    """
    new, asked, known = (normalise(text) for text in (restated, question, f"{said}\n{question}"))
    if len(new) > _LONGEST or not all(word in known for word in content_words(new)):
        return False
    kept = _specifics(asked) <= _specifics(new) <= _specifics(known)
    return kept and sorted(WEIGHTY.findall(asked)) == sorted(WEIGHTY.findall(new))


def _specifics(text: str) -> set[str]:
    """The figures, years, numbers, places, titles and quoted words of a text."""
    figures = {figure_mark(quantity) for quantity in find_quantities(text)}
    return figures | set(_NAMED.findall(text)) | set(place_names(text))
