"""What is left of a question without the words that only ask."""

from __future__ import annotations

import functools
import re

from qa.vietnamese.forms import ENGLISH, WORD, fold, is_accented, language, search_form

_PRONOUN = re.compile(r"\b(?:bạn|tôi|mình|cậu|chúng ta)\b")
_PARTICLE = re.compile(r"\b(?:nhỉ|nhé|ạ|à|hả|đấy|ấy|thì|ơi|ừ|ờ)\b")
"""What is only said along; without accents it may be another word."""
# Words that only ask; what is left of a question is what it asks about.
_ASKING = (
    r"\b(?:(?:có )?bao nhiêu|mấy|như thế nào|thế nào|ra sao|vì sao|tại sao|ở đâu|đâu|"
    r"là gì|những gì|điều gì|việc gì|nói gì|nói về|gì|(?:là )?(?:những )?ai|"
    r"khi nào|bao giờ|(?:vào )?ngày (?:tháng )?nào|ngày mấy|năm nào|hôm nào|những \w+ nào|nào|"
    r"phải không|đúng không|được không|hay không|(?:không|ạ|vậy)(?=\s*\W*$)|"
    r"(?:hãy |xin )?cho (?:tôi |mình |em )?(?:biết|hỏi)|xin hỏi|tôi muốn biết|"
    r"làm ơn|giúp (?:tôi|em|mình))\b"
)
_ASKS = {True: re.compile(_ASKING), False: re.compile(fold(_ASKING))}
"""By whether the question bears accents; without them, đầu tư would ask where (đâu)."""


@functools.lru_cache(maxsize=64)  # what is asked is looked at several times while it is answered
def content(text: str) -> str:
    """The search form of a question without the words that only ask (bao nhiêu, là gì, who)."""
    compared = search_form(text)
    asks = _ASKS[is_accented(compared)]
    asking = {at for found in asks.finditer(compared) for at in range(*found.span())}
    for said in (_PRONOUN, _PARTICLE):
        asking.update(at for found in said.finditer(compared) for at in range(*found.span()))
    kept = "".join(" " if at in asking else letter for at, letter in enumerate(compared))
    if language(text) == "en":
        kept = WORD.sub(lambda found: "" if found[0] in ENGLISH else found[0], kept)
    return kept
