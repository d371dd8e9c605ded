"""The files of the page, read and not run: nothing unsafe, nothing foreign, nothing left out."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

import qa
from qa.types import REASONS, ChangeKind, Fallback, Mode

WEB = Path(qa.__file__).parent / "web"
FILES = sorted(path for path in WEB.iterdir() if path.is_file())
SCRIPTS = [path for path in FILES if path.suffix == ".js"]
VI = json.loads((WEB / "strings.vi.json").read_text(encoding="utf-8"))
EN = json.loads((WEB / "strings.en.json").read_text(encoding="utf-8"))
FAILURES = ("offline", "broken", "stopped", "busy", "server", "question", "key", "gone")
COMPUTED = (
    "reason.", "failure.", "fallback.", "change.", "mode.", "outcome.", "rating.", "receipt.",
    "filters.any.", "filters.label.",
)  # fmt: skip
UNSAFE = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "createContextualFragment",
    "DOMParser",
    "setHTMLUnsafe",
    "srcdoc",
    "eval(",
    "new Function",
    'setAttribute("style',
    'setTimeout("',
)


def read(name: str) -> str:
    return (WEB / name).read_text(encoding="utf-8")


class Tags(HTMLParser):
    """The start tags of a page with their attributes, and the text right after each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.key = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self.key = self.found[-1][1].get("data-t", "")

    def handle_data(self, data: str) -> None:
        if self.key:
            self.texts[self.key] = data
            self.key = ""


TAGS = Tags(read("index.html"))


@pytest.mark.parametrize("word", UNSAFE)
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_turns_text_into_markup_or_code(script: Path, word: str) -> None:
    assert word not in script.read_text(encoding="utf-8")


def test_the_page_has_no_inline_script_style_or_handler() -> None:
    inline = [
        (tag, name)
        for tag, attributes in TAGS.found
        for name in attributes
        if name.startswith("on") or name == "style"
    ]
    scripts = [attributes for tag, attributes in TAGS.found if tag == "script"]

    assert inline == []
    assert "<style" not in read("index.html")
    assert [each["src"] for each in scripts] == ["/web/theme.js", "/web/app.js"]


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_nothing_points_away_from_the_own_server(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")

    assert re.findall(r"https?://[^\s\"'`]+|url\((?!data:)|@import", text) == []


def test_every_file_the_page_names_is_there_and_no_other() -> None:
    named = set(re.findall(r"/web/(\w+\.\w+)", "".join(map(read, [p.name for p in FILES]))))
    named |= {"strings.vi.json", "strings.en.json", "index.html"}

    assert named == {path.name for path in FILES}


def test_the_page_weighs_less_than_150_kb() -> None:
    assert sum(path.stat().st_size for path in FILES) < 150_000


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(VI) == list(EN) == sorted(VI)


def test_both_languages_fill_in_the_same_values() -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    assert {key: names(text) for key, text in VI.items()} == {
        key: names(text) for key, text in EN.items()
    }


def test_no_text_is_empty_or_left_untranslated() -> None:
    same = {key for key in VI if VI[key] == EN[key]}

    assert [key for key in VI if not VI[key].strip() or not EN[key].strip()] == []
    assert same == {"text"}  # it only passes a value on


def test_every_refusal_reason_has_its_words() -> None:
    said = {key.removeprefix("reason.") for key in VI if key.startswith("reason.")}

    assert said == {*REASONS, "other"}


def test_all_that_the_server_may_say_in_a_word_has_its_words() -> None:
    for kind, codes in (("fallback", Fallback), ("change", ChangeKind), ("mode", Mode)):
        said = {key.partition(".")[2] for key in VI if key.startswith(f"{kind}.")}
        assert said - {"other"} == set(get_args(codes))


def test_every_failure_has_a_headline_and_a_hint() -> None:
    said = {key for key in VI if key.startswith("failure.") and "wait" not in key}

    assert said == {f"failure.{kind}{part}" for kind in FAILURES for part in ("", ".hint")}


def test_every_key_that_is_used_exists_and_every_key_is_used() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    written = {
        value
        for _, attributes in TAGS.found
        for name, value in attributes.items()
        if name.startswith("data-t")
    }
    quoted = {key for key in VI if f'"{key}"' in scripts}
    computed = {key for key in VI if key.startswith(COMPUTED)}
    plurals = {key for key in VI if key.endswith(".one")}
    calls = re.findall(
        r'(?:\bt\(|\bsay: \[?|sayLabel: \[?|\bsay\([^,()]+(?:\([^()]*\))?, )"([^"]+)"', scripts
    )

    assert written | set(calls) <= set(VI)
    assert written | quoted | computed | plurals == set(VI)


def test_the_texts_written_into_the_page_are_the_vietnamese_ones() -> None:
    labels = {
        attributes[f"data-t-{name}"]: attributes[name]
        for _, attributes in TAGS.found
        for name in ("aria-label", "placeholder")
        if f"data-t-{name}" in attributes
    }

    assert TAGS.texts == {key: VI[key] for key in TAGS.texts}
    assert labels == {key: VI[key] for key in labels}
