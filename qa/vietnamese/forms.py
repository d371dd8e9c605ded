"""Forms of one text: as it is stored, as it is compared, without accents; and its language.

Two forms, never mixed: the *stored* form (``nfc``) is what is cited and highlighted; the *search*
form (``search_form``) is lower case with one spelling, and exists only to be compared.
"""

from __future__ import annotations

import functools
import re
import sys
import unicodedata

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
_OLD_TONE = re.compile(rf"(?<!q)(?:{'|'.join(_OLD_TONES)})(?![^\W\d_])")
_MISPLACED_TONE = re.compile(rf"(?:{'|'.join(_OLD_TONES)})(?=[^\W\d_])")
_SHORT = 300
"""Characters up to which the forms of a text are kept: a question is compared many times."""
WORD = re.compile(r"[^\W_]+")
"""A run of letters and digits."""
# The same syllable is written with i and with y; the commoner form stands for both. After other
# letters the two differ: vi phạm and Vy, y tế.
_TONED = ("iìíỉĩị", "yỳýỷỹỵ")
_I_FOR_Y = re.compile(rf"(?<![^\W\d_])(?:[hklmt]|qu)[{_TONED[0]}](?![^\W\d_])")
_Y_FOR_I = re.compile(rf"(?<![^\W\d_])s[{_TONED[1]}](?![^\W\d_])")
_TO_Y, _TO_I = str.maketrans(*_TONED), str.maketrans(*reversed(_TONED))

_LETTERS = [chr(code) for code in (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA))]
UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
"""The capital letters of Vietnamese and its neighbours, to be used inside [] of a pattern."""
LOWER = "".join(letter for letter in _LETTERS if letter.islower())
"""The small letters, likewise."""
NAME_SYLLABLE = rf"[{UPPER}][{LOWER}]*(?:['’][{UPPER}]?[{LOWER}]+)?"
"""The pattern of a syllable as names are written: Ninh, Đ, K'ré, H’Bơ."""
_BARE = {
    ord(letter): bare
    for letter in LOWER
    if (bare := unicodedata.normalize("NFD", letter.replace("đ", "d"))[0]) != letter
}
_ACCENTED = re.compile("[\u0300\u0301\u0303\u0306\u0309\u031b\u0323\u0302đĐ]")
ENGLISH = frozenset({
    "the", "of", "is", "are", "was", "were", "what", "who", "when", "where", "which", "how", "many",
    "much", "did", "does", "do", "in", "on", "for", "to", "and", "a", "an", "by", "about", "from",
    "with", "it", "that", "this", "have", "has", "had", "be", "been", "why", "whose", "should",
    "could", "would", "you", "at", "or", "they", "their", "its", "his", "s", "list",
})  # fmt: skip
"""English words that say how others belong together."""
# They are Vietnamese syllables too, where these are typed without accents: an toàn, do đó, thế.
_BOTH = frozenset({"the", "do", "in", "on", "to", "a", "an", "it", "that", "be"})
# Onset, vowels and end of a folded Vietnamese syllable; what is built otherwise is foreign.
_SYLLABLE = re.compile(
    r"(?:[bcdghklmnrstvx]|ch|gh|gi|kh|ngh?|nh|ph|qu|th|tr)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)


def nfc(text: str) -> str:
    """The text in NFC with at most eight combining marks in a row; linear in its length."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _LONG_MARKS.sub(r"\1", text))


def visible(text: str) -> str:
    """The text in NFC, without invisible characters, with the usual letters for look-alikes."""
    if text.isascii():
        return text
    return nfc(_INVISIBLE.sub("", nfc(text)).translate(_LOOKALIKES))


def search_form(text: str) -> str:
    """The form that is compared: visible, lower case, one spelling of each syllable.

    Tones stand in the old place (hòa, also for hòang), and of kĩ and kỹ the commoner is taken.
    """
    return _kept_form(text) if len(text) <= _SHORT else _search_form(text)


def _search_form(text: str) -> str:
    lowered = _NEW_TONE.sub(lambda found: _NEW_TONES[found[0]], visible(text).lower())
    placed = _MISPLACED_TONE.sub(lambda found: _OLD_TONES[found[0]], lowered)
    spelt = _I_FOR_Y.sub(lambda found: found[0].translate(_TO_Y), placed)
    return _Y_FOR_I.sub(lambda found: found[0].translate(_TO_I), spelt)


_kept_form = functools.lru_cache(maxsize=8192)(_search_form)


def fold(text: str) -> str:
    """The text without any accents, đ as d; folding twice changes nothing."""
    if text.isascii():
        return text
    return _kept_fold(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    marked = unicodedata.normalize("NFD", nfc(text).translate(_LOOKALIKES))
    bare = _MARK.sub("", marked).replace("đ", "d").replace("Đ", "D")
    return unicodedata.normalize("NFC", bare)


_kept_fold = functools.lru_cache(maxsize=8192)(_fold)


def is_accented(text: str) -> bool:
    """Whether anything in the text bears a Vietnamese accent."""
    if text.isascii():
        return False
    return _ACCENTED.search(unicodedata.normalize("NFD", nfc(text))) is not None


def is_syllable(word: str) -> bool:
    """Whether a word is built like a Vietnamese syllable, accents aside."""
    return _SYLLABLE.fullmatch(fold(word).lower()) is not None


def language(text: str) -> str:
    """``"en"`` where English function words carry the text, else ``"vi"``.

    Names keep their accents in English ("Who is Trương Thị Mai?"), and so may a word that is asked
    about ("What is dân vận?").
    """
    words = WORD.findall(visible(text))
    accented = [word for word in words if is_accented(word)]
    small = accented if text.isupper() else [word for word in accented if word.islower()]
    english = [word.lower() for word in words if word.lower() in ENGLISH]
    foreign = [word for word in words if not is_syllable(word) and not word.isdigit()]
    told = len(english) >= max(1, (len(words) - len(accented)) / 6) or 2 * len(foreign) > len(words)
    is_sure = not _BOTH.issuperset(english) and len(english) >= max(1, len(small))
    return "en" if told and is_sure else "vi"


def syllables(text: str) -> list[str]:
    """The runs of letters and digits, in the search form."""
    return WORD.findall(search_form(text))


@functools.lru_cache(maxsize=8192)
def stored_words(text: str) -> tuple[str, ...]:
    """The runs of letters and digits of stored text in lower case, spelt as they are.

    They are kept, because the same chunks are weighed for many questions; equal words are one
    string, which takes a tenth of the memory.
    """
    return tuple(map(sys.intern, WORD.findall(text.lower())))


@functools.lru_cache(maxsize=8192)
def bare_words(text: str) -> tuple[str, ...]:
    """The same without accents."""
    return tuple(map(sys.intern, WORD.findall(text.lower().translate(_BARE))))


@functools.lru_cache(maxsize=10_000)
def spellings(word: str) -> tuple[str, ...]:
    """A word of the search form in every spelling that has this form: hòa and hoà, kỹ and kĩ."""
    moved = _OLD_TONE.sub(lambda found: _OLD_TONES[found[0]], word)
    possible = {each.translate(table) for each in (word, moved) for table in ({}, _TO_Y, _TO_I)}
    return tuple(sorted(each for each in possible if search_form(each) == word))
