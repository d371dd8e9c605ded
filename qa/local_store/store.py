"""The local store: changes go to the truth, searches to the followers, hits back to the truth."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, TypeVar

import numpy as np

from qa.errors import StoreMismatch
from qa.local_store import rows
from qa.local_store.files import WriterLock, read_only_error, told
from qa.local_store.followers import Followers
from qa.local_store.truth import Truth, manifest_of, problems
from qa.types import (
    Article,
    Chunk,
    Coverage,
    Facets,
    Filter,
    Found,
    Header,
    Order,
    Outcome,
    Passage,
    Vectors,
    Window,
)
from qa.vietnamese import fold

LOCK_SECONDS = 10.0
"""How long a writer waits for another one to end."""

_BATCH_SECONDS = 1.0
_TIES = 16  # fetched beyond what is asked for, so that equals at the edge are seen
_WINDOWS_EACH = 2  # windows that are read at first for each chunk wanted; rarely are more needed
_MOST_KEPT = 8192  # chunks: some 3 kB of text and 6 kB of vectors each
_MOST_SPANS = 100_000  # windows: some 200 bytes each

Given = ParamSpec("Given")
Piece = TypeVar("Piece")
Result = TypeVar("Result")


def _told(
    method: Callable[Concatenate[LocalStore, Given], Result],
) -> Callable[Concatenate[LocalStore, Given], Result]:
    @functools.wraps(method)
    def telling(store: LocalStore, /, *given: Given.args, **named: Given.kwargs) -> Result:
        with told(store.folder):
            return method(store, *given, **named)

    return telling


class LocalStore:
    """The ``Store`` on one machine, made by ``open_store``; any thread may call any method.

    Every method may raise a StoreError that says what is wrong with the folder and what to do.
    """

    def __init__(self, folder: Path, truth: Truth, lock: WriterLock, read_only: bool) -> None:
        self.folder = folder
        self.read_only = read_only
        self.manifest = manifest_of(truth.settings())
        self._truth = truth
        self._lock = lock
        self._followers = Followers(folder, truth, lock, self.manifest, read_only)
        self._followers.start()
        self._passages = _Kept(rows.read_passages)
        self._windows = _Kept(rows.read_windows)
        self._spans: dict[int, tuple[int, int, int]] = {}
        self._batches = 0
        self._next_follow = 0.0

    @_told
    def upsert(
        self,
        article: Article,
        chunks: Sequence[Chunk],
        windows: Sequence[Window],
        vectors: Vectors,
    ) -> Outcome:
        """Adds or replaces an article; ``vectors`` has one row per window.

        Raises:
            ValueError: if chunks, windows and vectors do not fit the article and each other.
            StoreBusy: if another process keeps on writing.
            StoreError: if it could not be stored.
        """
        _check(article, chunks, windows, vectors, self.manifest.dim)
        with self._writing():
            with self._truth.writing() as connection:
                outcome = rows.upsert(connection, article, chunks, windows, vectors)
            self._follow_in_time()
        return outcome

    @_told
    def delete(self, article_id: str) -> bool:
        """Removes an article with its chunks and vectors; says whether it was there."""
        with self._writing():
            with self._truth.writing() as connection:
                there = rows.delete(connection, article_id)
            self._follow_in_time()
        return there

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Many changes by one writer: each is durable at once, and found about a second later.

        Raises:
            StoreBusy: if another process keeps on writing.
        """
        with self._writing():
            self._batches += 1
            try:
                yield
            finally:
                self._batches -= 1
                with told(self.folder):
                    self._followers.follow()
                    self._followers.save()

    @_told
    def optimise(self) -> None:
        """Writes both followers anew, of the kinds that fit the size of the index."""
        with self._writing():
            self._followers.renew()
            self._followers.save()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        if self.read_only:
            raise read_only_error(self.folder)
        with self._lock.held(LOCK_SECONDS):
            self._check_manifest()
            yield

    def _follow_in_time(self) -> None:
        if not self._batches or time.monotonic() >= self._next_follow:
            self._followers.follow()
            self._next_follow = time.monotonic() + _BATCH_SECONDS

    @_told
    def refresh(self) -> bool:
        """Follows what other processes have written; says whether there was anything to follow.

        Raises:
            StoreMismatch: if the index has been rebuilt for another embedder meanwhile.
        """
        if self._followers.are_current():
            return False
        self._check_manifest()
        self._followers.catch_up()
        return True

    def _check_manifest(self) -> None:
        found = manifest_of(self._truth.settings())
        if found != self.manifest:
            raise StoreMismatch(
                f"{self.folder} has been rebuilt with {found.embedder}, but this process still "
                f"uses {self.manifest.embedder}. Start it again."
            )

    @_told
    def article(self, article_id: str) -> Article | None:
        """The article, or ``None``."""
        with self._truth.reading() as connection:
            key = rows.article_key(connection, article_id)
            return None if key is None else rows.read_article(connection, key)

    @_told
    def headers(
        self,
        after: str | None = None,
        limit: int = 50,
        filters: Filter = Filter(),
        title: str = "",
        order: Order = "id",
    ) -> list[Header]:
        """Headers in an order, those that follow the ``position`` ``after``.

        Each word of ``title`` must begin a word of the title, accents and case aside.
        """
        with self._truth.reading() as connection:
            return rows.read_headers(connection, after, limit, filters, title, order)

    @_told
    def facets(self) -> Facets:
        """The places, outlets and years of the stored articles."""
        with self._truth.reading() as connection:
            return rows.read_facets(connection)

    @_told
    def named_places(self, names: Sequence[str]) -> list[str]:
        """Those of the names, accents and case aside, that articles can be filtered by."""
        if not names:
            return []
        with self._truth.reading() as connection:
            return rows.named_places(connection, names)

    @_told
    def named_outlets(self, names: Sequence[str]) -> list[str]:
        """The outlets of these names, or whose address begins with one of them, case aside."""
        if not names:
            return []
        with self._truth.reading() as connection:
            return rows.named_outlets(connection, names)

    @_told
    def coverage(self) -> Coverage:
        """How many articles there are, up to when, and the number of the last change."""
        with self._truth.reading() as connection:
            return rows.read_coverage(connection)

    @_told
    def passages(self, keys: Sequence[int]) -> dict[int, Passage]:
        """The chunks that still exist under these keys, read in one transaction."""
        with self._truth.reading() as connection:
            return self._passages.read(connection, keys)

    @_told
    def windows(self, keys: Sequence[int]) -> dict[int, tuple[Sequence[tuple[int, int]], Vectors]]:
        """Start and end of the windows of each chunk that still exists, and a vector for each."""
        with self._truth.reading() as connection:
            return self._windows.read(connection, keys)

    def document_frequencies(
        self, terms: Sequence[str], folded: bool = False
    ) -> tuple[int, dict[str, int]]:
        """How many chunks there are, and in how many of them each term stands."""
        return self._followers.lexical.frequencies(terms, folded)

    @_told
    def nearest(self, vector: Vectors, k: int, filters: Filter = Filter()) -> list[Found]:
        """The k chunks whose best window lies nearest to the vector (cosine), best first.

        Nothing lies near to a vector of zeros.
        """
        dense = self._followers.dense
        with self._truth.reading() as connection:
            allowed = rows.allowed_windows(connection, filters) if filters else None

            def fetched(limit: int) -> tuple[list[Found], float | None]:
                hits = dense.search(vector, limit, allowed)
                spans = self._spans_of(connection, [key for key, _ in hits])
                found = [
                    Found(spans[key][0], score, spans[key][1:])
                    for key, score in hits
                    if key in spans
                ]
                return _best_window_of_each(found), _last(hits, limit)

            return _best(fetched, k if np.any(vector) else 0, _WINDOWS_EACH)

    def _spans_of(
        self, connection: sqlite3.Connection, keys: Sequence[int]
    ) -> dict[int, tuple[int, int, int]]:
        """Chunk key, start and end of the windows that still exist under these keys."""
        held = self._spans
        held.update(rows.windows_of(connection, [key for key in keys if key not in held]))
        if len(held) > _MOST_SPANS:
            self._spans = {}  # not emptied: other threads may be reading it
        there = rows.existing_chunks(connection, {held[key][0] for key in keys if key in held})
        return {key: held[key] for key in keys if key in held and held[key][0] in there}

    @_told
    def matching(
        self, terms: Mapping[str, float], k: int, filters: Filter = Filter(), folded: bool = False
    ) -> list[Found]:
        """The k chunks with the highest BM25 score for the weighted terms, best first."""
        weights = _folded(terms) if folded else terms
        with self._truth.reading() as connection:
            allowed = rows.allowed_articles(connection, filters) if filters else None

            def fetched(limit: int) -> tuple[list[Found], float | None]:
                hits = self._followers.lexical.search(weights, limit, folded, allowed)
                there = rows.existing_chunks(connection, [key for key, _ in hits])
                found = [Found(key, score) for key, score in hits if key in there]
                return found, _last(hits, limit)

            return _best(fetched, k, 1)

    @_told
    def statistics(self) -> dict[str, int]:
        """What the index holds, how far its followers are, and its bytes on disk."""
        with self._truth.reading() as connection:
            counted = rows.counts(connection) | {"seq": rows.latest(connection)}
        return counted | {
            "dense_seq": self._followers.dense.seq,
            "lexical_seq": self._followers.lexical.seq,
            "bytes": _bytes_in(self.folder),
        }

    @_told
    def verify(self) -> list[str]:
        """What is wrong with the index, in sentences; empty when all is well."""
        with self._truth.reading() as connection:
            found = problems(connection)
            counted, latest = rows.counts(connection), rows.latest(connection)
        dense, lexical = self._followers.dense, self._followers.lexical
        return [
            *found,
            *dense.problems(latest),
            *lexical.problems(latest),
            *_disagreement("dense", dense.seq, latest, dense.count, counted["windows"]),
            *_disagreement("lexical", lexical.seq, latest, lexical.count, counted["chunks"]),
        ]

    def close(self) -> None:
        """Saves the snapshot of the vectors where it is behind; gives back files and locks."""
        self._followers.close()
        self._truth.close()


class _Kept(Generic[Piece]):
    """Pieces of chunks, kept from search to search: a key never stands for another chunk."""

    def __init__(
        self, read: Callable[[sqlite3.Connection, Sequence[int]], Mapping[int, Piece]]
    ) -> None:
        self._read = read
        self._held: dict[int, Piece] = {}

    def read(self, connection: sqlite3.Connection, keys: Sequence[int]) -> dict[int, Piece]:
        """The pieces of those of the chunks that still exist, in the order of their keys."""
        held = self._held
        there = sorted(rows.existing_chunks(connection, keys))
        held.update(self._read(connection, [key for key in there if key not in held]))
        if len(held) > _MOST_KEPT:
            self._held = {}  # not emptied: other threads may be reading it
        return {key: held[key] for key in there if key in held}


def _check(
    article: Article,
    chunks: Sequence[Chunk],
    windows: Sequence[Window],
    vectors: Vectors,
    dim: int,
) -> None:
    for chunk in chunks:
        if (
            chunk.article_id != article.article_id
            or not chunk.text
            or chunk.text != article.text[chunk.start : chunk.end]
        ):
            raise ValueError(f"{chunk.chunk_id} is not a slice of {article.article_id}.")
    if not {window.chunk_id for window in windows} <= {chunk.chunk_id for chunk in chunks}:
        raise ValueError(f"A window of {article.article_id} belongs to none of its chunks.")
    if vectors.shape != (len(windows), dim) or not np.isfinite(vectors).all():
        raise ValueError(
            f"{len(windows)} windows need finite vectors of shape ({len(windows)}, {dim}), "
            f"not {vectors.shape}."
        )


def _bytes_in(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):  # a writer may just have replaced it
            total += file.stat().st_size if file.is_file() else 0
    return total


def _folded(terms: Mapping[str, float]) -> dict[str, float]:
    weights: Counter[str] = Counter()
    for term, weight in terms.items():
        weights[fold(term)] += weight  # type: ignore[assignment] # weights need not be whole
    return dict(weights)


def _best_window_of_each(found: Iterable[Found]) -> list[Found]:
    """Of windows in the order of their scores; of equal ones the first in the text."""
    best: dict[int, Found] = {}
    for each in found:
        held = best.setdefault(each.key, each)
        if each.score == held.score and (each.window or ()) < (held.window or ()):
            best[each.key] = each
    return list(best.values())


def _last(hits: Sequence[tuple[int, float]], limit: int) -> float | None:
    """The score behind which more may follow."""
    return hits[-1][1] if hits and len(hits) == limit else None


def _best(
    fetched: Callable[[int], tuple[list[Found], float | None]], k: int, each: int
) -> list[Found]:
    """The k best, equals in the order of their keys.

    ``fetched(limit)`` gives what was found among so many entries, and the score behind which more
    may follow; ``each`` is how many entries to look at first for one chunk.
    """
    limit = each * (k + _TIES)
    while k > 0:
        found, last = fetched(limit)
        best = sorted(found, key=lambda each: (-each.score, each.key))[:k]
        if last is None or (len(best) == k and last < best[-1].score):
            return best
        limit *= 4
    return []


def _disagreement(name: str, seq: int, latest: int, count: int, expected: int) -> list[str]:
    if seq != latest:
        return [f"The {name} follower is at change {seq} of {latest}."]
    if count != expected:
        return [f"The {name} follower has {count} of {expected} entries."]
    return []
