"""A LangChain retriever over a running server: passages as documents, with their places.

QA_URL is the server, QA_KEY an API key if it needs one.
"""

import json
import os
import sys
from urllib.request import Request, urlopen

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever


class DanvanRetriever(BaseRetriever):
    """The passages that fit a question best; ``text[start:end]`` of the article is the passage."""

    url: str = "http://127.0.0.1:8000"
    key: str = "none"
    top_k: int = 8

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        body = json.dumps({"question": query, "top_k": self.top_k}).encode()
        headers = {"Content-Type": "application/json", "X-API-Key": self.key}
        with urlopen(Request(f"{self.url}/v1/search", body, headers), timeout=60) as response:
            hits = json.load(response)["hits"]
        return [
            Document(
                id=hit["chunk_id"],
                page_content=hit["text"],
                metadata=hit["article"] | {each: hit[each] for each in ("start", "end", "score")},
            )
            for hit in hits
        ]


if __name__ == "__main__":
    retriever = DanvanRetriever(
        url=os.environ.get("QA_URL", "http://127.0.0.1:8000"),
        key=os.environ.get("QA_KEY", "none"),
        top_k=3,
    )
    for document in retriever.invoke(sys.argv[1]):
        print(document.metadata["title"], "·", document.page_content)
