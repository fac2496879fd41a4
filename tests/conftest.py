"""Fixtures of all tests: the shipped opinion, read once."""

from pathlib import Path

import pytest

from documents import Document, read_document

CORPUS = Path(__file__).parent.parent / "documents" / "corpus"


@pytest.fixture(scope="session")
def opinion() -> Document:
    """The shipped opinion, 菏政办字〔2024〕7号."""
    return read_document(CORPUS / "heze_services_2024.txt")
