"""Where sentences end."""

from __future__ import annotations

import re

# Possessive and anchored at the first sign of a run, so that a line of dots takes linear time.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)|\n+")
_NO_END = re.compile(
    r"(?:^|[\s(“\"])(?:(?:TP|Tp|tp|TS|Ts|ThS|Th\.S|PGS|GS|BS|KS|ĐC|Đ/c|đ/c|Mr|Mrs|Ms|Dr|St|No|vs|tr|"
    r"P|Q|Ô|TX|Tx|TT|H|T)|[A-ZĐ])\.$"
)

# What only counts or names what follows: "1.", "2.3.", "Điều 104.", "IV.".
_LABEL = re.compile(
    r"(?:^|[\n:;])\W*(?:(?:Điều|Khoản|Mục|Chương|Phần|Bước)\s)?(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5})\.$"
)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where each sentence stands, without the blanks around it; a line break ends a sentence."""
    stop = len(text) if end is None else end
    spans, begin = [], start
    for found in _SENTENCE_END.finditer(text, start, stop):
        if _ends_sentence(text, found, begin, stop):
            spans.append((begin, found.end()))
            begin = found.end()
    spans.append((begin, stop))
    trimmed = (_trimmed(text, *span) for span in spans)
    return [span for span in trimmed if span[0] < span[1]]


def _ends_sentence(text: str, found: re.Match[str], begin: int, stop: int) -> bool:
    if "\n" in found[0]:
        return True
    after = text[found.end() : min(found.end() + 8, stop)].lstrip(" \t\u00a0“\"'‘«([-–")
    if after[:1].islower():
        return False
    until = found.start() + 1
    return found[0][0] != "." or not (
        _NO_END.search(text, max(0, found.start() - 8), until)
        or _LABEL.search(text[max(begin, until - 24) : until])
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
