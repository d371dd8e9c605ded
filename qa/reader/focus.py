"""The focus of a question: the act, office or quantity that it asks for, in its own words.

"Ai thiết kế …?" asks who designed something. A sentence that says neither the words of the focus
nor any of like meaning speaks of something else, however much it shares with the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.reader.acts import untold
from qa.reader.counting import counted_nouns, counted_whole, units
from qa.reader.features import Asked, grams, leans
from qa.reader.lacks import Lack, as_typed
from qa.reader.meanings import Meanings
from qa.reader.refusals import unstated
from qa.reader.sentences import Candidate, content_of
from qa.types import Question
from qa.vietnamese import WORD, fold, search_form

# Of each, the cosine to a word or pair of a sentence from which that tells of it, chosen on the
# passages of training.asked that learn. On those that measure, they and what unsaid.py looks for of
# people, places and years refuse some five near misses for each right answer. That of what is
# counted was chosen on invented articles, where it refuses four or five for each.
_OF_ACTS, _OF_OFFICES, _OF_QUANTITIES, _OF_COUNTED = 0.2, 0.5, 0.3, 0.4
# What other words say as well, and is looked for by acts.py; folded.
_SAID_OTHERWISE = (
    r"(?:dung (?:dau|ra)|cam dau|lanh dao|phu trach|thay mat|nghi ra|tac gia|dau tien|lon tuoi|"
    r"khoi xuong|sang lap|to chuc|thuc hien|lam|lo|giu|ten|co|nhung|nam trong|tham gia|gom|noi|"
    r"khi|neu|trong|sau|truoc|de|vi|tai|ve)\b"
)
_HELPING = r"(?:da|dang|se|tung|co the|duoc|bi|phai|la nguoi)"
_ACT = re.compile(
    rf"\b(?:ai|(?:nguoi|vi|dong chi) nao)(?: {_HELPING})* (?!(?:la|{_HELPING})\b)"
    rf"(?!{_SAID_OTHERWISE})(?P<focus>\w+(?: \w+)?)"
)
_OFFICE = re.compile(
    rf"\bai (?:dang )?la (?:(?:nguoi|vi) )?(?!nguoi\b)(?!{_SAID_OTHERWISE})(?P<focus>\w+(?: \w+)?)"
)
# A share, an area or a sum is told by its unit.
_TOLD_BY_UNITS = r"ty (?:le|trong)|dien tich|chi phi|kinh phi|von|so|tong|muc|gia|luong tien"
_QUANTITY = re.compile(
    rf"^\W*(?!(?:trong|theo|nam|co|den|o|{_TOLD_BY_UNITS})\b)(?P<focus>\w+ \w+)\b.*"
    r"\bla (?:bao nhieu|may)\b"
)
_HOW_MANY = re.compile(
    r"\bhow many (?P<nouns>(?!of\b)[a-z]+(?:[ -](?!(?:of|do|does|did|is|are|was|were|has|have|had|"
    r"in|at|on|to|by|for|from|that|who|which|will|can|must|and|or)\b)[a-z]+){0,3})"
)
_AHEAD, _BEHIND = 8, 5
"""Words before and behind a number in which stands what it counts."""
_SPELT = frozenset({
    "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi", "chuc", "tram", "nghin",
    "trieu", "ty", "mot",
})  # fmt: skip
_COUNTERS = frozenset({
    "nguoi", "lan", "tuoi", "em", "loai", "kieu", "thu", "cai", "chiec", "con", "cho", "noi", "mat",
    "met", "km", "phan", "hecta", "hec-ta", "tien", "dong", "nam", "thang", "ngay", "gio", "tan",
    "ghe", "trieu", "ty", "m2", "ha", "guong", "dot",
    "tieng", "lau", "muc", "lon", "thi", "mot", "trong", "tai", "khi", "de", "moi", "cua", "la",
    "tren", "duoi", "theo", "so",
})  # fmt: skip
"""What is counted in, and told by a number of something else ("12 ghế" by "12 thành viên"), and
words behind "bao nhiêu" that count nothing."""


@dataclass(frozen=True, slots=True)
class Focus:
    """Words of a question, as typed, and the cosine from which others say the same."""

    words: str
    limit: float
    is_counted: bool = False
    """whether it is what a number is asked of, and has to stand near one"""


def focus(question: Question, asked: Asked, *, is_marked: bool) -> Focus | None:
    """The focus of a question for a person or a figure; none where its words do not tell it.

    ``is_marked`` says whether a sentence has a span of that kind. One that names a person may tell
    what they did in words of any kind.
    """
    form, found, limit = fold(search_form(question.searched)), None, 0.0
    if asked.kind == "person":
        found, limit = _OFFICE.search(form), _OF_OFFICES
        if not found and not is_marked:
            found, limit = _ACT.search(form), _OF_ACTS
    elif asked.kind == "figure":
        found, limit = _QUANTITY.search(form), _OF_QUANTITIES
        nouns = counted_nouns(asked)[:3]
        if not found and nouns and _COUNTERS.isdisjoint(nouns[:2]) and not units(nouns):
            counted = as_typed(question.searched, " ".join(nouns))
            return Focus(counted, _OF_COUNTED, is_counted=True)
    return Focus(as_typed(question.searched, found["focus"]), limit) if found else None


def lacked_focus(
    question: Question, asked: Asked, best: Candidate, meanings: Meanings, *, is_marked: bool
) -> Lack | None:
    """The focus, where no word of a sentence says it or means much the same.

    What a quantity is of may stand farther off, as above a table.
    """
    if asked.english:
        return _lacked_count(question, asked, best)
    found = focus(question, asked, is_marked=is_marked)
    if found is None:
        return None
    told = f"{best.before} {best.text}" if leans(best.text) else best.text
    if asked.kind == "figure" and not found.is_counted:
        told = f"{best.hit.article.heading} {best.hit.chunk.text}"
    said = content_of(told).words
    near = list(_near_numbers(told)) if found.is_counted else []
    wanted = fold(search_form(found.words)).split()
    if _is_counted(wanted, near) if found.is_counted else _is_named(wanted, said):
        return None
    meant = (words for short, words in question.abbreviated.items() if short in said)
    looked_for = search_form(" ".join(found.words.split()[:2]))
    told_in = near if found.is_counted else [said]
    terms = [gram for run in told_in for gram in grams(run)]
    vectors = meanings.of([looked_for, *terms, *map(" ".join, meant)])
    if (vectors[1:] @ vectors[0]).max(initial=0.0) >= found.limit:
        return None
    if asked.kind == "figure":
        return Lack("weak_evidence", "", unstated(question.language, counted_whole(asked)))
    return untold(question, f"“{found.words}”", f"“{found.words}”")


def _is_named(wanted: Sequence[str], said: Sequence[str]) -> bool:
    """Whether one of the words stands among those that are said."""
    return not set(wanted).isdisjoint(map(fold, said))


def _is_counted(wanted: Sequence[str], runs: Sequence[Sequence[str]]) -> bool:
    """Whether two neighbours of the words that are counted, or the only one, stand near a number.

    "12 gia đình" counts what "hộ gia đình" asks for, and "12 hộ" what "nhà" does.
    """
    near = {fold(word) for run in runs for word in run}
    near |= {"nha"} if "ho" in near else set()
    return any(near.issuperset(pair) for pair in pairwise(wanted)) or near.issuperset(wanted)


def _near_numbers(text: str) -> Iterator[Sequence[str]]:
    """The words around each number in which what it counts may stand; all in one clause."""
    for clause in text.split(";"):
        said = content_of(clause).words
        for at, word in enumerate(said):
            if word[0].isdigit() or fold(word) in _SPELT:
                yield said[max(0, at - _AHEAD) : at + _BEHIND + 1]


def _lacked_count(question: Question, asked: Asked, best: Candidate) -> Lack | None:
    """What an English question counts, where no Vietnamese word for it stands near a number."""
    found = _HOW_MANY.search(asked.whole) if asked.kind == "figure" else None
    nouns = WORD.findall(found["nouns"]) if found else []
    known = [question.translations[noun].keys() for noun in nouns if noun in question.translations]
    told = f"{best.before} {best.text} {best.after}"
    runs = _near_numbers(told)
    near = {term for run in runs for term in (*run, *map("".join, pairwise(run)))}
    if not known or any(not near.isdisjoint(terms) for terms in known):
        return None
    if any(unit in fold(told) for unit in units(nouns)):
        return None
    return Lack("weak_evidence", "", unstated("en"))
