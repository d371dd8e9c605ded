"""A page taken apart: title, body, lines about the article, and what is none of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qa.articles import phrases
from qa.articles.boilerplate import furniture
from qa.articles.lines import Line, is_slug, lines_of, same_words, unwrapped
from qa.articles.marks import ABOUT, PAGE, Mark, is_crumbs, mark
from qa.articles.metadata import labelled
from qa.articles.titles import first_sentence, given_title, title_lines
from qa.articles.vocabulary import Vocabulary
from qa.vietnamese import fold, is_accented, syllables

_MENU_ENTRY, _MENU = 4, 4  # words of an entry, entries that make a menu
_MOST_NAMES = 2  # lines of a byline
_NUMBER_WITHIN = 15  # lines from the head within which an official document bears its number
_ADDRESSES = Vocabulary({"address": phrases.ADDRESSES})
_OFFICES = Vocabulary({"office": phrases.OFFICES})
_OWN_SHARE = 0.7  # of the words of a slug stand in the title it was made from
_BYLINES = frozenset({Mark.AUTHOR, Mark.NAME})
_ENTRIES = frozenset({Mark.LINE, Mark.WEAK, Mark.MASTHEAD, Mark.FOOTER})
_FIXED = (PAGE | ABOUT | {Mark.FOOTER, Mark.MASTHEAD, Mark.WEAK, Mark.NUMBER, Mark.DATELINE}) - {
    Mark.NAME
}


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a page; ``above``, ``head`` and ``foot`` are lines about the article.

    They stood over the title, between title and body, and under the body.
    """

    title: str
    body: tuple[Line, ...]
    above: tuple[Line, ...]
    head: tuple[Line, ...]
    foot: tuple[Line, ...]
    furniture: tuple[Line, ...]
    signed: tuple[Line, ...]
    """The body with the byline over or under it."""
    stripped: tuple[str, ...]

    @property
    def text(self) -> str:
        """The body with its byline; one blank line stands where the page had some."""
        return "".join(("\n\n" if line.gap else "\n") + line.text for line in self.signed).strip()


def read_page(text: str, title: str | None = None) -> Page:
    """The page that a text is; a given title is not searched for. Its body may be empty."""
    lines, marks = _marked(text)
    official = Mark.NUMBER in marks[:_NUMBER_WITHIN]
    dropped = furniture(lines, marks)
    if title is None:
        titled = title_lines(lines, marks, dropped, official)
    else:
        titled = given_title(lines, marks, title)
    dropped = (dropped - set(titled)) | _beside_title(lines, marks, titled, official)
    start, end = _edges(marks, dropped, max(titled, default=-1))
    dropped |= {at for at in range(end, len(lines)) if _is_footing(lines[at], marks[at])}
    about = {at for at in (*range(start), *range(end, len(lines))) if marks[at] in ABOUT}
    about -= dropped | set(titled) | _own_names(lines, marks, start, end, official)
    return _page(lines, marks, title, titled, dropped, about, range(start, end))


def _marked(text: str) -> tuple[list[Line], list[Mark]]:
    raw = lines_of(text)
    known = {line: mark(line) for line in raw}
    lines = unwrapped(raw, [at for at, line in enumerate(raw) if known[line] in _FIXED])
    return lines, [known.get(line) or mark(line) for line in lines]


def _page(
    lines: list[Line],
    marks: list[Mark],
    title: str | None,
    titled: list[int],
    dropped: set[int],
    about: set[int],
    middle: range,
) -> Page:
    def picked(places: Iterable[int]) -> tuple[Line, ...]:
        return tuple(lines[at] for at in sorted(places))

    below = max(titled, default=-1)
    own = set(range(len(lines))) - dropped - about - set(titled) or set(titled)
    names = {at for at in about if at > below and marks[at] in _BYLINES}
    body = picked(own)
    return Page(
        title=title or _title(lines, titled) or first_sentence(body[0].text if body else ""),
        body=body,
        above=picked(at for at in about if at < below),
        # What was dropped under the title may still tell the date: "05:58 10/01/2020 | In trang".
        head=picked(at for at in about | dropped if below < at < middle.start),
        foot=picked(at for at in about if at >= middle.stop),
        furniture=picked(dropped),
        signed=picked(own | names),
        stripped=tuple(line.text for line in picked(dropped | about - names)),
    )


def _title(lines: list[Line], titled: list[int]) -> str:
    return " ".join(lines[at].text for at in titled)


def _beside_title(
    lines: list[Line], marks: list[Mark], titled: list[int], official: bool
) -> set[int]:
    """What only repeats the title, and what leads elsewhere above it."""
    if not titled:
        return set()
    repeated = _repeated(lines, marks, titled)
    return repeated if official else repeated | _menu(lines, marks, titled[0])


def _repeated(lines: list[Line], marks: list[Mark], titled: list[int]) -> set[int]:
    """Lines that only say the title again, as a path or as the description of a picture."""
    title = _title(lines, titled)
    known = set(syllables(fold(title)))
    return {
        at
        for at, line in enumerate(lines)
        if at not in titled
        and marks[at] is not Mark.PROSE
        and (same_words(line.text, title) or _is_made_of(line, title, known))
    }


def _is_made_of(line: Line, title: str, known: set[str]) -> bool:
    words = line.words
    if not is_slug(line) or not is_accented(title) or line.text.endswith("."):
        return False
    return sum(word in known for word in words) >= _OWN_SHARE * len(words)


def _menu(lines: list[Line], marks: list[Mark], below: int) -> set[int]:
    """The lines above the title that lead elsewhere; a longer one that stands alone is kept."""
    entries = [at for at in range(below) if marks[at] in _ENTRIES]
    if len(entries) >= _MENU:
        return set(entries)
    return {
        at
        for at in entries
        if marks[at] in (Mark.MASTHEAD, Mark.FOOTER)
        or len(lines[at].words) <= _MENU_ENTRY
        or is_crumbs(lines[at].text)
    }


def _edges(marks: list[Mark], dropped: set[int], below: int) -> tuple[int, int]:
    """Where the body begins and ends; a date may stand between its first two paragraphs."""
    prose = [
        at for at in range(below + 1, len(marks)) if marks[at] is Mark.PROSE and at not in dropped
    ]
    if not prose:
        return len(marks), len(marks)
    if len(prose) > 1 and Mark.DATE in marks[prose[0] : prose[1]]:
        return prose[1], prose[-1] + 1
    return prose[0], prose[-1] + 1


def _own_names(
    lines: list[Line], marks: list[Mark], start: int, end: int, official: bool
) -> set[int]:
    """Names that are the article's own words: signatures, and lists too long for a byline."""
    own = set()
    for side in (range(start), range(end, len(lines))):
        names = {at for at in side if marks[at] is Mark.NAME}
        listed = official or len(names) > _MOST_NAMES
        own |= {at for at in names if listed or _is_signed(lines, at)}
    return own


def _is_signed(lines: list[Line], at: int) -> bool:
    """Whether a name stands under an office, as in a document: "THỦ TƯỚNG", "Nguyễn Xuân Phúc"."""
    return at > 0 and _OFFICES.opens(lines[at - 1].words)


def _is_footing(line: Line, each: Mark) -> bool:
    return (
        each in (Mark.MASTHEAD, Mark.FOOTER)
        or is_crumbs(line.text)
        or labelled(line.text, _ADDRESSES) is not None
    )
