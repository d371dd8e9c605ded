"""Names of people."""

from __future__ import annotations

import re
from itertools import takewhile

from qa.identifiers.dates import Span
from qa.vietnamese import LOWER, UPPER

_SYLLABLE = rf"[{UPPER}][{LOWER}]*(?:['’][{LOWER}]+)?"
_PERSON = re.compile(
    r"(?:[Đđ]ồng chí|[Ôô]ng|[Bb]à|[Bb]í thư|[Cc]hủ tịch|[Tt]hủ tướng(?: Chính phủ)?|[Bb]ộ trưởng|"
    r"[Tt]rưởng [Bb]an|[Gg]iám đốc|[Tt]hường trực(?: Tỉnh ủy| Chính phủ| Thành ủy)?)"
    rf"\s+({_SYLLABLE}(?:\s{_SYLLABLE}){{1,4}})"
)
_NAME = re.compile(rf"(?<=\s)[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+)+")
# Bodies, offices and documents are written with capitals too, but are not people.
_NOT_A_PERSON = frozenset({
    "Ban", "Bí", "Bộ", "Chỉ", "Chính", "Chủ", "Đại", "Đảng", "Hội", "Huyện", "Kế", "Kết",
    "Liên", "Mặt", "Nghị", "Nhà", "Phó", "Quốc", "Quy", "Quyết", "Thành", "Thủ", "Thường", "Tỉnh",
    "Trung", "Trưởng", "UBND", "Ủy", "Viện",
})  # fmt: skip


def person_spans(text: str) -> list[Span]:
    """Names of people that follow a title or an office."""
    named = _PERSON.finditer(text)
    return [found.span(1) for found in named if found[1].split()[0] not in _NOT_A_PERSON]


def names(text: str) -> list[str]:
    """Runs of capitalised syllables that may be people; the first word of a text is left out."""
    runs = (list(takewhile(_is_of_a_name, run.split())) for run in _NAME.findall(text))
    return [" ".join(run) for run in runs if len(run) > 1]


def _is_of_a_name(syllable: str) -> bool:
    return syllable not in _NOT_A_PERSON
