"""Answers as JSON: the titles of cited clauses."""

from assistant.answer import Answer, Status
from assistant.citations import cite
from documents.document import Document
from documents.reading import parse_document
from ui.answer_output import answer_json

LINES = [
    "青枫县社区食堂办法",
    "青政发〔2024〕3号",
    "一、总体目标",
    "新建社区食堂30个。",
    "第一条 食堂由社区管理。",
]


def titles(documents: list[Document], document: Document) -> list[object]:
    cited = tuple(cite(document, each, each.start, each.end) for each in document.clauses)
    answer = Answer("", Status.ANSWERED, cited, "")
    given = answer_json(answer, documents)["citations"]
    assert isinstance(given, list)
    return [each["title"] for each in given]


def test_titles_of_clauses_are_told_without_reading_a_document() -> None:
    for lines in (LINES, [LINES[0], *LINES[2:]]):
        document = parse_document(lines, "canteen.txt")
        expected = [clause.title for clause in document.clauses]
        assert "" in expected
        assert "总体目标" in expected
        assert titles([], document) == titles([document], document) == expected
