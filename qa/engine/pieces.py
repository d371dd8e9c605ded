"""What the store takes of an article: chunks, windows and vectors."""

from __future__ import annotations

from itertools import chain, repeat

from qa.chunks import CHUNKING, split, window_texts, windows
from qa.types import Article, Chunk, Embedder, Vectors, Window


def chunking(embedder: Embedder) -> str:
    """Names the way articles are cut for this embedder; an index cut in another way is rebuilt."""
    return f"{CHUNKING}/{embedder.window or 'whole'}"


def pieces(article: Article, embedder: Embedder) -> tuple[list[Chunk], list[Window], Vectors]:
    """Chunks, their windows, and one vector a window; the heading is embedded with each window."""
    chunks = split(article)
    cut = [windows(chunk, embedder.window) for chunk in chunks]
    texts = map(window_texts, repeat(article.heading), chunks, cut)
    return chunks, [*chain(*cut)], embedder.embed_passages([*chain(*texts)])
