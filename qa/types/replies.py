"""Answers with their citations, and refusals with their reasons."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple, get_args

from qa.types.articles import Coverage, Header
from qa.types.hits import Hit
from qa.types.questions import Question

Mode = Literal["extractive", "llm"]
Support = Literal["verbatim", "verified", "partial"]
Fallback = Literal[
    "not_configured", "unreachable", "timeout", "rejected", "unusable", "empty", "unverified",
    "declined",
]  # fmt: skip
"""Why an LLM answer was not used."""
Reason = Literal[
    "no_hits",
    "weak_evidence",
    "number_not_found",
    "entity_mismatch",
    "period_mismatch",
    "off_topic",
    "not_a_question",
    "rejected_input",
]
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says what a sentence reports; ``reported`` is the date of the article."""

    name: str
    role: str | None
    reported: date | None


@dataclass(frozen=True, slots=True)
class Citation:
    """The very words: ``article.text[start:end] == quote``; ``mark`` is the span asked for."""

    number: int
    article: Header
    start: int
    end: int
    quote: str
    mark: tuple[int, int] | None = None
    speaker: Speaker | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with the numbers of the citations that it rests on."""

    text: str
    citations: tuple[int, ...]
    support: Support


class Told(NamedTuple):
    """A sentence that is released before the whole reply is there, with its new citations."""

    sentence: Sentence
    citations: tuple[Citation, ...]


def _reply_id() -> str:
    """A fresh name that nobody can guess."""
    return f"r_{secrets.token_hex(12)}"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences that answer, each resting on a citation.

    ``conflict`` says that the articles give different values for what was asked.
    ``least_confidence`` is the confidence below which it would have been refused.
    ``dropped`` counts sentences of an LLM that were not shown because they could not be verified;
    ``fallback`` says why an extractive answer stands where an LLM's was wanted.

    Raises:
        ValueError: if a sentence has no citation, or names one that is not there.
    """

    question: Question
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    confidence: float
    mode: Mode
    coverage: Coverage
    timing_ms: Mapping[str, float] = field(default_factory=dict, compare=False)
    reply_id: str = field(default_factory=_reply_id, compare=False)
    asked_at: datetime = field(default_factory=_now, compare=False)
    conflict: bool = False
    dropped: int = 0
    fallback: Fallback | None = None
    least_confidence: float = 0.0

    def __post_init__(self) -> None:
        known = {citation.number for citation in self.citations}
        if not self.sentences:
            raise ValueError("An answer has no sentence. Make a NoAnswer instead.")
        for sentence in self.sentences:
            if not sentence.citations or not known.issuperset(sentence.citations):
                raise ValueError(
                    f"A sentence cites {sentence.citations}, but the citations are {sorted(known)}."
                )

    def told(self) -> Iterator[Told]:
        """Its sentences one by one, each with the citations that are new."""
        shown: set[int] = set()
        for sentence in self.sentences:
            new = [each for each in self.citations if each.number in sentence.citations]
            yield Told(sentence, tuple(each for each in new if each.number not in shown))
            shown.update(sentence.citations)


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """An honest refusal with its reason.

    ``confidence`` is that of the best sentence, which is not shown because it lies below
    ``least_confidence``; both are 0 where the refusal has another ground.
    """

    question: Question
    reason: Reason
    explanation: str
    hits: tuple[Hit, ...]
    coverage: Coverage
    timing_ms: Mapping[str, float] = field(default_factory=dict, compare=False)
    reply_id: str = field(default_factory=_reply_id, compare=False)
    asked_at: datetime = field(default_factory=_now, compare=False)
    confidence: float = 0.0
    least_confidence: float = 0.0


Reply = Answer | NoAnswer
