"""An English-Vietnamese word list from the Unicode CLDR, as one more set of pairs.

python -m training.lexicon FOLDER DATA/cldr/pairs.jsonl

FOLDER holds the unpacked npm packages cldr-annotations-full and cldr-localenames-full (Unicode-3.0
licence): names and keywords of two thousand pictures, names of countries and languages.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from training.files import Row, write_rows

KEYS = ("annotations", "languages", "territories", "scripts")


def named(folder: Path, language: str) -> Iterator[tuple[str, str]]:
    """What a name or a list of keywords is of, and the words, in one language."""
    for path in sorted(folder.rglob(f"{language}/*.json")):
        if path.stem in KEYS:
            yield from _named(path.stem, json.loads(path.read_text(encoding="utf-8")))


def _named(key: str, content: Row) -> Iterator[tuple[str, str]]:
    for name, held in content.items():
        if isinstance(held, str):
            yield f"{key} {name}", held
        elif isinstance(held, list):
            yield f"{key} {name}", " ".join(held)
        elif name != "identity":
            yield from _named(f"{key} {name}", held)


def pairs(folder: Path) -> Iterator[Row]:
    """English words and the Vietnamese for the same thing."""
    vietnamese = {_anywhere(of): words for of, words in named(folder, "vi")}
    for of, words in named(folder, "en"):
        same = vietnamese.get(_anywhere(of))
        if same and same.lower() != words.lower():
            yield {"anchor": words, "positive": same, "kind": "lexicon"}


def _anywhere(of: str) -> str:
    return " ".join(part for part in of.split(" ") if part not in {"en", "vi"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    print(write_rows(asked.out, pairs(asked.folder)), "pairs")


if __name__ == "__main__":
    main()
