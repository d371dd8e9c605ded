"""Values to rows and back: what is read from the truth and written to it, within a transaction."""

from __future__ import annotations

import functools
import itertools
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from qa.identifiers import localities
from qa.types import (
    Article,
    Chunk,
    Coverage,
    Facets,
    Filter,
    Header,
    Order,
    Outcome,
    Passage,
    Vectors,
    Window,
)
from qa.vietnamese import WORD, fold, opened, search_form

_HEADER = "article_id, title, source, sha256, published, outlet, author, places, url, language"
_WRITTEN = f"{_HEADER}, stripped, text, outlet_folded"
_RANGES = "first_chunk, last_chunk, first_window, last_window"
_NO_RANGES = (0, -1, 0, -1)
_AFTER = {
    "id": "article_id > :after ORDER BY article_id",
    # An article without a date comes last: SQLite holds NULL to be less than any day.
    "newest": "(coalesce(published, '') < :day OR coalesce(published, '') = :day"
    " AND article_id > :after) ORDER BY published DESC, article_id",
}
_AFTER_ALL_DAYS = "~:"
_MOST = 2**63 - 1
_MOST_FACETS = 500
_PLACES = (
    "SELECT value, count(*) FROM articles, json_each(articles.places) "
    "GROUP BY value ORDER BY 2 DESC, 1 LIMIT ?"
)
_OUTLETS = (
    "SELECT max(outlet), count(*) FROM articles WHERE outlet IS NOT NULL "
    "GROUP BY outlet_folded ORDER BY 2 DESC, 1 LIMIT ?"
)
# Each name is read from one article: an outlet may have most of them.
_NAMED_OUTLETS = """
SELECT (SELECT outlet FROM articles WHERE outlet_folded = folded LIMIT 1)
FROM (SELECT DISTINCT outlet_folded AS folded FROM json_each(?) JOIN articles
  ON outlet_folded = value OR outlet_folded BETWEEN value || '.' AND value || '.~')
ORDER BY folded
"""
_YEARS = (
    "SELECT substr(published, 1, 4), count(*) FROM articles WHERE published IS NOT NULL "
    "GROUP BY 1 ORDER BY 1 DESC LIMIT ?"
)


def article_key(connection: sqlite3.Connection, article_id: str) -> int | None:
    """The store's own name for an article, or ``None``."""
    row = connection.execute("SELECT key FROM articles WHERE article_id = ?", (article_id,))
    return next((int(key) for (key,) in row), None)


def article_keys(connection: sqlite3.Connection) -> list[int]:
    """The keys of all articles, in the order of their arrival."""
    return [key for (key,) in connection.execute("SELECT key FROM articles ORDER BY key")]


def read_article(connection: sqlite3.Connection, key: int) -> Article:
    """The article under a key that exists."""
    row = connection.execute(
        f"SELECT {_HEADER}, text, stripped FROM articles WHERE key = ?", (key,)
    ).fetchone()
    *header, text, stripped = row
    return Article(**_header(header), text=text, stripped=tuple(json.loads(stripped)))


def read_headers(
    connection: sqlite3.Connection,
    after: str | None,
    limit: int,
    filters: Filter,
    title: str = "",
    order: Order = "id",
) -> list[Header]:
    """Headers in an order, those that follow the position ``after``.

    Each word of ``title`` must begin a word of the title. Accents never count: while a word is
    being typed by Telex or VNI, its accents are not those of the finished word.
    """
    condition, values = _condition(filters)
    if words := title_words(title).split():
        connection.create_function("title_words", 1, title_words, deterministic=True)
        condition += (
            " AND NOT EXISTS (SELECT 1 FROM json_each(:words)"
            " WHERE instr(title_words(title), ' ' || value) = 0)"
        )
    day, article_id = "", after or ""
    if order == "newest":
        day, _, article_id = (after or _AFTER_ALL_DAYS).partition(":")
    rows = connection.execute(
        f"SELECT {_HEADER} FROM articles WHERE {condition} AND {_AFTER[order]} LIMIT :limit",
        values
        | {
            "day": day,
            "after": article_id,
            "limit": max(0, min(limit, _MOST)),
            "words": json.dumps(words),
        },
    )
    return [Header(**_header(row)) for row in rows]


@functools.lru_cache(maxsize=100_000)
def title_words(title: str) -> str:
    """The words of a title as they are compared, each with a blank before it."""
    return "".join(f" {word}" for word in WORD.findall(fold(search_form(title))))


def read_facets(connection: sqlite3.Connection) -> Facets:
    """What can be filtered by, with the number of articles of each value."""
    return Facets(
        places=_counted(connection, _PLACES),
        outlets=_counted(connection, _OUTLETS),
        years=_counted(connection, _YEARS),
    )


def _counted(connection: sqlite3.Connection, sql: str) -> tuple[tuple[str, int], ...]:
    return tuple((value, count) for value, count in connection.execute(sql, (_MOST_FACETS,)))


def _header(row: Sequence[Any]) -> dict[str, Any]:
    fields = dict(zip(_HEADER.split(", "), row, strict=True))
    published = date.fromisoformat(fields["published"]) if fields["published"] else None
    return fields | {"published": published, "places": tuple(json.loads(fields["places"]))}


def read_coverage(connection: sqlite3.Connection) -> Coverage:
    """How many articles there are, up to when, and the seq of the last change."""
    row = connection.execute("SELECT count(*), max(published) FROM articles").fetchone()
    newest = date.fromisoformat(row[1]) if row[1] else None
    return Coverage(articles=row[0], newest=newest, index_seq=latest(connection))


def latest(connection: sqlite3.Connection) -> int:
    """The seq of the last change; 0 when there was none."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()[0])


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many articles, chunks and windows there are."""
    tables = ("articles", "chunks", "windows")
    rows = [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables]
    return {table: int(count) for table, (count,) in zip(tables, rows, strict=True)}


def upsert(
    connection: sqlite3.Connection,
    article: Article,
    chunks: Sequence[Chunk],
    windows: Sequence[Window],
    vectors: Vectors,
) -> Outcome:
    """Adds or replaces an article; writes nothing where it is already there as it is."""
    key = article_key(connection, article.article_id)
    if key is not None and read_article(connection, key) == article:
        return "unchanged"
    if key is None:
        key = _add_article(connection, article)
        replace_pieces(connection, key, chunks, windows, vectors)
        return "added"
    _update_article(connection, key, article)
    replace_pieces(connection, key, chunks, windows, vectors)
    return "updated"


def delete(connection: sqlite3.Connection, article_id: str) -> bool:
    """Removes an article with all that belongs to it; says whether it was there."""
    key = article_key(connection, article_id)
    if key is None:
        return False
    _log(connection, key, "deleted")
    connection.execute("DELETE FROM articles WHERE key = ?", (key,))
    return True


def replace_pieces(
    connection: sqlite3.Connection,
    key: int,
    chunks: Sequence[Chunk],
    windows: Sequence[Window],
    vectors: Vectors,
) -> None:
    """The article under this key gets other chunks, windows and vectors, as the next change."""
    _log(connection, key, "stored")
    connection.execute("DELETE FROM chunks WHERE article = ?", (key,))
    chunk_keys = [
        _added(connection, "chunks (article, start, end)", (key, chunk.start, chunk.end))
        for chunk in chunks
    ]
    named = dict(zip((chunk.chunk_id for chunk in chunks), chunk_keys, strict=True))
    blobs = (row.tobytes() for row in vectors.astype("<f2"))
    window_keys = [
        _added(
            connection,
            "windows (chunk, start, end, vector)",
            (named[window.chunk_id], window.start, window.end, blob),
        )
        for window, blob in zip(windows, blobs, strict=True)
    ]
    connection.execute(
        f"UPDATE articles SET ({_RANGES}) = (?, ?, ?, ?) WHERE key = ?",
        (*_ends(chunk_keys), *_ends(window_keys), key),
    )


def _log(connection: sqlite3.Connection, key: int, kind: str) -> None:
    """The next change: what the article had until now is named as removed."""
    connection.execute(
        f"INSERT INTO changes (article, kind, {_RANGES}) "
        f"SELECT key, ?, {_RANGES} FROM articles WHERE key = ?",
        (kind, key),
    )


def _added(connection: sqlite3.Connection, place: str, values: tuple[object, ...]) -> int:
    marks = ", ".join("?" * len(values))
    return connection.execute(f"INSERT INTO {place} VALUES ({marks})", values).lastrowid or 0


def _ends(keys: Sequence[int]) -> tuple[int, int]:
    return (keys[0], keys[-1]) if keys else (0, -1)


def _add_article(connection: sqlite3.Connection, article: Article) -> int:
    values = (*_fields(article), *_NO_RANGES)
    key = _added(connection, f"articles ({_WRITTEN}, {_RANGES})", values)
    save_places(connection, key, article)
    return key


def _update_article(connection: sqlite3.Connection, key: int, article: Article) -> None:
    fields = _fields(article)
    marks = ", ".join("?" * len(fields))
    connection.execute(
        f"UPDATE articles SET ({_WRITTEN}) = ({marks}) WHERE key = ?", (*fields, key)
    )
    save_places(connection, key, article)


def _fields(article: Article) -> tuple[str | None, ...]:
    return (
        article.article_id,
        article.title,
        article.source,
        article.sha256,
        article.published.isoformat() if article.published else None,
        article.outlet,
        article.author,
        json.dumps(article.places, ensure_ascii=False),
        article.url,
        article.language,
        json.dumps(article.stripped, ensure_ascii=False),
        article.text,
        _same(article.outlet) if article.outlet else None,
    )


def save_places(connection: sqlite3.Connection, key: int, article: Article) -> None:
    """Writes what an article is found under: what it is about, and the localities it names."""
    connection.execute("DELETE FROM places WHERE article = ?", (key,))
    named = [*article.places, *localities(f"{article.title}\n{article.text}")]
    names = {(_same(place), key) for place in named}
    connection.executemany("INSERT INTO places VALUES (?, ?)", names)


def named_places(connection: sqlite3.Connection, names: Sequence[str]) -> list[str]:
    """Those of the names under which articles are filed."""
    known = connection.execute(
        "SELECT DISTINCT place FROM places WHERE place IN (SELECT value FROM json_each(?))",
        (json.dumps([_same(name) for name in names]),),
    )
    found = {place for (place,) in known}
    return [name for name in names if _same(name) in found]


def named_outlets(connection: sqlite3.Connection, names: Sequence[str]) -> list[str]:
    """The outlets of these names, or whose address begins with one of them, as they are written."""
    known = connection.execute(_NAMED_OUTLETS, (json.dumps([_same(name) for name in names]),))
    return [outlet for (outlet,) in known]


def _same(name: str) -> str:
    """Equal for names that differ only in accents, case, blanks and how short they are written."""
    return " ".join(fold(opened(search_form(name))).split())


def _condition(filters: Filter) -> tuple[str, dict[str, object]]:
    """A condition on ``articles`` with its values."""
    possible = {
        "articles.article_id IN (SELECT value FROM json_each(:ids))": filters.article_ids,
        "articles.outlet_folded IN (SELECT value FROM json_each(:outlets))": filters.outlets,
        "articles.key IN (SELECT article FROM places "
        "WHERE place IN (SELECT value FROM json_each(:places)))": filters.places,
        "articles.published >= :since": filters.since,
        "articles.published <= :until": filters.until,
    }
    values: dict[str, object] = {
        "ids": json.dumps(filters.article_ids),
        "outlets": json.dumps([_same(outlet) for outlet in filters.outlets]),
        "places": json.dumps([_same(place) for place in filters.places]),
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
    }
    return " AND ".join(["1"] + [sql for sql, given in possible.items() if given]), values


def allowed_articles(connection: sqlite3.Connection, filters: Filter) -> list[int]:
    """The keys of the articles that may be found."""
    condition, values = _condition(filters)
    rows = connection.execute(f"SELECT key FROM articles WHERE {condition}", values)
    return [key for (key,) in rows]


def allowed_windows(connection: sqlite3.Connection, filters: Filter) -> list[tuple[int, int]]:
    """Ranges of window keys that may be found."""
    condition, values = _condition(filters)
    sql = f"SELECT first_window, last_window FROM articles WHERE {condition}"
    return [(first, last) for first, last in connection.execute(sql, values) if first <= last]


def windows_of(
    connection: sqlite3.Connection, keys: Sequence[int]
) -> dict[int, tuple[int, int, int]]:
    """Chunk key, start and end of the windows that still exist under these keys."""
    rows = connection.execute(
        "SELECT key, chunk, start, end FROM windows WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    return {key: (chunk, start, end) for key, chunk, start, end in rows}


def existing_chunks(connection: sqlite3.Connection, keys: Iterable[int]) -> set[int]:
    """Those of the keys under which a chunk still exists."""
    rows = connection.execute(
        "SELECT key FROM chunks WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    return {key for (key,) in rows}


def read_passages(connection: sqlite3.Connection, keys: Sequence[int]) -> dict[int, Passage]:
    """The chunks that still exist under these keys, with the headers of their articles."""
    rows = connection.execute(
        "SELECT chunks.key, start, end, substr(text, start + 1, end - start), articles.key, "
        f"{_HEADER} FROM chunks JOIN articles ON articles.key = article "
        "WHERE chunks.key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    headers: dict[int, Header] = {}
    passages = {}
    for key, start, end, text, article, *fields in rows:
        header = headers.get(article) or Header(**_header(fields))
        headers[article] = header
        passages[key] = Passage(Chunk(header.article_id, start, end, text), header)
    return passages


def read_windows(
    connection: sqlite3.Connection, keys: Sequence[int]
) -> dict[int, tuple[Sequence[tuple[int, int]], Vectors]]:
    """Start and end of the windows of each of these chunks, and a row for each window."""
    rows = connection.execute(
        "SELECT chunk, start, end, vector FROM windows "
        "WHERE chunk IN (SELECT value FROM json_each(?)) ORDER BY chunk, key",
        (json.dumps(list(keys)),),
    ).fetchall()
    stored = np.frombuffer(b"".join(row[3] for row in rows), dtype="<f2").astype(np.float32)
    stored.setflags(write=False)  # what is kept is lent to many
    spans, vectors = [row[1:3] for row in rows], stored.reshape(max(1, len(rows)), -1)
    counted = Counter(row[0] for row in rows)
    return {
        key: (spans[end - count : end], vectors[end - count : end])
        for (key, count), end in zip(
            counted.items(), itertools.accumulate(counted.values()), strict=True
        )
    }
