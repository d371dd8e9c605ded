"""What stands around a sentence in its article, as numbers beside those of the sentence itself.

An article names what it is about in its title, its first sentence or the head of a paragraph, and
answers in sentences that do not say it again. So what a sentence shares with a question is also
counted together with what was said before it, and without what the whole article is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.reader.sentences import Candidate
from qa.types import Vectors

Columns = dict[str, NDArray[np.float32]]

_BLOCKS = 8
"""Parts of the vectors that are compared each by itself."""
_BESIDE = ("bm25", "similar", "soft")
AROUND: tuple[str, ...] = (
    "carried", "carried_far", "own", "led_far", "behind", "ahead", "strongest", "opened",
    "led_similar", "paragraph", "own_soft", "residual", "line_first", "line_covered", "soft_led",
    "told", "title_similar", "nearest_article", "in_line",
    *(f"{name}_{place}" for name in _BESIDE for place in ("back", "back2", "on")),
    *(f"block_{number}" for number in range(_BLOCKS)),
    *(f"{name}_below_best" for name in ("carried", "own", "told", "own_soft", "soft_led")),
    *(f"{name}_order" for name in ("residual", "own_soft", "own", "carried")),
)  # fmt: skip
"""The names of the columns."""
_NEAR, _FAR = 0.7, 0.9
"""What a word of the question counts on from sentence to sentence, once it was said."""
_OF_TITLE = 0.5
"""What a word of the title counts in every sentence."""
_ABOUT = 0.2
"""What a word counts that the title or the first sentence says, where what is new is weighed."""
_BEFORE, _PARAGRAPH = 3, 4
"""Sentences before one that lead to it, and on each side that stand near it."""


@dataclass(frozen=True, slots=True)
class Held:
    """What candidates hold of a question, and their headings; one row a candidate."""

    terms: NDArray[np.float32]
    """shape (candidates, terms): 1 where a term stands in it"""
    titled: NDArray[np.float32]
    weights: NDArray[np.float32]
    """of the terms, by their rarity"""
    soft: NDArray[np.float32]
    """shape (candidates, words and pairs): the cosine of the nearest ones in it"""
    soft_weights: NDArray[np.float32]
    soft_terms: Sequence[int]
    """the term of each word or pair, or -1"""
    vectors: Vectors
    titles: Vectors
    question: Vectors

    def of(self, rows: Sequence[int]) -> Held:
        """The same of some candidates."""
        return Held(
            self.terms[rows],
            self.titled[rows],
            self.weights,
            self.soft[rows],
            self.soft_weights,
            self.soft_terms,
            self.vectors[rows],
            self.titles[rows],
            self.question,
        )


def around(found: Sequence[Candidate], held: Held, alone: Mapping[str, Any]) -> Columns:
    """The columns of ``AROUND``; ``alone`` are those of the sentences by themselves."""
    table = {name: np.zeros(len(found), dtype=np.float32) for name in AROUND}
    known = {name: np.asarray(alone[name], dtype=np.float32) for name in _BESIDE}
    for rows in _by_article(found):
        own = [found[at] for at in rows]
        beside = {name: values[rows] for name, values in known.items()}
        for name, values in _of_article(own, held.of(rows), beside).items():
            table[name][rows] = values
    best = int(known["bm25"].argmax())
    nearest = found[best].hit.article.article_id
    table["nearest_article"][:] = [each.hit.article.article_id == nearest for each in found]
    for number, part in enumerate(np.array_split(held.vectors * held.question, _BLOCKS, axis=1)):
        table[f"block_{number}"] = part.sum(axis=1)
    return table | _relative(table)


def _by_article(found: Sequence[Candidate]) -> Iterator[list[int]]:
    """The rows of each article, in the order of their places in it."""
    of_article: dict[str, list[int]] = {}
    for at, each in enumerate(found):
        of_article.setdefault(each.hit.article.article_id, []).append(at)
    for rows in of_article.values():
        yield sorted(rows, key=lambda at: found[at].place)


def _relative(table: Columns) -> Columns:
    """How far each value lies below the best of all, and its place among them."""
    below = [name.removesuffix("_below_best") for name in AROUND if name.endswith("_below_best")]
    order = [name.removesuffix("_order") for name in AROUND if name.endswith("_order")]
    return {f"{name}_below_best": table[name] - table[name].max() for name in below} | {
        f"{name}_order": ordered(table[name]) for name in order
    }


def ordered(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """One over the place of each value from the highest on."""
    places = np.argsort(np.argsort(-values, kind="stable"))
    return np.asarray(1 / (1 + places), dtype=np.float32)


def _of_article(found: Sequence[Candidate], held: Held, beside: Columns) -> Columns:
    """The columns of the sentences of one article, in their order."""
    places = np.array([each.place for each in found])
    first = np.searchsorted(places, places - _BEFORE)
    return {
        **_carried(held),
        **_own(held, is_whole=bool(places[0] == 0)),
        **_led(found, held, first, beside["bm25"]),
        **_of_lines(found, held),
        **_placed(places, beside["bm25"]),
        **{
            f"{name}_{place}": _beside(values, places, step)
            for name, values in beside.items()
            for place, step in (("back", -1), ("back2", -2), ("on", 1))
        },
    }


def weighed(held: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much of all weight each row bears."""
    total = weights.sum()
    borne = (held * weights).sum(axis=1)  # a product of matrices may warn of numbers not in them
    return np.asarray(borne / total if total else np.zeros(len(held)), dtype=np.float32)


def _carried(held: Held) -> Columns:
    """What was said so far, the less the longer ago."""
    titled = _OF_TITLE * held.titled[0]
    columns = {}
    for name, decay in (("carried", _NEAR), ("carried_far", _FAR)):
        said, rows = titled, np.empty_like(held.terms)
        for at, row in enumerate(held.terms):
            rows[at] = said = np.maximum(np.maximum(decay * said, row), titled)
        columns[name] = weighed(rows, held.weights)
    told = weighed(held.terms.max(axis=0, keepdims=True), held.weights)
    return columns | {"told": np.repeat(told, len(held.terms))}


def _own(held: Held, *, is_whole: bool) -> Columns:
    """What a sentence says of the question beyond what the article is about.

    ``is_whole`` says whether the first of the sentences is that of the article.
    """
    about = np.maximum(held.titled[0], held.terms[0]) if is_whole else held.titled[0]
    scale = np.append(np.where(about > 0, _ABOUT, 1), 1)  # what is no term counts as it is
    title = held.titles[0]
    rest = held.question - (held.question @ title) * title
    length = np.linalg.norm(rest)
    return {
        "own": weighed(held.terms, held.weights * scale[:-1]),
        "own_soft": weighed(held.soft, held.soft_weights * scale[list(held.soft_terms)]),
        "residual": held.vectors @ rest / (length if length > 0 else 1),
        "title_similar": np.full(len(held.terms), title @ held.question, dtype=np.float32),
    }


def _led(
    found: Sequence[Candidate], held: Held, first: NDArray[np.int64], bm25: NDArray[np.float32]
) -> Columns:
    """What each sentence says together with those from ``first`` on that lead to it."""
    spans = [slice(start, at + 1) for at, start in enumerate(first.tolist())]
    vectors = held.vectors + np.array([held.vectors[span].sum(axis=0) for span in spans])
    lengths = np.linalg.norm(vectors, axis=1)
    terms = np.array([held.terms[span].max(axis=0) for span in spans])
    soft = np.array([held.soft[span].max(axis=0) for span in spans])
    before = [bm25[span][:-1].max(initial=0.0) for span in spans]
    opened = [
        span.stop - span.start > 1 and found[span.stop - 2].text.endswith(":") for span in spans
    ]
    return {
        "led_far": weighed(terms, held.weights),
        "soft_led": weighed(soft, held.soft_weights),
        "led_similar": vectors @ held.question / np.where(lengths > 0, lengths, 1),
        "strongest": np.array(before, dtype=np.float32),
        "opened": np.array(opened, dtype=np.float32),
    }


def _of_lines(found: Sequence[Candidate], held: Held) -> Columns:
    """Whether a sentence begins its line, where it stands in it, and what the line says."""
    lines = np.array([each.line for each in found])
    starts = np.searchsorted(lines, lines)
    lengths = np.searchsorted(lines, lines, side="right") - starts
    said = np.array([held.terms[lines == line].max(axis=0) for line in lines])
    at = np.arange(len(lines)) - starts
    return {
        "line_first": np.asarray(at == 0, dtype=np.float32),
        "in_line": np.asarray(at / lengths, dtype=np.float32),
        "line_covered": weighed(said, held.weights),
    }


def _placed(places: NDArray[np.int64], bm25: NDArray[np.float32]) -> Columns:
    """How near the sentence lies that shares the most with the question, and how much those do."""
    steps = (places - places[bm25.argmax()]).astype(np.float32)
    near = np.abs(places[:, None] - places[None, :]) <= _PARAGRAPH
    return {
        "behind": np.where(steps > 0, 1 / np.maximum(steps, 1), 0),
        "ahead": np.where(steps < 0, 1 / np.maximum(-steps, 1), 0),
        "paragraph": near @ bm25 / near.sum(axis=1),
    }


def _beside(
    values: NDArray[np.float32], places: NDArray[np.int64], step: int
) -> NDArray[np.float32]:
    """The value of the sentence ``step`` places on; nothing where it was not read."""
    at = np.searchsorted(places, places + step).clip(0, len(places) - 1)
    return np.where(places[at] == places + step, values[at], 0)
