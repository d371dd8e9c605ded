"""The scores of several search legs made one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.types import Found, Leg

# Share of each leg in the fused score. English words find nothing but names and numbers in
# Vietnamese text, so an English question leans on the dense leg and on its translated words. What
# names the document that the question names comes before all that the other legs give.
WEIGHTS: Mapping[str, Mapping[Leg, float]] = {
    "vi": {"lexical": 0.7, "folded": 0.7, "dense": 0.3, "number": 2.2},
    "en": {"lexical": 0.4, "folded": 0.4, "translated": 0.6, "dense": 0.6, "number": 2.2},
}


def fuse(
    legs: Mapping[Leg, Sequence[Found]], weights: Mapping[Leg, float]
) -> list[tuple[int, float]]:
    """Chunk keys with their fused score, best first.

    Each leg is scaled to 0…1 between its worst and best candidate, then weighted; a chunk that a
    leg did not bring gets nothing from it. The order of the legs does not matter.
    """
    fused: dict[int, float] = {}
    for leg in sorted(legs):
        for key, score in _scaled(legs[leg]).items():
            fused[key] = fused.get(key, 0.0) + weights[leg] * score
    return sorted(fused.items(), key=lambda item: (-item[1], item[0]))


def _scaled(found: Sequence[Found]) -> dict[int, float]:
    if not found:
        return {}
    best, worst = found[0].score, min(found[-1].score, 0.999 * found[0].score)
    return {each.key: (each.score - worst) / ((best - worst) or 1.0) for each in found}
