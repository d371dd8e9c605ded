"""Abbreviations of the field, and those that a text explains itself.

A known abbreviation is read as what it stands for, in articles and in questions alike, so that both
spellings are one. What an article explains ("Quy chế dân chủ (QCDC)") is found again by its term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from qa.vietnamese.forms import UPPER, WORD, fold, search_form

# Parts that may stand apart are told by a hyphen: CT-XH, CT - XH, CT&XH and CTXH are one.
_CURATED = {
    # The party and the state
    "bch": "ban chấp hành", "btv": "ban thường vụ", "bct": "Bộ Chính trị", "tw": "Trung ương",
    "bcđ": "ban chỉ đạo", "bdv": "ban dân vận", "btg": "ban tuyên giáo", "ubkt": "ủy ban kiểm tra",
    "bcsđ": "ban cán sự đảng", "cbđv": "cán bộ đảng viên",
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "đbqh": "đại biểu Quốc hội",
    "ubtvqh": "ủy ban thường vụ Quốc hội", "tand": "tòa án nhân dân",
    "vksnd": "viện kiểm sát nhân dân", "qlnn": "quản lý nhà nước", "htct": "hệ thống chính trị",
    "xhcn": "xã hội chủ nghĩa", "cnxh": "chủ nghĩa xã hội",
    "đvhc": "đơn vị hành chính", "cqđp": "chính quyền địa phương", "hcm": "Hồ Chí Minh",
    # The front and the mass organisations
    "mttq": "Mặt trận Tổ quốc", "mttq-vn": "Mặt trận Tổ quốc Việt Nam",
    "ub-mttq": "ủy ban Mặt trận Tổ quốc", "ub-mttq-vn": "ủy ban Mặt trận Tổ quốc Việt Nam",
    "ct-xh": "chính trị xã hội", "lđlđ": "liên đoàn lao động", "cđcs": "công đoàn cơ sở",
    "lhpn": "liên hiệp phụ nữ", "hlhpn": "hội liên hiệp phụ nữ", "hpn": "hội phụ nữ",
    "lhtn": "liên hiệp thanh niên", "hlhtn": "hội liên hiệp thanh niên",
    "đtn": "đoàn thanh niên", "tncs": "thanh niên cộng sản", "tnxp": "thanh niên xung phong",
    "hnd": "hội nông dân", "ccb": "cựu chiến binh", "hccb": "hội cựu chiến binh",
    "đv-hv": "đoàn viên hội viên", "đđk": "đại đoàn kết", "đđktdt": "đại đoàn kết toàn dân tộc",
    # Officials and forces
    "pct": "phó chủ tịch", "pbt": "phó bí thư", "tbt": "Tổng Bí thư", "ctn": "Chủ tịch nước",
    "ct-ubnd": "chủ tịch ủy ban nhân dân", "ct-hđnd": "chủ tịch hội đồng nhân dân",
    "ct-mttq": "chủ tịch Mặt trận Tổ quốc",
    "cb-cc-vc": "cán bộ công chức viên chức", "cb-cc": "cán bộ công chức",
    "cc-vc": "công chức viên chức", "ccvc-lđ": "công chức viên chức lao động",
    "cnvc-lđ": "công nhân viên chức lao động", "cbcs": "cán bộ chiến sĩ",
    "llvt": "lực lượng vũ trang", "qđnd": "quân đội nhân dân",
    "cand": "công an nhân dân", "bđbp": "bộ đội biên phòng", "qp-an": "quốc phòng an ninh",
    "an-qp": "an ninh quốc phòng", "anct": "an ninh chính trị", "ttatxh": "trật tự an toàn xã hội",
    # Work among the people
    "dvk": "dân vận khéo", "qcdc": "quy chế dân chủ", "qcdc-cs": "quy chế dân chủ cơ sở",
    "qcdcơcs": "quy chế dân chủ ở cơ sở", "ttnd": "thanh tra nhân dân", "kntc": "khiếu nại tố cáo",
    "gsđtcđ": "giám sát đầu tư của cộng đồng", "gs-pbxh": "giám sát phản biện xã hội",
    "pbxh": "phản biện xã hội", "gpmb": "giải phóng mặt bằng", "tđc": "tái định cư",
    "tdp": "tổ dân phố", "kdc": "khu dân cư", "dtts": "dân tộc thiểu số",
    "đbdtts": "đồng bào dân tộc thiểu số", "ntm": "nông thôn mới",
    "xdntm": "xây dựng nông thôn mới", "xđgn": "xóa đói giảm nghèo", "htx": "hợp tác xã",
    "ctmtqg": "chương trình mục tiêu quốc gia",
    "tđkt": "thi đua khen thưởng", "đsvh": "đời sống văn hóa", "cvđ": "cuộc vận động",
    # Administration, economy, society
    "tthc": "thủ tục hành chính", "cchc": "cải cách hành chính", "dvc": "dịch vụ công",
    "dvc-tt": "dịch vụ công trực tuyến", "cđs": "chuyển đổi số", "cntt": "công nghệ thông tin",
    "attt": "an toàn thông tin", "vbqppl": "văn bản quy phạm pháp luật",
    "pbgdpl": "phổ biến giáo dục pháp luật", "kt-xh": "kinh tế xã hội",
    "vh-xh": "văn hóa xã hội", "cnh": "công nghiệp hóa", "hđh": "hiện đại hóa",
    "kh-cn": "khoa học công nghệ", "gd-đt": "giáo dục đào tạo", "tn-mt": "tài nguyên môi trường",
    "nn-ptnt": "nông nghiệp phát triển nông thôn", "lđ-tb-xh": "lao động thương binh xã hội",
    "lđtb-xh": "lao động thương binh xã hội", "gtvt": "giao thông vận tải",
    "kcn": "khu công nghiệp", "kkt": "khu kinh tế", "bhxh": "bảo hiểm xã hội",
    "bhyt": "bảo hiểm y tế", "attp": "an toàn thực phẩm", "vsattp": "vệ sinh an toàn thực phẩm",
    "atgt": "an toàn giao thông", "pccc": "phòng cháy chữa cháy", "ptnt": "phát triển nông thôn",
    "thpt": "trung học phổ thông", "thcs": "trung học cơ sở", "gdtx": "giáo dục thường xuyên",
    # Places
    "tp": "thành phố", "tx": "thị xã", "tphcm": "thành phố Hồ Chí Minh",
    "đbscl": "đồng bằng sông Cửu Long",
}  # fmt: skip


def _ways(short: str) -> Iterator[tuple[str, ...]]:
    """The parts of an abbreviation, with any of its hyphens left out, with and without đ."""
    first, hyphen, rest = short.partition("-")
    if not hyphen:
        yield (first,)
        return
    for parts in _ways(rest):
        yield (first, *parts)
        yield (first + parts[0], *parts[1:])


_LONG = {
    form: long
    for short, long in _CURATED.items()
    for parts in _ways(short)
    for form in (tuple(map(fold, parts)), parts)
}
ABBREVIATIONS = {fold(short.replace("-", "")): long.lower() for short, long in _CURATED.items()}
"""What each abbreviation stands for, by its letters without accents and signs."""
_FIRST = frozenset(parts[0] for parts in _LONG)
_LONGEST = max(map(len, _LONG))
_BETWEEN = re.compile(r"\s?[-–/&.,]?\s?")
_OF_A_NUMBER = re.compile(r"[/@]$|\d[\w/]*[-–/](?:[^\W\d]+[-–/])*$")
"""What stands before a part of an address or of the number of a document: 05/2024/NQ-HĐND."""
_POINTED = frozenset({"tp", "tx"})
"""Words of addresses, of which a full stop is a part: TP. Hồ Chí Minh."""


class Abbreviation(NamedTuple):
    """An abbreviation where it stands, and what it stands for."""

    start: int
    end: int
    long: str


def abbreviations(text: str) -> Iterator[Abbreviation]:
    """The known abbreviations of a text, none of them within another or a document number."""
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        length = _length(text, words, at)
        if length:
            yield _abbreviation(text, words[at : at + length])
        at += length or 1


def _length(text: str, words: list[re.Match[str]], at: int) -> int:
    """How many words from here on are the longest known abbreviation; 0 if they are none."""
    start = words[at].start()
    if words[at][0].lower() not in _FIRST or _OF_A_NUMBER.search(text, max(0, start - 24), start):
        return 0
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        run = words[at : at + length]
        gaps = (text[one.end() : two.start()] for one, two in pairwise(run))
        if tuple(word[0].lower() for word in run) in _LONG and all(map(_BETWEEN.fullmatch, gaps)):
            return length
    return 0


def _abbreviation(text: str, run: list[re.Match[str]]) -> Abbreviation:
    parts = tuple(word[0].lower() for word in run)
    end = run[-1].end()
    return Abbreviation(
        run[0].start(), end + (parts[-1] in _POINTED and text[end : end + 1] == "."), _LONG[parts]
    )


def opened(text: str) -> str:
    """The text with what its abbreviations stand for in their place."""
    pieces, at = [], 0
    for each in abbreviations(text):
        blank = " " if text[each.end - 1] == "." else ""  # TP.HCM
        pieces += [text[at : each.start], each.long.lower(), blank]
        at = each.end
    return "".join([*pieces, text[at:]])


class Explained(NamedTuple):
    """An abbreviation that a text explains, as it stands there."""

    short: str
    long: str

    @property
    def term(self) -> str:
        """The lexical term under which the explanation is found."""
        return explanation_term(self.short)


_SHORT = rf"[{UPPER}](?:[{UPPER}]|[-&.](?=[{UPPER}])){{1,11}}"
_CALLED = r"(?:(?:sau đây |dưới đây )?(?:gọi|viết) (?:tắt |chung )?là:? )?"
_IN_BRACKETS = re.compile(rf"\(\s?{_CALLED}[\"“]?({_SHORT})[\"”]?\s?\)")
_BEFORE_BRACKETS = re.compile(rf"(?<!\w)({_SHORT}) ?\(([^()\n]{{5,100}})\)")
_REACH = 100
"""Characters before a bracket in which the words may stand that it shortens."""
_EXPLAINS = "viếttắt"
"""What tells the term of an explanation from a word."""
_JOINING = frozenset({"và", "của", "các", "về", "cho", "ở"})


def explained(text: str) -> list[Explained]:
    """The abbreviations that the text explains: "Quy chế dân chủ (QCDC)", "QCDC (quy chế …)".

    Each letter is the first of a syllable, counted from the end (after Schwartz and Hearst 2003).
    """
    found = [
        (
            bracket[1],
            re.split(r"[()\n;:!?]", text[max(0, bracket.start() - _REACH) : bracket.start()])[-1],
        )
        for bracket in _IN_BRACKETS.finditer(text)
    ]
    found += _BEFORE_BRACKETS.findall(text)
    pairs = ((short, _explaining(short, long)) for short, long in found)
    return list(dict.fromkeys(Explained(short, long) for short, long in pairs if long))


def _explaining(short: str, text: str) -> str:
    """The last words of the text that the letters stand for; empty if they do not."""
    wanted = [letter for letter in search_form(short) if letter.isalpha()]
    words = list(WORD.finditer(text))
    for word in reversed(words):
        if not wanted:
            break
        form = search_form(word[0])
        if fold(form[0]) == fold(wanted[-1]):
            wanted.pop()
            start = word.start()
        elif form not in _JOINING:
            return ""
    return text[start : words[-1].end()] if not wanted else ""


def explanation_term(short: str) -> str:
    """The term of an explanation: letters alone, without accents."""
    return "".join(WORD.findall(fold(search_form(short)))) + _EXPLAINS


def shortening_term(words: Sequence[str]) -> str:
    """The same term of the abbreviation that words in the search form would have."""
    return fold("".join(word[0] for word in words)) + _EXPLAINS
