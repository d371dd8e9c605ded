"""Refusals in the words of a person, in Vietnamese or English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.types import Coverage, Hit, NoAnswer, Question, Reason

_EXPLANATIONS: Mapping[str, Mapping[Reason, str]] = {
    "vi": {
        "no_hits": "Không tìm thấy đoạn nào trong các bài viết khớp với câu hỏi.",
        "weak_evidence": "Các bài viết có chủ đề gần với câu hỏi, "
        "nhưng không câu nào trả lời{instead}.",
        "number_not_found": "Các bài viết không nhắc tới văn bản số {missing}.{instead}",
        "entity_mismatch": "Các bài viết tìm được không nói về {missing}.",
        "period_mismatch": "Các bài viết tìm được không nói về năm {missing}{instead}.",
        "off_topic": "Câu hỏi không thuộc nội dung của các bài viết.",
        "not_a_question": "Đây không phải là một câu hỏi về nội dung các bài viết.",
        "rejected_input": "Không xử lý được nội dung đã nhập.",
    },
    "en": {
        "no_hits": "No passage of the articles fits the question.",
        "weak_evidence": "The articles touch on a related topic, "
        "but no sentence answers this{instead}.",
        "number_not_found": "The articles do not mention document number {missing}.{instead}",
        "entity_mismatch": "The articles that were found are not about {missing}.",
        "period_mismatch": "The articles that were found are not about the year "
        "{missing}{instead}.",
        "off_topic": "The question is not about what the articles cover.",
        "not_a_question": "This is not a question about what the articles say.",
        "rejected_input": "The input cannot be processed.",
    },
}

_UNSTATED = {
    "vi": (": không bài nào nêu số “{what}”", ": không bài nào nêu con số được hỏi"),
    "en": (": none states the number of “{what}”", ": none states the number asked for"),
}
_UNDATED = {
    "vi": ": không bài nào nêu ngày của văn bản này",
    "en": ": none states the date of this document",
}
_UNSPOKEN = {
    "vi": ": không câu nào thuật lời của {who}",
    "en": ": none tells what {who} said",
}
_UNMENTIONED = {
    "vi": ": không câu nào nêu {what}",
    "en": ": none tells of {what}",
}

_UNDEFINED = {
    "vi": ": không bài nào cho biết “{what}” là gì",
    "en": ": none says what “{what}” is",
}

_RECORDED = {
    "vi": (": bài “{title}” ghi “{what}”", ": bài “{title}” không ghi điều này"),
    "en": (": “{title}” bears “{what}”", ": “{title}” does not bear it"),
}


def recorded(language: str, title: str, what: str | None) -> str:
    """The end of a refusal that tells author, date or outlet of an article; no sentence does."""
    known, unknown = _RECORDED[language]
    return known.format(title=title, what=what) if what else unknown.format(title=title)


def unstated(language: str, what: str = "") -> str:
    """The end of a refusal where no article gives the number, of ``what`` if that is known."""
    known, unknown = _UNSTATED[language]
    return known.format(what=what) if what else unknown


def undated(language: str) -> str:
    """The end of a refusal where no article gives the date of a document."""
    return _UNDATED[language]


def unspoken(language: str, who: str) -> str:
    """The end of a refusal where no sentence tells what somebody said."""
    return _UNSPOKEN[language].format(who=who)


def unmentioned(language: str, what: str) -> str:
    """The end of a refusal where no sentence tells of what is asked for."""
    return _UNMENTIONED[language].format(what=what)


def undefined(language: str, what: str) -> str:
    """The end of a refusal where no article says what something is."""
    return _UNDEFINED[language].format(what=what)


def refuse(
    question: Question,
    reason: Reason,
    hits: Sequence[Hit],
    coverage: Coverage,
    missing: str = "",
    instead: str = "",
) -> NoAnswer:
    """A refusal whose explanation is in the language of the question."""
    told = _EXPLANATIONS[question.language][reason].format(missing=missing, instead=instead)
    return NoAnswer(question, reason, told, tuple(hits), coverage)
