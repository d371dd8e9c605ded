"""How an index comes into being: opened, made, or rebuilt for another embedder."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from qa.errors import StoreError, StoreMismatch
from qa.local_store import rows
from qa.local_store.files import DATABASE, WriterLock, read_only_error, told
from qa.local_store.store import LOCK_SECONDS, LocalStore
from qa.local_store.truth import FORMAT, Truth, manifest_of, save_settings
from qa.types import Article, Chunk, Manifest, Vectors, Window
from qa.vietnamese import ANALYSIS

Pieces = tuple[Sequence[Chunk], Sequence[Window], Vectors]


def open_store(
    folder: Path,
    *,
    embedder: str,
    dim: int,
    chunking: str,
    read_only: bool = False,
    create: bool = True,
) -> LocalStore:
    """The index in a folder, ready to be searched; made if there is none and ``create`` says so.

    ``embedder`` is the fingerprint of the model, ``chunking`` names the way articles are cut. An
    index that cannot be written is opened read-only.

    Raises:
        StoreMismatch: if it was made with another embedder or another way to cut articles.
        StoreError: if there is none, or it is damaged.
    """
    manifest = Manifest(FORMAT, embedder, dim, chunking, ANALYSIS)
    with told(folder):
        truth = _truth(folder, read_only)
        lock = WriterLock(folder)
        try:
            if not truth.exists():
                _make(folder, truth, lock, manifest, create and not read_only)
            _check(folder, manifest_of(truth.settings()), manifest)
            return LocalStore(folder, truth, lock, truth.read_only)
        except BaseException:
            truth.close()
            raise


def _truth(folder: Path, read_only: bool) -> Truth:
    writable = os.access(folder, os.W_OK) or not folder.exists()
    database = folder / DATABASE
    writable = writable and (os.access(database, os.W_OK) or not database.exists())
    return Truth(folder, read_only or not writable)


def _make(folder: Path, truth: Truth, lock: WriterLock, manifest: Manifest, create: bool) -> None:
    if not create:
        raise StoreError(f"There is no index in {folder}. Build it with: qa ingest")
    if truth.read_only:
        raise read_only_error(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / DATABASE).exists() and (folder / "lexical.json").exists():
        raise StoreError(
            f"{folder / DATABASE} is damaged: it holds nothing, though an index was made here. "
            "Put a backup in its place, or move it away and run: qa ingest"
        )
    with lock.held(LOCK_SECONDS):
        if not truth.exists():  # another process may have been quicker
            truth.create(manifest)


def _check(folder: Path, found: Manifest, wanted: Manifest) -> None:
    if found.format != wanted.format:
        raise StoreMismatch(
            f"{folder} is in format {found.format}, but this version reads format {wanted.format}. "
            "Use the version that made it, or make a new index elsewhere with: qa ingest"
        )
    if (found.embedder, found.dim) != (wanted.embedder, wanted.dim):
        made, asked = (f"{each.embedder} ({each.dim} numbers a vector)" for each in (found, wanted))
        raise StoreMismatch(
            f"{folder} was made with {made}, but the embedder is now {asked}. "
            "Rebuild it with: qa index rebuild"
        )
    if found.chunking != wanted.chunking:
        raise StoreMismatch(
            f"{folder} was made of chunks cut by {found.chunking}, but this version cuts by "
            f"{wanted.chunking}. Rebuild it with: qa index rebuild"
        )


def rebuild(
    folder: Path,
    *,
    embedder: str,
    dim: int,
    chunking: str,
    pieces: Callable[[Article], Pieces],
) -> int:
    """Cuts and embeds every stored article anew; says how many there were.

    All in one transaction: until it has ended, and if it is interrupted, the old index stands.

    Raises:
        StoreBusy: if another process keeps on writing.
        StoreError: if there is no index, it is damaged, or it cannot be written.
    """
    manifest = Manifest(FORMAT, embedder, dim, chunking, ANALYSIS)
    with told(folder):
        truth = _existing(folder)
        lock = WriterLock(folder)
        try:
            if truth.read_only:
                raise read_only_error(folder)
            with lock.held(LOCK_SECONDS):
                count = _replace_all(truth, manifest, pieces)
                # The old vectors do not fit any more, and nobody needs to be told so.
                (folder / "vectors.json").unlink(missing_ok=True)
                store = LocalStore(folder, truth, lock, read_only=False)
                store.optimise()
                store.close()
            return count
        finally:
            truth.close()


def _existing(folder: Path) -> Truth:
    truth = _truth(folder, read_only=False)
    if not truth.exists():
        raise StoreError(f"There is no index in {folder}. Build it with: qa ingest")
    return truth


def _replace_all(truth: Truth, manifest: Manifest, pieces: Callable[[Article], Pieces]) -> int:
    with truth.writing() as connection:
        keys = rows.article_keys(connection)
        for key in keys:
            article = rows.read_article(connection, key)
            rows.save_places(connection, key, article)
            rows.replace_pieces(connection, key, *pieces(article))
        save_settings(connection, manifest)
    return len(keys)
