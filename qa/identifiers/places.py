"""Provinces, and the places within them as they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from qa.identifiers.dates import Span
from qa.identifiers.people import FAMILIES
from qa.vietnamese import (
    NAME_SYLLABLE,
    WORD,
    fold,
    is_accented,
    is_syllable,
    opened,
    search_form,
)

# The 63 provinces and cities of before July 2025; the 34 of today bear names out of these.
PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bắc Giang", "Bắc Kạn", "Bạc Liêu", "Bắc Ninh", "Bến Tre",
    "Bình Định", "Bình Dương", "Bình Phước", "Bình Thuận", "Cà Mau", "Cần Thơ", "Cao Bằng",
    "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang",
    "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình",
    "Hồ Chí Minh", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lâm Đồng",
    "Lạng Sơn", "Lào Cai", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ",
    "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng",
    "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang",
    "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
# Which of them each province of today took in, July 2025.
_TOOK_IN = {
    "Tuyên Quang": ("Hà Giang",), "Lào Cai": ("Yên Bái",), "Thái Nguyên": ("Bắc Kạn",),
    "Phú Thọ": ("Vĩnh Phúc", "Hòa Bình"), "Bắc Ninh": ("Bắc Giang",), "Hưng Yên": ("Thái Bình",),
    "Hải Phòng": ("Hải Dương",), "Ninh Bình": ("Hà Nam", "Nam Định"), "Quảng Trị": ("Quảng Bình",),
    "Đà Nẵng": ("Quảng Nam",), "Quảng Ngãi": ("Kon Tum",), "Gia Lai": ("Bình Định",),
    "Khánh Hòa": ("Ninh Thuận",), "Lâm Đồng": ("Đắk Nông", "Bình Thuận"), "Đắk Lắk": ("Phú Yên",),
    "Hồ Chí Minh": ("Bình Dương", "Bà Rịa - Vũng Tàu"), "Đồng Nai": ("Bình Phước",),
    "Tây Ninh": ("Long An",), "Cần Thơ": ("Sóc Trăng", "Hậu Giang"),
    "Vĩnh Long": ("Bến Tre", "Trà Vinh"), "Đồng Tháp": ("Tiền Giang",), "Cà Mau": ("Bạc Liêu",),
    "An Giang": ("Kiên Giang",),
}  # fmt: skip
_OTHER_SPELLINGS = {
    "Thừa Thiên Huế": ("Huế",), "Đắk Lắk": ("Đắc Lắc", "Đăk Lăk", "Đăk Lắk", "Đắk Lắc"),
    "Đắk Nông": ("Đắc Nông", "Đăk Nông"), "Bắc Kạn": ("Bắc Cạn",), "Kon Tum": ("Kontum",),
    "Hà Nội": ("Hanoi",), "Hải Phòng": ("Haiphong",), "Đà Nẵng": ("Danang",),
    "Hồ Chí Minh": ("Ho Chi Minh City",),
}  # fmt: skip


def _by_syllables(form: Callable[[str], str]) -> dict[tuple[str, ...], str]:
    return {
        tuple(WORD.findall(form(spelling))): name
        for name in PROVINCES
        for spelling in (name, *_OTHER_SPELLINGS.get(name, ()))
    }


_PLACES = _by_syllables(search_form)
_BARE_PLACES = _by_syllables(lambda name: fold(search_form(name)))
_LONGEST_PLACE = max(map(len, _PLACES))
# Hồ Chí Minh is a person, hòa bình is peace and huệ a flower, unless a word before says otherwise.
_AMBIGUOUS = frozenset({("hồ", "chí", "minh"), ("hòa", "bình"), ("huế",)})
_BARE_AMBIGUOUS = frozenset(tuple(map(fold, name)) for name in _AMBIGUOUS)
_PLACE_WORD = re.compile(r"(?:tinh|thanh pho|uy|city|province)\W*$")
_LEVELS = {
    "huyện": "huyện", "quận": "quận", "thị xã": "thị xã", "tx": "thị xã", "xã": "xã",
    "thành phố": "thành phố", "tp": "thành phố", "phường": "phường", "thị trấn": "thị trấn",
    "đặc khu": "đặc khu",
}  # fmt: skip
_LEVEL = rf"\b(?P<level>{'|'.join(_LEVELS)})\b\.?\s*"
# A name bears capitals and has two syllables at least, but for towns (Vinh, Huế) and what is one
# word (Đakrông). Huyện Ủy, Xã Đội and Xã Hội Chủ Nghĩa, as headings write them, are no places.
_NAME = rf"(?!(?:Ủy|Uỷ|Đội|Hội Chủ)\b){NAME_SYLLABLE}(?!\w)"
_NAMED = re.compile(rf"(?i:{_LEVEL})(?P<name>{_NAME}(?: {NAME_SYLLABLE}(?!\w)){{0,5}})")
_NUMBERED = re.compile(r"\b(?P<level>quận|phường) (?P<name>[1-9]\d?)(?![\w/]|[.,]\d)")
_SPOKEN = re.compile(rf"\b(?:{'|'.join(_LEVELS)})\b")
_BARE_SPOKEN = re.compile(fold(_SPOKEN.pattern))
_LONGEST_NAME = 3
_PROVINCIAL = frozenset({"Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Hồ Chí Minh", "Huế"})
_LOCATED = re.compile(
    r"\b(?:[Tt]ỉnh(?: ủy)?|[Hh]uyện|[Tt]hành phố|T[Pp]\.?|[Tt]hị xã|[Pp]hường|[Xx]ã|[Qq]uận|"
    rf"[Đđ]iểm cầu)\s+({NAME_SYLLABLE}(?:\s{NAME_SYLLABLE}){{0,3}})"
)


def place_spans(text: str) -> list[Span]:
    """Names of provinces, districts, towns and communes behind the word that says what they are."""
    return [found.span(1) for found in _LOCATED.finditer(text)]


def places(text: str) -> list[str]:
    """The provinces and cities that a text names, in its order; accents may be left out wholly."""
    return list(_places_of(text))


@lru_cache(maxsize=64)  # a question is looked through once for each article
def _places_of(text: str) -> tuple[str, ...]:
    compared = opened(search_form(text))
    known, ambiguous = _PLACES, _AMBIGUOUS
    if not is_accented(text):
        compared, known, ambiguous = fold(compared), _BARE_PLACES, _BARE_AMBIGUOUS
    ambiguous = ambiguous.union(_in_small_letters(text, known))
    words = list(WORD.finditer(compared))
    return tuple(
        known[name]
        for at, word in enumerate(words)
        for name in _runs(words[at : at + _LONGEST_PLACE])
        if name in known and (name not in ambiguous or _follows_place_word(compared, word.start()))
    )


def _in_small_letters(text: str, known: Collection[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The names of which only the first syllable is capital: "huyen Thanh Ha nam o thon nao"."""
    words = WORD.findall(text if is_accented(text) else fold(text))
    runs = (words[at : at + length] for at in range(len(words)) for length in (2, 3))
    return {
        tuple(map(str.lower, run))
        for run in runs
        if run[0].istitle() and run[-1].islower() and tuple(map(str.lower, run)) in known
    }


def localities(text: str) -> list[str]:
    """The districts, towns, wards and communes that a text names, with what they are.

    "huyện Vũng Liêm", "thành phố Vĩnh Long", "quận 1": each once, in the order of the text. Names
    are told by their capitals; cities that are provinces are left to ``places``.
    """
    found = [*_NAMED.finditer(text), *_NUMBERED.finditer(text.lower())]
    named = (
        (_LEVELS[each["level"].lower()], _cut(each["name"].split()))
        for each in sorted(found, key=lambda each: each.start())
    )
    return list(
        dict.fromkeys(
            f"{level} {' '.join(name)}"
            for level, name in named
            if " ".join(name) not in _PROVINCIAL
            and (len(name) > 1 or level == "thành phố" or not is_syllable(name[0]))
        )
    )


def _cut(name: list[str]) -> list[str]:
    """The syllables of a name up to the person or the province that follows it."""
    for at in range(2, len(name)):
        following = tuple(syllable.lower() for syllable in name[at:])
        # Where a family name follows, a person does: huyện Ba Chẽ Nguyễn Văn An.
        if name[at] in FAMILIES or following[:2] in _PLACES or following[:3] in _PLACES:
            return name[:at]
    return name[:_LONGEST_NAME]


def spoken_localities(text: str) -> list[str]:
    """What may name a locality in a text without capitals: each run behind the word of a level.

    Whoever knows the names that there are chooses among them.
    """
    compared, levels = opened(search_form(text)), _SPOKEN
    if not is_accented(text):
        compared, levels = fold(compared), _BARE_SPOKEN
    return [
        " ".join([found[0], *name[:length]])
        for found in levels.finditer(compared)
        for name in [WORD.findall(compared[found.end() :])[:_LONGEST_NAME]]
        for length in range(1, len(name) + 1)
    ]


def took_in(place: str) -> tuple[str, ...]:
    """The former provinces that are part of this one since July 2025."""
    return _TOOK_IN.get(place, ())


def _runs(words: list[re.Match[str]]) -> list[tuple[str, ...]]:
    syllables = tuple(word[0] for word in words)
    return [syllables[:length] for length in range(1, len(syllables) + 1)]


def _follows_place_word(compared: str, start: int) -> bool:
    return _PLACE_WORD.search(fold(compared[max(0, start - 12) : start])) is not None
