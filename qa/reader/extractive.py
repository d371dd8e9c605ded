"""The extractive reader: ranks the sentences of hits, and shows those that answer or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from qa.reader.choosing import choose, in_context
from qa.reader.comparing import sides
from qa.reader.confidence import Confidence, evidence, is_uncounted
from qa.reader.conflicts import contradicting
from qa.reader.features import Asked, asked
from qa.reader.kinds import AnswerType
from qa.reader.lacks import (
    LOOKS,
    Facts,
    Lack,
    compares,
    facts,
    joined,
    lacked_acronym,
    names_a_person,
    with_others,
)
from qa.reader.marks import counted_whole, tells_a_number
from qa.reader.matching import coverage, is_talk
from qa.reader.meanings import Meanings
from qa.reader.ranker import Ranker
from qa.reader.ranking import Ranked, rank
from qa.reader.refusals import refuse, undated, undefined, unstated
from qa.reader.rereading import reread
from qa.reader.sentences import Candidate, candidates, preceding
from qa.reader.speakers import speaker_of
from qa.reader.unsaid import lacked_act, lacked_definition, lacked_record, unsaid
from qa.types import (
    Answer,
    Article,
    Citation,
    Coverage,
    Embedder,
    Hit,
    Question,
    Reason,
    Reply,
    Sentence,
)
from qa.vietnamese import search_form

READ_HITS = 4
"""Hits whose sentences are weighed; what answers stands in the first ones or nowhere."""
_NEAR = 0.04
"""Share of the chance of the first sentence from which another one may say who did it."""
_RELATED = 0.4
"""Share of the question's terms from which the hits are about the same topic."""


class ExtractiveReader:
    """Shows the sentences that answer best; writes none of its own.

    ``article`` gives the whole article of a hit: what a question names, and what a sentence leans
    on, may stand outside the chunks that were found.
    """

    def __init__(self, embedder: Embedder, article: Callable[[str], Article | None]) -> None:
        self._meanings = Meanings(embedder)
        self._article = article
        self._ranker = Ranker()
        self._confidence = Confidence()

    def read(self, question: Question, hits: Sequence[Hit], coverage: Coverage) -> Reply:
        """The best sentences, cited word for word, or a refusal that names what was missing."""
        if not question.terms or is_talk(question.searched):
            return refuse(question, "not_a_question", hits, coverage)
        articles = self._articles(hits)
        hits = [hit for hit in hits if hit.article.article_id in articles]
        if not hits:
            return refuse(question, "no_hits", hits, coverage)
        named = _facts(articles)
        fitting, lack = _fitting(question, hits, named)
        if lack:
            return refuse(question, lack.reason, hits, coverage, lack.missing, lack.instead)
        compared = self._compared(question, fitting, articles, named) if compares(question) else []
        if compared:
            chosen = in_context([each for each, _ in compared], "free", articles)
            lowest = min(confidence for _, confidence in compared)
            reply = _answer(question, chosen, hits, articles, coverage, lowest)
            return replace(reply, least_confidence=self._confidence.threshold)
        wanted = asked(question, self._meanings)
        ranked, confidence = self._weigh(wanted, fitting[:READ_HITS], articles)
        ranked = _doer_first(question, wanted.kind, ranked)
        lack = self._unsaid(question, wanted, ranked[0]) if ranked else None
        if lack:
            return refuse(question, lack.reason, hits, coverage, lack.missing, lack.instead)
        least = self._confidence.threshold
        if confidence < least:
            reason, instead = _weakness(question, hits, named), ""
            if ranked and reason == "weak_evidence":
                instead = self._uncounted(wanted, ranked[0], question.language)
            unsure = refuse(question, reason, hits, coverage, instead=instead)
            return replace(unsure, confidence=round(confidence, 3), least_confidence=least)
        other = contradicting(wanted, ranked)
        chosen = _newest_first(ranked[0], other) if other else choose(ranked, wanted.kind, articles)
        reply = _answer(question, chosen, hits, articles, coverage, confidence)
        return replace(reply, conflict=other is not None, least_confidence=least)

    def _compared(
        self,
        question: Question,
        hits: Sequence[Hit],
        articles: Mapping[str, Article],
        named: Mapping[str, Facts],
    ) -> list[tuple[Ranked, float]]:
        """The best sentence about each place that is compared, if there is one about each."""
        found = []
        for place, side in sides(question).items():
            own = [hit for hit in hits if place in named[hit.article.article_id].places]
            ranked, confidence = self._weigh(asked(side, self._meanings), own[:READ_HITS], articles)
            if confidence < self._confidence.threshold:
                return []
            found.append((ranked[0], confidence))
        distinct = {(each.article_id, each.candidate.place) for each, _ in found}
        return found if len(distinct) == len(found) else []

    def _unsaid(self, question: Question, asked_for: Asked, best: Ranked) -> Lack | None:
        """What is asked for and the best sentence does not say."""
        sentence, language = best.candidate.text, question.language
        if asked_for.kind == "figure" and not tells_a_number(asked_for, sentence):
            return Lack("weak_evidence", "", unstated(language, counted_whole(asked_for)))
        if asked_for.kind == "date" and asked_for.documents and not best.mark:
            return Lack("weak_evidence", "", undated(language))
        if concept := lacked_definition(question, sentence):
            return Lack("weak_evidence", "", undefined(language, concept))
        if told := lacked_record(question, best.candidate.hit.article):
            return Lack("weak_evidence", "", told)
        return unsaid(question, best.candidate, best.mark)

    def _uncounted(self, asked_for: Asked, best: Ranked, language: str) -> str:
        """The end of a refusal where a number of something is asked for and not told."""
        missed = is_uncounted(asked_for, best.candidate.text, self._meanings)
        return unstated(language, counted_whole(asked_for)) if missed else ""

    def reread(self, question: Question, hits: Sequence[Hit]) -> list[Hit]:
        """The hits in the order of what found them and of how well their sentences answer."""
        articles = self._articles(hits)
        kept = [hit for hit in hits if hit.article.article_id in articles]
        if not kept or not question.terms:
            return kept
        # In one form, so that a question finds the same however it is typed.
        alike = replace(question, searched=search_form(question.searched))
        wanted = asked(alike, self._meanings)
        return reread(wanted, kept, articles, self._meanings, self._ranker)

    def ranked(self, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
        """All sentences of the hits, that which answers best first."""
        articles = self._articles(hits)
        kept = [hit for hit in hits if hit.article.article_id in articles]
        if not kept or not question.terms:
            return []
        ranked, _ = self._weigh(asked(question, self._meanings), kept, articles)
        return [each.candidate for each in ranked]

    def _articles(self, hits: Sequence[Hit]) -> dict[str, Article]:
        """The articles of the hits; one that was deleted meanwhile is left out."""
        found = map(self._article, dict.fromkeys(hit.article.article_id for hit in hits))
        return {article.article_id: article for article in found if article is not None}

    def _weigh(
        self, question: Asked, hits: Sequence[Hit], articles: Mapping[str, Article]
    ) -> tuple[list[Ranked], float]:
        """The sentences, best first, and how sure it is that the best one answers."""
        found = candidates(hits, articles)
        if not found:
            return [], 0.0
        ranked, rows = rank(question, found, self._meanings, self._ranker)
        return ranked, self._confidence.of(evidence(question, found, rows, ranked, self._meanings))


def _doer_first(question: Question, kind: AnswerType, ranked: list[Ranked]) -> list[Ranked]:
    """The ranking, led by a sentence that says who did it, if one is near and the first does not.

    "Ai dẫn đầu đoàn?" has its words in a sentence about the delegation, its answer in another.
    """
    if kind != "person" or not ranked or not lacked_act(question, ranked[0].candidate.text):
        return ranked
    near = (each for each in ranked if each.mark and each.chance >= _NEAR * ranked[0].chance)
    told = next((each for each in near if not lacked_act(question, each.candidate.text)), None)
    return [told, *(each for each in ranked if each is not told)] if told else ranked


def _answer(
    question: Question,
    chosen: Sequence[Ranked],
    hits: Sequence[Hit],
    articles: Mapping[str, Article],
    coverage: Coverage,
    confidence: float,
) -> Answer:
    citations = _citations(chosen, articles)
    sentences = tuple(Sentence(each.quote, (each.number,), "verbatim") for each in citations)
    return Answer(
        question,
        sentences,
        citations,
        tuple(hits),
        round(confidence, 3),
        "extractive",
        coverage,
    )


def _facts(articles: Mapping[str, Article]) -> dict[str, Facts]:
    """What each article names."""
    return {
        article_id: facts(
            "\n".join(filter(None, (article.heading, article.author, article.text))),
            article.published,
        )
        for article_id, article in articles.items()
    }


def _fitting(
    question: Question, hits: Sequence[Hit], there: Mapping[str, Facts]
) -> tuple[list[Hit], Lack | None]:
    """The hits of articles that name what the question names, or what none of them does.

    Of what is compared, each article need only name a part.
    """
    fitting = list(hits)
    narrowed: list[str] = []
    for look in LOOKS:
        lacks = {article_id: look(question, named) for article_id, named in there.items()}
        left = [hit for hit in fitting if lacks[hit.article.article_id] is None]
        if not left and compares(question):
            lack = look(question, joined(there.values()))
            if lack:
                return [], lack
            continue
        missed = [lack for hit in fitting if (lack := lacks[hit.article.article_id])]
        if not left:  # what some article names is missing beside what the others lack
            is_told = any(lack is None for lack in lacks.values())
            return [], with_others(missed[0], narrowed) if is_told else missed[0]
        narrowed += [missed[0].missing] if missed else []
        fitting = left
    named = joined(there[each] for each in dict.fromkeys(hit.article.article_id for hit in fitting))
    short = lacked_acronym(question, named, joined(there.values()))
    return fitting, with_others(short, narrowed) if short else None


def _newest_first(first: Ranked, second: Ranked) -> list[Ranked]:
    return sorted(
        (first, second),
        key=lambda each: each.candidate.hit.article.published or date.min,
        reverse=True,
    )


def _citations(chosen: Sequence[Ranked], articles: Mapping[str, Article]) -> tuple[Citation, ...]:
    return tuple(
        Citation(
            number,
            each.candidate.hit.article,
            each.candidate.start,
            each.candidate.end,
            each.candidate.text,
            _moved(each),
            speaker_of(
                each.candidate.text,
                preceding(each.candidate, articles[each.article_id].text),
                each.candidate.hit.article,
            ),
        )
        for number, each in enumerate(chosen, start=1)
    )


def _moved(each: Ranked) -> tuple[int, int] | None:
    """The mark in characters of the article."""
    start = each.candidate.start
    return (start + each.mark[0], start + each.mark[1]) if each.mark else None


def _weakness(question: Question, hits: Sequence[Hit], named: Mapping[str, Facts]) -> Reason:
    """Off topic if not even the best chunks share what, or name whom, the question is about."""
    texts = [text for hit in hits for text in (hit.article.heading, hit.chunk.text)]
    related = (
        compares(question)
        or coverage(question, texts) >= _RELATED
        or any(names_a_person(question, each) for each in named.values())
    )
    return "weak_evidence" if related else "off_topic"
