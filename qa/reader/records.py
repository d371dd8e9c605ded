"""What is known of an article outside its sentences: who wrote it, when and where it appeared."""

from __future__ import annotations

import re

from qa.reader.refusals import recorded
from qa.types import Header, Question
from qa.vietnamese import fold, search_form, syllables

# What is asked of an article itself, folded.
_AUTHOR = re.compile(
    r"\b(?:ai|nguoi nao)(?: la nguoi| da)? viet (?:bai|tin)(?: bao| viet| nay)?(?= v[ea]\b|\W*$)"
    r"|\bbai (?!hat|tho|phat|dien|van|luan|hoc|thi|du|ca|ve tranh)[^?]*\bai (?:la nguoi )?viet\b"
    r"|\bbai (?:bao|viet|nay|ve|noi ve)\b[^?]*\b(?:la )?cua ai\b"
    r"|\bphong vien nao (?:da )?(?:viet|dua tin)\b"
    r"|\b(?:which|what) (?:reporter|journalist|author)\b.*\barticle\b"
    r"|\btac gia (?:cua )?(?:bai (?:bao|viet|nay)|tin nay)\b"
    r"|\bwho (?:is |was )?(?:wrote|writes?)\b.*\b(?:article|news|story)\b"
    r"|\bauthor of (?:the |this |an )?(?:article|news|story)\b"
)
_WRITER = re.compile(r"\btac gia\b|\bai (?:da )?viet\b")
_TITLE = 4
"""Syllables of a title by which it is known."""
_PUBLISHED = re.compile(
    r"^\W*(?:bai (?:bao|viet|nay)|tin nay)\b.* (?:dang|viet|xuat ban)(?: tu| vao)? "
    r"(?:(?:ngay|luc|hom|nam) (?:nao|may)|khi nao|bao gio)\b"
    r"|\bngay dang (?:bai|tin)\b|\bwhen was (?:the|this) article\b"
)
_OUTLET = re.compile(
    r"\b(?:bao|trang(?: tin| web)?|nguon) nao (?:da )?(?:dang|dua|viet)\b"
    r"|\b(?:bai|tin)\b.*\b(?:dang|lay|dan|trich|lay lai) (?:o|tren|tu|lai)? ?(?:bao|trang|nguon)"
    r"(?: tin| web)? nao\b"
    r"|\bfrom which (?:newspaper|news ?site|website|outlet)\b"
    r"|\bwhich (?:newspaper|paper|news ?site|website|outlet)\b.*\b(?:article|story|"
    r"report|news)\b"
)


def asks_author(question: Question, article: Header) -> bool:
    """Whether it asks who wrote an article, be it by the title of this one."""
    asked = fold(search_form(question.searched))
    is_titled = _WRITER.search(asked) and names_title(question, article)
    return bool(_AUTHOR.search(asked) or is_titled)


def names_title(question: Question, article: Header) -> bool:
    """Whether it says the beginning of the title of an article."""
    asked, begins = (syllables(fold(each)) for each in (question.searched, article.title))
    return len(begins) >= _TITLE and f" {' '.join(begins[:_TITLE])} " in f" {' '.join(asked)} "


def lacked_record(question: Question, article: Header) -> str:
    """The author, date or outlet of an article that is asked for, as recorded; or nothing.

    A name or a date that stands in its text is of something else.
    """
    if asks_author(question, article):
        return recorded(question.language, article.title, article.author)
    if _PUBLISHED.search(fold(search_form(question.searched))):
        day = f"{article.published:%d/%m/%Y}" if article.published else None
        return recorded(question.language, article.title, day)
    if _OUTLET.search(fold(search_form(question.searched))):
        return recorded(question.language, article.title, article.outlet)
    return ""
