"""What one line says about its article: when, by whom, taken from where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from qa.articles import phrases
from qa.articles.vocabulary import Vocabulary
from qa.identifiers import MONTHS, places
from qa.vietnamese import search_form, syllables

_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>(?:19|20)\d{2})"
_MONTHS = {name[:3]: number for name, number in MONTHS.items()}
_NAMED = rf"(?P<name>(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})\.?"
_DATES = tuple(
    re.compile(rf"(?<![\d/]){form}(?!\d)")
    for form in (
        rf"{_YEAR}-{_MONTH}-{_DAY}",
        rf"{_DAY}\s?([/.-])\s?{_MONTH}\s?\2\s?{_YEAR}",
        rf"{_DAY}\s+tháng\s+{_MONTH},?(?:\s+năm)?\s+{_YEAR}",
        rf"{_DAY}(?:st|nd|rd|th)?\s{_NAMED},?\s{_YEAR}",
        rf"{_NAMED}\s{_DAY}(?:st|nd|rd|th)?,?\s{_YEAR}",
    )
)
_YEAR_LIKE = re.compile(r"\d{4}")
_TIME = re.compile(r"(?<!\d)\d{1,2}\s?[:hg]\s?\d{2}(?::\d{2})?'?(?!\d)")
_TOKEN = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]*)*")
_JOINT = re.compile(r"\s*(?:[-–,&+]|\bvà\b|\band\b)\s*")
_ADDRESS = re.compile(r"https?://([^\s/]+)(?:/\S*)?")
_DOMAIN = re.compile(
    r"(?:www\.)?([\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|gov|edu))(?:/\S*)?", re.IGNORECASE
)
_SOCIAL = re.compile(
    r"(?:\A|\.)(?:facebook|twitter|zalo|youtube|linkedin|pinterest|google|t)\.(?:com|me|co)\b"
)
_OUTLET_END = re.compile(r"[,(|;]|\s[-–]\s|\s+ngày\s|\s+số\s")
_PARTS = re.compile(r"\s+[|•·–-]\s+|\s*\|\s*")
_PHOTO = re.compile(r"[\s,;.|–-]*\b(?:ảnh|photo)s?\s*:", re.IGNORECASE)
_LEAD_OUTLET = re.compile(r"\(([^()\d]{2,40})\)\s?[-–]|([A-ZĐ][A-ZĐ&]{2,8})\s?[-–]\s")
_DATING = Vocabulary({"when": phrases.DATE_WORDS})
_LONGEST = 24  # words of a line about the article
_LONGEST_NAME = 6
_LONGEST_PLACE = 5
_LONGEST_OUTLET = 8
_BYLINES = Vocabulary({"byline": phrases.BYLINES})
_CREDITS = Vocabulary({"credit": phrases.CREDITS})
_SOURCES = Vocabulary({"source": phrases.SOURCES})
_BODIES = Vocabulary({"office": phrases.OFFICES, "kind": phrases.KINDS, "body": phrases.BODIES})
_OUTLETS = Vocabulary({"outlet": phrases.OUTLETS})
_CREDITED = frozenset({"internet", "st", "sưu", "tầm", "tư", "liệu", "minh", "họa", "cpv", "pv"})
_BY = ("by ", "bởi ")
_LONGEST_LABEL = 40  # characters


@dataclass(frozen=True, slots=True)
class Dated:
    """A line that says when, and perhaps by whom or where, and nothing else."""

    day: date
    author: str | None = None
    place: str | None = None
    updated: bool = False
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text was taken from."""

    outlet: str | None
    day: date | None = None
    url: str | None = None
    author: str | None = None


def dates(text: str) -> list[date]:
    """The full dates of a text, those that the calendar knows."""
    if _YEAR_LIKE.search(text) is None:
        return []
    form = search_form(text)
    found = [_date(each) for pattern in _DATES for each in pattern.finditer(form)]
    return [day for day in found if day is not None]


def _date(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    name = parts.get("name")
    month = _MONTHS[name[:3]] if name else int(parts["month"])
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None


def dated(text: str) -> Dated | None:
    """What a line says where it says nothing but when (and by whom, or where)."""
    found = dates(text) if len(text) <= 200 else []
    if not found or len(text.split()) > _LONGEST or text.endswith((".", ";")):
        return None
    form = search_form(text)
    rest = _rest(text)
    place = rest if places(rest) and len(rest.split()) <= _LONGEST_PLACE else None
    if rest and not place and not is_name(rest):
        return None
    return Dated(
        day=found[0],
        author=None if place else rest or None,
        place=place,
        updated=any(label in form for label in phrases.UPDATED),
        timed=_TIME.search(form) is not None,
    )


def _rest(text: str) -> str:
    """The words that do not belong to a date or a time."""
    bare = text
    for pattern in (*_DATES, _TIME):
        bare = re.sub(pattern.pattern, " ", bare, flags=re.IGNORECASE)
    tokens = _TOKEN.findall(bare)
    tiles = _DATING.tiles([search_form(token).rstrip(".") for token in tokens])
    return " ".join(
        token
        for kind, start, end in tiles
        if kind is None and any(map(str.isalpha, tokens[start]))
        for token in tokens[start:end]
    )


def is_name(text: str) -> bool:
    """Whether the line has the shape of one or more names: "M.Yến", "LÊ TRANG - Minh Thúy"."""
    if len(text) > 80 or text.endswith((".", ":", ";", "!", "?")):
        return False
    names = [part.split() for part in _JOINT.split(text)]
    words = [word for name in names for word in name]
    return (
        all(0 < len(name) <= _LONGEST_NAME for name in names)
        and len(words) <= 2 * _LONGEST_NAME
        and all(word[0].isupper() and _NAME_WORD.fullmatch(word) for word in words)
        and not _BODIES.opens(syllables(text))
        and not places(text)
    )


def labelled(text: str, labels: Vocabulary) -> str | None:
    """What stands behind "label:", where the line begins with one of the labels."""
    label, colon, value = text.strip("()[] ").partition(":")
    known = colon and len(label) <= _LONGEST_LABEL and labels.holds(syllables(label))
    return value.strip() if known else None


def author(text: str) -> str | None:
    """The author, where the line is a labelled byline: "Tin, ảnh: TUYẾT NGA", "By Lê Trang"."""
    value = labelled(text, _BYLINES)
    if value is None and text.lower().startswith(_BY):
        value = text.partition(" ")[2]
    if value is None:
        return None
    value = _PHOTO.split(value)[0]
    value = re.split(r"[/(|]", value)[0].strip(" .,;-–")
    return value if value and is_name(value) else None


def source(text: str) -> Source | None:
    """Where the text was taken from: "Nguồn: baoquangninh.com.vn, ngày 16/1/2018"."""
    if len(text.split()) > _LONGEST:
        return None
    beside = _beside_a_date(text)
    if beside is not None:
        return beside
    value = labelled(text, _SOURCES)
    if value is None:
        value = _unlabelled(text.strip("()[] "))
    if not value or search_form(value).startswith("ảnh"):
        return None
    found = dates(value)
    address = _ADDRESS.search(value)
    return Source(
        outlet=_outlet(value),
        day=found[0] if found else None,
        url=address[0] if address else None,
        author=_before_slash(value),
    )


def _beside_a_date(text: str) -> Source | None:
    """Where from and when, one beside the other: "Thứ Hai, 12/01/2023 - 16:40 | Báo Yên Bái"."""
    parts = _PARTS.split(text)
    named = next((each for each in parts if _is_outlet(syllables(each))), None)
    says = [found.day for each in parts if (found := dated(each)) and not found.author]
    return Source(named, says[0]) if named and says else None


def _is_outlet(words: list[str]) -> bool:
    return _OUTLETS.opens(words) and words[:2] != ["báo", "cáo"]


def _unlabelled(text: str) -> str | None:
    """What "Theo Báo Nhân Dân", "TTXVN" or a bare domain name says."""
    bare = text[5:] if text[:5].lower() == "theo " else text
    if len(bare.split()) > _LONGEST_OUTLET or text.endswith((".", ";", ":")):
        return None
    if _DOMAIN.fullmatch(bare):
        return bare
    known = bare != text and (
        bare.isupper() or _before_slash(bare) or _OUTLETS.opens(syllables(bare))
    )
    return bare if known else None


def _before_slash(value: str) -> str | None:
    name, slash, _ = value.partition("/")
    name = name.strip()
    return name if slash and name.count(" ") and is_name(name) else None


def _outlet(value: str) -> str | None:
    address = _ADDRESS.search(value)
    if address:
        return host(address[0])
    if _before_slash(value):
        value = value.partition("/")[2]
    domain = _DOMAIN.match(value)
    if domain:
        return domain[1].lower()
    return _OUTLET_END.split(value)[0].strip(" .:)]") or None


def host(url: str) -> str | None:
    """The name of the site: ``baoquangninh.com.vn``."""
    found = _ADDRESS.match(url)
    return found[1].lower().removeprefix("www.") if found else None


def link(text: str) -> str | None:
    """The address, where the line is nothing but one; no page to share the article on."""
    found = _ADDRESS.fullmatch(text.split(": ", 1)[-1].strip("<>() "))
    return found[0] if found and not _SOCIAL.search(found[1]) else None


def is_credit(text: str) -> bool:
    """Whether the line only says who took the photograph."""
    value = labelled(text, _CREDITS)
    if not value:
        return False
    return is_name(value) or value.isupper() or _CREDITED.issuperset(syllables(value))


def lead_outlet(paragraph: str) -> str | None:
    """The outlet that opens a report: "(Dân trí) - Sáng nay", "TTXVN - Hội nghị"."""
    found = _LEAD_OUTLET.match(paragraph)
    name = (found[1] or found[2]).strip() if found else ""
    return name if name and not places(name) else None
