"""Text to lines: blanks, line breaks, junk glued to a line, lines that were broken to a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from qa.vietnamese import WORD, fold, is_accented, search_form, syllables

# What is never seen: marks of byte order and direction, soft hyphens, control characters.
_UNSEEN = dict.fromkeys(
    (
        *(code for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc"),
        *(0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
)
_HEADING = re.compile(r"(#{1,6}) ")
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)")
_LINKED = re.compile(r"\[([^\[\]\n]*)\]\(https?://[^()\s]*\)")
# A capital letter stands directly behind a small one only where two pieces were glued together.
_WEEKDAY = r"Thứ\s(?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|[2-7])\b|Chủ\s[Nn]hật\b"
_OPENERS = (
    "Nguồn:|Tác giả:|Từ khóa:|Tags:|Hotline:|Cập nhật[,:]|RSS\\b|Youtube\\b|Facebook\\b|"
    "Tin nổi bật|Tin liên quan|Tin cùng chuyên mục|Xem nhiều nhất|Xem thêm|"
    f"Gửi cho bạn bè|Phản hồi|Go top|Tin, ảnh:|Bài, ảnh:|Bài và ảnh:|Chia sẻ|Bình luận|{_WEEKDAY}"
)
_SMALL = "".join(filter(str.islower, map(chr, range(0x1F00))))
_CAPITAL = "".join(filter(str.isupper, map(chr, range(0x1F00))))
_GLUED_BEFORE = re.compile(rf"(?<=[{_SMALL}.…”)/])(?={_OPENERS})")
_GLUED_BEHIND = re.compile(
    r"(?:RSS|Youtube|Facebook|nổi bật|chuyên mục|liên quan|nhiều nhất|cho bạn bè|Go top)"
    rf"(?=[{_CAPITAL}])"
)
_BULLET = re.compile(r"(?:[-–+•*●▪◦]|\(?\d{1,3}[.)]|\(?[a-zđ][.)])\s?")
_OPEN_END = re.compile(r"[^.!?…:;]\Z")
_WIDEST, _FULL = 120, 0.7


@dataclass(frozen=True)
class Line:
    """One line without outer blanks; ``gap`` says that a blank line stood before it."""

    text: str
    gap: bool = False
    heading: int = 0

    @cached_property
    def form(self) -> str:
        """How the line is compared."""
        return search_form(self.text)

    @cached_property
    def words(self) -> list[str]:
        """Its syllables, in the form that is compared."""
        return WORD.findall(self.form)

    @property
    def bulleted(self) -> bool:
        """Whether it begins as an item of a list."""
        return _BULLET.match(self.text) is not None


def lines_of(text: str) -> list[Line]:
    """The lines that say something, in order; their words are untouched."""
    found: list[Line] = []
    gap = False
    for raw in _unglued(text).splitlines():
        line = _line(raw, gap)
        gap = not line.text
        if line.text:
            found.append(line)
    return found


def _unglued(text: str) -> str:
    return _GLUED_BEHIND.sub(r"\g<0>\n", _GLUED_BEFORE.sub("\n", text))


def _line(raw: str, gap: bool) -> Line:
    text = _LINKED.sub(r"\1", _IMAGE.sub("", raw)).translate(_UNSEEN)
    text = " ".join(text.split())
    heading = _HEADING.match(text)
    if heading is None:
        return Line(text, gap)
    return Line(text[heading.end() :], gap, len(heading[1]))


def unwrapped(lines: list[Line], fixed: Iterable[int]) -> list[Line]:
    """The lines with those joined that one sentence was broken into; ``fixed`` ones stay alone."""
    width = _width(lines)
    alone = set(fixed)
    parts: list[list[Line]] = [[line] for line in lines[:1]]
    for at, (before, line) in enumerate(pairwise(lines), start=1):
        if not alone.isdisjoint((at - 1, at)) or not _continues(before, line, width):
            parts.append([])
        parts[-1].append(line)
    return [_joined(part) for part in parts]


def _joined(part: list[Line]) -> Line:
    first = part[0]
    return Line(" ".join(line.text for line in part), first.gap, first.heading)


def _width(lines: list[Line]) -> int:
    """The width that the text was broken to, or 0 where its lines are paragraphs."""
    longest = max((len(line.text) for line in lines), default=0)
    full = sum(len(line.text) >= _FULL * longest for line in lines)
    return longest if longest <= _WIDEST and full >= max(4, len(lines) / 3) else 0


def _continues(before: Line, line: Line, width: int) -> bool:
    if line.gap or line.heading or before.heading or line.bulleted:
        return False
    if _OPEN_END.search(before.text) is None or is_slug(line) != is_slug(before):
        return False
    return line.text[0].islower() or bool(width and len(before.text) >= _FULL * width)


def is_slug(line: Line) -> bool:
    """Whether the line is long and bears no accent at all, as names of picture files do."""
    return len(line.text) > 20 and not is_accented(line.text)


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, accents and signs aside."""
    return syllables(fold(one)) == syllables(fold(other))
