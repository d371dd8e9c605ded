"""Which lines are the page's own furniture: known ones, and those that stand in their company."""

from __future__ import annotations

from itertools import chain

from qa.articles.lines import Line
from qa.articles.marks import PAGE, Mark
from qa.articles.metadata import dates

_DONE = "./."
_DASHES = ("-", "–", "+", "•", "*")
_PARTING = frozenset({Mark.SOURCE, Mark.AUTHOR, Mark.NAME, Mark.LINK})
_SENTENCE_ENDS = (".", ";", ":")
_LONG = 25  # words that no hint in a form has
_LISTED = frozenset({Mark.LINE, Mark.WEAK, Mark.DATE, Mark.NAME, Mark.LINK, Mark.CREDIT}) | PAGE


def furniture(lines: list[Line], marks: list[Mark]) -> set[int]:
    """The places of all lines that do not belong to the article."""
    end = _closing(lines, marks)
    dropped = {at for at, mark in enumerate(marks) if mark in PAGE or at >= end}
    prose = [at for at, mark in enumerate(marks) if mark is Mark.PROSE]
    for at, mark in enumerate(marks):
        if mark is Mark.RECIPIENTS:
            dropped.update(_recipients(lines, at + 1))
        elif mark in (Mark.LIST, Mark.FORM) and prose and prose[0] < at:
            dropped.update(_listed(lines, marks, at + 1))
    _spread(marks, dropped)
    return dropped


def _closing(lines: list[Line], marks: list[Mark]) -> int:
    """Where the article is over: a footer, comments or the like, behind half of all sentences."""
    lengths = [
        len(line.text) if mark is Mark.PROSE else 0 for line, mark in zip(lines, marks, strict=True)
    ]
    total, before = sum(lengths), 0
    long_ones = [at for at, line in enumerate(lines) if lengths[at] and len(line.words) >= _LONG]
    last_long = max(long_ones, default=-1)
    for at, length in enumerate(lengths):
        before += length
        if total <= 2 * before and _closes(lines, marks, at, at > last_long):
            return at
    return len(lines)


def _closes(lines: list[Line], marks: list[Mark], at: int, last: bool) -> bool:
    if marks[at] in (Mark.COMMENTS, Mark.FORM, Mark.FOOTER) and last:
        return True
    return marks[at] in (Mark.COMMENTS, Mark.FORM, Mark.LIST) and _is_told(lines, marks, at)


def _is_told(lines: list[Line], marks: list[Mark], at: int) -> bool:
    """Whether the last line of the article before this place is a parting one."""
    for before in range(at - 1, -1, -1):
        if marks[before] not in PAGE and marks[before] is not Mark.WEAK:
            return marks[before] in _PARTING or lines[before].text.endswith(_DONE)
    return False


def _listed(lines: list[Line], marks: list[Mark], start: int) -> range:
    """The headlines of other articles, or the labels of a form: all of the shape of the first."""
    shaped = start < len(lines) and _has_shape(lines[start])
    tight = start + 1 < len(lines) and not lines[start + 1].gap
    for at in range(start, len(lines)):
        line, mark = lines[at], marks[at]
        if mark not in _LISTED or line.heading or line.text.endswith(_SENTENCE_ENDS):
            return range(start, at)
        if mark is Mark.LINE and shaped and not _has_shape(line):
            return range(start, at)
        if tight and line.gap and at > start:
            return range(start, at)
    return range(start, len(lines))


def _has_shape(line: Line) -> bool:
    return line.bulleted or bool(dates(line.text))


def _recipients(lines: list[Line], start: int) -> range:
    """Those whom a document is sent to: "- Ban Bí thư Trung ương Đảng;"."""
    for at in range(start, len(lines)):
        if not lines[at].text.startswith(_DASHES):
            return range(start, at)
    return range(start, len(lines))


def _spread(marks: list[Mark], dropped: set[int]) -> None:
    """Weak lines go with their neighbours; the end of the page counts as one."""
    end = len(marks)
    marks = [*marks, Mark.BUTTONS]
    dropped.add(end)
    for at in chain(range(end), range(end - 1, 0, -1)):
        beside = {at - 1, at + 1} & dropped
        if marks[at] is Mark.WEAK and any(marks[each] is not Mark.RULE for each in beside):
            dropped.add(at)
    dropped.discard(end)
