"""Official document numbers in text: 290-QĐ/TW, 16/CT-TTg, 04/2019/NĐ-CP, NQ 25, Quyết định số 290.

A document is named in full (number, kind, issuer) or by number and kind alone. Both give lexical
terms of letters and digits: ``290qđtw`` and ``290qđ``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.vietnamese.forms import WORD, fold, search_form

_KINDS = {
    "nghị quyết": "nq", "chỉ thị": "ct", "quyết định": "qđ", "quy định": "qđ", "kết luận": "kl",
    "nghị định": "nđ", "thông tư": "tt", "kế hoạch": "kh", "hướng dẫn": "hd", "thông báo": "tb",
    "thông tri": "ttr", "chương trình": "ctr", "báo cáo": "bc", "công văn": "cv",
    "resolution": "nq", "directive": "ct", "decision": "qđ", "regulation": "qđ",
    "conclusion": "kl", "decree": "nđ", "circular": "tt", "plan": "kh", "guideline": "hd",
}  # fmt: skip
_CODES = frozenset({
    "nq", "ct", "qđ", "kl", "kh", "tb", "hd", "cv", "tt", "nđ", "ttlt", "pl", "qc", "qyđ", "đa",
    "bc", "ctr", "ctrhđ", "sl", "l", "lct", "tl", "nqlt", "gm", "tr", "ttr", "cđ", "qh",
    "ctph", "ctrph", "qcph", "khlt", "hdlt", "ctlt",
})  # fmt: skip
# Kinds and bodies as people type them without accents; only what cannot mean anything else.
_ACCENTED = {
    "qd": "qđ", "nd": "nđ", "hdnd": "hđnd", "hdbt": "hđbt", "ldtbxh": "lđtbxh", "tld": "tlđ",
    "qđi": "qđ", "qdi": "qđ",
    "bldtbxh": "blđtbxh", "bgddt": "bgdđt", "gddt": "gdđt", "dct": "đct", "qdlt": "qđlt",
}  # fmt: skip
_CERTAIN = "nq|ct|qđ|qd|kl|nđ|nd|tt|hd"
"""Codes that before a bare number name a document: NQ 25, but not KH 25."""
_NUMBER = re.compile(
    rf"(?<![\w/.,–-])(?:(?:{_CERTAIN}|kh|tb|bc|cv)\s?(?:s[ốo]\s?)?)?"
    r"(?P<number>\d{1,5})(?P<year>\s?/\s?\d{4})?"
    rf"(?:\s?[-–/]\s?|\s?(?=(?:{_CERTAIN}|kh|tb)\s?[-–/]))"
    r"(?P<issuer>[a-zđ]{1,10}\d{0,2}(?:\s?[-–/]\s?[a-zđ]{2,12}\d{0,2}){0,3})(?!\w)"
)
_LETTER = re.compile(r"\b(?:công văn|cong van)(?: (?:số|so))?:? $")
_NAMES = {form: kind for name, kind in _KINDS.items() for form in (name, fold(name))}
_FIRM = [form for form, kind in _NAMES.items() if kind in ("nq", "ct", "qđ", "kl", "nđ", "tt")]
# What is counted behind a bare number, where no document is meant: kế hoạch 5 năm.
_COUNTED = (
    "tuần|quý|giờ|lần|điểm|nội dung|nhiệm vụ|bước|hình thức|đợt|đồng|triệu|tỷ|nghìn|người|hộ|xã|"
    "huyện|tỉnh|mục|nhóm|giải pháp|cấp|loại|bản|trường hợp|vấn đề|chỉ tiêu|phần"
)
_NO_NUMBER = (
    r"%|(?:năm|nam|tháng|thang|ngày|ngay)\b(?!\s*\d)|"
    rf"(?!ban h[àa]nh)(?:{_COUNTED}|{fold(_COUNTED)})\b"
)
_NAMED = re.compile(
    rf"\b(?:(?P<firm>{'|'.join(_FIRM)}|{_CERTAIN})\s*(?:s[ốo]|no\.?|number)?|"
    rf"(?P<loose>{'|'.join(_NAMES)}|kh|tb|bc|cv)\s+s[ốo])\s*:?\s*"
    r"(?P<number>0*(?!(?:19|20)\d\d\b(?!\s*/))\d{1,5})(?P<year>\s?/\s?(?:19|20)\d{2})?"
    rf"(?!\w|[.,]\d|\s?[-–/]\s?\w|\s*(?:{_NO_NUMBER}))"
)
_TITLE = re.compile(r"[^.;\n]{0,160}?(?:\b(?:về|ve|on|quy định|ban hành)\b|[“\"])")


@dataclass(frozen=True, slots=True)
class Document:
    """A document where its number stands; ``issuer`` is empty where only the kind is named."""

    start: int
    end: int
    number: str
    year: str
    kind: str
    issuer: str

    @property
    def term(self) -> str:
        """The most that is known, as one term: ``290qđtw``, ``42019nđcp``, ``290qđ``."""
        return self.number + self.year + (self.issuer or self.kind)

    @property
    def anchor(self) -> str:
        """Number and kind as one term: ``290qđ``."""
        return self.number + self.kind

    def fits(self, other: Document) -> bool:
        """Whether both may name one document: what the one leaves out, the other may add."""
        same = self.anchor == other.anchor
        return same and all(
            not mine or not theirs or fold(mine) == fold(theirs)
            for mine, theirs in ((self.year, other.year), (self.issuer, other.issuer))
        )


def kind_forms(kind: str) -> list[str]:
    """How documents of a kind are named, folded: "quyet dinh", "qd" … for "decision".

    Nothing for what is no kind of document.
    """
    code = _NAMES.get(kind)
    return [*(fold(each) for each in _KINDS if _KINDS[each] == code), fold(code)] if code else []


def documents(text: str) -> list[Document]:
    """The documents that the text names, in its order."""
    compared = text.lower()
    found = [*_in_full(compared), *_by_kind(compared)]
    return sorted(found, key=lambda each: each.start)


def _in_full(compared: str) -> Iterator[Document]:
    for found in _NUMBER.finditer(compared):
        parts = [_ACCENTED.get(part, part) for part in WORD.findall(search_form(found["issuer"]))]
        kind = next((part for part in parts if part.rstrip("0123456789") in _CODES), None)
        if not kind and _LETTER.search(compared, 0, found.start("number")):
            kind = "cv"  # letters bear the names of who wrote them: "Công văn số 655/SYT-NVY"
        if kind and (len(parts) > 1 or found["year"]):
            yield _document(found, kind, "".join(parts))


def _by_kind(compared: str) -> Iterator[Document]:
    for found in _NAMED.finditer(compared):
        name = found["firm"] or found["loose"]
        yield _document(found, _NAMES.get(name) or _ACCENTED.get(name, name), "")


def _document(found: re.Match[str], kind: str, issuer: str) -> Document:
    year = "".join(WORD.findall(found["year"] or ""))
    return Document(
        found.start("number"), found.end(), found["number"].lstrip("0") or "0", year, kind, issuer
    )


def document_terms(text: str) -> list[str]:
    """Each document that is named in full as one term: ``290qđtw`` for "290- QĐ/TW"."""
    return [each.term for each in documents(search_form(text)) if each.issuer]


def indexed_terms(text: str) -> Iterator[str]:
    """The terms under which the documents that a text names are found, in whatever form asked."""
    compared = search_form(text)
    for each in documents(compared):
        forms = dict.fromkeys((each.term, each.anchor, each.number + each.year + each.kind))
        yield from forms
        if _TITLE.match(compared, each.end):
            yield from (_titled(form) for form in forms)
        if not each.issuer:
            yield _alone(each.anchor)


def asked_terms(text: str) -> dict[str, float]:
    """Under which terms the documents are found that a question names, with their weights.

    In full, 290-QĐ/TW is also what "Quyết định 290" may mean, but not 290-QĐ/TU.
    """
    weights: dict[str, float] = {}
    for each in documents(search_form(text)):
        weights |= {each.term: 1.0, _titled(each.term): 1.0}
        if each.issuer:
            weights[_alone(each.anchor)] = 0.5
    return weights


def _titled(term: str) -> str:
    """The term of a document number with its title behind it."""
    return f"{term}tựađề"


def _alone(anchor: str) -> str:
    """The term of a document that is named by number and kind alone."""
    return f"{anchor}vắntắt"
