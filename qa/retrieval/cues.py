"""What a question hints at: places, outlets, a period. Places weigh; nothing is excluded."""

from __future__ import annotations

import re

from qa.identifiers import localities, period, places, spoken_localities, took_in
from qa.types import Cues, Store
from qa.vietnamese import WORD, fold, search_form

# A notice (thông báo) to somebody names no newspaper; one word may be typed without its accents.
_OUTLET = re.compile(
    r"\b(?<!thông )(?<!thong )(?:báo|bao|tạp chí|tap chi|đài|dai|trang|cổng|cong)\b"
)
_PAPER = re.compile(r"\b(?:newspaper|magazine)\b")
_ADDRESS = re.compile(r"(?<![\w.-])(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})\b")
_LONGEST = 10
"""Words of an outlet's name at most: "Cổng thông tin điện tử tỉnh Quảng Ninh"."""


def cues(asked: str, store: Store) -> Cues:
    """The hints of a question: places weigh in the ranking, outlets and period are shown alone.

    What a province took in since July 2025 is meant along with it; it stands behind what is named.
    """
    named = places(asked)
    wider = [part for name in named for part in took_in(name)]
    since, until = period(asked, store.coverage().newest)
    return Cues(
        places=tuple(dict.fromkeys([*named, *_localities(asked, store), *wider])),
        outlets=tuple(store.named_outlets(_spoken_outlets(asked))),
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


def _spoken_outlets(asked: str) -> list[str]:
    """What may name an outlet: runs of words at a word for one, also as an address, and addresses.

    "báo Quảng Ninh" may be the newspaper Quảng Ninh, Báo Quảng Ninh or baoquangninh.com.vn.
    """
    form = search_form(asked)
    starts = (at for found in _OUTLET.finditer(form) for at in found.span())
    behind = [WORD.findall(form[at:]) for at in starts]
    before = [WORD.findall(form[: found.start()]) for found in _PAPER.finditer(form)]
    lengths = range(1, _LONGEST + 1)
    runs = [words[:length] for words in behind for length in lengths]
    runs += [words[-length:] for words in before for length in lengths]
    names = (joint.join(run) for run in runs for joint in (" ", ""))
    return list(dict.fromkeys([*names, *_ADDRESS.findall(form)]))
