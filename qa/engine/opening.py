"""Settings become an engine: the parts are opened and put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from qa.embedding import open_embedder
from qa.engine.engine import Engine
from qa.engine.pieces import chunking, pieces
from qa.journal import Journal, open_journal
from qa.llm import LlmReader, open_llm
from qa.local_store import open_store, rebuild
from qa.reader import ExtractiveReader
from qa.settings import Settings
from qa.types import Article, Chunk, Embedder, Reader, Store, Vectors, Window


def open_engine(
    settings: Settings, *, read_only: bool = False, create: bool = False, receipts: bool = False
) -> Engine:
    """The engine of these settings; with ``receipts`` it keeps what it replies.

    Raises:
        StoreError: if there is no index yet (unless ``create``), or it cannot be used.
        StoreMismatch: if the index was made by another embedder.
        ModelError: if the embedding model cannot be used.
        SettingError: if a language model is set, but its client is not installed.
    """
    embedder = open_embedder(settings.embedder, offline=settings.offline)
    store = open_store(
        settings.index_dir,
        embedder=embedder.fingerprint,
        dim=embedder.dim,
        chunking=chunking(embedder),
        read_only=read_only,
        create=create,
    )
    try:
        return _engine(settings, store, embedder, receipts)
    except BaseException:
        store.close()
        raise


def _engine(settings: Settings, store: Store, embedder: Embedder, receipts: bool) -> Engine:
    reader = ExtractiveReader(embedder.table, store.article)
    return Engine(
        store,
        embedder,
        reader,
        llm=_llm(settings, reader),
        journal=_journal(settings, embedder) if receipts else None,
        max_question=settings.max_question,
    )


def _llm(settings: Settings, extractive: Reader) -> LlmReader | None:
    if not settings.llm_url:
        return None
    key = settings.llm_key.get_secret_value()
    llm = open_llm(
        settings.llm_url, settings.llm_model, key, settings.llm_seconds, settings.llm_tokens
    )
    return LlmReader(llm, extractive)


def _journal(settings: Settings, embedder: Embedder) -> Journal | None:
    return open_journal(settings.index_dir, settings.keep_replies, embedder.fingerprint)


@contextmanager
def temporary_engine(settings: Settings) -> Iterator[Engine]:
    """An engine over an empty index that is gone afterwards, for measuring."""
    with TemporaryDirectory() as folder:
        engine = open_engine(
            settings.model_copy(update={"index_dir": Path(folder) / "index"}), create=True
        )
        try:
            yield engine
        finally:
            engine.close()


def rebuild_index(settings: Settings, tell: Callable[[Article], None]) -> None:
    """Cuts and embeds all stored articles anew with the embedder of these settings."""
    embedder = open_embedder(settings.embedder, offline=settings.offline)

    def made_anew(article: Article) -> tuple[list[Chunk], list[Window], Vectors]:
        tell(article)
        return pieces(article, embedder)

    rebuild(
        settings.index_dir,
        embedder=embedder.fingerprint,
        dim=embedder.dim,
        chunking=chunking(embedder),
        pieces=made_anew,
    )
