"""Which line of a page is its title."""

from __future__ import annotations

from qa.articles import phrases
from qa.articles.lines import Line, is_slug, same_words
from qa.articles.marks import ABOUT, Mark, is_crumbs
from qa.articles.vocabulary import Vocabulary
from qa.vietnamese import sentence_spans, syllables

_LONGEST = 60  # words
_SENTENCE_ENDS = (".", ";", ":", "…", ".”", '."')
_CLIPPED = 120  # characters of a first sentence that has to serve as title
_CHOICES = ({Mark.LINE, Mark.PROSE}, {Mark.NAME}, {Mark.MASTHEAD}, {Mark.WEAK})
_KINDS = Vocabulary({"kind": phrases.KINDS})
_AROUND = ABOUT | {Mark.DATELINE}


def given_title(lines: list[Line], marks: list[Mark], title: str) -> list[int]:
    """The line above the first paragraph that says a given title, if there is one."""
    head = marks.index(Mark.PROSE) if Mark.PROSE in marks else len(lines)
    return [at for at in range(head) if same_words(lines[at].text, title)][:1]


def title_lines(
    lines: list[Line], marks: list[Mark], dropped: set[int], official: bool
) -> list[int]:
    """The lines that make the title; none where the page has no headline."""
    kept = [at for at in range(len(lines)) if at not in dropped]
    headings = [at for at in kept if lines[at].heading]
    if headings:
        return [min(headings, key=lambda at: lines[at].heading)]
    prose = [
        at for at in kept if marks[at] is Mark.PROSE and not _is_open(lines[at], at == kept[0])
    ]
    head = [at for at in kept if at < min(prose, default=len(lines))]
    if official:
        subject = _document_title(lines, marks, kept)
        if subject:
            return subject
    for choice in _CHOICES:
        found = [at for at in head if marks[at] in choice and _is_headline(lines[at])]
        candidates = [at for at in found if not is_slug(lines[at])] or found
        if candidates:
            return [max(candidates, key=lambda at: _score(lines, marks, dropped, at))]
    return _sentence_as_title(lines, marks, prose[:1])


def first_sentence(text: str) -> str:
    """The first sentence, cut behind a word where it is long."""
    spans = sentence_spans(text, 0, min(len(text), 4 * _CLIPPED))
    sentence = text[slice(*spans[0])] if spans else ""
    if len(sentence) <= _CLIPPED:
        return sentence
    return (sentence[:_CLIPPED].rpartition(" ")[0] or sentence[:_CLIPPED]) + "…"


def _is_open(line: Line, first: bool) -> bool:
    """Whether the page opens with this line and it is no sentence, however long."""
    return first and not line.text.endswith(_SENTENCE_ENDS)


def _is_headline(line: Line) -> bool:
    return (
        len(line.words) <= _LONGEST
        and not line.text[0].islower()
        and not line.bulleted
        and not is_crumbs(line.text)
    )


def _score(lines: list[Line], marks: list[Mark], dropped: set[int], at: int) -> int:
    """How much a line of the head looks like the title; the first of equals is taken."""
    above = marks[at - 1] if at else None
    below = marks[at + 1] if at + 1 < len(marks) else None
    opens = above is None or above in _AROUND or (at - 1 in dropped and above is not Mark.LIST)
    return (
        2 * opens + 3 * (below in _AROUND) + (below is Mark.PROSE) + 2 * (len(lines[at].words) >= 6)
    )


def _document_title(lines: list[Line], marks: list[Mark], kept: list[int]) -> list[int]:
    """The kind of an official document and its subject: "CHỈ THỊ", "Về việc tăng cường …"."""
    for place, at in enumerate(kept[:-1]):
        words = syllables(lines[at].text)
        if _KINDS.holds(words):
            below = kept[place + 1]
            subject = marks[below] is not Mark.PROSE and len(lines[below].words) <= _LONGEST
            return [at, below] if subject else [at]
    return []


def _sentence_as_title(lines: list[Line], marks: list[Mark], first: list[int]) -> list[int]:
    """A first sentence that stands alone above a date or a byline is a title with a full stop."""
    return [
        at
        for at in first
        if at + 1 < len(lines)
        and marks[at + 1] in _AROUND
        and len(lines[at].words) <= _LONGEST
        and len(sentence_spans(lines[at].text)) == 1
    ]
