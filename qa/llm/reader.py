"""Releases the sentences of an LLM that were verified, and falls back to the extractive answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from qa.llm.client import Llm, LlmFailed
from qa.llm.prompt import NO_ANSWER, messages, passages
from qa.llm.sentences import MOST_LETTERS, Written, sentences
from qa.types import (
    Answer,
    Citation,
    Coverage,
    Fallback,
    Hit,
    Question,
    Reader,
    Reply,
    Sentence,
    Told,
)
from qa.verify import Verdict, verify
from qa.vietnamese import fold, folded_terms, search_form, sentence_spans

logger = logging.getLogger(__name__)

MOST_SENTENCES = 8
"""Sentences of one answer; what a model writes beyond them is not read."""
_RANKS = ("verbatim", "verified", "partial")


@dataclass(slots=True)
class _Draft:
    """What of an answer has been released so far."""

    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    dropped: int = 0
    known: set[str] = field(default_factory=set)


class LlmReader:
    """Lets an LLM rewrite the answer that the extractive reader found; never without one."""

    def __init__(self, llm: Llm, extractive: Reader) -> None:
        self._llm = llm
        self._extractive = extractive

    def tell(
        self, question: Question, hits: Sequence[Hit], coverage: Coverage
    ) -> Iterator[Told | Reply]:
        """Each sentence as soon as it was verified, then the whole reply.

        Where the articles hold no answer the LLM is not asked; nor where they contradict one
        another, for both values must be shown.
        """
        found = self._extractive.read(question, hits, coverage)
        if isinstance(found, Answer) and not found.conflict:
            yield from self._rewritten(question, found)
            return
        if isinstance(found, Answer):
            yield from found.told()
        yield found

    def _rewritten(self, question: Question, found: Answer) -> Iterator[Told | Reply]:
        """The answer in the words of the LLM; as it was found where none of them can be shown."""
        draft = _Draft()
        fallback: Fallback | None = None
        try:
            yield from self._released(question, passages(found.hits), found, draft)
        except LlmFailed as failure:
            logger.warning("The LLM gave no whole answer: %s", failure)
            fallback = failure.fallback
        if draft.sentences:
            yield _whole(found, draft)
            return
        yield from found.told()
        yield replace(found, dropped=draft.dropped, fallback=fallback or _unreleased(draft))

    def _released(
        self, question: Question, sent: Sequence[Hit], found: Answer, draft: _Draft
    ) -> Iterator[Told]:
        for written in sentences(self._llm.write(messages(question, sent))):
            if NO_ANSWER in written.text:
                raise LlmFailed("declined")
            form = search_form(written.text)
            if form in draft.known:
                continue
            draft.known.add(form)
            citation, verdict = _support(written, sent, question)
            if citation is None or verdict is None:
                draft.dropped += 1
                logger.info("A sentence of the LLM was dropped: %s", _why(verdict))
                continue
            yield _release(draft, written, citation, verdict, found)
            if len(draft.sentences) == MOST_SENTENCES:
                return


def _whole(found: Answer, draft: _Draft) -> Answer:
    return replace(
        found,
        sentences=tuple(draft.sentences),
        citations=tuple(draft.citations),
        mode="llm",
        dropped=draft.dropped,
    )


def _unreleased(draft: _Draft) -> Fallback:
    return "unverified" if draft.dropped else "empty"


def _support(
    written: Written, sent: Sequence[Hit], question: Question
) -> tuple[Citation | None, Verdict | None]:
    """The words of a cited passage that the sentence follows from, and how well it does."""
    best: tuple[Citation | None, Verdict | None] = (None, None)
    if len(written.text) > MOST_LETTERS:
        return best
    for number in written.cited:
        if not 1 <= number <= len(sent):
            continue
        hit = sent[number - 1]
        spans = _quotes(hit.chunk.text)
        context = "\n".join((hit.article.title, *hit.article.places))
        verdict = verify(written.text, [hit.chunk.text[slice(*span)] for span in spans], context)
        quote = hit.chunk.text[slice(*spans[verdict.quote])]
        if not (_is_shown(verdict, question) and _touches(question, quote)):
            best = best if best[0] else (None, verdict)
        elif best[0] is None or _is_better(verdict, best[1]):
            start, end = (hit.chunk.start + at for at in spans[verdict.quote])
            best = Citation(0, hit.article, start, end, quote), verdict
    return best


def _touches(question: Question, quote: str) -> bool:
    """Whether the words have anything to do with the question; English ones share none."""
    there = set(folded_terms(quote))
    return question.language == "en" or any(fold(term) in there for term in question.terms)


def _quotes(text: str) -> list[tuple[int, int]]:
    """What may be quoted: each sentence, and each two that follow one another."""
    spans = sentence_spans(text)
    return spans + [(one[0], two[1]) for one, two in pairwise(spans)]


def _is_shown(verdict: Verdict, question: Question) -> bool:
    """A sentence in the words of the articles must follow; one in English at least point at facts.

    Words of another language than the articles' cannot be compared, so a sentence that states a
    figure, date, document or name of the quote, and no other, is shown as partial.
    """
    if verdict.follows:
        return True
    pointed = any(check.agreed for check in verdict.checks)
    return (
        question.language == "en" and verdict.foreign and verdict.support == "partial" and pointed
    )


def _is_better(verdict: Verdict, other: Verdict | None) -> bool:
    if other is None:
        return True
    return _RANKS.index(str(verdict.support)) < _RANKS.index(str(other.support))


def _release(
    draft: _Draft, written: Written, cited: Citation, verdict: Verdict, found: Answer
) -> Told:
    assert verdict.support is not None
    place = (cited.article.article_id, cited.start, cited.end)
    known = [
        each for each in draft.citations if (each.article.article_id, each.start, each.end) == place
    ]
    citation = known[0] if known else _numbered(cited, len(draft.citations) + 1, found)
    sentence = Sentence(written.text, (citation.number,), verdict.support)
    draft.sentences.append(sentence)
    if not known:
        draft.citations.append(citation)
    return Told(sentence, () if known else (citation,))


def _numbered(cited: Citation, number: int, found: Answer) -> Citation:
    """With its number, and the mark and speaker of the extractive answer within the same words."""
    within = [
        each
        for each in found.citations
        if each.article.article_id == cited.article.article_id
        and cited.start <= each.start
        and each.end <= cited.end
    ]
    same = within[0] if within else cited
    return replace(cited, number=number, mark=same.mark, speaker=same.speaker)


def _why(verdict: Verdict | None) -> str:
    if verdict is None:
        return "it cites no passage that was sent"
    return ", ".join(sorted({check.kind for check in verdict.failures})) or "only partly supported"
