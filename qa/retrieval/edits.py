"""What is changed in a question before it is searched, and the question with these changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qa.types import Change, ChangeKind


class Edit(NamedTuple):
    """Words of a text, from ``start`` to ``end``, and what was meant by them."""

    start: int
    end: int
    kind: ChangeKind
    meant: str


class Edited(NamedTuple):
    """A text with its edits made: what was changed, and where the new words stand in it."""

    text: str
    changes: tuple[Change, ...]
    spans: tuple[tuple[int, int], ...]


def edited(text: str, edits: Sequence[Edit]) -> Edited:
    """The text with all edits made; they come in the order of the text and do not overlap."""
    pieces: list[str] = []
    changes, spans = [], []
    length = at = 0
    for each in edits:
        kept = text[at : each.start]
        start = length + len(kept)
        pieces += [kept, each.meant]
        length, at = start + len(each.meant), each.end
        changes.append(Change(each.kind, text[each.start : each.end], each.meant))
        spans.append((start, length))
    return Edited("".join([*pieces, text[at:]]), tuple(changes), tuple(spans))
