"""The log of changes as a follower reads it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.local_store.rows import counts, latest, read_article
from qa.types import Vectors

Keys = NDArray[np.int64]


class Changes:
    """What a follower that is current to ``since`` must do to become current to ``seq``.

    A follower that starts from nothing is current to 0: every article has its change.
    """

    def __init__(self, connection: sqlite3.Connection, since: int) -> None:
        self._connection = connection
        self.since = since
        self.seq = latest(connection)

    def removed_chunks(self) -> list[tuple[int, int]]:
        """Ranges of chunk keys that are no more."""
        return self._removed("first_chunk, last_chunk")

    def removed_windows(self) -> list[tuple[int, int]]:
        """Ranges of window keys that are no more."""
        return self._removed("first_window, last_window")

    def _removed(self, ends: str) -> list[tuple[int, int]]:
        sql = f"SELECT {ends} FROM changes WHERE seq > ?"
        rows = self._connection.execute(sql, (self.since,))
        return [(first, last) for first, last in rows if first <= last]

    def chunks(self) -> Iterator[tuple[int, int, str]]:
        """Key, article key and searched text of each chunk to add."""
        for key in self._touched():
            article = read_article(self._connection, key)
            spans = self._connection.execute(
                "SELECT key, start, end FROM chunks WHERE article = ? ORDER BY key", (key,)
            )
            for chunk, start, end in spans:
                yield chunk, key, f"{article.heading}\n{article.text[start:end]}"

    def _touched(self) -> list[int]:
        rows = self._connection.execute(
            "SELECT key FROM articles WHERE key IN (SELECT article FROM changes WHERE seq > ?) "
            "ORDER BY key",
            (self.since,),
        )
        return [key for (key,) in rows]

    def windows(self, batch: int = 8192) -> Iterator[tuple[Keys, Vectors]]:
        """Keys and vectors of the windows to add, some at a time."""
        rows = self._connection.execute(
            "SELECT windows.key, windows.vector FROM articles JOIN windows "
            "ON windows.key BETWEEN articles.first_window AND articles.last_window "
            "WHERE articles.key IN (SELECT article FROM changes WHERE seq > ?)",
            (self.since,),
        )
        while found := rows.fetchmany(batch):
            keys, blobs = zip(*found, strict=True)
            yield np.array(keys, dtype=np.int64), _matrix(blobs)

    def sample(self, wanted: int) -> Vectors:
        """About this many vectors, spread evenly over the whole index."""
        count = self._connection.execute("SELECT count(*) FROM windows").fetchone()[0]
        rows = self._connection.execute(
            "SELECT vector FROM windows WHERE key % ? = 0", (max(1, count // wanted),)
        )
        return _matrix([blob for (blob,) in rows])

    def window_count(self) -> int:
        """How many windows there are in the whole index."""
        return counts(self._connection)["windows"]


def _matrix(blobs: Sequence[bytes]) -> Vectors:
    stored = np.frombuffer(b"".join(blobs), dtype="<f2")
    return stored.reshape(len(blobs), -1).astype(np.float32)
