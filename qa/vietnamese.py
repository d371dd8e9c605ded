"""Vietnamese text forms: what is stored, what is searched, where sentences end.

Two forms, never mixed: the *stored* form (``nfc``) is what is cited and highlighted; the *search*
form (``search_form``) is lower case with one tone placement, and exists only to be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

ANALYSIS = "syllables+pairs/1"
"""Names the way terms are made; an index made in another way is rebuilt."""

# Eight combining marks on one letter are more than any language needs, and NFC of long runs of
# mixed marks takes quadratic time (20,000 marks: 0.8 s).
_MARKS = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARK = re.compile(_MARKS)
_LONG_MARKS = re.compile(f"({_MARKS}{{8}}){_MARKS}+")
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
# Other people's đ and dashes, and the full-width block, as they come out of old key maps.
_LOOKALIKES = str.maketrans(
    {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "\u3000": " ", "\u00a0": " "}
    | dict.fromkeys("‐‑‒–—―−﹣", "-")
    | {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
)
_NEW_TONES = {
    new: old
    for pairs in (
        "oà òa oá óa oả ỏa oã õa oạ ọa",
        "oè òe oé óe oẻ ỏe oẽ õe oẹ ọe",
        "uỳ ùy uý úy uỷ ủy uỹ ũy uỵ ụy",
    )
    for new, old in zip(pairs.split()[::2], pairs.split()[1::2], strict=True)
}
_NEW_TONE = re.compile(rf"(?<!q)(?:{'|'.join(_NEW_TONES)})(?![^\W\d_])")
_OLD_TONES = {old: new for new, old in _NEW_TONES.items()}
_MISPLACED_TONE = re.compile(rf"(?:{'|'.join(_OLD_TONES)})(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"(?<=[.!?;:…,])\s+|\n+")

# Official document numbers, in the search form: 290-qđ/tw, 16/ct-ttg, 04/2019/nđ-cp, 290- qđ/tw.
DOCUMENT_NUMBER = re.compile(
    r"(?<![\w/.,-])(?P<number>\d{1,5})(?P<year>\s?/\s?\d{4})?\s?[-/]\s?"
    r"(?P<issuer>[a-zđ]{1,10}\d{0,2}(?:\s?[-/]\s?[a-zđ]{2,12}\d{0,2}){0,3})(?![\w])"
)
# Kinds and bodies as people type them without accents; only what cannot mean anything else.
_ISSUERS = {
    "qd": "qđ", "nd": "nđ", "hdnd": "hđnd", "hdbt": "hđbt", "ldtbxh": "lđtbxh", "tld": "tlđ",
    "bldtbxh": "blđtbxh", "bgddt": "bgdđt", "gddt": "gdđt", "dct": "đct", "qdlt": "qđlt",
}  # fmt: skip
_KINDS = frozenset({
    "nq", "ct", "qđ", "kl", "kh", "tb", "hd", "cv", "tt", "nđ", "ttlt", "pl", "qc", "qyđ", "đa",
    "bc", "ctr", "ctrhđ", "sl", "l", "lct", "tl", "nqlt", "gm", "tr", "cđ", "qh",
})  # fmt: skip

# Abbreviations of the field, by their letters without accents and signs: "CT-XH" is "ctxh".
ABBREVIATIONS = {
    "mttq": "mặt trận tổ quốc", "ctxh": "chính trị xã hội", "ubnd": "ủy ban nhân dân",
    "hdnd": "hội đồng nhân dân", "bcd": "ban chỉ đạo", "btv": "ban thường vụ",
    "bch": "ban chấp hành", "bct": "bộ chính trị", "gpmb": "giải phóng mặt bằng",
    "cbccvc": "cán bộ công chức viên chức", "ccvc": "công chức viên chức",
    "cbcc": "cán bộ công chức", "hcm": "hồ chí minh", "tw": "trung ương",
    "ntm": "nông thôn mới", "qcdc": "quy chế dân chủ", "ktxh": "kinh tế xã hội",
    "qpan": "quốc phòng an ninh", "anqp": "an ninh quốc phòng", "tthc": "thủ tục hành chính",
    "cchc": "cải cách hành chính", "dvc": "dịch vụ công", "bdv": "ban dân vận",
    "xhcn": "xã hội chủ nghĩa", "cnxh": "chủ nghĩa xã hội", "ldld": "liên đoàn lao động",
    "lhpn": "liên hiệp phụ nữ", "lhtn": "liên hiệp thanh niên", "ccb": "cựu chiến binh",
    "tncs": "thanh niên cộng sản", "ubmttq": "ủy ban mặt trận tổ quốc",
    "tphcm": "thành phố hồ chí minh", "cnh": "công nghiệp hóa", "hdh": "hiện đại hóa",
    "vhxh": "văn hóa xã hội", "attt": "an toàn thông tin", "ttatxh": "trật tự an toàn xã hội",
    "dtts": "dân tộc thiểu số", "hndn": "hội nông dân", "tccs": "tạp chí cộng sản",
}  # fmt: skip
_LONGEST_ABBREVIATION = 3  # syllables: CB-CC-VC

_LETTERS = [chr(code) for code in (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA))]
UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
"""The capital letters of Vietnamese and its neighbours, to be used inside [] of a pattern."""
LOWER = "".join(letter for letter in _LETTERS if letter.islower())
"""The small letters, likewise."""

# Possessive and anchored at the first sign of a run, so that a line of dots takes linear time.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)|\n+")
_NO_END = re.compile(
    r"(?:^|[\s(“\"])(?:(?:TP|Tp|tp|TS|Ts|ThS|Th\.S|PGS|GS|BS|KS|ĐC|Đ/c|đ/c|Mr|Mrs|Ms|Dr|St|No|vs|tr|"
    r"P|Q|Ô|TX|Tx|TT|H|T)|[A-ZĐ])\.$"
)
_ACCENTED = re.compile("[\u0300\u0301\u0303\u0306\u0309\u031b\u0323\u0302đĐ]")
_ENGLISH = frozenset({
    "the", "of", "is", "are", "was", "were", "what", "who", "when", "where", "which", "how", "many",
    "much", "did", "does", "do", "in", "on", "for", "to", "and", "a", "an", "by", "about", "from",
    "with", "it", "that", "this", "have", "has", "had", "be", "been", "why", "whose", "should",
})  # fmt: skip


_PRONOUN = re.compile(r"\b(?:bạn|tôi|mình|cậu|chúng ta)\b")
# Words that only ask, in folded form; what is left of a question is what it asks about.
_ASKING = re.compile(
    r"\b(?:(?:co )?bao nhieu|may|nhu the nao|the nao|ra sao|vi sao|tai sao|o dau|dau|"
    r"la gi|nhung gi|dieu gi|viec gi|noi gi|noi ve|gi|(?:la )?(?:nhung )?ai|"
    r"khi nao|bao gio|(?:vao )?ngay (?:thang )?nao|ngay may|nam nao|hom nao|nhung \w+ nao|nao|"
    r"phai khong|dung khong|duoc khong|hay khong|(?:khong|a|vay)(?=\s*\W*$)|"
    r"(?:hay |xin )?cho (?:toi |minh |em )?(?:biet|hoi)|xin hoi|toi muon biet|"
    r"lam on|giup (?:toi|em|minh))\b"
)


def nfc(text: str) -> str:
    """The text in NFC with at most eight combining marks in a row; linear in its length."""
    return unicodedata.normalize("NFC", _LONG_MARKS.sub(r"\1", text))


def search_form(text: str) -> str:
    """The form that is compared: NFC, visible characters, lower case, tones in the old place."""
    visible = _INVISIBLE.sub("", nfc(text)).translate(_LOOKALIKES)
    lowered = _NEW_TONE.sub(lambda found: _NEW_TONES[found[0]], nfc(visible).lower())
    return _MISPLACED_TONE.sub(lambda found: _OLD_TONES[found[0]], lowered)  # hòang is hoàng


def fold(text: str) -> str:
    """The text without any accents, đ as d; folding twice changes nothing."""
    marked = unicodedata.normalize("NFD", nfc(text).translate(_LOOKALIKES))
    bare = _MARK.sub("", marked).replace("đ", "d").replace("Đ", "D")
    return unicodedata.normalize("NFC", bare)


def is_accented(text: str) -> bool:
    """Whether anything in the text bears a Vietnamese accent."""
    return _ACCENTED.search(unicodedata.normalize("NFD", nfc(text))) is not None


def language(text: str) -> str:
    """``"en"`` where English function words carry the text, else ``"vi"``."""
    words = syllables(text)
    english = sum(word in _ENGLISH for word in words)
    return "en" if not is_accented(text) and english >= max(1, len(words) / 5) else "vi"


def syllables(text: str) -> list[str]:
    """The runs of letters and digits, in the search form."""
    return _WORD.findall(search_form(text))


def document_terms(text: str) -> list[str]:
    """Each official document number as one term: ``290qđtw`` for "290- QĐ/TW" and "290-qd/tw"."""
    return [
        number_term(found["number"], found["year"] or "", found["issuer"])
        for found in DOCUMENT_NUMBER.finditer(search_form(text))
        if is_document_number(found)
    ]


def is_document_number(found: re.Match[str]) -> bool:
    """Whether the letters name a kind of document: 16/CT-TTg, but not 12/tháng."""
    parts = _issuer_parts(found["issuer"])
    return not _KINDS.isdisjoint(parts) and (len(parts) > 1 or found["year"] is not None)


def number_term(number: str, year: str, issuer: str) -> str:
    """One term of letters and digits for a document number, whatever signs and accents it had."""
    digits = "".join(_WORD.findall(year))
    return number.lstrip("0") + digits + "".join(_issuer_parts(issuer))


def _issuer_parts(issuer: str) -> list[str]:
    return [_ISSUERS.get(part, part) for part in _WORD.findall(search_form(issuer))]


def terms(text: str) -> list[str]:
    """The lexical terms of a text, made of letters and digits only.

    Syllables, adjacent pairs within a clause (``dânvận``), document numbers (``290qđtw``), and the
    opened form of abbreviations beside what was written.
    """
    found = document_terms(text)
    for clause in _BREAK.split(search_form(text)):
        words = _WORD.findall(clause)
        found += _with_pairs(words)
        for opened in _opened(words):
            found += _with_pairs(opened.split())
    return found


def content(text: str) -> str:
    """The search form of a question without the words that only ask (bao nhiêu, là gì, who)."""
    compared = search_form(text)
    asking = {at for found in _ASKING.finditer(fold(compared)) for at in range(*found.span())}
    asking.update(at for found in _PRONOUN.finditer(compared) for at in range(*found.span()))
    kept = "".join(" " if at in asking else letter for at, letter in enumerate(compared))
    if language(text) == "en":
        kept = _WORD.sub(lambda found: "" if found[0] in _ENGLISH else found[0], kept)
    return kept


def folded_terms(text: str) -> list[str]:
    """The same terms without accents, for questions that were typed without them."""
    return fold(" ".join(terms(text))).split()


def _with_pairs(words: list[str]) -> list[str]:
    return words + [first + second for first, second in pairwise(words)]


def _opened(words: list[str]) -> Iterator[str]:
    bare = fold(" ".join(words)).split()
    for length in range(1, _LONGEST_ABBREVIATION + 1):
        for start in range(len(bare) - length + 1):
            letters = "".join(bare[start : start + length])
            if letters in ABBREVIATIONS:
                yield ABBREVIATIONS[letters]


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where each sentence stands, without the blanks around it; a line break ends a sentence."""
    stop = len(text) if end is None else end
    spans, opened = [], start
    for found in _SENTENCE_END.finditer(text, start, stop):
        if _ends_sentence(text, found, stop):
            spans.append((opened, found.end()))
            opened = found.end()
    spans.append((opened, stop))
    trimmed = (_trimmed(text, *span) for span in spans)
    return [span for span in trimmed if span[0] < span[1]]


def _ends_sentence(text: str, found: re.Match[str], stop: int) -> bool:
    if "\n" in found[0]:
        return True
    after = text[found.end() : min(found.end() + 8, stop)].lstrip(" \t\u00a0“\"'‘«([-–")
    if after[:1].islower():
        return False
    return found[0][0] != "." or not _NO_END.search(
        text, max(0, found.start() - 8), found.start() + 1
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
