"""What is known of a policy beside its text: place, year, issuing level, kind, how long it holds."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How high the issuing body stands; the value is the Chinese name."""

    NATION = "国家"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"  # counties, districts, banners
    TOWN = "乡镇"


class AmendmentKind(StrEnum):
    """What is done to an article of another document; the value is the Chinese name."""

    CHANGED = "修改"
    REMOVED = "删去"
    ADDED = "增加"
    REWORDED = "改为"  # words of it, the rest stays


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change to another document.

    `place` is what it changes, as printed: 第三条第二项. The words that say so begin in the clause at
    the position `clause` and are the characters `[start, end)` of the amending document's text.
    """

    place: str
    kind: AmendmentKind
    clause: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Amending:
    """That a document amends another: its title, then its numbers, as far as told; the changes.

    There are none where the text does not tell them article by article.
    """

    names: tuple[str, ...]
    changes: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document beside its text; what the text does not tell is empty, 0 or None.

    `places` are the names that the issuer stands under, outermost first, as printed (棠州市, 青枫区).
    `year` is that of issue, `years` those of title and issue. `subject` is the title without
    issuer, frame (关于印发…的通知) and place. `effective` and `expires` are ISO days, `validity` the
    words that say so. `abolishes` holds numbers and titles of documents that this one ends; `ended` is
    the mark by which its own title or page says that it no longer holds (已废止). `extends` holds
    numbers and titles of documents that this one makes hold longer, each with the new last day;
    `amends` the documents that this one amends. `short_names` holds titles of documents, each with the
    short form that the text gives it (以下简称“…”).
    """

    places: tuple[str, ...] = ()
    year: int = 0
    years: tuple[int, ...] = ()
    level: Level | None = None
    kind: str = ""
    subject: str = ""
    effective: str = ""
    expires: str = ""
    validity: str = ""
    abolishes: tuple[str, ...] = ()
    ended: str = ""
    extends: tuple[tuple[str, str], ...] = ()
    amends: tuple[Amending, ...] = ()
    short_names: tuple[tuple[str, str], ...] = ()


UNKNOWN = Metadata()

KINDS = (
    "工作报告",
    "意见",
    "办法",
    "措施",
    "细则",
    "条例",
    "规定",
    "规划",
    "纲要",
    "计划",
    "方案",
    "要点",
    "指南",
    "规程",
    "规则",
    "标准",
    "预案",
    "决定",
    "决议",
    "公告",
    "通告",
    "通报",
    "批复",
    "通知",
    "解读",
)
"""Kinds of documents that a title names."""
