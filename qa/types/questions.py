"""Questions: as they were typed, and as they are searched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from qa.types.articles import Filter

AskMode = Literal["auto", "extractive", "llm"]
"""``auto`` lets an LLM rewrite where one is configured."""
ChangeKind = Literal["accents", "telex", "typo", "abbreviation", "follow_up"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said earlier in a conversation; the client holds it, oldest first."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a question that are searched in another form than they were typed in."""

    kind: ChangeKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Cues:
    """What a question hints at: places, outlets, a period; nothing is excluded.

    Places weigh in the ranking; outlets and period are shown, to be made a filter.
    """

    places: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is really being asked; ``terms`` maps each search term to its weight.

    ``boosts`` are all terms that are looked for, with what each counts beside its rarity in BM25.
    ``abbreviated`` are further terms that are looked for, each with the words of the question that
    it stands for.
    ``translations`` are the Vietnamese terms, with weights, that each English word stands for.
    """

    text: str
    searched: str
    language: str
    terms: Mapping[str, float]
    identifiers: tuple[str, ...] = ()
    filters: Filter = Filter()
    changes: tuple[Change, ...] = ()
    cues: Cues = Cues()
    boosts: Mapping[str, float] = field(default_factory=dict)
    abbreviated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
