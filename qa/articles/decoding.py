"""Bytes to text: UTF-8, UTF-16 and Windows-1258; anything else is refused by name."""

from __future__ import annotations

import codecs
import re
import unicodedata

from qa.errors import ArticleError
from qa.vietnamese import nfc

MAX_BYTES = 2 * 1024 * 1024

_FORMATS = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a Word document or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x1f\x8b", "a gzip archive"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a web page begins with. The possessive signs (+ after a count) keep it from going back over
# comments, of which a hostile file may have thousands.
_WEB_PAGE = re.compile(
    r"\s*+(?:(?:<\?xml.*?\?>|<!--.*?-->)\s*+)*+<(?:!doctype\s++html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_SAVE_AS = "Save it as plain text in UTF-8 and add it again."
# Letters of Vietnamese outside ASCII, and the signs that Windows-1258 text is printed with.
_EXPECTED = re.compile(
    "[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ\u0300\u0301\u0303\u0309\u0323“”‘’–—…•·₫°²³½\u00a0]", re.IGNORECASE
)
_SIGN_IN_WORD = re.compile(r"(?<=[a-z])[^\w\s\x00-\x7f’‘\u0300-\u036f–—…](?=[a-z])")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x7f]")
_MANY_CONTROLS = 0.01
_MANY_FOREIGN = 0.1
# What the characters of Vietnamese and English text are in UTF-16.
_PLAIN = re.compile(r"[\t\n\r\x20-\x7e\u00a0-\u024f\u0300-\u036f\u1e00-\u206f\u20ab]")


def decoded(data: bytes, source: str) -> str:
    """The text of a file, in NFC.

    Raises:
        ArticleError: if it is empty, too large, binary, a web page, or in an encoding that is not
            known.
    """
    if not data.strip():
        raise ArticleError(f"{source} is empty. Put the text of an article into it, or remove it.")
    check_size(len(data), source)
    for magic, name in _FORMATS:
        if data.lstrip().startswith(magic):
            raise ArticleError(f"{source} is {name}, not plain text. {_SAVE_AS}")
    text = _text_of(data, source)
    if _WEB_PAGE.match(text):
        raise ArticleError(f"{source} is a web page with its markup, not plain text. {_SAVE_AS}")
    return _checked(text, source)


def check_size(size: int, source: str) -> None:
    """Nothing, where one article may be so large.

    Raises:
        ArticleError: if it is larger than ``MAX_BYTES``.
    """
    if size > MAX_BYTES:
        raise ArticleError(
            f"{source} has {size:,} bytes; one article may have {MAX_BYTES:,}. "
            "Split it into one file per article."
        )


def checked(text: str, source: str) -> str:
    """The text in NFC, if it can be stored and cited at all.

    Raises:
        ArticleError: if it is too large, binary, or holds half a character (a lone surrogate).
    """
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise ArticleError(
            f"{source} holds half a character (a lone surrogate) at {error.start}. {_SAVE_AS}"
        ) from error
    check_size(size, source)
    return _checked(text, source)


def _checked(text: str, source: str) -> str:
    if "\0" in text or len(_CONTROL.findall(text)) > _MANY_CONTROLS * len(text):
        raise ArticleError(f"{source} is not text: it holds control characters. {_SAVE_AS}")
    return nfc(text)


def _text_of(data: bytes, source: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding, source)
    if b"\0" in data:
        return _utf16_without_bom(data, source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _windows_1258(data, source)


def _strictly(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{source} begins as {error.encoding} text but is damaged at byte {error.start}. "
            f"{_SAVE_AS}"
        ) from error


def _utf16_without_bom(data: bytes, source: str) -> str:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, errors="replace")
        if len(_PLAIN.findall(text)) == len(text):
            return text
    raise ArticleError(f"{source} is not text: it holds NUL bytes. {_SAVE_AS}")


def _windows_1258(data: bytes, source: str) -> str:
    text = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    marked = [letter for letter in text if ord(letter) > 127]
    foreign = sum(_EXPECTED.match(letter) is None for letter in marked)
    if foreign > _MANY_FOREIGN * len(marked) or _SIGN_IN_WORD.search(text.lower()):
        raise ArticleError(
            f"{source} is neither UTF-8, UTF-16 nor Windows-1258 text "
            f"(it may be TCVN3 or VNI, or not text at all). {_SAVE_AS}"
        )
    return text
