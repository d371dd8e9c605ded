"""A set of questions about people, to measure the search with.

    python -m training.names --data DIR --output SET
    qa eval beir SET --retrieval-only

Articles of the field (``indomain_danvan``), and people whom exactly one of them names, each asked
about in one of four ways. Nothing is learned from it: real questions ask in more ways than four.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from qa.identifiers import person_spans
from training.corpus import clean, clean_title
from training.files import rows

QUESTIONS = 600
ASKED = ("Ông {} giữ chức vụ gì?", "{} là ai?", "Ông {} từng làm gì?", "Bà {} nói gì?")
SYLLABLES = range(3, 5)
"""Of a full name; shorter ones may be anybody's."""


def articles(data: Path) -> dict[str, tuple[str, str]]:
    """Title and text of the articles that have a text."""
    every = enumerate(rows(data / "indomain_danvan/docs.jsonl.xz"))
    return {
        f"d{at}": (clean_title(row["title"]), clean(row["text"]))
        for at, row in every
        if row["text"].strip()
    }


def named_once(texts: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The full names that one article alone holds, with that article."""
    holders: dict[str, set[str]] = defaultdict(set)
    for name, (_, text) in texts.items():
        for start, end in person_spans(text):
            if len(text[start:end].split()) in SYLLABLES:
                holders[text[start:end]].add(name)
    return {person: held.pop() for person, held in holders.items() if len(held) == 1}


def _write(path: Path, lines: Iterable[object]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def main() -> None:
    """Writes the set as a BEIR folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args()
    texts = articles(given.data)
    people = sorted(named_once(texts).items())
    chosen = random.Random(3).sample(people, QUESTIONS)
    given.output.mkdir(parents=True, exist_ok=True)
    corpus = ({"_id": name, "title": title, "text": text} for name, (title, text) in texts.items())
    _write(given.output / "corpus.jsonl", corpus)
    asked = ((f"q{at}", ASKED[at % len(ASKED)], each) for at, each in enumerate(chosen))
    questions = [(name, form.format(person), article) for name, form, (person, article) in asked]
    _write(
        given.output / "queries.jsonl", ({"_id": name, "text": text} for name, text, _ in questions)
    )
    lines = (f"{name}\t{article}\t1\n" for name, _, article in questions)
    (given.output / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\n" + "".join(lines), "utf-8"
    )


if __name__ == "__main__":
    main()
