"""What a question names and the found articles do not: a document, a year, a place, a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from qa.identifiers import date_spans, names, person_spans, places, took_in, years
from qa.reader.kinds import answer_type
from qa.types import Question, Reason
from qa.vietnamese import Document, documents, fold, search_form

_SAME_NAME = 0.9
"""Likeness from which two names are the same but for a slip of the fingers."""
_SHORT = {
    "uy ban nhan dan": "ubnd", "hoi dong nhan dan": "hdnd", "mat tran to quoc": "mttq",
    "ubnd tinh": "ubnd", "hdnd tinh": "hdnd", "mttq viet nam": "mttq", "uy ban mttq": "mttq",
}  # fmt: skip
_OFFICE = re.compile(
    r"\b(?:pho )?(?:bi thu|chu tich|truong ban|giam doc|truong phong|chanh van phong|chu nhiem|"
    r"vien truong|tong bi thu|bo truong|truong doan)(?: thuong truc)?"
    r"(?P<body>(?: (?:tinh uy|thanh uy|huyen uy|dang uy|tinh doan|ubnd|hdnd|mttq|dan van|"
    r"trung uong|to chuc|"
    r"tuyen giao|noi chinh|kiem tra|so \w+ \w+|chinh phu|quoc hoi|nuoc|hoi \w+ \w+|xa|huyen))*)"
)
_OFFICES_EN = {"chair": "chu tich", "secretary": "bi thu", "director": "giam doc"}
_BODIES_EN = {
    "people's council": "hdnd", "people’s council": "hdnd", "people's committee": "ubnd",
    "people’s committee": "ubnd", "party committee": "tinh uy", "provincial party": "tinh uy",
}  # fmt: skip
_DOCUMENT_WORDS = frozenset({"so", "thi", "dinh", "luan", "hoach", "quyet", "tu", "bao", "luat"})
_ASKED_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_NUMBERED = re.compile(
    r"(?P<before>\b[^\W\d]+ )?(?<![\w/.,-])(?P<number>\d{1,6})(?![\w/.,-]|"
    r"\s?[-/])(?P<after> [^\W\d]+\b)?"
)
_INSTEAD = {"vi": " Văn bản có trong bài viết: {numbers}.", "en": " They do mention: {numbers}."}


@dataclass(frozen=True, slots=True)
class Lack:
    """What a question names and an article does not, with what the article has instead."""

    reason: Reason
    missing: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The document numbers, years, places and people that an article names."""

    documents: tuple[Document, ...]
    numbers: Mapping[str, str]
    years: frozenset[int]
    places: frozenset[str]
    people: tuple[str, ...]
    folded: str
    short: str
    """the same with the short forms of bodies"""


@lru_cache(maxsize=512)
def facts(text: str) -> Facts:
    """What an article names; kept, because the same few articles are read for many questions."""
    named = tuple(documents(text))
    people = (fold(text[start:end]).lower() for start, end in person_spans(text))
    folded = " ".join(fold(search_form(text)).split())
    return Facts(
        named,
        {each.term: text[each.start : each.end] for each in named if each.issuer},
        frozenset(years(text)),
        frozenset(places(text)),
        tuple(dict.fromkeys(people)),
        folded,
        short_forms(folded),
    )


def _lacked_document(question: Question, there: Facts) -> Lack | None:
    asked = question.searched
    missing = [
        asked[each.start : each.end]
        for each in documents(asked)
        if not any(each.fits(other) for other in there.documents)
    ]
    if not missing:
        return None
    known = ", ".join(there.numbers.values())
    instead = _INSTEAD[question.language].format(numbers=known) if known else ""
    return Lack("number_not_found", missing[0], instead)


def _lacked_year(question: Question, there: Facts) -> Lack | None:
    missing = sorted(years(question.searched) - there.years)
    return Lack("period_mismatch", ", ".join(map(str, missing))) if missing else None


def _lacked_place(question: Question, there: Facts) -> Lack | None:
    missing = [
        place
        for place in places(question.searched)
        if there.places.isdisjoint({place, *took_in(place)})
    ]
    return Lack("entity_mismatch", missing[0]) if missing else None


def _lacked_person(question: Question, there: Facts) -> Lack | None:
    """Names may be misspelt by a letter; places were looked for before."""
    for name in names(question.searched) if question.language == "vi" else ():
        folded = fold(search_form(name))
        close = get_close_matches(folded, there.people, cutoff=_SAME_NAME)
        if folded not in there.folded and not close:
            return Lack("entity_mismatch", name)
    return None


def _lacked_office(question: Question, there: Facts) -> Lack | None:
    """An office whose holder is asked for; a deputy does not hold it."""
    if answer_type(question.searched) != "person":
        return None
    office = _office(short_forms(fold(search_form(question.searched))), question.language)
    if not office or re.search(rf"(?<!pho ){re.escape(office)}\b", there.short):
        return None
    return Lack("entity_mismatch", _as_typed(question.searched, office))


def _office(asked: str, language: str) -> str:
    """The office that the question names with its body, in folded short forms, or nothing."""
    if language == "en":
        head = next((office for word, office in _OFFICES_EN.items() if word in asked), "")
        body = next((short for words, short in _BODIES_EN.items() if words in asked), "")
        return f"{head} {body}" if head and body else ""
    found = _OFFICE.search(asked)
    return found[0] if found and found["body"] else ""


def _as_typed(asked: str, part: str) -> str:
    """The words of the question that a folded part of it stands for, where they can be told."""
    form = fold(asked).lower()
    at = form.find(part)
    return asked[at : at + len(part)] if at >= 0 and len(form) == len(asked) else part


def short_forms(text: str) -> str:
    """The folded text with bodies by their abbreviations, so that both ways of writing are one."""
    for words, short in _SHORT.items():
        text = text.replace(words, short)
    return text


def _lacked_number(question: Question, there: Facts) -> Lack | None:
    """A number with the word beside it: "mức độ 3" is not "mức độ 4"."""
    asked = fold(search_form(question.searched))
    taken = date_spans(asked) + [(each.start, each.end) for each in documents(question.searched)]
    taken += [found.span(1) for found in _ASKED_YEAR.finditer(asked)]
    for found in _NUMBERED.finditer(asked):
        if any(start < found.end("number") and found.start("number") < end for start, end in taken):
            continue
        if (found["before"] or "").strip() in _DOCUMENT_WORDS:
            continue
        before = f"{found['before'] or ''}{found['number']}"
        after = f"{found['number']}{found['after'] or ''}"
        if not any(re.search(rf"\b{re.escape(each)}\b", there.folded) for each in (before, after)):
            return Lack("entity_mismatch", _as_typed(question.searched, before))
    return None


LOOKS = (
    _lacked_document,
    _lacked_year,
    _lacked_place,
    _lacked_person,
    _lacked_office,
    _lacked_number,
)
