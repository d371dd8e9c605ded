"""Article to chunks of whole sentences, and chunk to windows; owns langchain_text_splitters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.types import Article, Chunk, Window
from qa.vietnamese import sentence_spans

CHUNK_WORDS = 150
"""Words that a chunk holds by itself: an answer with its surroundings, but not two topics."""
CONTEXT_WORDS = 30
"""Words of whole sentences that a chunk is opened by to the left, for context."""

CHUNKING = f"sentences/{CHUNK_WORDS}+{CONTEXT_WORDS}"
"""Names the way articles are cut; an index cut in another way does not fit."""

_LONGEST_WORD = 20  # letters; longer runs count as several words, so that no chunk grows unbounded
# Line ends, sentence ends (not behind "TP." or an initial), clause ends, blanks, anything.
_ENDS = [
    r"\n+",
    r"(?<=[.!?…])(?<!\b[A-ZĐ]\.)(?<!\b[A-ZĐ][A-Zp]\.)\s+",
    r"(?<=[;:,])\s+",
    r"\s+",
    "",
]


def split(article: Article) -> list[Chunk]:
    """The chunks of an article in order; together they hold every character that is not blank."""
    text = article.text
    return [Chunk(article.article_id, start, end, text[start:end]) for start, end in _spans(text)]


def windows(chunk: Chunk, sentences: int | None) -> list[Window]:
    """What is embedded of a chunk: overlapping runs of sentences, or all of it for ``None``."""
    if sentences is None:
        return [Window(chunk.chunk_id, chunk.start, chunk.end)]
    spans = sentence_spans(chunk.text)
    runs = [spans[at : at + sentences] for at in range(max(1, len(spans) - sentences + 1))]
    return [
        Window(chunk.chunk_id, chunk.start + run[0][0], chunk.start + run[-1][1]) for run in runs
    ]


def window_texts(heading: str, chunk: Chunk, cut: Sequence[Window]) -> list[str]:
    """What is embedded of each window of a chunk: its text under the heading of its article."""
    begin = chunk.start
    return [f"{heading}\n{chunk.text[each.start - begin : each.end - begin]}" for each in cut]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    starts = [start for start, _ in sentence_spans(text)]
    begin = end = 0
    for piece in _pieces(text):
        # Looked for behind the last piece: the splitter's own start index takes the first of
        # several equal passages.
        start = text.index(piece, end)
        end = start + len(piece)
        begin = _context_start(text, starts, begin, start)
        yield begin, end


def _context_start(text: str, starts: list[int], after: int, start: int) -> int:
    """The first sentence start behind ``after`` from which the context is short enough."""
    fitting = (at for at in starts if after < at <= start)
    return next((at for at in fitting if _words(text[at:start]) <= CONTEXT_WORDS), start)


def _pieces(text: str) -> list[str]:
    # Imported late: half a second that asking a question does not need.
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=_ENDS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=CHUNK_WORDS,
        chunk_overlap=0,
        length_function=_words,
    )
    return splitter.split_text(text)


def _words(text: str) -> int:
    return sum(1 + len(word) // _LONGEST_WORD for word in text.split())
