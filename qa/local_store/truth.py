"""The truth: one SQLite database with articles, chunks, windows, vectors and the log of changes.

Keys are never used twice, and the chunks and windows of one article lie side by side, so that a
range of keys names them and a follower replays the log by ranges.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

from qa.errors import StoreError
from qa.local_store.files import DATABASE
from qa.types import Manifest
from qa.vietnamese import ANALYSIS

_BUSY_SECONDS = 10.0
_SCHEMA = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
  key INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
  source TEXT NOT NULL, sha256 TEXT NOT NULL, published TEXT, outlet TEXT, author TEXT,
  places TEXT NOT NULL, url TEXT, language TEXT NOT NULL, outlet_folded TEXT,
  first_chunk INTEGER NOT NULL, last_chunk INTEGER NOT NULL,
  first_window INTEGER NOT NULL, last_window INTEGER NOT NULL,
  stripped TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX published_on ON articles (published);
CREATE INDEX outlet_of ON articles (outlet_folded);
CREATE TABLE places (
  place TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  PRIMARY KEY (place, article)) WITHOUT ROWID;
CREATE INDEX places_of ON places (article);
CREATE TABLE chunks (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE INDEX chunks_of ON chunks (article);
CREATE TABLE windows (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  chunk INTEGER NOT NULL REFERENCES chunks ON DELETE CASCADE,
  start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL);
CREATE INDEX windows_of ON windows (chunk);
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL, kind TEXT NOT NULL,
  first_chunk INTEGER NOT NULL, last_chunk INTEGER NOT NULL,
  first_window INTEGER NOT NULL, last_window INTEGER NOT NULL);
"""

_ORPHANS = "PRAGMA foreign_key_check"
_STRAYS = """
SELECT count(*) FROM windows JOIN chunks ON chunks.key = windows.chunk
JOIN articles ON articles.key = chunks.article
WHERE windows.key NOT BETWEEN first_window AND last_window
OR chunks.key NOT BETWEEN first_chunk AND last_chunk
"""
FORMAT = 1


class Truth:
    """The database of one index; connections are lent out one user at a time."""

    def __init__(self, folder: Path, read_only: bool) -> None:
        self._path = folder / DATABASE
        self.read_only = read_only
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    def exists(self) -> bool:
        """Whether an index has been made here."""
        if not self._path.exists() or not self._path.stat().st_size:
            return False
        with self.reading() as connection:
            found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'settings'")
            return found.fetchone() is not None

    def create(self, manifest: Manifest) -> None:
        """An empty index, in one transaction."""
        self._path.touch(mode=0o600)
        with self.writing() as connection:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            # By its identity a follower knows that it belongs to this database and no other.
            connection.execute("INSERT INTO settings VALUES ('identity', ?)", (uuid.uuid4().hex,))
            save_settings(connection, manifest)

    def settings(self) -> dict[str, str]:
        """What the index was made from, with its identity."""
        with self.reading() as connection:
            return dict(connection.execute("SELECT name, value FROM settings"))

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the index, whatever is written meanwhile."""
        with self._lent() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; it is durable when the block has ended without an error."""
        with self._lent() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a full disk has already rolled it back
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Closes what is idle now, and the rest when it is given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextlib.contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._closed:
                raise StoreError(f"The index in {self._path.parent} has been closed.")
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connected()
        try:
            yield connection
        except sqlite3.Error:
            connection.close()  # after an error a fresh one is the safe one
            raise
        with self._lock:
            if not self._closed:
                return self._idle.append(connection)
        connection.close()

    def _connected(self) -> sqlite3.Connection:
        if not self.read_only:
            return _opened(self._path.absolute().as_uri() + "?mode=rw")
        try:
            return _opened(self._path.absolute().as_uri() + "?mode=ro")
        except sqlite3.OperationalError:
            # Where no file can be made, a WAL database is read only if nobody can be writing.
            return _opened(self._path.absolute().as_uri() + "?mode=ro&immutable=1")


def _opened(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        if "mode=rw" in uri:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def save_settings(connection: sqlite3.Connection, manifest: Manifest) -> None:
    """Writes down what the index is made from; its analysis stands with the lexical follower."""
    settings = {
        "format": str(manifest.format),
        "embedder": manifest.embedder,
        "dim": str(manifest.dim),
        "chunking": manifest.chunking,
    }
    connection.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", settings.items())


def manifest_of(settings: dict[str, str]) -> Manifest:
    """What the index was made from; the lexical follower is always brought to this analysis."""
    return Manifest(
        format=int(settings["format"]),
        embedder=settings["embedder"],
        dim=int(settings["dim"]),
        chunking=settings["chunking"],
        analysis=ANALYSIS,
    )


def problems(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the database, in sentences."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    found += [f"A row of {row[0]} has no parent." for row in connection.execute(_ORPHANS)]
    strays = connection.execute(_STRAYS).fetchone()[0]
    return found + ([f"{strays} windows lie outside the range of their article."] if strays else [])
