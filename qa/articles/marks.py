"""What one line is, as far as it can be told without its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto

from qa.articles import phrases
from qa.articles.lines import Line
from qa.articles.metadata import author, dated, is_credit, is_name, link, source
from qa.articles.vocabulary import Vocabulary, listed
from qa.vietnamese import document_terms, syllables


class Mark(Enum):
    """Kinds of lines."""

    PROSE = auto()  # a sentence or more
    LINE = auto()  # a headline, a caption, a heading: words without an end
    RULE = auto()  # signs without a word
    BUTTONS = auto()  # navigation, sharing, counters
    LIST = auto()  # heads a list of other articles
    FORM = auto()  # heads a form, a poll or a counter
    COMMENTS = auto()  # heads the readers' comments
    FOOTER = auto()  # copyright, licence, editor
    RECIPIENTS = auto()  # heads the distribution list of a document
    WEAK = auto()  # belongs to the page beside lines that do
    MASTHEAD = auto()  # the owner of the page
    NUMBER = auto()  # the number of an official document
    DATE = auto()  # says when, and perhaps who, and nothing else
    DATELINE = auto()  # place and date
    SOURCE = auto()  # where the text was taken from
    AUTHOR = auto()  # labelled as byline
    NAME = auto()  # has the shape of a name
    CREDIT = auto()  # who took the photograph
    LINK = auto()  # an address of the web, and nothing else


PAGE = frozenset(
    {Mark.RULE, Mark.BUTTONS, Mark.LIST, Mark.FORM, Mark.COMMENTS, Mark.FOOTER, Mark.RECIPIENTS}
)
"""Lines that belong to the page wherever they stand."""

ABOUT = frozenset({Mark.DATE, Mark.SOURCE, Mark.AUTHOR, Mark.NAME, Mark.CREDIT, Mark.LINK})
"""Lines that speak about the article, at its head or its foot."""

_HEADINGS = {"list": Mark.LIST, "form": Mark.FORM, "comments": Mark.COMMENTS}
_FURNITURE = Vocabulary(
    {
        "list": phrases.LISTS,
        "form": phrases.FORMS,
        "comments": phrases.COMMENTS,
        "buttons": phrases.BUTTONS,
        "weak": phrases.WEAK,
    }
)
_STATIONERY = Vocabulary({"stationery": phrases.STATIONERY})
_MASTHEADS = Vocabulary({"masthead": phrases.MASTHEADS})
_LABELS = Vocabulary({"label": phrases.LABELS})
_FOOTERS = listed(phrases.FOOTERS)
_LICENSORS = listed(phrases.LICENSORS)
_NUMBER_LINE = re.compile(r"(?:số|no)\s?[.:]?\s?\d", re.IGNORECASE)
_IMAGE_FILE = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|bmp)", re.IGNORECASE)
_HASHTAGS = re.compile(r"(?:#\w+[\s,;]*)+")
_SEPARATOR = re.compile(r"\s*[:|»›>]\s*|\s+[-–]\s+")
_CRUMBS = re.compile(r"\s*[»›>]\s*|\s/\s")
_CLOSERS = "\"'”’»)]"
_LONGEST_FURNITURE = 60  # words
_LONGEST_ABOUT = 300  # characters
_LONG = 32  # words that no headline has
_ENDS = ((".", 4), (";", 4), ("!", 20), ("?", 20), ("…", 20), ("...", 20), (":", 20))


def mark(line: Line) -> Mark:
    """What the line is; whatever is not known is prose or a line of the article."""
    words = line.words
    if not words:
        return Mark.RULE
    if _IMAGE_FILE.fullmatch(line.text) or _HASHTAGS.fullmatch(line.text):
        return Mark.BUTTONS
    if len(words) <= _LONGEST_FURNITURE:
        known = _furniture(line, words)
        if known is not None and not (known is Mark.WEAK and _is_dated(line.text)):
            return known
    if is_prose(line.text, len(words)):
        return Mark.PROSE
    if len(line.text) > _LONGEST_ABOUT:
        return Mark.LINE
    return next((each for each, test in _TESTS if test(line.text)), Mark.LINE)


def is_prose(text: str, count: int) -> bool:
    """Whether a line of so many words is a sentence rather than a headline."""
    if count >= _LONG:
        return True
    bare = text.rstrip(_CLOSERS)
    return next((count >= least for end, least in reversed(_ENDS) if bare.endswith(end)), False)


def is_crumbs(text: str) -> bool:
    """Whether the line is a path through the site: Trang chủ › Tin tức › Xây dựng Đảng."""
    parts = _CRUMBS.split(text)
    return len(parts) > 1 and all(0 < len(part.split()) <= 6 for part in parts[:-1])


def _furniture(line: Line, words: list[str]) -> Mark | None:
    form = line.form
    if is_footer(form):
        return Mark.FOOTER
    if form.rstrip(": ") == phrases.RECIPIENTS:
        return Mark.RECIPIENTS
    if _STATIONERY.holds(words):
        return Mark.BUTTONS
    if is_masthead(words):
        return None if is_prose(line.text, len(words)) else Mark.MASTHEAD
    return _by_label(line.text) or _tiled(line.text, words)


def is_footer(form: str) -> bool:
    """Whether the line tells of copyright, licence or editors."""
    licence = form.startswith(phrases.LICENCE) and any(each in form for each in _LICENSORS)
    return licence or form.startswith(_FOOTERS)


def is_masthead(words: list[str]) -> bool:
    """Whether the line names the site: "Báo Quảng Ninh điện tử"."""
    newspaper = words[:1] == ["báo"] and words[-2:] == ["điện", "tử"]
    return newspaper or _MASTHEADS.opens(words)


def _tiled(text: str, words: list[str]) -> Mark | None:
    tiles = _FURNITURE.tiles(words)
    known = sum(end - start for kind, start, end in tiles if kind or words[start].isdigit())
    kinds = [kind for kind, _, _ in tiles if kind]
    strong = sum(kind != "weak" for kind in kinds)
    if known == len(words):
        return _whole(kinds, strong) if strong or not text.endswith(".") else None
    mostly = strong > 2 and known >= 0.6 * len(words)
    return Mark.BUTTONS if mostly and not is_prose(text, len(words)) else None


def _whole(kinds: list[str], strong: int) -> Mark:
    if not strong:
        return Mark.WEAK
    heading = _HEADINGS.get(kinds[0])
    alone = heading is not None and {*kinds} <= {kinds[0], "weak"}
    return heading if heading is not None and alone else Mark.BUTTONS


def _by_label(text: str) -> Mark | None:
    """The mark of "Từ khóa: …" or "Thống kê truy cập - …", which name themselves in front."""
    label, *rest = _SEPARATOR.split(text, maxsplit=1)
    words = syllables(label)
    if not any(rest) or is_prose(text, len(syllables(text))):
        return None
    return Mark.BUTTONS if _LABELS.holds(words) else None


def _is_number(text: str) -> bool:
    return bool(_NUMBER_LINE.match(text) and len(text) < 80 and document_terms(text))


def _is_dated(text: str) -> bool:
    found = dated(text)
    return found is not None and found.place is None


_TESTS: tuple[tuple[Mark, Callable[[str], bool]], ...] = (
    (Mark.NUMBER, _is_number),
    (Mark.SOURCE, lambda text: source(text) is not None),
    (Mark.DATE, _is_dated),
    (Mark.DATELINE, lambda text: dated(text) is not None),
    (Mark.LINK, lambda text: link(text) is not None),
    (Mark.CREDIT, is_credit),
    (Mark.AUTHOR, lambda text: author(text) is not None),
    (Mark.NAME, is_name),
)
