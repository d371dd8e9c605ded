"""A follow-up as a full question: "Còn Vĩnh Long thì sao?" with what was asked before it.

By rules, so that the outcome is the same every time and can be shown and edited. A question that
stands by itself takes nothing from the conversation, nor from a statement that leads to it ("…, vậy
…"), and what is only polite ("Dạ cho em hỏi … ạ?") is left out. Accents may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.identifiers import document_spans, names, person_spans, places
from qa.types import Turn
from qa.vietnamese import content, fold, is_accented, nfc, search_form, syllables, visible

_MOST_WORDS = 9
"""Words of "Còn … thì sao?" at most; a longer question says itself what it is about."""


class _Pattern:
    """A pattern written with accents, for texts with accents and for those without any."""

    def __init__(self, pattern: str) -> None:
        self._accented, self._bare = re.compile(pattern), re.compile(fold(pattern))

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in a text, whose offsets are those of the text."""
        form = search_form(text)
        if len(form) != len(text):
            return None
        return self._accented.search(form) if is_accented(text) else self._bare.search(form)


_SELF = r"(?:tôi|tui|mình|em|cháu|con|anh|chị|bác)"
_REQUEST = (
    rf"(?:(?:làm ơn|vui lòng|xin|hãy|bạn|ad) )?(?:có thể )?cho (?:{_SELF} )?(?:xin )?(?:hỏi|biết)"
    rf"(?: thăm| chút| một chút| với)?(?: là| rằng)?|{_SELF} (?:muốn|cần|định) (?:hỏi|biết)"
    r"(?: là| rằng)?|xin hỏi|(?:please )?(?:could|can|would) you (?:please )?"
    r"(?:tell (?:me|us)|explain)|please tell me|i(?: would|’d|'d) like to know|i want to know|"
    r"do you know"
)
_GREETING = (
    r"(?:(?:dạ|vâng|(?:kính )?thưa|(?:xin )?chào|alo|hello|hi)(?: (?:bạn|anh|chị|ad|admin|em|cô|"
    r"chú|các bạn|quý vị|mọi người|there))*(?: ơi)?|(?:bạn|anh|chị|em|ad|mọi người|các bạn) ơi)"
    r"(?: ạ)?"
)
_FILLER = r"(?:(?:à|ừ|ờ|thì|thế|vậy|này) )*"
_REQUESTED = rf"{_FILLER}(?:{_REQUEST})\b[\s,:]*"
_GREETED = rf"(?:{_GREETING})(?:\s*[,.!:;]+\s*|\s+(?=(?:{_GREETING}|{_REQUESTED})))"
_POLITE_LEAD = _Pattern(rf"^\W*(?:(?:{_GREETED})+(?:{_REQUESTED})?|{_REQUESTED})")
_POLITE_TAIL = _Pattern(
    r"[\s,]+(?:(?:vậy|thế|với) )?(?<!loại )(?<!hạng )(?<!nhóm )(?<!khối )(?<!\d )"
    r"(?:ạ|nhé|(?:bạn|anh|chị|ad|mọi người|các bạn) ơi|(?<=vậy )(?:mọi người|các bạn))\W*$"
)
"""Not bare "loai a"."""
_LED = _Pattern(r"[,;.]\s+(?:(?:vậy|thế)(?: thì| còn)?|còn)\s+")
"""Where a question begins to which a statement leads."""
_POINTS_BACK = _Pattern(r"\b(?:này|đó|ấy|họ)\b")
_LEADING = 4
"""Words of such a statement, and words beside the names of such a question, at least."""
_LEAD = _Pattern(
    r"^(?:(?:thế|vậy|nhưng|và|à)\s+)?(?:còn|đối với)\s+|^(?:and\s+)?(?:what|how) about\s+"
)
_WEAK_LEAD = _Pattern(r"^(?:thế|vậy|và|and|à)\s+")
_TAIL = _Pattern(r"\s*\bthì (?:sao|thế nào|như thế nào|ra sao)$")
_WEAK_TAIL = _Pattern(r"\s*\b(?:thế nào|ra sao|à|nhỉ)$")
_IN = re.compile(r"^(?:o|tai|trong|cua|ve|in|at|of|for|on|tinh|thanh pho|vao)\s+")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_LEVEL = _Pattern(r"\bcấp (?:trung ương|tỉnh|huyện|xã)\b")
_BACK = r"(?:đó|ấy|này)\b(?! (?:ai|đơn vị|cơ quan|tổ chức|đồng chí|ông|bà|ban(?! hành))\b)"
_THAT = (
    ("year", _Pattern(r"\b(?:năm (?:đó|ấy)|that year|the same year)\b")),
    ("place", _Pattern(
        rf"\b(?:tỉnh|thành phố|địa phương|nơi|huyện) {_BACK}|\bở (?:đó|đây)\b|"
        r"\b(?<!is )(?<!are )(?<!was )(?<!were )there\b(?! (?:is|are|was|were)\b)|"
        r"\b(?:that province|in that place)\b")),
    ("document", _Pattern(
        rf"\b(?:chỉ thị|quyết định|nghị quyết|văn bản|kết luận|kế hoạch|quy chế) {_BACK}|"
        r"\bnó\b(?= (?:nói|là|do|về|có|gồm|quy định|ban hành|được|nhằm)\b|\W*$)|"
        r"\b(?:that|this) (?:document|directive|decision|plan|conclusion)\b")),
    ("person", _Pattern(
        rf"\b(?:ông|bà|anh|chị|đồng chí|người|vị) {_BACK}|\b(?:he|she|him|her)\b")),
    ("topic", _Pattern(
        rf"\b(?:hội nghị|cuộc họp|buổi|việc|điều|mô hình|phong trào|chương trình|đề án|đoàn|"
        rf"sự kiện) {_BACK}|\b(?:(?:that|this) (?:conference|meeting|event)|it|they|them)\b")),
)  # fmt: skip
_TO_US = _Pattern(r"\b(?:bạn|you|your)\b")
# What a question may be made of and still not say what it is about; in folded form.
_LEAN = frozenset(syllables(
    "ai nguoi nao phat bieu chu tri tham du gia to chuc ky ban hanh ket luan dien ra noi dung "
    "muc dich ly do thanh phan dia diem thoi gian cu the chi tiet them nua khac con qua hoi "
    "nghi cuoc hop buoi lam viec doan la gi khi luc dau sao may bao nhieu co nhung duoc da thi "
    "vay va tai o vao cua trong ke ro hon tinh huyen xa nhu gom de nhan manh dao yeu cau ngay "
    "quan don thang nam vi tong who what when where why how many much else more spoke said did "
    "does was were is are it that there in at and tell me about happened happen which chaired "
    "signed organised organized"
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What is being talked about: the last full question, and what it is about."""

    question: str = ""
    topic: str = ""
    answer: str = ""


def unframed(text: str) -> str:
    """The question without what is only polite ("Dạ cho em hỏi, ai ký ạ?"), if anything is left.

    Nor with a statement that leads to it ("Bài về Huế do Lê Lan viết, còn bài về Vinh là của ai?"),
    where it says all by itself.
    """
    plain = _visible(text)
    lead, tail = _POLITE_LEAD.search(plain), _POLITE_TAIL.search(plain)
    begin, end = lead.end() if lead else 0, tail.start() if tail else len(plain)
    kept = plain[begin:end].strip(" ,")
    asked = _last_asked(kept)
    if len(kept.split()) < 2 or (begin == 0 and tail is None and asked == kept):
        return text
    ending = "?" if tail and "?" in tail[0] else ""
    return (asked[:1].upper() if plain[:1].isupper() else asked[:1]) + asked[1:] + ending


def full_question(text: str, conversation: Sequence[Turn]) -> str:
    """The question as it must be asked by itself; as it was typed where it already can be."""
    state = _State()
    for turn in conversation:
        if turn.role == "assistant":
            state = _State(state.question, state.topic, _plain(turn.content))
        else:
            state = _asked(_plain(turn.content), state)
    typed = _plain(text)
    full = _asked(typed, state).question
    return text if full == typed else full


def _plain(text: str) -> str:
    """What is asked, in the one form that all patterns see."""
    return unframed(_visible(text))


def _visible(text: str) -> str:
    """The text composed, with full-width digits and other people's dashes replaced."""
    return " ".join(nfc(visible(text)).split())


def _last_asked(text: str) -> str:
    """The question to which a statement leads; all of it where it leans on the statement.

    Such as "…, còn Vĩnh Long có bao nhiêu?", "…, vậy khu này ở đâu?".
    """
    found = _LED.search(text)
    before, rest = (text[: found.start()], text[found.end() :]) if found else ("", text)
    named = set(syllables(" ".join((*places(rest), *names(rest)))))
    more = [word for word in syllables(content(rest)) if word not in named]
    is_led = len(before.split()) >= _LEADING and not _asks(before)
    says_all = named and len(more) >= _LEADING and not _POINTS_BACK.search(rest)
    return rest if is_led and says_all else text


def _asked(text: str, state: _State) -> _State:
    """What is being talked about once this has been asked."""
    if not state.question:
        return _State(text, _topic(text))
    if (other := _instead(text)) is not None and (swapped := _swapped(other, state)):
        return _State(swapped, _topic(swapped))
    pointed, missing = _pointed(text, state)
    if (missing or _is_lean(pointed)) and state.topic:
        return _State(f"{pointed.rstrip(' ?.!')} – {state.topic}?", state.topic)
    return _State(pointed, _topic(pointed))


def _instead(text: str) -> str | None:
    """What "Còn … thì sao?" names, or a question that names one thing and asks nothing."""
    asked = text.strip(" ?.!…")
    if len(asked.split()) > _MOST_WORDS:
        return None
    lead = _LEAD.search(asked)
    begin = lead or _WEAK_LEAD.search(asked)
    tail = _TAIL.search(asked) or (_WEAK_TAIL.search(asked) if begin else None)
    named = asked[begin.end() if begin else 0 : tail.start() if tail else len(asked)].strip(" ,")
    if not named or _asks(named):
        return None
    return named if lead or tail or _kind(named) else None


def _asks(text: str) -> bool:
    """Whether there are words in it that only ask."""
    return len(syllables(content(text))) < len(syllables(text))


def _kind(named: str) -> str | None:
    """What kind of thing is named, if it is nothing but that."""
    bare = _IN.sub("", _IN.sub("", fold(named).lower()))
    found = places(named)
    if found and fold(found[0]).lower() == bare:
        return "place"
    if re.fullmatch(r"(?:nam\s+)?(?:19|20)\d{2}", bare):
        return "year"
    if (level := _LEVEL.search(bare)) and level[0] == bare:
        return "level"
    spans = document_spans(named)
    return "document" if spans and spans[0] == (0, len(named)) else None


def _swapped(named: str, state: _State) -> str | None:
    """The last question with what is named in place of what it named of the same kind."""
    asked, kind = state.question, _kind(named)
    if kind == "place":
        (place,) = places(named)[:1]
        known = places(asked)
        return _replaced(asked, known[0], place) if known else _added(asked, f"ở {place}")
    if kind == "year":
        (year,) = _YEAR.findall(fold(named))  # a stray mark among digits is no part of a year
        known = _YEAR.findall(asked)
        return asked.replace(known[-1], year) if known else _added(asked, f"năm {year}")
    if kind == "level" and (found := _LEVEL.search(asked)):
        return asked[: found.start()] + named + asked[found.end() :]
    if kind == "document" and (spans := document_spans(asked)):
        return asked[: spans[0][0]] + named + asked[spans[0][1] :]
    return None if kind == "document" else _added(asked, f"– {_IN.sub('', named)}")


def _added(question: str, more: str) -> str:
    return f"{question.rstrip(' ?.!')} {more}?"


def _replaced(question: str, old: str, new: str) -> str:
    """The question with one name for another, wherever its words stand, accented or not."""
    parts, wanted = question.split(" "), fold(old).lower().split()
    at = 0
    while at + len(wanted) <= len(parts):
        window = parts[at : at + len(wanted)]
        if [fold(part.strip(' ,.?!:;“”"')).lower() for part in window] == wanted:
            ending = re.search(r"[,.?!:;“”\"]*$", window[-1])
            parts[at : at + len(wanted)] = [new + (ending[0] if ending else "")]
        at += 1
    return " ".join(parts)


def _pointed(text: str, state: _State) -> tuple[str, bool]:
    """The text with what it points back at by name, and whether its topic is still to be said."""
    missing = False
    for kind, pattern in _THAT if len(text.split()) <= 2 * _MOST_WORDS else ():
        found = pattern.search(text)
        if not found or (kind == "topic" and _named(text)):
            continue
        name = _last(kind, state)
        if name:
            text = text[: found.start()] + name + text[found.end() :]
            text = text[:1].upper() + text[1:]
        missing = missing or not name or kind == "year"
    return text, missing and _named(text) < 2


def _named(text: str) -> int:
    """How many things the text names by itself."""
    return len(places(text)) + len(document_spans(text)) + len(names(text))


def _last(kind: str, state: _State) -> str | None:
    """The name of what was last spoken of: in the question, else in the answer to it."""
    for text in (state.question, state.answer):
        if kind == "year" and (years := _YEAR.findall(text)):
            return f"năm {years[-1]}" if is_accented(state.question) else f"nam {years[-1]}"
        if kind == "place" and (found := places(text)):
            return found[-1]
        if kind == "document" and (spans := document_spans(text)):
            return text[slice(*spans[-1])]
        if kind == "person" and (people := person_spans(text)):
            return text[slice(*people[-1])]
    return None


def _is_lean(text: str) -> bool:
    """Whether it names nothing and asks with such words only as fit every topic."""
    lean = _LEAN.issuperset(syllables(fold(text)))
    return lean and not (_named(text) or _YEAR.search(text) or _TO_US.search(text))


def _topic(question: str) -> str:
    """What a question is about: its words without those that only ask."""
    kept = set(syllables(content(question)))
    words = [word for word in question.split() if kept.issuperset(syllables(word))]
    return " ".join(words).strip(" ,.?!:;–")
