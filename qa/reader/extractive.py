"""The extractive reader: ranks the sentences of hits, and shows those that answer or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from qa.reader.acts import lacked_act
from qa.reader.choosing import choose, in_context
from qa.reader.comparing import sides
from qa.reader.confidence import Confidence, evidence, is_uncounted
from qa.reader.conflicts import contradicting
from qa.reader.counting import counted_whole, tells_a_number
from qa.reader.features import ALONE, Asked, asked, features
from qa.reader.focus import lacked_focus
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
from qa.reader.marks import mark
from qa.reader.matching import coverage, is_talk
from qa.reader.meanings import Meanings
from qa.reader.ranker import RANKER_ALONE, Ranker
from qa.reader.ranking import Ranked, rank
from qa.reader.records import asks_author, lacked_record, names_title
from qa.reader.refusals import refuse, undated, undefined, unstated
from qa.reader.rereading import reread
from qa.reader.sentences import Candidate, beside, byline, candidates, preceding
from qa.reader.spans import introduction
from qa.reader.speakers import speaker_of
from qa.reader.unsaid import lacked_definition, lacked_holder, unsaid
from qa.types import (
    Answer,
    Article,
    Citation,
    Coverage,
    Hit,
    NoAnswer,
    Question,
    Reason,
    Reply,
    Sentence,
    Table,
)
from qa.vietnamese import fold, search_form

READ_HITS = 4
"""Hits whose sentences are weighed; what answers stands in the first ones or nowhere."""
_NEAR = 0.04
"""Share of the chance of the first sentence from which another one may say who did it."""
_ALONE = 0.25
"""Share that the score of a sentence by itself has in which one is shown; chosen on all sets."""
_LIKELY = 0.25
"""Share of it from which another one may answer where the first does not say what is asked for."""
_ANY_GROUP = re.compile(r"\b(?:nhung|cho|voi) ai\b")
"""What asks for groups as well as for somebody, folded: "Phát cho những ai?"."""
_RELATED = 0.4
"""Share of the question's terms from which the hits are about the same topic."""


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a reply rests on: the question, the hits, their articles and what these name."""

    question: Question
    hits: Sequence[Hit]
    articles: Mapping[str, Article]
    named: Mapping[str, Facts]
    coverage: Coverage

    def refused(self, lack: Lack) -> NoAnswer:
        """The refusal that names what is missing."""
        return refuse(
            self.question, lack.reason, self.hits, self.coverage, lack.missing, lack.instead
        )

    def answered(self, chosen: Sequence[Ranked], confidence: float, least: float) -> Answer:
        """The answer that shows these sentences."""
        citations = _citations(chosen, self.articles)
        return Answer(
            self.question,
            tuple(Sentence(each.quote, (each.number,), "verbatim") for each in citations),
            citations,
            tuple(self.hits),
            round(confidence, 3),
            "extractive",
            self.coverage,
            least_confidence=least,
        )


class ExtractiveReader:
    """Shows the sentences that answer best; writes none of its own.

    ``article`` gives the whole article of a hit: what a question names, and what a sentence leans
    on, may stand outside the chunks that were found.
    """

    def __init__(self, table: Table, article: Callable[[str], Article | None]) -> None:
        self._meanings = Meanings(table)
        self._article = article
        self._ranker = Ranker()
        self._ranker_alone = Ranker(RANKER_ALONE, ALONE)
        self._confidence = Confidence()

    def read(self, question: Question, hits: Sequence[Hit], coverage: Coverage) -> Reply:
        """The best sentences, cited word for word, or a refusal that names what was missing."""
        if not question.terms or is_talk(question.searched):
            return refuse(question, "not_a_question", hits, coverage)
        articles = self._articles(hits)
        hits = [hit for hit in hits if hit.article.article_id in articles]
        if not hits:
            return refuse(question, "no_hits", hits, coverage)
        basis = _Basis(question, hits, articles, _facts(articles), coverage)
        fitting, lack = _fitting(question, hits, basis.named)
        if lack:
            return basis.refused(lack)
        compared = self._compared(basis, fitting) if compares(question) else None
        return compared or self._best(basis, fitting)

    def _compared(self, basis: _Basis, hits: Sequence[Hit]) -> Answer | None:
        """The best sentence about each place that is compared, if there is one about each."""
        found, least = [], self._confidence.threshold
        for place, side in sides(basis.question).items():
            own = [hit for hit in hits if place in basis.named[hit.article.article_id].places]
            wanted = asked(side, self._meanings)
            ranked, confidence = self._weigh(wanted, own[:READ_HITS], basis.articles)
            if confidence < least:
                return None
            found.append((ranked[0], confidence))
        distinct = {(each.article_id, each.candidate.place) for each, _ in found}
        if not found or len(distinct) < len(found):
            return None
        chosen = in_context([each for each, _ in found], "free", basis.articles)
        return basis.answered(chosen, min(confidence for _, confidence in found), least)

    def _best(self, basis: _Basis, hits: Sequence[Hit]) -> Reply:
        """What answers best, if it is sure enough and says what is asked for."""
        question, articles = basis.question, basis.articles
        wanted, least = asked(question, self._meanings), self._confidence.threshold
        ranked, confidence = self._weigh(wanted, hits[:READ_HITS], articles)
        if signed := _signed(question, ranked, hits, articles, is_sure=confidence >= least):
            return basis.answered([signed], max(confidence, least), least)
        if ranked and (told := lacked_record(question, ranked[0].candidate.hit.article)):
            return basis.refused(Lack("weak_evidence", "", told))
        ranked = _doer_first(question, wanted.kind, ranked)
        ranked = _introduced_first(question, wanted.kind, ranked, basis)
        ranked, lack = self._told_first(question, wanted, ranked)
        if refused := self._refused(basis, wanted, ranked, lack, confidence):
            return refused
        other = contradicting(wanted, ranked)
        chosen = _newest_first(ranked[0], other) if other else choose(ranked, wanted.kind, articles)
        return replace(basis.answered(chosen, confidence, least), conflict=other is not None)

    def _refused(
        self,
        basis: _Basis,
        asked_for: Asked,
        ranked: Sequence[Ranked],
        lack: Lack | None,
        confidence: float,
    ) -> Reply | None:
        """A refusal for what the best sentence lacks, or because nothing is likely to answer.

        What is about something else is told as that, whatever the nearest sentence lacks.
        """
        is_sure = confidence >= self._confidence.threshold
        is_foreign = not is_sure and _weakness(basis) == "off_topic"
        if lack and not (is_foreign and lack.reason == "weak_evidence"):
            return basis.refused(lack)
        return None if is_sure else self._unsure(basis, asked_for, ranked, confidence)

    def _unsure(
        self, basis: _Basis, asked_for: Asked, ranked: Sequence[Ranked], confidence: float
    ) -> Reply:
        """A refusal because nothing that was read is likely to answer."""
        reason, instead = _weakness(basis), ""
        if ranked and reason == "weak_evidence":
            instead = self._uncounted(asked_for, ranked[0], basis.question.language)
        refused = basis.refused(Lack(reason, "", instead))
        least = self._confidence.threshold
        return replace(refused, confidence=round(confidence, 3), least_confidence=least)

    def _told_first(
        self, question: Question, asked_for: Asked, ranked: list[Ranked]
    ) -> tuple[list[Ranked], Lack | None]:
        """The ranking, led by a likely one with the date, body, … that the best one does not tell.

        Where there is none, as it was, with what the best one lacks.
        """
        lack = self._unsaid(question, asked_for, ranked[0]) if ranked else None
        if lack is None or lack.reason == "entity_mismatch" or asked_for.kind == "person":
            return ranked, lack
        least = _LIKELY * ranked[0].chance
        years = lack.missing.split(", ") if lack.reason == "period_mismatch" else ()
        likely = (
            each
            for each in ranked[1:]
            if each.mark
            and each.chance >= least
            and all(year in each.candidate.text for year in years)
        )
        told = next((one for one in likely if not self._unsaid(question, asked_for, one)), None)
        if told is None:
            return ranked, lack
        return [told, *(each for each in ranked if each is not told)], None

    def _unsaid(self, question: Question, asked_for: Asked, best: Ranked) -> Lack | None:
        """What is asked for and the best sentence does not say."""
        sentence, language = best.candidate.text, question.language
        if asked_for.kind == "figure" and not tells_a_number(asked_for, sentence):
            return Lack("weak_evidence", "", unstated(language, counted_whole(asked_for)))
        if asked_for.kind == "date" and asked_for.documents and not best.mark:
            return Lack("weak_evidence", "", undated(language))
        if concept := lacked_definition(question, sentence):
            return Lack("weak_evidence", "", undefined(language, concept))
        return unsaid(question, best.candidate, best.mark) or lacked_focus(
            question, asked_for, best.candidate, self._meanings, is_marked=best.mark is not None
        )

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
        return reread(wanted, kept, articles, self._meanings, self._ranker_alone)

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
        rows = features(question, found, self._meanings)
        marks = cache(lambda text: mark(question, text, self._meanings))  # both rank much the same
        alone = self._ranker_alone.scores(rows[:, : len(ALONE)])
        scores = (1 - _ALONE) * self._ranker.scores(rows) + _ALONE * alone
        ranked = rank(question, found, scores, marks)
        judged = rank(question, found, alone, marks)
        return ranked, self._confidence.of(evidence(question, found, rows, judged, self._meanings))


def _signed(
    question: Question,
    ranked: Sequence[Ranked],
    hits: Sequence[Hit],
    articles: Mapping[str, Article],
    *,
    is_sure: bool,
) -> Ranked | None:
    """The byline that is asked for: of the article whose title is said, else of the best one.

    The best one is it where that is sure, or where no other fits the question.
    """
    titled = (hit for hit in hits if names_title(question, hit.article))
    is_alone = len({hit.article.article_id for hit in hits}) == 1
    best = ranked[0].candidate.hit if ranked and (is_sure or is_alone) else None
    hit = next(titled, best)
    if hit is None or not asks_author(question, hit.article):
        return None
    line, author = byline(hit, articles[hit.article.article_id]), hit.article.author
    start = len(line.text) - len(author) if line and author else 0
    return Ranked(line, 0.0, 0.0, (start, len(line.text))) if line else None


def _says_who(question: Question, each: Ranked) -> bool:
    """Whether a sentence tells what was done, and of the office, if one of the two is asked for."""
    told = each.candidate.text
    return not (lacked_act(question, told) or lacked_holder(question, told, each.mark is not None))


def _doer_first(question: Question, kind: AnswerType, ranked: list[Ranked]) -> list[Ranked]:
    """The ranking, led by a sentence that says who did it, if one is near and the first does not.

    "Ai dẫn đầu đoàn?" has its words in a sentence about the delegation, its answer in another.
    "Phát cho những ai?" may be answered by groups, of which none has a name.
    """
    if kind != "person" or not ranked or ranked[0].mark or _says_who(question, ranked[0]):
        return ranked
    if _ANY_GROUP.search(fold(search_form(question.searched))):
        return ranked
    near = (each for each in ranked if each.mark and each.chance >= _NEAR * ranked[0].chance)
    told = next((each for each in near if _says_who(question, each)), None)
    return [told, *(each for each in ranked if each is not told)] if told else ranked


def _introduced_first(
    question: Question, kind: AnswerType, ranked: list[Ranked], basis: _Basis
) -> list[Ranked]:
    """The ranking, led by where an article introduces whose office is asked for.

    An interview names their office once, above all that they say.
    """
    best = ranked[0] if ranked and kind == "role" else None
    asked_for = fold(search_form(question.searched))
    people = basis.named[best.article_id].people if best else ()
    who = min((name for name in people if name in asked_for), key=asked_for.find, default=None)
    if best is None or who is None:
        return ranked
    if best.mark and who in fold(search_form(best.candidate.text)):
        return ranked
    text = basis.articles[best.article_id].text
    steps = range(-best.candidate.place, best.candidate.among - best.candidate.place)
    every = (each for step in steps if (each := beside(best.candidate, text, step)))
    marked = ((each, introduction(who, each.text)) for each in every)
    told = next((one for one in marked if one[1]), None)
    return [replace(best, candidate=told[0], chance=1.0, mark=told[1]), *ranked] if told else ranked


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
    named = [there[each] for each in {hit.article.article_id for hit in fitting}]
    short = lacked_acronym(question, named, there.values())
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


def _weakness(basis: _Basis) -> Reason:
    """Off topic if not even the best chunks share what, or name whom, the question is about."""
    question, hits = basis.question, basis.hits
    texts = [text for hit in hits for text in (hit.article.heading, hit.chunk.text)]
    related = (
        compares(question)
        or coverage(question, texts) >= _RELATED
        or any(names_a_person(question, each) for each in basis.named.values())
    )
    return "weak_evidence" if related else "off_topic"
