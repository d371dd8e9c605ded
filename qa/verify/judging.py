"""All checks of a sentence against the quotes it cites, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.types import Support
from qa.verify import facts, wording
from qa.verify.checks import Check, Pair
from qa.vietnamese import language, nfc, search_form

_ALWAYS = (
    facts.figures,
    facts.moments,
    facts.documents,
    facts.ranges,
    facts.people,
    facts.located,
)
_SAME_LANGUAGE = (
    facts.levels,
    facts.named,
    facts.speakers,
    wording.marks,
    wording.tenses,
    wording.directions,
    wording.turned,
    wording.cover,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sentence is worth beside its quote, and every check that was made.

    ``support`` is ``None`` if a check failed; ``partial`` if nothing failed but some words could
    not be checked; ``quote`` is the place of the quote among those that were given; ``foreign``
    where the two are in different languages.
    """

    support: Support | None
    checks: tuple[Check, ...]
    quote: int = 0
    foreign: bool = False

    @property
    def follows(self) -> bool:
        """Whether the whole sentence follows from the quote."""
        return self.support in ("verbatim", "verified")

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks that did not agree."""
        return tuple(check for check in self.checks if not check.agreed)


_RANKS: tuple[Support | None, ...] = ("verbatim", "verified", "partial", None)


def verify(sentence: str, quotes: Sequence[str], context: str = "") -> Verdict:
    """The best verdict over the quotes, each held against the whole sentence by itself.

    ``context`` is what stands over the quoted article: its title and places may be named.

    Raises:
        ValueError: without a quote.
    """
    if not quotes:
        raise ValueError("A sentence is verified against quotes, and there is none.")
    verdicts = [_verdict(nfc(sentence), nfc(quote), context, at) for at, quote in enumerate(quotes)]
    return min(verdicts, key=_worth)


def _worth(verdict: Verdict) -> tuple[int, int, int]:
    agreed = len(verdict.checks) - len(verdict.failures)
    return _RANKS.index(verdict.support), len(verdict.failures), -agreed


def _verdict(sentence: str, quote: str, context: str, at: int) -> Verdict:
    if _bare(sentence) == _bare(quote):
        return Verdict("verbatim", (), at)
    foreign = language(sentence) != language(quote)
    checks = tuple(_checks(Pair(sentence, quote, context, foreign)))
    kinds = {check.kind for check in checks if not check.agreed}
    if kinds - {"words"}:
        return Verdict(None, checks, at, foreign)
    return Verdict("partial" if foreign or kinds else "verified", checks, at, foreign)


def _checks(pair: Pair) -> Iterator[Check]:
    for check in _ALWAYS if pair.foreign else _ALWAYS + _SAME_LANGUAGE:
        yield from check(pair)


def _bare(text: str) -> str:
    return " ".join(search_form(text).split()).strip(" .…;,:")
