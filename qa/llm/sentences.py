"""Streamed text to sentences with the numbers that they cite."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qa.vietnamese import nfc, sentence_spans

MOST_LETTERS = 1000
"""Letters of a sentence that is looked at; a longer one is not one sentence."""

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_HALF_TAG = re.compile(r"<[a-zA-Z]{0,10}\Z")
_LIST = re.compile(r"(?m)^[ \t]*(?:[-*•#>]{1,6}|\d{1,2}[.)])[ \t]+")
_MARKUP = re.compile(r"\*{1,3}|_{2,3}|`{1,3}")
_CITED = re.compile(r"[\[【](\d{1,3}(?:\s*[,;]\s*\d{1,3})*)[\]】]")
# A full stop before its citations: "… các cấp. [1][2]" is "… các cấp [1][2]."
_LATE = re.compile(r"([.!?…]+[\"”’»)]*)[ \t]*((?:[\[【]\d[\d\s,;]*[\]】][ \t]*)+)")
_OPEN = re.compile(r"\s*[\[【]")


class Written(NamedTuple):
    """One sentence as a model wrote it, without its citations, and the numbers that it cites."""

    text: str
    cited: tuple[int, ...]


def sentences(pieces: Iterable[str]) -> Iterator[Written]:
    """The sentences of a streamed text, each as soon as it has ended.

    What a model thinks aloud, list marks and emphasis are left out.
    """
    text, done = "", 0
    for piece in pieces:
        text += piece
        whole = list(_whole(text))
        yield from whole[done:]
        done = max(done, len(whole))
    yield from list(_split(_clean(text)))[done:]


def _whole(text: str) -> Iterator[Written]:
    """The sentences that have surely ended: another has begun behind them."""
    clean = _clean(_HALF_TAG.sub("", text))
    spans = sentence_spans(clean)
    ended = spans if clean.endswith("\n") else spans[:-1]
    if ended and _OPEN.match(clean[ended[-1][1] :]):
        ended = ended[:-1]  # its citation is still coming
    yield from _split(clean[: ended[-1][1]] if ended else "")


def _split(clean: str) -> Iterator[Written]:
    for start, end in sentence_spans(clean):
        sentence = clean[start:end]
        cited = [int(number) for group in _CITED.findall(sentence) for number in _numbers(group)]
        words = re.sub(r"\s+([.,;:!?…])", r"\1", " ".join(_CITED.sub("", sentence).split()))
        if any(letter.isalnum() for letter in words):
            yield Written(words, tuple(dict.fromkeys(cited)))


def _numbers(group: str) -> list[str]:
    return re.findall(r"\d+", group)


def _clean(text: str) -> str:
    visible = "".join(
        letter for letter in nfc(text) if letter == "\n" or unicodedata.category(letter)[0] != "C"
    )
    unthought = _THINKING.sub("", visible)
    return _LATE.sub(r" \2\1 ", _MARKUP.sub("", _LIST.sub("", unthought)))
