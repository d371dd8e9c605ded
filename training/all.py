"""All stages in order: python -m training.all --data DIR --work DIR [--only STAGE...].

A stage whose result stands in the work folder is skipped; delete the file to run it again.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from training import corpus, even, export, harder, pairs, teacher, tokenizer, train, weigh
from training.files import WORK, log

PAIRS = {"pairs1": 1, "pairs2": 2}
"""Pair files and the seeds that cut them."""

HARDER = train.Recipe(steps=260, rate=0.02, seed=3)
LAST = train.Recipe(steps=90, rate=0.12, seed=4)

Stage = tuple[str, str, Callable[[], None]]


def stages(asked: argparse.Namespace) -> list[Stage]:
    """Name, the file that says it is done, and what to do, for each stage."""
    work: Path = asked.work
    measured = sorted(path for path in asked.measured.iterdir()) if asked.measured else []
    return [
        ("corpus", "articles.jsonl", lambda: corpus.run(asked.data, work, measured)),
        ("tokenizer", "tokenizer.json", lambda: tokenizer.run(work, asked.words)),
        *(
            [("teacher", "teacher.npy", lambda: teacher.run(work, asked.teacher))]
            if asked.teacher
            else []
        ),
        *(
            ("pairs", f"{name}.kind.npy", lambda name=name, seed=seed: pairs.run(work, seed, name))
            for name, seed in PAIRS.items()
        ),
        ("train", "table.npy", lambda: train.run(work, train.Recipe(), ("pairs1", "pairs2"))),
        ("harder", "harder.npy", lambda: harder.run(work, HARDER, "pairs1", "table", "harder")),
        ("weigh", "weighed.npy", lambda: weigh.run(work, "harder", "weighed")),
        ("even", "evened.npy", lambda: even.run(work, "pairs2", "weighed", "evened")),
        ("last", "last.npy", lambda: harder.run(work, LAST, "pairs2", "evened", "last")),
        ("export", "model/model.safetensors", lambda: export.run(work, work / "model", "last")),
    ]


def work_time() -> float:
    """Seconds of work by this process and by those that it started and that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of sets (see README)")
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--measured", type=Path, help="BEIR folders whose text must stay out")
    parser.add_argument("--words", type=Path, help="words that get a piece in any case")
    parser.add_argument("--teacher", default=teacher.BUNDLED, help="'' trains without a teacher")
    parser.add_argument("--only", nargs="*", help="stages to run")
    asked = parser.parse_args()
    logger = log(asked.work, "all")
    for name, result, run in stages(asked):
        if asked.only and name not in asked.only:
            continue
        if (asked.work / result).exists():
            logger.info("%s: %s stands, skipped", name, result)
            continue
        logger.info("%s: begins", name)
        began, worked = time.time(), work_time()
        run()
        took = time.time() - began, work_time() - worked
        logger.info("%s: %s stands after %.0f s, %.0f s of them work", name, result, *took)


if __name__ == "__main__":
    main()
