"""The files between the stages: JSON lines (plain or xz), and the log that every stage writes."""

from __future__ import annotations

import json
import logging
import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
WORK = Path("training/work")


def rows(path: Path) -> Iterator[Row]:
    """The rows of a ``.jsonl`` or ``.jsonl.xz`` file, one dictionary a line."""
    open_file = lzma.open if path.suffix == ".xz" else open
    with open_file(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def write_rows(path: Path, written: Iterable[Row]) -> int:
    """Writes the rows as JSON lines and gives their number; the file appears only when whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished, count = path.with_suffix(".part"), 0
    with unfinished.open("w", encoding="utf-8") as lines:
        for count, row in enumerate(written, 1):  # noqa: B007 - the last number is the count
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    unfinished.replace(path)
    return count


def log(work: Path, stage: str) -> logging.Logger:
    """A logger that writes to the terminal and to ``work/logs/<stage>.log``."""
    logger = logging.getLogger(f"training.{stage}")
    if not logger.handlers:
        (work / "logs").mkdir(parents=True, exist_ok=True)
        form = logging.Formatter("%(asctime)s %(name)s %(message)s")
        for handler in (logging.StreamHandler(), logging.FileHandler(work / f"logs/{stage}.log")):
            handler.setFormatter(form)
            logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    return logger
