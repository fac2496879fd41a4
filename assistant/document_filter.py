"""Documents chosen by what they are: place, year, issuing level, kind, in force or not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.standing import Standing
from documents.document_head import Headed
from documents.errors import QuestionError
from documents.metadata import Level

_LEVEL_WORDS = {
    "国家级": Level.NATION,
    "中央": Level.NATION,
    "全国": Level.NATION,
    "省级": Level.PROVINCE,
    "市级": Level.CITY,
    "区": Level.COUNTY,
    "区县": Level.COUNTY,
    "县区": Level.COUNTY,
    "县级": Level.COUNTY,
    "区级": Level.COUNTY,
    "乡": Level.TOWN,
    "镇": Level.TOWN,
}


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What documents must be; what is empty, 0 or None does not matter.

    `names` are numbers, titles or parts of titles, one of which must fit.
    """

    place: str = ""
    year: int = 0
    level: str = ""
    kind: str = ""
    in_force: bool | None = None
    names: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything passes."""
        return self == DocumentFilter()

    def __str__(self) -> str:
        """The conditions in Chinese, for people."""
        force = {True: "现行", False: "失效", None: ""}[self.in_force]
        conditions = (
            ("地区", self.place),
            ("年份", str(self.year or "")),
            ("层级", self.level),
            ("文种", self.kind),
            ("时效", force),
            ("文件", "、".join(self.names)),
        )
        return "，".join(f"{name}为“{value}”" for name, value in conditions if value)


def chosen_by(
    wanted: DocumentFilter,
    documents: Iterable[Headed],
    standing: Mapping[str, Standing],
    today: date,
) -> frozenset[str]:
    """The identifiers of the documents that pass.

    Raises:
        QuestionError: No document does.
    """
    given = list(documents)
    passing = frozenset(
        document.identifier
        for document in given
        if _passes(wanted, document)
        and wanted.in_force in (None, standing[document.identifier].in_force(today))
    )
    if not passing:
        raise QuestionError(
            f"没有符合条件的文件（{wanted}）。现有 {len(given)} 份文件，请放宽条件，"
            "或用 zhice ask 现在有哪些文件 查看。"
        )
    return passing


def _passes(wanted: DocumentFilter, document: Headed) -> bool:
    metadata = document.metadata
    level = _LEVEL_WORDS.get(wanted.level, wanted.level)
    return (
        (not wanted.place or any(wanted.place in place for place in metadata.places))
        and (not wanted.year or wanted.year in metadata.years)
        and (not wanted.level or metadata.level == level)
        and (
            not wanted.kind or wanted.kind in metadata.kind or document.title.endswith(wanted.kind)
        )
        and (
            not wanted.names
            or any(
                n in (document.identifier, document.number) or n in document.title
                for n in wanted.names
            )
        )
    )
