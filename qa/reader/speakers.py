"""Who said it: the speaker of a sentence that reports a speech, with the office held."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.identifiers import Span, person_spans
from qa.reader.spans import TITLE
from qa.types import Header, Speaker
from qa.vietnamese import LOWER, UPPER

_SAYS = re.compile(
    r"\b(?:[Pp]hát biểu|[Nn]hấn mạnh|[Kk]hẳng định|[Cc]ho biết|[Cc]ho rằng|[Yy]êu cầu|[Đđ]ề nghị|"
    r"[Gg]hi nhận|[Bb]iểu dương|[Đđ]ánh giá cao|[Cc]hỉ đạo tại|[Nn]êu rõ|[Ll]ưu ý|[Cc]hia sẻ|"
    r"[Kk]ết luận(?= (?:buổi|hội nghị|tại))|[Mm]ong muốn|[Kk]êu gọi|[Bb]ày tỏ|[Tt]rao đổi|"
    r"[Tt]ái khẳng định)\b"
)
_ROLE_BEFORE = re.compile(rf"({TITLE}[{LOWER}{UPPER} ]*?)\s+(?:đồng chí\s+)?$")
_ROLE_AFTER = re.compile(rf"\s*[,\-–]\s*({TITLE}[^;:.]*?)(?=,?\s+(?:{_SAYS.pattern})|[;:.]|$)")
# A sentence that goes on with what was said names no speaker of its own.
_GOES_ON = re.compile(
    r"^\W*(?:(?:Đồng thời|Cùng với đó|Bên cạnh đó|Ngoài ra|Theo đó),?\s+)?"
    r"(?:(?:[Đđ]ồng chí|[Ôô]ng|[Bb]à|[Bb]í thư|[Cc]hủ tịch|[Tt]hủ tướng|[Tt]rưởng đoàn)"
    r"\s+)?(?:cũng |đã |còn )?"
    rf"(?:{_SAYS.pattern})"
)
_NAME = re.compile(rf"([{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{1,3}})\s+(?:đã |cũng )?$")
_LOOKED_BACK = 3
"""Sentences before one that goes on, in which its speaker is looked for."""


def speaker_of(sentence: str, before: Sequence[str], article: Header) -> Speaker | None:
    """Who says what the sentence reports, or ``None``; ``before`` holds what precedes it.

    The date is that of the article that reports it.
    """
    if found := _named(sentence, article):
        return found
    if not _GOES_ON.match(sentence):
        return None
    earlier = (_named(each, article) for each in reversed(before[-_LOOKED_BACK:]))
    return next((each for each in earlier if each), None)


def _named(sentence: str, article: Header) -> Speaker | None:
    """The last person who is named before, or shortly after, the word for saying."""
    says = _SAYS.search(sentence)
    people = _people(sentence) if says else []
    before = [span for span in people if span[1] <= says.start()] if says else []
    if says and not before:  # "Phát biểu tại Hội nghị, Thủ tướng … nhấn mạnh"
        again = _SAYS.search(sentence, says.end())
        before = [span for span in people if again and says.end() <= span[0] < again.start()]
        before = before or [span for span in people if says.end() <= span[0] < says.end() + 90]
        before = before[:1]
    if not before:
        return None
    start, end = before[-1]
    return Speaker(sentence[start:end], _role(sentence, (start, end)), article.published)


def _people(sentence: str) -> list[Span]:
    """People with their title, and names right before a word for saying."""
    found = set(person_spans(sentence))
    for says in _SAYS.finditer(sentence):
        name = _NAME.search(sentence, 0, says.start())
        if name and not any(start < name.end(1) and name.start(1) < end for start, end in found):
            found.add(name.span(1))
    return sorted(found)


def _role(sentence: str, name: Span) -> str | None:
    after = _ROLE_AFTER.match(sentence, name[1])
    if after:
        return " ".join(after[1].split()).rstrip(" ,")
    before = _ROLE_BEFORE.search(sentence[: name[0]])
    return " ".join(before[1].split()) if before else None
