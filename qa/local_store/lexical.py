"""The lexical follower: BM25 over our own terms, in tantivy.

``lexical.json`` names the folder that is current, the seq it is current to and the SHA-256 of each
file in it. A new one is made beside the old one and becomes current when the note is replaced.
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy

from qa.local_store.changes import Changes
from qa.local_store.files import sum_of, sync_folder, write_durably
from qa.vietnamese import ANALYSIS, fold, terms

_MOST_REMOVED = 0.05
_SMALL = 2_000
"""Removed chunks weigh on the statistics of words until the files are merged. A small index, where
that shows, is written anew beyond this share; a large one by ``optimise``."""

_HEAP = 50_000_000
_log = logging.getLogger(__name__)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("chunk", "article"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("terms", "folded"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class Lexical:
    """Terms of chunks; a searcher stays as it was until it is replaced as a whole."""

    def __init__(self, folder: Path, identity: str) -> None:
        self._folder = folder / "lexical"
        self._note = folder / "lexical.json"
        self._made_from = {"identity": identity, "analysis": ANALYSIS}
        self._state: dict[str, Any] = {}
        self._sums: dict[str, str] = {}
        self._links: tempfile.TemporaryDirectory[str] | None = None
        self._schema = _schema()
        self._index = tantivy.Index(self._schema)
        self._searcher = self._index.searcher()
        self.seq = 0

    @property
    def count(self) -> int:
        """How many chunks can be found."""
        return int(self._searcher.num_docs)

    def load(self, newest: int, links: bool = False) -> bool:
        """Opens what the note names; says whether it is whole, fits and is not ahead of the truth.

        ``links`` reads through a folder of links, for tantivy wants to make a file where it reads.
        """
        try:
            state = json.loads(self._note.read_bytes())
            path = self._folder / state["folder"]
            if state == self._state and sum_of(path / "meta.json") == state["files"]["meta.json"]:
                return True
            self._check(path, state, newest)
            self._use(tantivy.Index.open(str(self._linked(path) if links else path)), state)
        except FileNotFoundError:
            return False
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("%s cannot be used: %s", self._folder, error)
            return False
        return True

    def problems(self, newest: int) -> list[str]:
        """What is wrong with the files, in sentences."""
        self._sums = {}
        try:
            state = json.loads(self._note.read_bytes())
            self._check(self._folder / state["folder"], state, newest)
        except (OSError, ValueError, KeyError, TypeError) as error:
            return [f"{self._folder} cannot be used: {error}."]
        return []

    def _check(self, path: Path, state: dict[str, Any], newest: int) -> None:
        if state["made_from"] != self._made_from:
            raise ValueError("it belongs to another index or another analysis of words")
        if not 0 <= state["seq"] <= newest:
            raise ValueError("it is not a former state of the articles")
        for name, expected in state["files"].items():
            file = path / name
            if self._sum_of(file) != expected:
                raise ValueError(f"{file} is damaged")
            self._sums[str(file)] = expected

    def _linked(self, path: Path) -> Path:
        self.close()
        self._links = tempfile.TemporaryDirectory(prefix="qa-index-", ignore_cleanup_errors=True)
        for file in path.iterdir():
            Path(self._links.name, file.name).symlink_to(file.absolute())
        return Path(self._links.name)

    def _use(self, index: tantivy.Index, state: dict[str, Any]) -> None:
        index.config_reader("manual")
        index.reload()
        self._index, self._searcher, self._state = index, index.searcher(), state
        self.seq = state["seq"]

    def close(self) -> None:
        """Gives back the folder of links, if there is one."""
        if self._links is not None:
            self._links.cleanup()

    def follow(self, changes: Changes) -> None:
        """Adds to the files; called after ``load`` by who holds the writer lock."""
        path = self._folder / self._state["folder"]
        for file in path.iterdir():  # a killed writer leaves files whose names will be used again
            if not file.name.startswith(".") and file.name not in self._state["files"]:
                file.unlink()
        with _system_errors():
            _write(self._index, changes)
        self._seal(path.name, changes.seq)

    def is_worn(self) -> bool:
        """Whether so much has been removed from a small index that it should be written anew."""
        meta = json.loads((self._folder / self._state["folder"] / "meta.json").read_bytes())
        segments = meta["segments"]
        gone = sum((segment["deletes"] or {}).get("num_deleted_docs", 0) for segment in segments)
        written = sum(segment["max_doc"] for segment in segments)
        return bool(_MOST_REMOVED * written < gone <= written <= _SMALL)

    def renew(self, changes: Changes) -> None:
        """Makes all anew, beside what stands now, from all changes (``since`` is 0)."""
        name = f"{time.time_ns():x}"
        path = self._folder / name
        path.mkdir(parents=True, mode=0o700)
        try:
            with _system_errors():
                self._index = tantivy.Index(self._schema, path=str(path))
                _write(self._index, changes)
        except OSError:
            shutil.rmtree(path, ignore_errors=True)
            raise
        sync_folder(self._folder)
        self._seal(name, changes.seq)
        for old in self._folder.iterdir():
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def hold_in_memory(self, changes: Changes) -> None:
        """Makes all anew in memory, where nothing can be written."""
        index = tantivy.Index(self._schema)
        _write(index, changes)
        self._use(index, {"seq": changes.seq})

    def _seal(self, name: str, seq: int) -> None:
        path = self._folder / name
        files = {}
        for file in path.iterdir():
            if not file.name.startswith("."):
                file.chmod(0o600)
                files[file.name] = self._sum_of(file)
        state = {"seq": seq, "folder": name, "made_from": self._made_from, "files": files}
        write_durably(self._note, json.dumps(state).encode())
        self._sums = {str(path / file): digest for file, digest in files.items()}
        self._use(self._index, state)

    def _sum_of(self, file: Path) -> str:
        known = self._sums.get(str(file)) if file.name != "meta.json" else None
        return known or sum_of(file)  # tantivy writes every other file only once

    def frequencies(self, words: Sequence[str], folded: bool) -> tuple[int, dict[str, int]]:
        """How many chunks there are, and in how many of them each term stands."""
        searcher = self._searcher
        field = "folded" if folded else "terms"
        return searcher.num_docs, {word: searcher.doc_freq(field, word) for word in words}

    def search(
        self,
        weights: Mapping[str, float],
        k: int,
        folded: bool,
        allowed: Sequence[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Key and BM25 score of chunks, best first; ``allowed`` are keys of articles."""
        searcher = self._searcher
        if not searcher.num_docs or not weights or allowed == []:
            return []
        query = self._query(weights, "folded" if folded else "terms")
        if allowed is not None:
            query = self._among(query, allowed)
        hits = searcher.search(query, limit=min(k, searcher.num_docs), count=False).hits
        keys: Sequence[Any] = searcher.fast_field_values("chunk", [where for _, where in hits])
        # The last bits of a sum depend on the order in which it was made.
        return [(key, round(score, 4)) for key, (score, _) in zip(keys, hits, strict=True)]

    def _query(self, weights: Mapping[str, float], field: str) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(field, term), weight))
                for term, weight in sorted(weights.items())
            ]
        )

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, "freq")

    def _among(self, query: tantivy.Query, articles: Sequence[int]) -> tantivy.Query:
        members = tantivy.Query.term_set_query(self._schema, "article", articles)
        silent = tantivy.Query.const_score_query(members, 0.0)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, query), (tantivy.Occur.Must, silent)]
        )


def _write(index: tantivy.Index, changes: Changes) -> None:
    """One commit; all in one frame, so that an error leaves nobody holding the writer."""
    writer = index.writer(_HEAP, 1)
    try:
        for ends in changes.removed_chunks() if changes.since else []:
            # Deleting by a term misses unsigned numbers without an error (tantivy-py 0.27).
            writer.delete_documents_by_query(_numbered(index.schema, *ends))
        for chunk, article, text in changes.chunks():
            writer.add_document(_document(chunk, article, text))
        writer.commit()
        writer.wait_merging_threads()  # or files would still change behind the checksums
    finally:
        del writer


def _numbered(schema: tantivy.Schema, first: int, last: int) -> tantivy.Query:
    return tantivy.Query.range_query(schema, "chunk", tantivy.FieldType.Unsigned, first, last)


def _document(chunk: int, article: int, text: str) -> tantivy.Document:
    words = terms(text)
    document = tantivy.Document()
    document.add_unsigned("chunk", chunk)
    document.add_unsigned("article", article)
    document.add_text("terms", " ".join(words))
    document.add_text("folded", fold(" ".join(words)))  # as folded_terms, at a third of the time
    return document


@contextlib.contextmanager
def _system_errors() -> Iterator[None]:
    """Tantivy reports a full disk as a ValueError, and from its own thread without the cause."""
    try:
        yield
    except ValueError as error:
        found = re.search(r"os error (\d+)", str(error))
        unnamed = errno.ENOSPC if "writer was killed" in str(error) else errno.EIO
        raise OSError(int(found[1]) if found else unnamed, str(error)) from error
