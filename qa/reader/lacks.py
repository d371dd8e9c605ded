"""What a question names and the found articles do not: a document, a year, a place, a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from qa.identifiers import (
    BARE_OFFICE,
    localities,
    names,
    person_spans,
    place_spans,
    places,
    took_in,
    years,
)
from qa.reader.kinds import OFFICES_EN, answer_type
from qa.reader.numbering import untold_number, untold_turn
from qa.reader.spans import bodies
from qa.types import Question, Reason
from qa.vietnamese import Document, documents, fold, is_syllable, search_form

_SAME_NAME = 0.9
"""Likeness from which two names are the same but for a slip of the fingers."""
_SHORT = {
    "uy ban nhan dan": "ubnd", "hoi dong nhan dan": "hdnd", "mat tran to quoc": "mttq",
    "ubnd tinh": "ubnd", "hdnd tinh": "hdnd", "mttq viet nam": "mttq", "uy ban mttq": "mttq",
}  # fmt: skip
_OFFICE = re.compile(
    rf"\b(?:pho )?(?:{BARE_OFFICE}|tong bi thu|truong (?:ban|phong|doan)|chanh van phong)"
    r"(?: thuong truc)?"
    r"(?P<body>(?: (?:tinh uy|thanh uy|huyen uy|thi uy|quan uy|dang uy|tinh doan|"
    r"cong an|bo doi bien phong|ubnd|hdnd|mttq|dan van|trung uong|to chuc|"
    r"tuyen giao|noi chinh|kiem tra|dan toc|ton giao|kinh te|van hoa|phap che|"
    r"so \w+ \w+|chinh phu|quoc hoi|nuoc|"
    r"hoi (?!thang|nam|ngay|dau|cuoi)\w+ \w+|xa|huyen))*)"
)
_SAYS_WHAT = re.compile(
    r"\b(?:phat bieu|noi|nhan manh|khang dinh|de nghi|yeu cau)(?: \w+){0,2} gi\b"
)
_SOLE_OFFICE = re.compile(
    r"\b(?:tong bi thu|chu tich nuoc|chu tich quoc hoi|thu tuong(?! thuong truc))\b"
)
_BODIES_EN = {
    "people's council": "hdnd", "people’s council": "hdnd", "people's committee": "ubnd",
    "people’s committee": "ubnd", "party committee": "tinh uy", "provincial party": "tinh uy",
}  # fmt: skip
_ALSO_CALLED = {
    "bac ho": "ho chi minh", "ho chu tich": "ho chi minh", "ho chi minh": "hcm", "hoa ky": "my",
}  # fmt: skip
_LUNAR_YEAR = re.compile(
    r"\b(?:tet )?(?:giap|at|binh|dinh|mau|ky|canh|tan|nham|quy) "
    r"(?:ty|suu|dan|mao|thin|ngo|mui|than|dau|tuat|hoi)\b"
)
_NEAR = 30
"""Letters behind an office in which its place is told."""
_PEOPLES = frozenset({
    "dao", "tay", "nung", "mong", "thai", "muong", "khmer", "cham", "hoa", "kinh", "tho", "giay",
    "doan",
})  # fmt: skip
"""What may stand before the name of a place as a part of no name: "bản Dao Khau Phiêng"."""
_COUNTRY = "viet nam"
"""What articles of the country need not say: the "Mặt trận Tổ quốc Việt Nam" is the Mặt trận."""
_PAST_YEAR = re.compile(r"\b(?:trong )?nam (?:vua )?qua\b")
_LOOKING_BACK = 3
"""Months in which news looks back on the year before."""
# The year in the name of a law, folded: "Luật Cư trú năm 2020", "Bộ luật Lao động 2019".
_NO_TITLE = "ban hanh|co hieu luc|thong qua|duoc|trong|tu|den|vao|tai"
_LAW_YEAR = re.compile(
    rf"\b(?P<law>(?:luat|phap lenh|hien phap|bl[a-z]{{2,4}})(?: (?!(?:{_NO_TITLE})\b)\w+){{0,8}}?)"
    r"(?: nam)? (?P<year>(?:19|20)\d\d)\b"
)
_CHECKED = re.compile(r"\b(?:dung|phai) (?:hay )?(?:khong|sai)\W*$|^\W*co phai\b")
"""What wants a statement confirmed or denied."""
_QUOTES = str.maketrans("", "", '“”"«»')
"""Not part of a name: Quỹ “Vì người nghèo”."""
_ACRONYM = re.compile(r"\b[A-ZĐ]{3,6}\b(?![-/])")
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
def facts(text: str, published: date | None = None) -> Facts:
    """What an article names; kept, because the same few articles are read for many questions.

    "Năm qua" is the year before where it is published in the first months of one.
    """
    named = tuple(documents(text))
    people = (fold(text[start:end]).lower() for start, end in person_spans(text))
    folded = " ".join(fold(search_form(text)).translate(_QUOTES).split())
    return Facts(
        named,
        {each.term: text[each.start : each.end] for each in named if each.issuer},
        frozenset(years(text)) | _last_year(folded, published),
        frozenset(places(text)),
        tuple(dict.fromkeys(people)),
        folded,
        short_forms(folded),
    )


def _last_year(folded: str, published: date | None) -> frozenset[int]:
    if published is None or not _PAST_YEAR.search(folded):
        return frozenset()
    return frozenset({published.year - (published.month <= _LOOKING_BACK)})


def joined(each: Iterable[Facts]) -> Facts:
    """What several articles name between them."""
    every = list(each)
    return Facts(
        tuple(document for one in every for document in one.documents),
        {term: number for one in every for term, number in one.numbers.items()},
        frozenset().union(*(one.years for one in every)),
        frozenset().union(*(one.places for one in every)),
        tuple(person for one in every for person in one.people),
        "\n".join(one.folded for one in every),
        "\n".join(one.short for one in every),
    )


def compares(question: Question) -> bool:
    """Whether it asks about several things side by side, which may stand in several articles."""
    return answer_type(question.searched) == "comparison"


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
    missing = sorted(years_asked(question, there.folded) - there.years)
    return Lack("period_mismatch", ", ".join(map(str, missing))) if missing else None


def years_asked(question: Question, told: str) -> set[int]:
    """The years of the question; that of a law only where the law of another year is told of.

    The text of a law seldom says its own year. Of what a question only wants to have confirmed or
    denied, none: that may be wrong, or the case that a rule is put to.
    """
    form = fold(search_form(question.searched))
    asked = set() if _CHECKED.search(form) else years(question.searched)
    for law in _LAW_YEAR.finditer(form):
        if not re.search(rf"\b{re.escape(law['law'])}(?: nam)? (?:19|20)\d\d\b", told):
            asked -= {int(law["year"])}
    return asked


def _lacked_place(question: Question, there: Facts) -> Lack | None:
    missing = [
        place
        for place in places(question.searched)
        if there.places.isdisjoint({place, *took_in(place)})
    ]
    return Lack("entity_mismatch", missing[0]) if missing else None


def _lacked_person(question: Question, there: Facts) -> Lack | None:
    """Names may be misspelt by a letter; places were looked for before."""
    where = {_COUNTRY, *(fold(search_form(place)) for place in places(question.searched))}
    in_one_word = (each.split()[-1] for each in localities(question.searched))
    strange = (each for each in in_one_word if not (each.isdigit() or is_syllable(each)))
    named = (*names(question.searched), *strange)
    for name in named if question.language == "vi" else ():
        folded = _without(_LUNAR_YEAR.sub("", fold(search_form(name))).strip(), where)
        also = _ALSO_CALLED.get(folded)
        if (
            folded
            and folded not in where
            and not (_stands(folded, there.folded) or _is_one_of(folded, there.people))
            and not _stands_in_parts(folded, there.folded)
            and not (also and re.search(rf"\b{also}\b", there.folded))
        ):
            return Lack("entity_mismatch", as_typed(question.searched, folded))
    return None


def _without(name: str, where: Collection[str]) -> str:
    """The folded name without the place before it: "Trà Vinh Diệp Văn Thạnh"; nothing if short."""
    for place in where:
        if name.startswith(f"{place} "):
            name = name.removeprefix(f"{place} ")
            return name if " " in name else ""
    return name


def _stands(name: str, text: str) -> bool:
    """Whether a folded name stands in a folded text, or half of it where it is a foreign one.

    Foreign names are written in full or in part, in one word or in two.
    """
    foreign = [word for word in name.split() if not is_syllable(word)]
    held = [word for word in foreign if re.search(rf"\b{re.escape(word)}\b", text)]
    return name in text or (
        bool(foreign) and (2 * len(held) >= len(foreign) or name.replace(" ", "") in text)
    )


def _stands_in_parts(name: str, text: str) -> bool:
    """Whether it is two names side by side that both stand there: "xã Phước Hưng Mai Thị Lan".

    A people before the name of its village need not be told.
    """
    words = name.split()
    splits = [(words[:at], words[at:]) for at in range(2, len(words) - 1)]
    if words[0] in _PEOPLES and len(words) > 2:
        splits.append((words[1:], words[1:]))
    patterns = ([rf"\b{re.escape(' '.join(part))}\b" for part in split] for split in splits)
    return any(all(re.search(part, text) for part in split) for split in patterns)


def _is_one_of(name: str, people: Sequence[str]) -> bool:
    return bool(get_close_matches(name, people, cutoff=_SAME_NAME))


def names_a_person(question: Question, there: Facts) -> bool:
    """Whether it is about somebody whom the article names, spelt alike."""
    asked = (fold(search_form(name)) for name in names(question.searched))
    return any(_is_one_of(name, there.people) for name in asked)


def with_others(lack: Lack, others: Sequence[str]) -> Lack:
    """The lack of something that is told of, but not together with what else the question names."""
    known = [each for each in others if each not in lack.missing]
    return replace(lack, missing=f"{lack.missing} ({', '.join(known)})") if known else lack


def _lacked_office(question: Question, there: Facts) -> Lack | None:
    """An office whose holder, or whose words, are asked for; a deputy does not hold it.

    The words of somebody who is named are theirs in whatever office.
    """
    form = fold(search_form(question.searched))
    is_spoken = _SAYS_WHAT.search(form) and not any(name in form for name in there.people)
    if not is_spoken and answer_type(question.searched) != "person":
        return None
    office = _office(short_forms(form), question.language)
    if not office or re.search(rf"(?<!pho ){re.escape(office)}\b", there.short):
        return None
    return Lack("entity_mismatch", _with_place(question, as_typed(question.searched, office)))


def _with_place(question: Question, office: str) -> str:
    """The office with the place that stands behind it: other places may have such an office."""
    asked = question.searched
    start = asked.find(office)
    for _, end in place_spans(asked):
        if start >= 0 and start + len(office) < end <= start + len(office) + _NEAR:
            return asked[start:end]
    return office


def _lacked_sole_office(question: Question, there: Facts) -> Lack | None:
    """One of the offices that one person holds in the country, whatever is asked of its holder.

    Who issued a document may be said wrong where it is only to be confirmed.
    """
    if _CHECKED.search(fold(search_form(question.searched))) and documents(question.searched):
        return None
    for office in _SOLE_OFFICE.findall(fold(search_form(question.searched))):
        if office not in there.folded:
            return Lack("entity_mismatch", as_typed(question.searched, office))
    return None


def _office(asked: str, language: str) -> str:
    """The office that the question names with its body, in folded short forms, or nothing."""
    if language == "en":
        head = next((office for word, office in OFFICES_EN.items() if word in asked), "")
        body = next((short for words, short in _BODIES_EN.items() if words in asked), "")
        return f"{head} {body}" if head and body else ""
    found = _OFFICE.search(asked)
    return found[0] if found and found["body"] else ""


def as_typed(asked: str, part: str) -> str:
    """The words of the question that a folded part of it stands for, where they can be told."""
    form = fold(asked).lower()
    for each in (part, *(part.replace(short, words) for words, short in _SHORT.items())):
        at = form.find(each)
        if at >= 0 and len(form) == len(asked):
            return asked[at : at + len(each)]
    return part


def short_forms(text: str) -> str:
    """The folded text with bodies by their abbreviations, so that both ways of writing are one."""
    for words, short in _SHORT.items():
        text = text.replace(words, short)
    return text


def _lacked_ministry(question: Question, there: Facts) -> Lack | None:
    """A ministry or department of which neither the field nor an abbreviation is told."""
    for start, end in bodies(question.searched):
        name = question.searched[start:end]
        field = fold(search_form(name)).split()[1:3]
        short = f"{name.split()[0].lower()} {''.join(word[0] for word in field)}"
        is_one = name.startswith(("Bộ ", "Sở ")) and len(field) > 1
        if is_one and not any(each in there.folded for each in (" ".join(field), fold(short))):
            return Lack("entity_mismatch", name)
    return None


def lacked_acronym(
    question: Question, there: Collection[Facts], every: Collection[Facts]
) -> Lack | None:
    """An acronym that is not known to stand for words ("PCI"), where only other articles have it.

    What none has may be English for what they have.
    """
    if question.searched.isupper():
        return None
    for short in _ACRONYM.findall(question.searched):
        looked_for = re.compile(rf"\b{fold(short).lower()}\b")
        known, has = (any(looked_for.search(one.folded) for one in each) for each in (every, there))
        if known and not has:
            return Lack("entity_mismatch", short)
    return None


def _lacked_number(question: Question, there: Facts) -> Lack | None:
    """A number with the word beside it: "mức độ 3" is not "mức độ 4".

    What a question only wants to have confirmed or denied may be wrong.
    """
    if answer_type(question.searched) == "yesno":
        return None
    missing = untold_number(question.searched, there.folded, question.language)
    return Lack("entity_mismatch", as_typed(question.searched, missing)) if missing else None


def _lacked_turn(question: Question, there: Facts) -> Lack | None:
    """One of a row that is told by a Roman number: "hội thi lần thứ III"."""
    missing = untold_turn(question.searched, there.folded)
    return Lack("entity_mismatch", as_typed(question.searched, missing)) if missing else None


LOOKS = (
    _lacked_document,
    _lacked_year,
    _lacked_place,
    _lacked_person,
    _lacked_office,
    _lacked_sole_office,
    _lacked_ministry,
    _lacked_number,
    _lacked_turn,
)
