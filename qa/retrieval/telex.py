"""What a keyboard meant that left its keys in the text: "vaanj" and "van65" are vận.

Telex and VNI write the marks of a syllable as further letters or digits; where the input method was
off, they stay. The keys may stand behind their letter or at the end of the syllable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from qa.vietnamese import search_form

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TONES = dict(zip("sfrxj", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True)) | dict(
    zip("12345", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True)
)
_HATS = dict(zip("aeo", "âêô", strict=True))
_HORNS = dict(zip("uo", "ươ", strict=True))
_BREVE = {"a": "ă"}
_SHAPES = {key: {key: hat} for key, hat in _HATS.items()} | {
    "d": {"d": "đ"}, "6": _HATS, "8": _BREVE, "9": {"d": "đ"},
}  # fmt: skip
_VOWELS = "aăâeêioôơuưy"
_LEFT_OVER = re.compile(r"[a-z][a-z1-9]{1,9}")


def decoded(word: str) -> Iterator[str]:
    """The syllables, in the search form, that these keys may have meant; none for plain letters."""
    if not _LEFT_OVER.fullmatch(word):
        return
    letters, tone = _typed(word)
    if tone is None and "".join(letters) == word:
        return
    for at, letter in enumerate(letters):
        if tone and letter in _VOWELS:
            marked = "".join(letters[: at + 1]) + tone + "".join(letters[at + 1 :])
            yield search_form(unicodedata.normalize("NFC", marked))
    if not tone:
        yield search_form("".join(letters))


def _typed(word: str) -> tuple[list[str], str | None]:
    """The letters that the keys leave on the screen, and the mark of the tone."""
    letters: list[str] = []
    tone = None
    for key in word:
        begun = any(letter in _VOWELS for letter in letters)
        if key in _TONES and begun:
            tone = _TONES[key]
        elif not _shaped(letters, key):
            letters.append(key)
    return letters, tone


def _shaped(letters: list[str], key: str) -> bool:
    """Whether the key changed the shape of a letter that stands already."""
    if key in "w7":
        return _horned(letters)
    return key in _SHAPES and _changed(letters, _SHAPES[key])


def _horned(letters: list[str]) -> bool:
    """The horn goes on both of uo, the breve on a."""
    at = "".join(letters).find("uo")
    if at >= 0:
        letters[at : at + 2] = "ươ"
        return True
    return _changed(letters, _BREVE | _HORNS)


def _changed(letters: list[str], shapes: dict[str, str]) -> bool:
    for at in reversed(range(len(letters))):
        if letters[at] in shapes:
            letters[at] = shapes[letters[at]]
            return True
    return False
