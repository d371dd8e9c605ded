"""How often the verifier is wrong: what does not follow and was taken, what does and was not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.errors import RejectedInput
from qa.evaluation.gold import objects

_NEEDED = ("sentence", "quote", "context", "follows", "change", "held_out")


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A sentence, the quote it is held against, and whether it follows.

    ``change`` says how it was made; ``held_out`` pairs were chosen by a hash before any tuning.
    """

    sentence: str
    quote: str
    context: str
    follows: bool
    change: str
    held_out: bool


@dataclass(frozen=True, slots=True)
class VerifierRates:
    """``false_accepts`` of ``wrong`` pairs and ``false_rejects`` of ``right`` ones, and which."""

    wrong: int
    right: int
    false_accepts: tuple[LabelledPair, ...]
    false_rejects: tuple[LabelledPair, ...]

    @property
    def false_accept_rate(self) -> float:
        """Share of the sentences that do not follow and were taken."""
        return len(self.false_accepts) / self.wrong if self.wrong else 0.0

    @property
    def false_reject_rate(self) -> float:
        """Share of the sentences that follow and were refused."""
        return len(self.false_rejects) / self.right if self.right else 0.0


def read_labelled(path: Path) -> list[LabelledPair]:
    """The pairs of a JSON lines file.

    Raises:
        RejectedInput: if the file cannot be read, holds no pair, or has a bad line.
    """
    pairs = []
    for place, row in objects(path):
        unknown, missing = set(row) - set(_NEEDED), set(_NEEDED) - set(row)
        if unknown or missing:
            raise RejectedInput(
                f"{place}: missing {sorted(missing)}, unknown {sorted(unknown)}. "
                f"Write the fields {', '.join(_NEEDED)} and no others."
            )
        pairs.append(LabelledPair(**row))
    if not pairs:
        raise RejectedInput(f"{path} holds no pair. Write one JSON object a line.")
    return pairs


def measure_verifier(
    pairs: Sequence[LabelledPair], follows: Callable[[str, str, str], bool]
) -> VerifierRates:
    """The rates of a verifier that is given sentence, quote and context."""
    judged = [(pair, follows(pair.sentence, pair.quote, pair.context)) for pair in pairs]
    return VerifierRates(
        wrong=sum(not pair.follows for pair in pairs),
        right=sum(pair.follows for pair in pairs),
        false_accepts=tuple(pair for pair, taken in judged if taken and not pair.follows),
        false_rejects=tuple(pair for pair, taken in judged if pair.follows and not taken),
    )


def rates_text(name: str, rates: VerifierRates) -> str:
    """The rates in lines, with the false accepts by the change that was missed."""
    lines = [
        f"{name}: false accepts {rates.false_accept_rate:.2%} of {rates.wrong}, "
        f"false rejects {rates.false_reject_rate:.2%} of {rates.right}"
    ]
    lines += [f"  taken, {kind}: {count}" for kind, count in _counts(rates.false_accepts)]
    return "\n".join(lines)


def _counts(pairs: Iterable[LabelledPair]) -> list[tuple[str, int]]:
    kinds = [pair.change for pair in pairs]
    return [(kind, kinds.count(kind)) for kind in sorted(set(kinds))]
