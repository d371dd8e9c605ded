"""Stage 11: one table of figures over BEIR folders: dense, BM25, both; accented, unaccented.

python -m training.evaluate FOLDER... [--model FOLDER_OR_NAME] [--half even|odd] [--speed]

Choose by the even half of the questions and report the odd one: what was chosen by it is too kind.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from qa.embedding import open_embedder
from qa.types import Embedder
from qa.vietnamese import fold, is_accented, sentence_spans, terms
from training.files import rows
from training.table import Floats

Encoder = Callable[[Sequence[str]], Floats]
SHIPPED = Path("qa/model")
K1, B = 1.2, 0.75
HALVES = {"even": slice(0, None, 2), "odd": slice(1, None, 2), "both": slice(None)}
LEGS = ("passage", "window", "window, no title", "passage+window", "bm25", "fused")
MEASURES = ("accuracy@1", "recall@5", "recall@10", "MRR@10", "nDCG@10")


@dataclass(frozen=True)
class Folder:
    """A BEIR folder: documents, questions, and which documents (by number) answer each."""

    name: str
    titles: list[str]
    texts: list[str]
    questions: list[str]
    relevant: list[set[int]]


def read_folder(path: Path) -> Folder:
    """The folder with the questions that have a document with a positive judgement."""
    corpus = list(rows(path / "corpus.jsonl"))
    number = {row["id"]: position for position, row in enumerate(corpus)}
    relevant: dict[str, set[int]] = {}
    for line in (path / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, document, score = line.split("\t")
        if float(score) > 0:
            relevant.setdefault(question, set()).add(number[document])
    asked = [row for row in rows(path / "queries.jsonl") if row["id"] in relevant]
    titles = [row.get("title", "") for row in corpus]
    return Folder(
        path.name,
        titles,
        [row["text"] for row in corpus],
        [row["text"] for row in asked],
        [relevant[row["id"]] for row in asked],
    )


def half(folder: Folder, which: str) -> Folder:
    """The folder with every other question alone, or with both halves."""
    kept = HALVES[which]
    return replace(folder, questions=folder.questions[kept], relevant=folder.relevant[kept])


def windows(text: str) -> list[str]:
    """Overlapping windows of two sentences; a text of one sentence is one window."""
    spans = sentence_spans(text) or [(0, len(text))]
    last = max(len(spans) - 1, 1)
    return [text[spans[i][0] : spans[min(i + 1, len(spans) - 1)][1]] for i in range(last)]


def titled(title: str, text: str) -> str:
    """The text as it is embedded: under its title."""
    return f"{title}\n{text}" if title else text


def bm25(documents: Sequence[str], questions: Sequence[str]) -> Floats:
    """BM25 scores (questions × documents) over the lexical terms of the project."""
    vocabulary: dict[str, int] = {}
    counted = [
        Counter(vocabulary.setdefault(term, len(vocabulary)) for term in terms(text))
        for text in documents
    ]
    lengths = np.array([sum(counts.values()) for counts in counted], dtype=np.float32)
    norm = K1 * (1 - B + B * lengths / lengths.mean())
    document = np.repeat(np.arange(len(counted)), [len(counts) for counts in counted])
    term = np.fromiter((t for counts in counted for t in counts), dtype=np.int64)
    often = np.fromiter((n for counts in counted for n in counts.values()), dtype=np.float32)
    found_in = np.bincount(term, minlength=len(vocabulary))
    rarity = np.log(1 + (len(counted) - found_in + 0.5) / (found_in + 0.5))
    weight = rarity[term] * often * (K1 + 1) / (often + norm[document])
    index = csr_matrix((weight, (document, term)), shape=(len(counted), len(vocabulary)))
    return np.asarray((_term_matrix(questions, vocabulary) @ index.T).todense(), dtype=np.float32)


def _term_matrix(questions: Sequence[str], vocabulary: dict[str, int]) -> csr_matrix:
    cells = [
        (position, vocabulary[term])
        for position, text in enumerate(questions)
        for term in set(terms(text))
        if term in vocabulary
    ]
    rows_, columns = zip(*cells, strict=True) if cells else ((), ())
    shape = (len(questions), len(vocabulary))
    return csr_matrix((np.ones(len(cells), dtype=np.float32), (rows_, columns)), shape=shape)


def measures(scores: Floats, relevant: Sequence[set[int]]) -> NDArray[np.float64]:
    """The five measures, each a mean over the questions."""
    figures = np.zeros(len(MEASURES))
    for row, wanted in zip(scores, relevant, strict=True):
        ranked = np.argsort(-row, kind="stable")[:10]
        gains = np.array([document in wanted for document in ranked], dtype=float)
        first = np.flatnonzero(gains)
        discount = 1 / np.log2(np.arange(2, len(ranked) + 2))
        best = discount[: min(len(wanted), 10)].sum()
        figures += (
            gains[0],
            gains[:5].sum() / len(wanted),
            gains.sum() / len(wanted),
            1 / (first[0] + 1) if len(first) else 0,
            (gains * discount).sum() / best,
        )
    return figures / max(len(relevant), 1)


class Dense:
    """The vectors of a folder's documents: whole passages, and windows with and without title."""

    def __init__(self, folder: Folder, encode: Encoder, with_all: bool = True) -> None:
        cut = [windows(text) for text in folder.texts]
        self.starts = np.cumsum([0, *map(len, cut)])[:-1]
        owner = np.repeat(np.arange(len(cut)), [len(part) for part in cut])
        flat = [window for part in cut for window in part]
        under = [titled(folder.titles[i], window) for i, window in zip(owner, flat, strict=True)]
        self.window = encode(under)
        self.bare = encode(flat) if with_all else None
        self.passage = (
            encode([titled(*both) for both in zip(folder.titles, folder.texts, strict=True)])
            if with_all
            else None
        )

    def scores(self, questions: Floats) -> dict[str, Floats]:
        """Cosines of questions × documents for each dense leg."""
        found = {"window": self._best(questions @ self.window.T)}
        if self.bare is not None and self.passage is not None:
            found["window, no title"] = self._best(questions @ self.bare.T)
            found["passage"] = questions @ self.passage.T
            found["passage+window"] = 0.5 * found["passage"] + 0.5 * found["window"]
        return found

    def _best(self, cosines: Floats) -> Floats:
        return np.asarray(np.maximum.reduceat(cosines, self.starts, axis=1))


def fused(lexical: Floats, dense: Floats, weight: float) -> Floats:
    """``(1 - weight) · BM25 / its maximum + weight · cosine``."""
    highest = np.maximum(lexical.max(axis=1, keepdims=True), 1e-9)
    return np.asarray((1 - weight) * lexical / highest + weight * dense)


def evaluate(folder: Folder, embedder: Embedder) -> dict[tuple[str, str], list[float]]:
    """Measures by (form of the questions, leg)."""
    dense, table = Dense(folder, embedder.embed_passages), {}
    documents = [titled(*both) for both in zip(folder.titles, folder.texts, strict=True)]
    forms = {"as asked": folder.questions}
    if any(map(is_accented, folder.questions)):
        forms["unaccented"] = [fold(question) for question in folder.questions]
    for form, questions in forms.items():
        scores = dense.scores(embedder.embed_questions(questions))
        scores["bm25"] = bm25(documents, questions)
        scores["fused"] = fused(scores["bm25"], scores["window"], 0.5)
        for leg in LEGS:
            table[form, leg] = list(measures(scores[leg], folder.relevant))
    return table


def speed(name: str, folder: Folder) -> str:
    """Load time, one question, windows a second, memory: in seconds of work of one core."""
    before = time.process_time()
    encode = open_embedder(name).embed_passages
    encode(["một câu hỏi"])
    loaded = time.process_time()
    for question in folder.questions[:500]:
        encode([question])
    asked = time.process_time()
    whole = zip(folder.titles, folder.texts, strict=True)
    cut = [titled(title, window) for title, text in whole for window in windows(text)]
    started = time.process_time()
    encode(cut)
    ended = time.process_time()
    each = (asked - loaded) / min(len(folder.questions), 500)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"load {loaded - before:.2f} s, one question {each * 1000:.3f} ms, "
        f"{len(cut) / (ended - started):.0f} windows/s ({len(cut)} windows), peak {memory:.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--model", default=str(SHIPPED))
    parser.add_argument("--speed", action="store_true", help="speed figures on the first folder")
    parser.add_argument("--half", choices=HALVES, default="both", help="every other question")
    asked = parser.parse_args()
    if asked.speed:
        print(speed(asked.model, read_folder(asked.folders[0])))
    embedder = open_embedder(asked.model)
    print(f"| set | questions | leg | {' | '.join(MEASURES)} |\n|{'---|' * (3 + len(MEASURES))}")
    for path in asked.folders:
        folder = half(read_folder(path), asked.half)
        if not folder.relevant:
            continue
        for (form, leg), figures in evaluate(folder, embedder).items():
            cells = " | ".join(f"{figure:.3f}" for figure in figures)
            print(f"| {folder.name} | {form} | {leg} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
