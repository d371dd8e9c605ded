"""The JSON form of what the engine gives; one form for HTTP, the command line and evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from qa.types import (
    Answer,
    Article,
    Citation,
    Coverage,
    Cues,
    Facets,
    Header,
    Hit,
    Question,
    Reply,
    Sentence,
    Speaker,
    Told,
)

Json = dict[str, Any]


def reply_json(reply: Reply) -> Json:
    """A reply; an answer and a refusal differ in ``kind``."""
    common: Json = {
        "id": reply.reply_id,
        "kind": "answer" if isinstance(reply, Answer) else "no_answer",
        "question": question_json(reply.question),
        "hits": [hit_json(hit) for hit in reply.hits],
        "coverage": coverage_json(reply.coverage),
        "timing_ms": dict(reply.timing_ms),
        "confidence": reply.confidence,
        "least_confidence": reply.least_confidence,
    }
    if isinstance(reply, Answer):
        return common | {
            "mode": reply.mode,
            "fallback": reply.fallback,
            "dropped": reply.dropped,
            "conflict": reply.conflict,
            "sentences": [sentence_json(each) for each in reply.sentences],
            "citations": [citation_json(each) for each in reply.citations],
        }
    return common | {"reason": reply.reason, "explanation": reply.explanation}


def question_json(question: Question) -> Json:
    """What was asked, what was searched, how it was changed and what it hints at."""
    return {
        "text": question.text,
        "searched": question.searched,
        "language": question.language,
        "identifiers": list(question.identifiers),
        "changes": [
            {"kind": each.kind, "from": each.before, "to": each.after} for each in question.changes
        ],
        "cues": cues_json(question.cues),
    }


def cues_json(cues: Cues) -> Json:
    """The places, outlets and the period that a question hints at."""
    return {
        "places": list(cues.places),
        "outlets": list(cues.outlets),
        "since": cues.since.isoformat() if cues.since else None,
        "until": cues.until.isoformat() if cues.until else None,
    }


def hit_json(hit: Hit) -> Json:
    """A found chunk with what each search leg gave it, and why it was found where that is told."""
    told = {"explanation": asdict(hit.explanation)} if hit.explanation else {}
    return told | {
        "chunk_id": hit.chunk.chunk_id,
        "article": header_json(hit.article),
        "start": hit.chunk.start,
        "end": hit.chunk.end,
        "text": hit.chunk.text,
        "score": round(hit.score, 4),
        "legs": {
            leg: {"rank": each.rank, "score": round(each.score, 4)}
            for leg, each in hit.legs.items()
        },
        "also_in": [header_json(each) for each in hit.also_in],
    }


def sentence_json(sentence: Sentence) -> Json:
    """One sentence of an answer."""
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "support": sentence.support,
    }


def told_json(told: Told) -> Json:
    """A sentence that is released before the whole reply, with its new citations."""
    return {
        "sentence": sentence_json(told.sentence),
        "citations": [citation_json(each) for each in told.citations],
    }


def citation_json(citation: Citation) -> Json:
    """The cited words with their place in the article."""
    mark = citation.mark
    return {
        "number": citation.number,
        "article": header_json(citation.article),
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "mark": {"start": mark[0], "end": mark[1]} if mark else None,
        "speaker": speaker_json(citation.speaker),
    }


def speaker_json(speaker: Speaker | None) -> Json | None:
    """Who said what a cited sentence reports."""
    if speaker is None:
        return None
    reported = speaker.reported.isoformat() if speaker.reported else None
    return {"name": speaker.name, "role": speaker.role, "date": reported}


def header_json(header: Header) -> Json:
    """What is known about an article, without its text."""
    return {
        "article_id": header.article_id,
        "title": header.title,
        "source": header.source,
        "published": header.published.isoformat() if header.published else None,
        "outlet": header.outlet,
        "author": header.author,
        "places": list(header.places),
        "url": header.url,
        "language": header.language,
        "sha256": header.sha256,
    }


def article_json(article: Article) -> Json:
    """An article with its text and what was stripped from it."""
    return header_json(article) | {"text": article.text, "stripped": list(article.stripped)}


def coverage_json(coverage: Coverage) -> Json:
    """What was searched."""
    return {
        "articles": coverage.articles,
        "newest": coverage.newest.isoformat() if coverage.newest else None,
        "index_seq": coverage.index_seq,
    }


def facets_json(facets: Facets) -> Json:
    """What articles can be filtered by, each value with the number of its articles."""
    named = {"places": facets.places, "outlets": facets.outlets, "years": facets.years}
    return {
        name: [{"value": value, "count": count} for value, count in counted]
        for name, counted in named.items()
    }


def search_json(question: Question, hits: Sequence[Hit]) -> Json:
    """The reply of a search."""
    return {"question": question_json(question), "hits": [hit_json(hit) for hit in hits]}
