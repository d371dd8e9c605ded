"""How much processor time one search takes on one core, and where it goes.

    OMP_NUM_THREADS=1 python -m bench.search [--chunks 20000 | --folder DIR]

Indexes texts mixed from the sentences of the seed articles, or the text files of a folder, in a
temporary place. Processor time is measured, so that a busy machine matters little.
"""

from __future__ import annotations

import argparse
import cProfile
import itertools
import pstats
import random
import re
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.engine import Engine, temporary_engine
from qa.retrieval import search, understand
from qa.settings import read_settings
from qa.types import Article

SEEDS = Path(__file__).parent.parent / "seeds"
SENTENCES = 36
"""Of a mixed article; about three chunks."""
QUESTIONS = 300


def sentences(folder: Path) -> list[str]:
    """The sentences of the text files of a folder."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    parts = (part.strip() for text in texts for part in re.split(r"(?<=[.!?])\s|\n", text))
    return [part for part in parts if len(part.split()) > 5]


def mixed(known: Sequence[str]) -> Iterator[Article]:
    """Articles without end, each of sentences whose words were changed here and there."""
    chance = random.Random(1)
    words = sorted({word for sentence in known for word in sentence.split()})
    number = 0
    while True:
        number += 1
        lines = (
            " ".join(chance.choice(words) if chance.random() < 0.4 else w for w in line.split())
            for line in chance.choices(known, k=SENTENCES)
        )
        yield article(f"mixed-{number}", "\n".join(lines))


def article(name: str, text: str) -> Article:
    """An article of this text alone."""
    return Article(name, name, source=name, sha256=name, text=text)


def fill(engine: Engine, articles: Iterator[Article], chunks: int) -> None:
    """Adds articles until the index holds so many chunks."""
    with engine.store.batch():
        while engine.store.statistics()["chunks"] < chunks:
            some = list(itertools.islice(articles, 10))
            for each in some:
                engine.add(each)
            if not some:
                return


def questions(known: Sequence[str]) -> list[str]:
    """Runs of eight to sixteen words of the texts."""
    chance = random.Random(2)
    asked = []
    for sentence in chance.choices(known, k=QUESTIONS):
        words = sentence.split()
        start = chance.randrange(max(1, len(words) - 8))
        asked.append(" ".join(words[start : start + chance.randint(8, 16)]))
    return asked


def measure(engine: Engine, asked: Sequence[str]) -> list[float]:
    """Milliseconds of processor time of each search, sorted."""
    spent = []
    for text in asked:
        question = understand(text, engine.store)
        started = time.process_time()
        search(question, engine.store, engine.embedder)
        spent.append(1000 * (time.process_time() - started))
    return sorted(spent)


def measure_whole(engine: Engine, asked: Sequence[str]) -> list[float]:
    """The same of a question understood, searched and its hits reread, as a user gets them."""
    spent = []
    for text in asked:
        started = time.process_time()
        engine.search(text, reread=True)
        spent.append(1000 * (time.process_time() - started))
    return sorted(spent)


def main() -> None:
    """Prints the figures and the dearest functions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="text files to index as they are")
    given = parser.parse_args()
    known = sentences(given.folder or SEEDS)
    articles = (
        (article(path.name, path.read_text("utf-8")) for path in sorted(given.folder.glob("*.txt")))
        if given.folder
        else mixed(known)
    )
    with temporary_engine(read_settings()) as engine:
        fill(engine, articles, given.chunks)
        asked = questions(known)
        measure(engine, asked[:20])  # what is loaded once
        held = engine.store.statistics()["chunks"]
        print(f"{held} chunks, {len(asked)} searches, processor time:")
        for when, how in (
            ("the first time", measure),
            ("asked again", measure),
            ("understood and reread, too, the first time", measure_whole),
            ("and asked again", measure_whole),
        ):
            spent = how(engine, asked)
            middle, worst = statistics.median(spent), spent[len(spent) * 99 // 100]
            print(f"{when}: median {middle:.1f} ms, p99 {worst:.1f} ms")
        with cProfile.Profile() as profile:
            measure(engine, asked)
        pstats.Stats(profile).sort_stats("tottime").print_stats(18)


if __name__ == "__main__":
    main()
