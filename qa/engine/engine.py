"""Questions over the parts: articles in, replies out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from qa import retrieval
from qa.articles import article_files, article_from_text, derived_id, read_article
from qa.engine.pieces import pieces
from qa.errors import ArticleError, NotFound, RejectedInput, ReplyNotFound
from qa.followups import full_question, unframed
from qa.journal import Journal, Rating
from qa.llm import LlmReader
from qa.reader import READ_HITS, ExtractiveReader
from qa.replies import Json
from qa.suggestions import answered
from qa.types import (
    Answer,
    Article,
    AskMode,
    Change,
    Coverage,
    Embedder,
    Facets,
    Filter,
    Header,
    Hit,
    Order,
    Outcome,
    Question,
    Reply,
    Store,
    Told,
    Turn,
)

_CONTROLS = dict.fromkeys([*range(32), 127], " ")
MOST_HITS = 50
"""Hits that one search gives at most."""
_DRAWN_FROM = 8
"""Suggested questions are drawn from so many of the newest articles."""


class Ingested(NamedTuple):
    """What became of one file: its outcome, or the error that kept it out."""

    path: Path
    outcome: Outcome | None
    error: str | None


class Searched(NamedTuple):
    """What a search gave: the hits to show, and the first ones, to be read for an answer."""

    question: Question
    hits: list[Hit]
    first: list[Hit]
    milliseconds: float


class Engine:
    """Answers questions over one store; safe to be called from several threads."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        reader: ExtractiveReader,
        *,
        llm: LlmReader | None = None,
        journal: Journal | None = None,
        max_question: int = 2000,
    ) -> None:
        self.store = store
        self.embedder = embedder
        self._reader = reader
        self._llm = llm
        self._journal = journal
        self._max_question = max_question
        self._suggested: tuple[int, list[str]] = (-1, [])

    def ask(
        self,
        text: str,
        filters: Filter = Filter(),
        top_k: int = 8,
        mode: AskMode = "auto",
        conversation: Sequence[Turn] = (),
        explain: bool = False,
        *,
        restore: bool = True,
    ) -> Reply:
        """The answer with its citations, or the refusal with its reason.

        ``top_k`` is how many hits come with it, and changes nothing else.

        Raises:
            RejectedInput: for an empty, too long or broken question.
        """
        return self.read(
            self.search(text, filters, top_k, conversation, explain, restore=restore), mode
        )

    def search(
        self,
        text: str,
        filters: Filter = Filter(),
        top_k: int = 8,
        conversation: Sequence[Turn] = (),
        explain: bool = False,
        *,
        restore: bool = True,
        reread: bool = False,
    ) -> Searched:
        """The question as it was searched, and its hits, best first; why each, if asked for.

        What a follow-up leaves unsaid is taken from the conversation, the earlier turns. ``reread``
        hits are in the order of what their sentences say, too: for who looks at the hits alone. The
        reader weighs the sentences itself. A longer list begins with the shorter one.

        Raises:
            RejectedInput: for an empty, too long or broken question.
        """
        started = time.perf_counter()
        question = self._understood(text, filters, conversation, restore)
        top_k = max(1, min(top_k, MOST_HITS))
        most = max(top_k, retrieval.FIRST)
        hits = retrieval.search(question, self.store, self.embedder, most, explain)
        if reread:
            hits = self._reread(question, hits)
        return Searched(question, hits[:top_k], hits[: retrieval.FIRST], _milliseconds(started))

    def sentences(self, text: str, article_id: str | None = None) -> list[str]:
        """All sentences that are read for a question, that which answers best first.

        Of the article, where one is given; else of the first hits of all articles.
        """
        given = Filter(article_ids=(article_id,)) if article_id else Filter()
        searched = self.search(text, given, MOST_HITS if article_id else READ_HITS)
        return [each.text for each in self._reader.ranked(searched.question, searched.hits)]

    def read(self, searched: Searched, mode: AskMode = "auto") -> Reply:
        """The answer that stands in the hits, or the refusal with its reason."""
        *_, reply = self.tell(searched, mode)
        assert not isinstance(reply, Told)
        return reply

    def tell(self, searched: Searched, mode: AskMode = "auto") -> Iterator[Told | Reply]:
        """Each sentence of the answer as soon as it is there, then the whole reply."""
        started = time.perf_counter()
        given = (searched.question, searched.first, self.store.coverage())
        llm = None if mode == "extractive" else self._llm
        reply = None if llm else self._reader.read(*given)
        if isinstance(reply, Answer):
            yield from reply.told()
        for each in llm.tell(*given) if llm else ():
            if isinstance(each, Told):
                yield each
            else:
                reply = each
        assert reply is not None
        if mode == "llm" and not llm and isinstance(reply, Answer):
            reply = replace(reply, fallback="not_configured")
        spent = {"search": searched.milliseconds, "read": _milliseconds(started)}
        hits = (*reply.hits, *searched.hits[len(searched.first) :])[: len(searched.hits)]
        reply = replace(reply, hits=hits, timing_ms=spent)
        if self._journal:
            self._journal.keep(reply)
        yield reply

    def receipt(self, reply_id: str) -> Json:
        """What was replied under this id, and what became of the cited articles since.

        Raises:
            ReplyNotFound: if no such reply is kept.
        """
        kept = self._journal.receipt(reply_id) if self._journal else None
        if kept is None:
            raise _no_reply(reply_id)
        cited = [each["article"] for each in kept["reply"].get("citations", ())]
        hashes = {each["article_id"]: each["sha256"] for each in cited}
        return kept | {"articles": [self._state(*each) for each in hashes.items()]}

    def rate(self, reply_id: str, rating: Rating, reason: str | None = None) -> None:
        """Keeps what a reader thought of a reply.

        Raises:
            ReplyNotFound: if no such reply is kept.
            StoreError: if it cannot be written.
        """
        if not (self._journal and self._journal.rate(reply_id, rating, reason)):
            raise _no_reply(reply_id)

    def add(self, article: Article) -> Outcome:
        """Stores an article durably; it is found by the next question.

        One that is there already is left alone, and so is a copy of it from another source.
        """
        if self._is_there(article):  # embedding is what takes time
            return "unchanged"
        return self.store.upsert(article, *pieces(article, self.embedder))

    def add_text(self, text: str, **given: Any) -> tuple[str, Outcome]:  # noqa: ANN401
        """Stores an article given as text; ``given`` are the fields that the caller knows.

        Raises:
            ArticleError: if nothing of the text is an article.
        """
        article = article_from_text(text, **given)
        return article.article_id, self.add(article)

    def article(self, article_id: str) -> Article:
        """The article of this id.

        Raises:
            NotFound: if there is none.
        """
        found = self.store.article(article_id)
        if found is None:
            raise _no_article(article_id)
        return found

    def delete(self, article_id: str) -> None:
        """Removes the article of this id.

        Raises:
            NotFound: if there is none.
        """
        if not self.store.delete(article_id):
            raise _no_article(article_id)

    def headers(
        self,
        after: str | None = None,
        limit: int = 50,
        filters: Filter = Filter(),
        title: str = "",
        order: Order = "id",
    ) -> list[Header]:
        """Headers in an order, after the ``position`` ``after``, with these title words."""
        return self.store.headers(after, limit, filters, title, order)

    def facets(self) -> Facets:
        """The places, outlets and years of the stored articles, with their numbers."""
        return self.store.facets()

    def rankings(self, text: str) -> dict[str, list[str]]:
        """Article ids, best first, as each search leg and what is made of them rank them.

        An article stands where its best chunk does: in each leg, ``fused``, ``reranked`` by the
        features of the chunks, and in the end, ``final``, ``reranked`` and reread.
        """
        question = retrieval.understand(self._checked(text), self.store)
        legs = retrieval.rankings(question, self.store, self.embedder)
        hits = retrieval.search(question, self.store, self.embedder, retrieval.JUDGED)
        final = self._reread(question, hits)
        return legs | {"reranked": _ids(hits), "final": _ids(final)}

    def _reread(self, question: Question, hits: Sequence[Hit]) -> list[Hit]:
        """The first hits in the order of what their sentences say, too, and then the others."""
        first, others = hits[: retrieval.FIRST], hits[retrieval.FIRST :]
        return [*self._reader.reread(question, first), *others]

    def coverage(self) -> Coverage:
        """What can be found now."""
        return self.store.coverage()

    def suggestions(self) -> list[str]:
        """Questions to begin with that the articles really answer, the newest articles first."""
        coverage = self.store.coverage()
        if self._suggested[0] != coverage.index_seq:
            self._suggested = coverage.index_seq, answered(self._newest(), self._aside)
        return self._suggested[1]

    def _newest(self) -> list[Article]:
        ids = [each.article_id for each in self.headers(limit=_DRAWN_FROM, order="newest")]
        return [article for article in map(self.store.article, ids) if article]

    def _aside(self, text: str) -> Reply | None:
        """The reply to a question that nobody asked; ``None`` for one that nobody could ask."""
        try:
            searched = self.search(text)
        except RejectedInput:  # a title may be longer than a question
            return None
        return self._reader.read(searched.question, searched.first, self.store.coverage())

    def refresh(self) -> bool:
        """Takes in what other processes stored, and says whether there was anything."""
        return self.store.refresh()

    def ingest(self, paths: Iterable[Path]) -> Iterator[Ingested]:
        """Reads files and folders into the store, telling the outcome of each file.

        Of files with the same title and text the first stays, whatever else they differ in.

        Raises:
            ArticleError: for a path that does not exist, or when there is nothing to read.
        """
        files = article_files(paths)
        seen: set[str] = set()
        with self.store.batch():
            for path in files:
                yield self._ingest_file(path, seen)

    def close(self) -> None:
        """Gives back files and locks."""
        if self._journal:
            self._journal.close()
        self.store.close()

    def _ingest_file(self, path: Path, seen: set[str]) -> Ingested:
        """What becomes of a file; its article joins those that were ``seen`` in this run."""
        try:
            article = read_article(path)
        except ArticleError as error:
            return Ingested(path, None, str(error))
        if article.article_id in seen:  # or copies with other dates would replace each other
            return Ingested(path, "unchanged", None)
        seen.add(article.article_id)
        return Ingested(path, self.add(article), None)

    def _is_there(self, article: Article) -> bool:
        there = self.store.article(article.article_id)
        if there and there.source != article.source and _has_derived_id(article):
            # Copies share the id. The first stays, or they would replace each other for ever.
            there = replace(there, source=article.source, stripped=article.stripped)
        return there == article

    def _state(self, article_id: str, sha256: str) -> Json:
        now = self.store.article(article_id)
        state = "gone" if now is None else "same" if now.sha256 == sha256 else "changed"
        return {"article_id": article_id, "sha256": sha256, "state": state}

    def _understood(
        self, text: str, filters: Filter, conversation: Sequence[Turn], restore: bool
    ) -> Question:
        typed = self._checked(text)
        asked = unframed(typed)
        full = full_question(asked, conversation)
        # An earlier turn may be longer than any question; what was typed is searched alone then.
        full = self._checked(full) if len(full) <= self._max_question else asked
        question = retrieval.understand(full, self.store, filters, restore=restore)
        changes = () if full == asked else (Change("follow_up", asked, full),)
        return replace(question, text=typed, changes=(*changes, *question.changes))

    def _checked(self, text: str) -> str:
        text = text.translate(_CONTROLS)
        if not text.strip():
            raise RejectedInput(
                "The question is empty. Ask something about the articles.", "question_empty"
            )
        if len(text) > self._max_question:
            raise RejectedInput(
                f"The question has {len(text)} characters; at most {self._max_question} are read. "
                "Shorten it.",
                "question_too_long",
            )
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise RejectedInput(
                "The question is not valid Unicode text. Type it again.", "question_not_text"
            )
        return text


def _no_article(article_id: str) -> NotFound:
    return NotFound(f"No article has the id {article_id!r}. `qa index articles` lists them.")


def _no_reply(reply_id: str) -> ReplyNotFound:
    return ReplyNotFound(
        f"No reply with the id {reply_id!r} is kept. QA_KEEP_REPLIES says how many are."
    )


def _milliseconds(started: float) -> float:
    return round(1000 * (time.perf_counter() - started), 2)


def _ids(hits: Sequence[Hit]) -> list[str]:
    """The articles of hits and of their reprints, each once."""
    headers = (header for hit in hits for header in (hit.article, *hit.also_in))
    return list(dict.fromkeys(header.article_id for header in headers))


def _has_derived_id(article: Article) -> bool:
    return article.article_id == derived_id(article.title, article.text)
