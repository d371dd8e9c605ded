"""Names of people."""

from __future__ import annotations

import re
from itertools import takewhile

from qa.identifiers.dates import Span
from qa.vietnamese import LOWER, NAME_SYLLABLE, UPPER, is_syllable

_TITLES = (
    "đồng chí", "ông", "bà", "bí thư", "chủ tịch", "thủ tướng(?: Chính phủ)?", "bộ trưởng",
    "trưởng ban", "giám đốc", "hiệu trưởng", "thường trực(?: Tỉnh ủy| Chính phủ| Thành ủy)?",
    "cụ", "anh", "chị", "(?<!anh )(?<!chị )em", "già(?: làng)?", "thầy(?: giáo| cúng| lang)?",
    "cô(?: giáo)?", "trưởng (?:thôn|bản|ấp|buôn|xóm|làng)", "nghệ nhân", "nhà báo", "bác sĩ",
    "doanh nhân", "kỹ sư", "luật sư", "mục sư", "linh mục", "hòa thượng", "thượng tọa",
    "đại đức", "ni sư", "sư cả", "(?:thiếu|trung|thượng|đại) (?:úy|tá|tướng)",
)  # fmt: skip
"""What stands before the name of a person."""
_PERSON = re.compile(
    rf"(?<!\w)(?i:{'|'.join(_TITLES)})\s+({NAME_SYLLABLE}(?:\s{NAME_SYLLABLE}){{1,4}})"
)
# Family names that hardly any other name begins with.
FAMILIES = frozenset({
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô",
    "Phan", "Dương", "Đinh", "Trương", "Trịnh", "Đào", "Phùng", "Lương", "Mạc", "Nông", "Giàng",
    "Sùng", "Quách", "Khuất", "Nghiêm", "Tạ", "Lường", "Quàng",
})  # fmt: skip
_OF_A_FAMILY = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(FAMILIES))})(?: {NAME_SYLLABLE}(?!\w)){{1,3}}"
)
# What bears the name of a person, but is none.
_NAMED_AFTER = re.compile(
    r"(?:đường|phố|phường|xã|huyện|quận|trường|THPT|THCS|cầu|giải|giải thưởng|bệnh viện|chùa|khu|"
    r"đại học|tỉnh|đảo|làng|thôn|chợ) $",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"(?:(?<=[\s-])|^(?=(?:{'|'.join(sorted(FAMILIES))})\s))"
    rf"[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+)+"
)
# Bodies, offices and documents are written with capitals too, but are not people.
_NOT_A_PERSON = frozenset({
    "Ban", "Bí", "Bộ", "Chỉ", "Chính", "Chủ", "Đại", "Đảng", "Hội", "Huyện", "Kế", "Kết",
    "Liên", "Mặt", "Nghị", "Nhà", "Phó", "Quốc", "Quy", "Quyết", "Thành", "Thủ", "Thường", "Tỉnh",
    "Sở", "Trung", "Trưởng", "UBND", "Ủy", "Viện",
})  # fmt: skip


def person_spans(text: str) -> list[Span]:
    """Names of people: what follows a title or an office, and what begins with a family name."""
    titled = [
        found.span(1)
        for found in _PERSON.finditer(text)
        if found[1].split()[0] not in _NOT_A_PERSON
    ]
    of_a_family = (
        found.span()
        for found in _OF_A_FAMILY.finditer(text)
        if not _NAMED_AFTER.search(text, max(0, found.start() - 12), found.start())
    )
    return sorted(
        titled
        + [
            (start, end)
            for start, end in of_a_family
            if not any(first < end and start < last for first, last in titled)
        ]
    )


def may_be_a_person(name: str) -> bool:
    """Whether a run of capitalised words can be the name of a person: Percy Spencer, Bạch Cư Dị.

    Two Vietnamese syllables without a family name are mostly a place or a part of something.
    """
    words = name.split()
    foreign = any(not is_syllable(word) for word in words)
    return words[0] not in _NOT_A_PERSON and (foreign or len(words) > 2 or words[0] in FAMILIES)


def names(text: str) -> list[str]:
    """Runs of capitalised syllables that may be people.

    The first word of a text is left out where it is no family name.
    """
    runs = (_of_a_name(run.split()) for run in _NAME.findall(text))
    return [" ".join(run) for run in runs if len(run) > 1]


def _of_a_name(run: list[str]) -> list[str]:
    """The first words of a run, up to one of a body or office; "Phạm Minh Chính" is a name."""
    sure = 3 if run[0] in FAMILIES else 0
    return [*run[:sure], *takewhile(_is_of_a_name, run[sure:])]


def _is_of_a_name(syllable: str) -> bool:
    return syllable not in _NOT_A_PERSON
