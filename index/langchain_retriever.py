"""Our retriever as LangChain's: a question in, LangChain documents out, best first."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.retriever import Hit, Retriever


class ClauseRetriever(BaseRetriever):
    """Offers clauses to LangChain chains: `ClauseRetriever(retriever=…).invoke(question)`.

    `page_content` is the clause's own text; `metadata` says where it stands and how well it fits.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    limit: int = 10
    documents: frozenset[str] | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        hits = self.retriever.search(query, limit=self.limit, documents=self.documents)
        return [_as_langchain(hit) for hit in hits]


def _as_langchain(hit: Hit) -> LangChainDocument:
    return LangChainDocument(
        page_content=hit.clause.text,
        metadata={
            "document": hit.document.identifier,
            "clause": hit.clause.number,
            "address": hit.document.address(hit.clause),
            "start": hit.clause.start,
            "end": hit.clause.end,
            "fused_score": hit.fused_score,
            "cosine": hit.cosine,
            "bm25": hit.bm25,
        },
    )
