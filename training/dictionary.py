"""The dictionary for questions in English: which Vietnamese words an English one stands for.

    python -m training.dictionary --data DIR [--output qa/retrieval/dictionary.json]

Word alignment (IBM model 1, Brown et al. 1993) over the parallel sentences, in both directions; a
translation counts as far as both agree on it. Vietnamese is cut into words of several syllables by
the tokenizer of the embedding model, English into words and frequent pairs of words.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qa.vietnamese import search_form, syllables
from training.files import rows
from training.overlap import measured_grams, overlaps

Units = list[list[int]]
Floats = NDArray[np.float64]

LONGEST = 40
"""Units of a sentence; longer ones align badly and cost with the square of their length."""
LEAST_SEEN = 3
LEAST_PAIR, LEAST_BOUND = 12, 0.3
"""How often an English pair of words stands, and how firmly it is bound (normalised PMI)."""
ROUNDS = 6
LEAST_SHARE = 0.06
MOST = 6
"""Translations that are kept of a word, and the least share of each."""


def read_parallel(data: Path, measured: frozenset[int]) -> Iterator[tuple[str, str]]:
    """English and Vietnamese sentences that say the same; none that repeat a measured text."""
    for path in sorted(data.glob("parallel_*/*.jsonl*")):
        for row in rows(path):
            if not overlaps(row["en"], measured) and not overlaps(row["vi"], measured):
                yield row["en"], row["vi"]


def vietnamese_words(texts: Sequence[str], tokenizer: Tokenizer) -> list[list[str]]:
    """The words of each text, their syllables with blanks between: ``["chính phủ", "họp"]``."""
    tokenizer.no_padding()
    tokenizer.no_truncation()
    encoded = tokenizer.encode_batch([search_form(each) for each in texts])
    return [[" ".join(syllables(token)) for token in each.tokens] for each in encoded]


def english_words(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text; two that belong together as one, with a blank between."""
    plain = [syllables(each) for each in texts]
    single = Counter(word for each in plain for word in each)
    double = Counter(pair for each in plain for pair in pairwise(each))
    total = sum(single.values())
    bound = {
        pair
        for pair, seen in double.items()
        if seen >= LEAST_PAIR and _bound(seen, single[pair[0]], single[pair[1]], total)
    }
    return [list(_joined(each, bound)) for each in plain]


def _bound(both: int, first: int, second: int, total: int) -> bool:
    together = both / total
    information = np.log(together / (first / total * second / total))
    return bool(information / -np.log(together) >= LEAST_BOUND)


def _joined(words: Sequence[str], bound: set[tuple[str, str]]) -> Iterator[str]:
    """Both the words and their bound pairs: a question may use either."""
    for pair in pairwise(words):
        if pair in bound:
            yield " ".join(pair)
    yield from words


def numbered(texts: Iterable[Sequence[str]]) -> tuple[list[str], Units]:
    """The words that are seen often enough, and each text as their numbers."""
    listed = list(texts)
    seen = Counter(word for text in listed for word in set(text) if word)
    known = {
        word: number for number, word in enumerate(sorted(w for w in seen if seen[w] >= LEAST_SEEN))
    }
    return list(known), [[known[word] for word in text if word in known] for text in listed]


def alignment(source: Units, target: Units, targets: int) -> tuple[NDArray[np.int64], Floats]:
    """Cells ``source * targets + target`` with the probability of the target given the source."""
    cells, slots = [], []
    slot = 0
    for from_, to in zip(source, target, strict=True):
        grid = np.add.outer(np.array(from_, dtype=np.int64) * targets, np.array(to))
        cells.append(grid.ravel())
        slots.append(np.broadcast_to(slot + np.arange(len(to)), grid.shape).ravel())
        slot += len(to)
    keys, cell = np.unique(np.concatenate(cells), return_inverse=True)
    place = np.concatenate(slots)
    owner = keys // targets
    shares = np.ones(len(keys))
    for _ in range(ROUNDS):
        total = np.bincount(owner, shares)
        shares /= total[owner]
        drawn = shares[cell]
        drawn /= np.bincount(place, drawn, minlength=slot)[place]
        shares = np.bincount(cell, drawn)
    return keys, shares / np.bincount(owner, shares)[owner]


def dictionary(
    english: list[list[str]], vietnamese: list[list[str]]
) -> dict[str, dict[str, float]]:
    """For each English word its translations with their shares, the likeliest first."""
    words, source = numbered(english)
    terms, target = numbered(vietnamese)
    kept = [
        at
        for at, (first, second) in enumerate(zip(source, target, strict=True))
        if 0 < len(first) <= LONGEST * 1.3 and 0 < len(second) <= LONGEST
    ]
    source, target = [source[at] for at in kept], [target[at] for at in kept]
    keys, there = alignment(source, target, len(terms))
    back_keys, back = alignment(target, source, len(words))
    back_keys = back_keys % len(words) * len(terms) + back_keys // len(words)
    order = np.argsort(back_keys)
    agreed = np.sqrt(there * back[order][np.searchsorted(back_keys[order], keys)])
    return _kept(keys, agreed, words, terms)


def _kept(
    keys: NDArray[np.int64], agreed: Floats, words: list[str], terms: list[str]
) -> dict[str, dict[str, float]]:
    found: dict[str, list[tuple[float, str]]] = {}
    for at in np.flatnonzero(agreed >= LEAST_SHARE):
        word, term = divmod(int(keys[at]), len(terms))
        found.setdefault(words[word], []).append((float(agreed[at]), terms[term]))
    translations = {}
    for word, each in found.items():
        if any(letter.isdigit() for letter in word):
            continue  # a number is the same in both
        best = sorted(each, reverse=True)[:MOST]
        total = sum(share for share, _ in best)
        translations[word] = {term: round(share / total, 3) for share, term in best}
    return translations


def main() -> None:
    """Makes the dictionary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--measured", type=Path, nargs="*", default=[], help="BEIR folders")
    parser.add_argument("--output", type=Path, default=Path("qa/retrieval/dictionary.json"))
    parser.add_argument("--tokenizer", type=Path, default=Path("qa/model/tokenizer.json"))
    given = parser.parse_args()
    english, vietnamese = zip(
        *read_parallel(given.data, measured_grams(given.measured)), strict=True
    )
    tokenizer = Tokenizer.from_file(str(given.tokenizer))
    made = dictionary(english_words(english), vietnamese_words(vietnamese, tokenizer))
    lines = (
        f"{json.dumps(word)}: {json.dumps(made[word], ensure_ascii=False)}" for word in sorted(made)
    )
    given.output.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{len(made)} words, {given.output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
