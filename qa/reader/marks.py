"""The span of a sentence that was asked for: of the asked kind, and nearest to what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.identifiers import BARE_OFFICE, Span, document_spans, figure_spans, person_spans
from qa.reader.counting import (
    asks_which,
    best_counting,
    counted_nouns,
    counts_in_full,
    no_times,
    ordinals,
    with_counter,
)
from qa.reader.features import Asked, longest_run
from qa.reader.kinds import DOCUMENT
from qa.reader.meanings import Meanings
from qa.reader.sentences import content_of
from qa.reader.spans import bare, nearest, new_spans, tells_of
from qa.vietnamese import WORD, opened, search_form

_DIGITS = re.compile(r"\d+")
_DAY = re.compile(r"\b\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\b(?![/-])")
_DOCUMENT = re.compile(rf"{DOCUMENT}|to trinh|de an|quy che|chuong trinh|bao cao")
_DOCUMENT_ASKED = re.compile(
    rf"\b(?!van ban)(?P<kind>{DOCUMENT})(?: so)? (?:nao|may|bao nhieu|gi)\b"
)
_FINE = (
    (re.compile(r"\b(?:giai doan|period)\b"), re.compile(r"\d{4}\s*[-–]\s*\d{4}")),
    (
        re.compile(r"\b(?:ngay|hom|bua|day|date|khi nao|when)\b"),
        re.compile(r"\d{1,2}[/-]\d{1,2}|[Nn]gày"),
    ),
    (re.compile(r"\b(?:nam|year)\b"), re.compile(r"\d{4}")),
)
"""What is asked for, and how an article writes it."""
_EVENT = re.compile(
    r"\b(?:den|xuong|(?<!^)(?<!cho )toi(?! (?:dang|muon|can|xin|hoi|viet))|(?<!phoi )hop|"
    r"hoi nghi|buoi|tong ket|so ket|hoan thanh|xong|"
    r"lam viec|dien ra|tham(?! (?:luan|muu|gia|khao))|work(?:ed|s)? (?:with|at|in)|visit|arrive|"
    r"come|held)\b"
)
"""What happens on a day, be it about a document."""
_ASKS_DAY = re.compile(r"\bngay (?:nao|may)\b|\b(?:what|which) (?:day|date)\b")
_ONLY_YEAR = re.compile(r"(?:[Nn]ăm |in )?\d{4}")
_OFFICE = re.compile(rf"\b(?:{BARE_OFFICE}|truong (?:ban|doan|phong|khoa))\b")
_DEPUTY = re.compile(r"\b(?:pho|deputy|vice)\b")
_DEPUTIES = re.compile(r"\b[Pp]hó [^,;]*")
_FOLLOWED = re.compile(r"\b[Tt]hay(?: thế| cho)?(?: cho)?(?: (?:ông|bà|đồng chí))?\s*$")
# What is said of the person before: "Lê Văn Tám, Phó Chủ tịch xã, và ông …".
_APPOSED = re.compile(r"\s*[,(–-].*(?:\bvà\b|,|;|\))")
_ISSUES = re.compile(r",? [^;.]{0,80}\b(?:ban hành|ký|công bố|thông qua) (?:\w+ )?")
_OTHER_DOCUMENTS = re.compile(r"\b(?:văn bản|quy định|chỉ thị|nghị quyết|kế hoạch|hướng dẫn)\b")
_ISSUED_BY = re.compile(r",?(?: (?:ngày )?[\d/]+,?)? (?:của|do) ")


def mark(question: Asked, text: str, meanings: Meanings) -> Span | None:
    """The span that was asked for, or ``None`` where the sentence has none of the kind."""
    if question.kind == "free":
        return None if question.slot else _named(question, text)
    if asks_which(question):
        row = ordinals(text)
        return _nearest(question, text, row, meanings) if row else None
    spans = _fitting(question, text, new_spans(question.kind, text, question.whole))
    if not spans:
        return None
    if question.kind == "figure":
        best = best_counting(question, text, spans)
        return with_counter(text, _nearest(question, text, best, meanings))
    if question.kind == "person":
        spans = _in_office(question, text, spans)
        if not spans or (question.office and not tells_of(question.office, text)):
            return None
    return _nearest(question, text, spans, meanings)


def _fitting(question: Asked, text: str, spans: Sequence[Span]) -> Sequence[Span]:
    """The spans without those of another document, coarser than what is asked, or of a time."""
    if question.kind == "date":
        dated = question.documents and not _EVENT.search(question.whole)
        spans = [span for span in spans if not dated or dates_a_document(text, span)]
        return _as_fine(question, text, spans)
    if question.kind == "body" and question.documents:
        return [span for span in spans if _issued(question, text, span)]
    if question.kind == "document":
        new = [span for span in spans if not _is_named(question, text, span)]
        return _of_kind(question, text, new)
    if question.kind == "subject":
        return [span for span in spans if _is_asked_subject(question, text, span)]
    nouns = [] if question.english or question.kind != "figure" else counted_nouns(question)[:2]
    return no_times(nouns, text, spans) if nouns else spans


def dates_a_document(text: str, date: Span) -> bool:
    """Whether a date stands right behind a document number, or says when it was issued.

    "16/CT-TTg ngày 16/5/2016"; "Ngày 30/8/2025, Ban Bí thư ban hành Quy định 366-QĐ/TW".
    """
    return any(
        (end <= date[0] and not WORD.search(text, end, date[0]))
        or _ISSUES.fullmatch(text, date[1], start)
        for start, end in document_spans(text)
    )


def _of_kind(question: Asked, text: str, documents: Sequence[Span]) -> list[Span]:
    """The documents of the kind that is asked for: a plan is no decision."""
    asked_for = _DOCUMENT_ASKED.search(question.whole)
    if not asked_for:
        return list(documents)
    named = {span: _DOCUMENT.search(bare(text[slice(*span)])) for span in documents}
    return [span for span, kind in named.items() if not kind or kind[0] == asked_for["kind"]]


def _named(question: Asked, text: str) -> Span | None:
    """What a question without a question word names: a document, a person, or what is counted."""
    nouns = WORD.findall(question.whole)[:2]
    found = [span for span in document_spans(text) if _is_named(question, text, span)]
    found += [span for span in person_spans(text) if bare(text[slice(*span)]) in question.whole]
    found += [
        with_counter(text, span) for span in figure_spans(text) if counts_in_full(nouns, text, span)
    ]
    return found[0] if found else None


def _in_office(question: Asked, text: str, people: Sequence[Span]) -> list[Span]:
    """Those of whom most of the asked office is said; all, where it is said of none.

    Whoever is followed by another holds an office no longer.
    """
    people = [
        span for span in people if not (question.office and _FOLLOWED.search(text[: span[0]]))
    ]
    if not people:
        return []
    said = [
        max(_agreement(question, text[slice(*part)]) for part in _clauses(text, people, at))
        for at in range(len(people))
    ]
    most = max(said)
    least = 2 if question.english or _OFFICE.search(question.whole) else 3
    return [span for span, each in zip(people, said, strict=True) if each == most >= least] or [
        *people
    ]


def _clauses(text: str, people: Sequence[Span], at: int) -> tuple[Span, Span]:
    """What stands behind a person, up to the next one, and before, each within semicolons."""
    start, end = people[at]
    stop = people[at + 1][0] if at + 1 < len(people) else len(text)
    semicolon = text.find(";", end, stop)
    last = people[at - 1][1] if at else 0
    first = max(last, start - 60)
    said_of_last = at and _APPOSED.match(text, last, start)
    return (end, semicolon if semicolon >= 0 else stop), (
        max(text.rfind(";", first, start) + 1, said_of_last.end() if said_of_last else first),
        start,
    )


def _agreement(question: Asked, clause: str) -> float:
    """How many words of the question stand there in a row, or how much of its translations.

    A deputy does not hold the office.
    """
    if not _DEPUTY.search(question.whole):
        clause = _DEPUTIES.sub("|", clause)
    made_of = content_of(opened(search_form(clause)))
    if question.english:
        return sum(weight for term, weight in question.folded.items() if term in made_of.folded)
    return longest_run(question.made_of.bare, made_of.bare)


def _nearest(question: Asked, text: str, spans: Sequence[Span], meanings: Meanings) -> Span:
    """By shared words; by meaning where the languages differ or no word is shared."""
    span, share = nearest(question.folded, text, spans)
    if len(spans) == 1 or share:
        return span
    around = [text[max(0, start - 40) : end + 40] for start, end in spans]
    cosines = meanings.of(around) @ question.vector
    return spans[int(cosines.argmax())]


def _issued(question: Asked, text: str, body: Span) -> bool:
    """Whether a body is told right behind the document that the question names, as its issuer."""
    return any(
        _ISSUED_BY.fullmatch(text, end, body[0])
        for start, end in document_spans(text)
        if end < body[0] and _is_named(question, text, (start, end))
    )


def _is_asked_subject(question: Asked, text: str, subject: Span) -> bool:
    """Whether the document before "về" is the one that the question names, with none between."""
    before = [span for span in document_spans(text) if span[1] <= subject[0]]
    return (
        bool(before)
        and _is_named(question, text, before[-1])
        and not _OTHER_DOCUMENTS.search(text, before[-1][1], subject[0])
    )


def _is_named(question: Asked, text: str, document: Span) -> bool:
    """Whether the question names the number of this document."""
    numbers = _DIGITS.findall(text[slice(*document)])
    asked_for = {number.lstrip("0") for number in _DIGITS.findall(_DAY.sub(" ", question.whole))}
    return bool(numbers) and numbers[0].lstrip("0") in asked_for


def _as_fine(question: Asked, text: str, spans: Sequence[Span]) -> list[Span]:
    """The dates that are as fine as was asked for: a day, a period, a year; else all.

    No year is the answer where a day is asked for.
    """
    form = next((form for asks, form in _FINE if asks.search(question.whole)), None)
    fine = [span for span in spans if form and form.search(text[slice(*span)])]
    if not fine and _ASKS_DAY.search(question.whole):
        return [span for span in spans if not _ONLY_YEAR.fullmatch(text[slice(*span)])]
    return fine or list(spans)
