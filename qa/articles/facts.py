"""What a page says about its article: date, author, outlet, address, places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from qa import identifiers
from qa.articles.lines import Line
from qa.articles.marks import is_masthead
from qa.articles.metadata import (
    Dated,
    Source,
    author,
    dated,
    dates,
    host,
    is_name,
    lead_outlet,
    link,
    source,
)
from qa.articles.pages import Page
from qa.vietnamese import syllables

_LONGEST_MASTHEAD = 12  # words
_OFTEN = 3  # mentions that make an article be about a place wherever they stand
_SHARE = 3  # times fewer mentions than the first place has, and still about it
_LISTED = 3  # places that a lead lists instead of being about them
_CAPITAL = "Hà Nội"  # where bodies of the whole country meet


def published(page: Page) -> date | None:
    """The day of publication; a clock at the top of the page is believed last, or not at all."""
    return next(_days(page), None)


def _days(page: Page) -> Iterator[date]:
    """Days that the page names as its own, the most trustworthy first."""
    yield from (each.day for each in _sources(page) if each.day)
    under, below = _dated(page.head), _dated(page.foot)
    for updated in (False, True):
        yield from (each.day for each in under if each.updated is updated)
    yield from (each.day for each in _dated(page.body) if each.place)
    yield from (day for line in page.head for day in dates(line.text))
    above = [each for each in _dated(page.above) if each.timed]
    yield from (each.day for each in (*below, *above) if _is_own(each.day, page))


def _is_own(day: date, page: Page) -> bool:
    """Whether the day lies near the years that the article names, if it names any."""
    years = identifiers.years(page.title + " " + page.text)
    return not years or any(abs(day.year - year) <= 1 for year in years)


def written_by(page: Page) -> str | None:
    """The byline: a labelled one first, then a name under the title, at the foot, above."""
    about = (*page.head, *page.foot, *page.above)
    named = (name for part in (page.head, page.foot[:3], page.above[-1:]) for name in _names(part))
    return next(
        (
            name
            for names in (
                map(author, _texts(about)),
                named,
                (each.author for each in _sources(page)),
            )
            for name in names
            if name
        ),
        None,
    )


def _names(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        says = dated(line.text)
        if says is not None and says.author:
            yield says.author
        elif is_name(line.text):
            yield line.text


def outlet(page: Page) -> str | None:
    """Who published it: the source line, the masthead, the opening of the lead, the address."""
    named = (each.outlet for each in _sources(page))
    mastheads = (_masthead(line.text) for line in page.furniture)
    leads = (lead_outlet(line.text) for line in page.body[:2])
    hosts = (host(address) for address in (url(page),) if address)
    return next(
        (name for names in (named, mastheads, leads, hosts) for name in names if name), None
    )


def _masthead(text: str) -> str | None:
    return text if is_masthead(syllables(text)) and len(text.split()) <= _LONGEST_MASTHEAD else None


def url(page: Page) -> str | None:
    """The address of the page, where a line gives it."""
    links = (link(line.text) for line in (*page.above, *page.head, *page.foot))
    quoted = (each.url for each in _sources(page))
    return next(filter(None, chain(links, quoted)), None)


def places(page: Page) -> tuple[str, ...]:
    """The provinces that the article is about, the most often named first."""
    title, text = identifiers.places(page.title), identifiers.places(page.text)
    lead = identifiers.places(page.body[0].text if page.body else "")
    counted = Counter(title + text)
    most = max(counted.values(), default=0)
    about = {place for place, count in counted.items() if count >= max(_OFTEN, most / _SHARE)}
    if len(set(lead)) < _LISTED:
        about |= {place for place in lead if place != _CAPITAL or counted[place] > 1}
    about |= set(title)
    return tuple(place for place, _ in counted.most_common() if place in about)


def _sources(page: Page) -> list[Source]:
    found = (source(line.text) for line in (*page.head, *page.foot, *page.above))
    return [each for each in found if each is not None]


def _dated(lines: Iterable[Line]) -> list[Dated]:
    return [each for each in map(dated, _texts(lines)) if each is not None]


def _texts(lines: Iterable[Line]) -> list[str]:
    return [line.text for line in lines]
