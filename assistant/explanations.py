"""Explanations of policies (政策解读): which document explains which, and their place behind it.

Looks at the heads of documents alone.
"""

from collections.abc import Sequence

from assistant.by_document import carried_title
from documents.document_head import Headed
from documents.regular_expressions import regex

_KIND = "解读"
EXPLAINED = regex(
    r"(?:的|这[份个])?(?:政策)?解读(?:(?:里面?|中|上)(?:面)?|(?=怎么|如何|是怎么|说|讲|写|提到|对))(?:是)?(?:怎么)?(?:说|讲|写|提到|解释)?"
)
"""Words by which a question asks the explanation: 解读里怎么说."""


def is_explanation(document: Headed) -> bool:
    """Whether a document explains another: its title says so."""
    return document.title.endswith(_KIND)


def explains(one: Headed, other: Headed) -> bool:
    """Whether a document is the explanation of another."""
    if not is_explanation(one) or is_explanation(other):
        return False
    return carried_title(other.title).strip("《》") in one.title


def explanations_last(documents: Sequence[Headed]) -> list[Headed]:
    """Documents with explanations behind the policies that they explain."""
    behind = [d for d in documents if any(explains(d, other) for other in documents)]
    return [*(d for d in documents if d not in behind), *behind]
