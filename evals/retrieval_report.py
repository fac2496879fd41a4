"""Figures of retrieval in, an aligned table for people and JSON values for programs out."""

from evals.report import aligned
from evals.retrieval import Row, Table

_ALL = "全部"


def retrieval_table(table: Table) -> str:
    """The figures as percentages, one row a system; where there are groups, one block each."""
    count = max(row.count for row in table.rows)
    blocks = [f"{table.name}（{count} 问，{table.texts} 段）"]
    for group in dict.fromkeys(row.group for row in table.rows):
        rows = [row for row in table.rows if row.group == group]
        heading = f"{group or _ALL} {rows[0].count} 问"
        cells = [(heading, *table.measures), *(_cells(row) for row in rows)]
        blocks.append(aligned(cells))
    separator = "\n" if len(blocks) == 2 else "\n\n"
    return separator.join(blocks)


def _cells(row: Row) -> tuple[str, ...]:
    return (row.system.value, *(f"{100 * mean:.1f}" for mean in row.means))


def retrieval_json(table: Table) -> dict[str, object]:
    """The figures as plain JSON values, shares between 0 and 1."""
    return {
        "name": table.name,
        "texts": table.texts,
        "rows": [
            {
                "system": row.system.name.lower(),
                "group": row.group or None,
                "queries": row.count,
                **{
                    measure.value: round(mean, 6)
                    for measure, mean in zip(table.measures, row.means, strict=True)
                },
            }
            for row in table.rows
        ],
    }
