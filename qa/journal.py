"""What was replied and how it was rated, kept in a SQLite file of its own; never slows an answer.

A receipt is written by a thread of the journal, all that wait in one transaction, so that a full
disk or a slow one costs receipts and never the reply. Several processes may share one file.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from qa import __version__
from qa.errors import StoreError
from qa.replies import Json, reply_json
from qa.types import Reply

logger = logging.getLogger(__name__)

FILE = "journal.sqlite"
MOST_WAITING = 1000
"""Receipts that wait to be written; what comes on top of them is left out, with a warning."""
Rating = Literal["up", "down"]

_BUSY_SECONDS = 10.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS replies (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, receipt TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS feedback (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, rated_at TEXT NOT NULL,
  rating TEXT NOT NULL, reason TEXT, receipt TEXT NOT NULL);
"""
_PRUNE = "DELETE FROM {} WHERE seq <= (SELECT max(seq) FROM {}) - ?"
_RATE = """
INSERT INTO feedback (id, rated_at, rating, reason, receipt) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE
SET rated_at = excluded.rated_at, rating = excluded.rating, reason = excluded.reason
"""


class Journal:
    """Receipts and feedback, the newest ``keep`` of each; safe to be used by several threads."""

    def __init__(self, path: Path, keep: int, embedder: str) -> None:
        self._keep = keep
        self._embedder = embedder
        self._connection = _connected(path)
        self._using = threading.Lock()
        self._waiting: dict[str, Reply] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._writer = threading.Thread(target=self._write_all, name="journal", daemon=True)
        self._writer.start()

    def keep(self, reply: Reply) -> None:
        """Takes a receipt of the reply, to be written soon; never waits and never fails."""
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                logger.warning("Too many receipts wait to be written; one was left out.")
                return
            self._waiting[reply.reply_id] = reply
            self._changed.notify_all()

    def receipt(self, reply_id: str) -> Json | None:
        """What was replied: ``id``, ``asked_at``, ``reply`` without its hits, ``versions``.

        Raises:
            StoreError: if the file cannot be read.
        """
        with self._changed:
            waiting = self._waiting.get(reply_id)
        if waiting:
            return self._receipt(waiting)
        with self._using, _told():
            found = self._connection.execute(
                "SELECT receipt FROM replies WHERE id = ?", (reply_id,)
            ).fetchone()
        return dict(json.loads(found[0])) if found else None

    def rate(self, reply_id: str, rating: Rating, reason: str | None = None) -> bool:
        """Keeps durably what a reader thought of a reply, the last word only; says if it is known.

        Raises:
            StoreError: if it cannot be written.
        """
        receipt = self.receipt(reply_id)
        if receipt is None:
            return False
        text = json.dumps(receipt, ensure_ascii=False)
        with _told(), self._writing() as connection:
            connection.execute(_RATE, (reply_id, _now(), rating, reason, text))
            connection.execute(_PRUNE.format("feedback", "feedback"), (self._keep,))
        return True

    def close(self) -> None:
        """Writes what waits and gives the file back."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._writer.join()
        self._connection.close()

    def _write_all(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                batch = dict(self._waiting)
                if not batch:
                    return
            try:
                self._write(batch)
            except Exception as error:  # whatever it is, the next receipts may be kept again
                logger.warning("%d receipts could not be kept: %s", len(batch), error)
            with self._changed:
                for reply_id in batch:
                    del self._waiting[reply_id]

    def _write(self, batch: dict[str, Reply]) -> None:
        rows = [
            (reply_id, json.dumps(self._receipt(reply), ensure_ascii=False))
            for reply_id, reply in batch.items()
        ]
        with self._writing() as connection:
            connection.executemany("INSERT INTO replies (id, receipt) VALUES (?, ?)", rows)
            connection.execute(_PRUNE.format("replies", "replies"), (self._keep,))

    def _receipt(self, reply: Reply) -> Json:
        return {
            "id": reply.reply_id,
            "asked_at": reply.asked_at.isoformat(timespec="seconds"),
            "reply": reply_json(reply) | {"hits": []},
            "versions": {
                "package": __version__,
                "embedder": self._embedder,
                "index_seq": reply.coverage.index_seq,
            },
        }

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._using:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has already rolled it back
                    self._connection.execute("ROLLBACK")
                raise


def open_journal(folder: Path, keep: int, embedder: str) -> Journal | None:
    """The journal of an index; ``None``, with one warning, where its file cannot be written."""
    if not keep:
        return None
    try:
        return Journal(folder / FILE, keep, embedder)
    except (sqlite3.Error, OSError) as error:
        logger.warning("No receipts are kept: %s in %s", error, folder / FILE)
        return None


def read_feedback(folder: Path) -> list[Json]:
    """Rated questions of an index as candidates for gold lines, in the order of their first rating.

    ``rating`` and ``reason`` stand beside the fields of a gold line: a person decides what the
    gold is, and takes them out.

    Raises:
        StoreError: if the journal cannot be read.
    """
    path = folder / FILE
    if not path.exists():
        return []
    with _told(), contextlib.closing(_connected(path)) as connection:
        rows = connection.execute("SELECT rating, reason, receipt FROM feedback ORDER BY seq")
        return [
            _gold_line(json.loads(receipt)["reply"]) | {"rating": rating, "reason": reason}
            for rating, reason, receipt in rows
        ]


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"The journal cannot be used: {error}. Move {FILE} away.") from error


def _connected(path: Path) -> sqlite3.Connection:
    path.touch(mode=0o600)  # what people asked is nobody else's business
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _gold_line(reply: Json) -> Json:
    citations = reply.get("citations", [])
    return {
        "id": reply["id"],
        "question": reply["question"]["text"],
        "article": citations[0]["article"]["source"] if citations else None,
        "gold": [_cited(each) for each in citations],
        "kind": reply["kind"],
        "lang": reply["question"]["language"],
    }


def _cited(citation: Json) -> str:
    """The words that were marked in a citation, or all of it."""
    mark, quote = citation["mark"], str(citation["quote"])
    if not mark:
        return quote
    return quote[mark["start"] - citation["start"] : mark["end"] - citation["start"]]
