"""A file or text becomes a clean ``Article``.

The rooms, each knowing only those above it:

decoding     bytes → text
lines        text → lines
phrases      the words that pages are furnished with (data)
vocabulary   known phrases laid over the words of a line
metadata     what one line says about its article
marks        what one line is, by itself
boilerplate  which lines are the page's own, in their context
titles       which line is the title
pages        the page taken apart
facts        what the page says about its article
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from qa.articles import facts
from qa.articles.decoding import MAX_BYTES, checked, decoded
from qa.articles.pages import Page, read_page
from qa.errors import ArticleError
from qa.types import Article
from qa.vietnamese import language

__all__ = [
    "MAX_BYTES",
    "article_files",
    "article_from_bytes",
    "article_from_text",
    "derived_id",
    "read_article",
]

_SUFFIXES = (".txt", ".md")
_ID_LENGTH = 16  # hexadecimal digits


def article_files(paths: Iterable[Path]) -> list[Path]:
    """The files to read: a file stands for itself, a folder for all its .txt and .md files.

    Raises:
        ArticleError: if a path does not exist, or a folder holds no such file.
    """
    found = [file for path in paths for file in _files(path)]
    return list(dict.fromkeys(found))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ArticleError(f"{path} does not exist. Name a .txt or .md file, or a folder of them.")
    found = sorted(
        file for file in path.rglob("*") if file.suffix.lower() in _SUFFIXES and file.is_file()
    )
    if not found:
        raise ArticleError(f"{path} holds no .txt or .md file. Put the articles there first.")
    return found


def read_article(path: Path) -> Article:
    """The article in a file; its source is the file's name.

    Raises:
        ArticleError: if the file cannot be read or is not a readable article.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(
            f"{path} cannot be read: {error.strerror}. Check that it exists and who may read it."
        ) from error
    return article_from_bytes(data, _readable_name(path))


def _readable_name(path: Path) -> str:
    """The name of a file; bytes of it that are not UTF-8 are shown as �."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def article_from_bytes(data: bytes, source: str) -> Article:
    """The article in the bytes of a file.

    Raises:
        ArticleError: if they are not a readable article.
    """
    return article_from_text(decoded(data, source), source)


def article_from_text(
    text: str,
    source: str,
    *,
    article_id: str | None = None,
    title: str | None = None,
    published: date | None = None,
    outlet: str | None = None,
    author: str | None = None,
    places: tuple[str, ...] | None = None,
    url: str | None = None,
) -> Article:
    """The article in a text; what is given wins over what is read.

    Raises:
        ArticleError: if the text or what is given is not text, or holds no article.
    """
    source = checked(source, f"The source {source!r}")
    checked(article_id or "", source)  # kept as it was given, for the giver will ask for it
    given = " ".join(checked(title or "", source).split()) or None
    told = None if places is None else tuple(checked(place, source) for place in places)
    page = _page(text, source, given)
    return Article(
        article_id=article_id or derived_id(page.title, page.text),
        title=page.title,
        source=source,
        sha256=hashlib.sha256(page.text.encode()).hexdigest(),
        published=published or facts.published(page),
        outlet=_given(outlet, source) or facts.outlet(page),
        author=_given(author, source) or facts.written_by(page),
        places=facts.places(page) if told is None else told,
        url=_given(url, source) or facts.url(page),
        language=language(page.text),
        text=page.text,
        stripped=page.stripped,
    )


def _page(text: str, source: str, title: str | None) -> Page:
    """The page taken apart, which must hold an article."""
    page = read_page(checked(text, source), title)
    if not page.text:
        raise ArticleError(
            f"{source} holds no article: every line of it is blank, navigation or the like. "
            "Put the article's own text into it, or remove it."
        )
    return page


def derived_id(title: str, text: str) -> str:
    """The id of an article that was given none: the same for the same words, wherever found."""
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:_ID_LENGTH]


def _given(value: str | None, source: str) -> str | None:
    return checked(value, source).strip() if value else None
