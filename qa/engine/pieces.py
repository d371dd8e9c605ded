"""What the store takes of an article: chunks, windows and vectors."""

from __future__ import annotations

from qa.chunks import CHUNKING, split, windows
from qa.types import Article, Chunk, Embedder, Vectors, Window


def chunking(embedder: Embedder) -> str:
    """Names the way articles are cut for this embedder; an index cut in another way is rebuilt."""
    return f"{CHUNKING}/{embedder.window or 'whole'}"


def pieces(article: Article, embedder: Embedder) -> tuple[list[Chunk], list[Window], Vectors]:
    """Chunks, their windows, and one vector a window; the heading is embedded with each window."""
    chunks = split(article)
    cut = [window for chunk in chunks for window in windows(chunk, embedder.window)]
    texts = [f"{article.heading}\n{article.text[window.start : window.end]}" for window in cut]
    return chunks, cut, embedder.embed_passages(texts)
