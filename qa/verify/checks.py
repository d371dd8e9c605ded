"""One sentence beside one quote, and what a check of the two says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qa.verify.reading import Span, Token, read
from qa.verify.vocabulary import LEVELS, ROLES
from qa.vietnamese import fold, syllables

_WIDTH = 6
"""Content words on each side that are what stands around a fact."""
_GAP = 4
"""Words that may be left out between two of a name."""


@dataclass(frozen=True, slots=True)
class Check:
    """What agreed or failed: ``said`` in the sentence, ``there`` in the quote, where known.

    ``kind``: figure, date, document, name, speaker, place, negation, duty, quantity, direction,
    order or words.
    """

    kind: str
    agreed: bool
    said: Token
    there: Token | None = None
    until: Token | None = None

    @property
    def span(self) -> Span:
        """Where it stands in the sentence."""
        return self.said.start, (self.until or self.said).end

    @property
    def quoted(self) -> Span | None:
        """Where what it was held against stands in the quote."""
        return (self.there.start, self.there.end) if self.there else None


def failed(kind: str, said: Token, there: Token | None, until: Token | None = None) -> Check:
    """A check that did not agree."""
    return Check(kind, False, said, there, until)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and a quote, both read; ``context`` is what stands over the quoted article."""

    sentence_text: str
    quote_text: str
    context: str
    foreign: bool
    sentence: tuple[Token, ...] = field(init=False)
    quote: tuple[Token, ...] = field(init=False)
    values: frozenset[str] = field(init=False)
    syllables: frozenset[str] = field(init=False)
    known: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        read_as = {
            "sentence": read(self.sentence_text, self.foreign),
            "quote": read(self.quote_text),
        }
        values = frozenset(token.value for token in read_as["quote"])
        parts = {part for value in values for part in value.split()}
        for name, value in (
            *read_as.items(),
            ("values", values),
            ("syllables", frozenset(syllables(self.quote_text)) | parts),
            ("known", frozenset(syllables(self.context))),
        ):
            object.__setattr__(self, name, value)

    def covers(self, token: Token) -> bool:
        """Whether a word of the sentence stands in the quote or over the article."""
        if token.value in self.values:
            return True
        parts = syllables(self.sentence_text[token.start : token.end])
        in_quote = self.syllables.issuperset(parts) or self.known.issuperset(parts)
        return token.value not in ROLES | LEVELS and in_quote

    def shared(self, at: int, place: int) -> float:
        """How much of what stands around a token of the sentence stands around one of the quote."""
        mine, theirs = weights(self.sentence, at), weights(self.quote, place)
        return sum(min(weight, theirs[value]) for value, weight in mine.items() if value in theirs)

    def places(self, value: str) -> list[int]:
        """Where a word stands in the quote."""
        return [at for at, token in enumerate(self.quote) if token.value == value]

    def name(self, tokens: Sequence[Token], span: Span) -> str:
        """The words of a name in one form, without accents where the sentence is English."""
        value = " ".join(token.value for token in tokens[slice(*span)])
        return fold(value) if self.foreign else value

    def adjacent(self, tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
        """Content words side by side in one clause."""
        content = [token for token in tokens if token.is_content]
        for one, other in pairwise(content):
            if one.clause == other.clause:
                yield one, other

    def follows(self, one: str, other: str) -> bool:
        """Whether the second word stands closely behind the first in the quote."""
        return any(
            token.value == one
            and other in {each.value for each in self.quote[at + 1 : at + 2 + _GAP]}
            for at, token in enumerate(self.quote)
        )


def weights(tokens: Sequence[Token], at: int) -> dict[str, float]:
    """The content words around a token, near ones and those of its clause weighing more."""
    found: dict[str, float] = {}
    for side in (_beside(tokens, at, -1), _beside(tokens, at, 1)):
        for distance, token in enumerate(side, start=1):
            weight = (1.0 if token.clause == tokens[at].clause else 0.4) / distance
            found[token.value] = max(weight, found.get(token.value, 0.0))
    return found


def _beside(tokens: Sequence[Token], at: int, step: int) -> list[Token]:
    side = tokens[at + 1 :] if step > 0 else tokens[:at][::-1]
    return [each for each in side if each.is_content and each.sentence == tokens[at].sentence][
        :_WIDTH
    ]


def neighbours(tokens: Sequence[Token], at: int, width: int = _WIDTH) -> frozenset[str]:
    """The content words around a token, within its sentence."""
    sentence = tokens[at].sentence
    before = [each for each in tokens[:at] if each.is_content and each.sentence == sentence]
    after = [each for each in tokens[at + 1 :] if each.is_content and each.sentence == sentence]
    return frozenset(each.value for each in before[-width:] + after[:width])
