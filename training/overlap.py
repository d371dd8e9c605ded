"""Which training text repeats a text that is measured on.

Thirteen syllables in a row that also stand in an evaluation passage, question or answer mark a line
as overlapping; the line stays out of the tokenizer and of the pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qa.vietnamese import syllables
from training.files import rows

LENGTH = 13


def grams(text: str) -> Iterator[int]:
    """A number for each run of thirteen syllables; equal runs have equal numbers."""
    words = syllables(text)
    for start in range(len(words) - LENGTH + 1):
        yield hash(tuple(words[start : start + LENGTH]))


def measured_grams(folders: list[Path]) -> frozenset[int]:
    """The runs of every corpus, question and answer file in the BEIR folders."""
    found: set[int] = set()
    for folder in folders:
        for path in sorted(folder.glob("*.jsonl")):
            for row in rows(path):
                for text in (row.get("title"), row.get("text"), *row.get("answers", ())):
                    found.update(grams(text or ""))
    return frozenset(found)


def overlaps(text: str, measured: frozenset[int]) -> bool:
    """Whether the text holds a measured run."""
    return bool(measured) and any(gram in measured for gram in grams(text))
