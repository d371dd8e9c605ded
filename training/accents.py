"""Makes ``qa/accents.safetensors``: python -m training.accents --work DIR [--out FILE].

Counts syllables, pairs and triples in the corpus stage's files (which leave out what is measured
on) and in the questions and articles written for this project, keeps those that change a decision
most, and measures restoration on articles and passages kept aside.
"""

from __future__ import annotations

import argparse
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from qa.accents import (
    BACKOFF,
    FIRST_WORD,
    NUMBER,
    START,
    STEP,
    UNKNOWN,
    Syllables,
    pair_keys,
    triple_keys,
)
from qa.vietnamese import fold, is_accented, syllables
from training.asked import QUESTIONS
from training.files import WORK, Row, log, rows
from training.invented import INVENTED

WORDS = 16_000 - FIRST_WORD
PAIRS, TRIPLES = 800_000, 1_140_000
"""Entries of five bytes each that are kept: 9.2 MB together."""
LEAST = 2
"""A pair or triple seen once says nothing."""
ASIDE = 100  # every hundredth article is measured on
SENTENCES = 2_000
ASKED = 8
"""Times that each question written for this project counts: questions are what is restored."""
_PIECE = 10_000_000

Ids = NDArray[np.int64]


class Counts(NamedTuple):
    """Distinct keys, ascending, and how often each was seen."""

    keys: Ids
    seen: Ids


def sentences_of(work: Path) -> Iterator[tuple[str, bool]]:
    """Every sentence with whether it belongs to an article kept aside."""
    for number, row in enumerate(rows(work / "articles.jsonl")):
        for sentence in (row["title"], *row["sentences"]):
            yield sentence, number % ASIDE == 0
    for row in rows(work / "pairs.jsonl"):
        yield row["anchor"], False
    for row in rows(work / "parallel.jsonl"):
        yield row["vi"], False
        yield row["en"], False


def questions_of(measures: bool) -> Iterator[str]:
    """The questions written for this project over passages that measure, or over the others."""
    for row in rows(QUESTIONS):
        if bool(row.get("measures")) is measures:
            yield from _questions(row)
    yield from () if measures else (each for row in rows(INVENTED) for each in _questions(row))


def _questions(row: Row) -> Iterator[str]:
    """Those that bear accents; some were written without."""
    answered = (question for question, *_ in (*row["answered"], *row.get("within", ())))
    yield from filter(is_accented, (*answered, *row["unanswered"]))


def learned_from(work: Path) -> Iterator[str]:
    """All text that is counted."""
    yield from (sentence for sentence, aside in sentences_of(work) if not aside)
    yield from (line for row in rows(INVENTED) for line in row["text"].splitlines())
    for question in questions_of(measures=False):
        yield from [question] * ASKED


def numbered(sentences: Iterable[str]) -> tuple[list[str], Ids, int]:
    """The words, most frequent first; the text as numbers; how many words were not kept.

    A START stands in front of each sentence.
    """
    known: dict[str, int] = {}
    text = array("i")
    for sentence in sentences:
        text.append(-1)
        for word in syllables(sentence):
            text.append(-2 if not word.isalpha() else known.setdefault(word, len(known)))
    raw = np.frombuffer(text, np.int32).astype(np.int64)
    counted = np.bincount(raw[raw >= 0], minlength=len(known))
    best = np.argsort(-counted, kind="stable")[:WORDS]
    number = np.full(len(known) + 2, UNKNOWN, np.int64)
    number[best] = np.arange(len(best)) + FIRST_WORD
    number[-1], number[-2] = START, NUMBER  # as the numbers -1 and -2 above
    names = list(known)
    return [names[each] for each in best], number[raw], len(known) - len(best)


def count(keys: Ids) -> Counts:
    """How often each key stands in the array, where not once; in pieces, for the memory's sake."""
    total = Counts(np.empty(0, np.int64), np.empty(0, np.int64))
    for start in range(0, len(keys), _PIECE):
        found, seen = np.unique(keys[start : start + _PIECE], return_counts=True)
        joined = np.concatenate([total.keys, found])
        distinct, where = np.unique(joined, return_inverse=True)
        summed = np.bincount(where, np.concatenate([total.seen, seen])).astype(np.int64)
        total = Counts(distinct, summed)
    often = total.seen >= LEAST
    return Counts(total.keys[often], total.seen[often])


def grams(text: Ids, words: int, length: int) -> Ids:
    """Runs of so many known words as one number each; none reaches over a START."""
    parts = [text[start : len(text) - length + 1 + start] for start in range(length)]
    whole = np.logical_and.reduce([part != UNKNOWN for part in parts])
    whole &= np.logical_and.reduce([part != START for part in parts[1:]])
    keys = np.zeros(len(parts[0]), np.int64)
    for part in parts:
        keys = keys * words + part
    return keys[whole]


def steps(logs: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Negative natural logarithms in steps that fit a byte."""
    return np.clip(np.rint(-logs / STEP), 0, 255).astype(np.uint8)


def tensors(names: list[str], text: Ids, unknown: int) -> dict[str, NDArray[np.generic]]:
    """The tables of the model: words, their logarithms, pairs and triples with theirs.

    ``unknown`` is how many different words the model does not keep; each gets its share.
    """
    words = len(names) + FIRST_WORD
    single = np.bincount(text, minlength=words).astype(float)
    alone = np.log(np.maximum(single, 1) / single.sum())
    alone[UNKNOWN] -= np.log(max(unknown, 1))
    pairs, triples = (count(grams(text, words, length)) for length in (2, 3))
    first, second = np.divmod(pairs.keys, words)
    given = np.log(pairs.seen / single[first])
    kept = _heaviest(pairs, given - alone[second] - BACKOFF, PAIRS)
    before, third = np.divmod(triples.keys, words)
    middle = before % words
    given3 = np.log(triples.seen / pairs.seen[np.searchsorted(pairs.keys, before)])
    at = np.searchsorted(pairs.keys, middle * words + third)
    lower = np.where(np.isin(at, kept), given[at], alone[third] + BACKOFF)
    kept3 = _heaviest(triples, given3 - lower - BACKOFF, TRIPLES)
    return {
        "words": np.frombuffer("\n".join(names).encode(), np.uint8),
        "alone": steps(alone),
        **_table("pair", pair_keys(first[kept], second[kept]), given[kept]),
        **_table(
            "triple",
            triple_keys(before[kept3] // words, middle[kept3], third[kept3]),
            given3[kept3],
        ),
    }


def _heaviest(counts: Counts, gain: NDArray[np.float64], most: int) -> Ids:
    """Weighted difference (Seymore and Rosenfeld 1996): what is frequent and unlike its backoff."""
    return np.argsort(-counts.seen * np.abs(gain), kind="stable")[:most]


def _table(
    name: str, keys: NDArray[np.uint32], logs: NDArray[np.float64]
) -> dict[str, NDArray[np.generic]]:
    order = np.argsort(keys, kind="stable")
    return {f"{name}s": keys[order], f"{name}_steps": steps(logs[order])}


def accuracy(model: Syllables, sentences: list[str]) -> tuple[float, float]:
    """Share of syllables restored from text without accents, and of those that lost one."""
    right = wrong = lost = lost_right = 0
    for sentence in sentences:
        words = syllables(sentence)
        bare = [fold(word) for word in words]
        restored = [each.word for each in model.restore(bare)]
        for word, typed, found in zip(words, bare, restored, strict=True):
            right += word == found
            wrong += word != found
            lost += word != typed
            lost_right += word != typed and word == found
    return right / (right + wrong), lost_right / lost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--out", type=Path, default=Path("qa/accents.safetensors"))
    asked = parser.parse_args()
    logger = log(asked.work, "accents")
    names, text, unknown = numbered(learned_from(asked.work))
    logger.info("%d words of text; %d words kept, %d not", len(text), len(names), unknown)
    made = tensors(names, text, unknown)
    save_file(made, asked.out)
    logger.info(
        "%d pairs, %d triples, %d bytes",
        len(made["pairs"]), len(made["triples"]), asked.out.stat().st_size,
    )  # fmt: skip
    aside = [sentence for sentence, aside in sentences_of(asked.work) if aside]
    sample = aside[:: max(1, len(aside) // SENTENCES)]
    for name, texts in ("sentences", sample), ("questions", list(questions_of(measures=True))):
        right = accuracy(Syllables(asked.out), texts)
        logger.info("%s: %.4f of syllables, %.4f of accented ones restored", name, *right)


if __name__ == "__main__":
    main()
