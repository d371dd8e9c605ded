"""What a question hints at: places, outlets, a period. Hints weigh; they exclude nothing."""

from __future__ import annotations

import re

from qa.identifiers import localities, period, places, spoken_localities, took_in
from qa.types import Cues, Store
from qa.vietnamese import WORD, fold, search_form

_OUTLET = re.compile(r"\b(?:bao|tap chi|dai|trang|cong|newspaper|magazine)\b|\.vn\b|\.com\b")
_DOMAIN = re.compile(r"^(?:www)|(?:(?:com|org|gov|net|edu))?vn$|com$")
_SHORTEST = 5
"""Letters of an outlet's name; a shorter one stands in other words by chance."""


def cues(asked: str, store: Store) -> Cues:
    """The hints of a question.

    What a province took in since July 2025 is meant along with it; it stands behind what is named.
    """
    named = places(asked)
    wider = [part for name in named for part in took_in(name)]
    since, until = period(asked, store.coverage().newest)
    return Cues(
        places=tuple(dict.fromkeys([*named, *_localities(asked, store), *wider])),
        outlets=tuple(_outlets(asked, store)),
        since=since,
        until=until,
    )


def _localities(asked: str, store: Store) -> list[str]:
    """Districts, towns and communes by their capitals; without them, those that articles name."""
    known = store.named_places(spoken_localities(asked))
    chosen: dict[str, str] = {}
    for name in sorted([*localities(asked), *known], key=lambda name: -len(name.split())):
        form = fold(search_form(name))
        if not any(f"{longer} ".startswith(f"{form} ") for longer in chosen):
            chosen[form] = name
    return list(chosen.values())


def _outlets(asked: str, store: Store) -> list[str]:
    """Outlets of the collection by name or address: "báo Quảng Ninh" is baoquangninh.com.vn."""
    compared = fold(search_form(asked))
    if not _OUTLET.search(compared):
        return []
    letters = "".join(WORD.findall(compared))
    return [outlet for outlet, _ in store.facets().outlets if _is_named(outlet, letters)]


def _is_named(outlet: str, letters: str) -> bool:
    name = _DOMAIN.sub("", "".join(WORD.findall(fold(search_form(outlet)))))
    return len(name) >= _SHORTEST and name in letters
