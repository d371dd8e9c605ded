"""Stage 1: reads every set, cleans it, leaves out what is measured on; writes three files.

``articles.jsonl`` {"set", "title", "abstract", "sentences"}, ``pairs.jsonl`` {"set", "kind",
"anchor", "positive"}, ``parallel.jsonl`` {"set", "en", "vi"}.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from qa.vietnamese import nfc, sentence_spans, syllables
from training.files import Row, log, rows, write_rows
from training.overlap import measured_grams, overlaps

LONGEST = 60  # syllables: a longer sentence (law texts know no full stop) is cut
SHORTEST = 4
COMMON = 25  # a line seen more often than that is furniture, not text
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){3,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]")


def clean(text: str) -> str:
    """The text in the stored form of the project, without control characters and double blanks."""
    lines = (" ".join(line.split()) for line in _CONTROL.sub(" ", nfc(text)).split("\n"))
    return "\n".join(line for line in lines if line)


def sentences(text: str) -> Iterator[str]:
    """The sentences of at least four syllables; long ones are cut every sixty."""
    for start, end in sentence_spans(text):
        words = text[start:end].split(" ")
        for first in range(0, len(words), LONGEST):
            sentence = " ".join(words[first : first + LONGEST])
            if len(syllables(sentence)) >= SHORTEST:
                yield sentence


def clean_title(title: str) -> str:
    """The title on one line; empty where it is a file name."""
    line = clean(title).replace("\n", " ")
    return "" if _SLUG.fullmatch(line) else line


def clean_row(row: Row, measured: frozenset[int]) -> Row | None:
    """The row with clean texts, or ``None`` where nothing may be kept of it."""
    if "vi" in row:
        return _whole(row, ("en", "vi"), measured)
    if "anchor" in row:
        return _whole(row, ("anchor", "positive"), measured) if row.get("label", 1) else None
    lines = clean(row["text"]).split("\n")
    kept = [line for line in lines if not overlaps(line, measured)]
    title, abstract = clean_title(row["title"]), clean(row.get("abstract", ""))
    if overlaps(title, measured) or overlaps(abstract, measured):
        return None
    found = list(sentences("\n".join(kept)))
    return {
        "title": title,
        "abstract": abstract,
        "sentences": found,
        "left_out": len(lines) - len(kept),
    }


def _whole(row: Row, keys: tuple[str, str], measured: frozenset[int]) -> Row | None:
    texts = {key: clean(row[key]) for key in keys}
    if any(overlaps(text, measured) or not syllables(text) for text in texts.values()):
        return None
    return {"kind": row.get("kind", "parallel"), **texts}


_measured: frozenset[int] = frozenset()


def _measure(folders: list[Path]) -> None:
    """Reads the measured texts once for each worker: their numbers differ between processes."""
    global _measured
    _measured = measured_grams(folders)


def _cleaned(path: Path) -> list[Row]:
    name = path.parent.name
    return [{"set": name, **(clean_row(row, _measured) or {})} for row in rows(path)]


def _distinct(found: Iterable[Row], text_of: Callable[[Row], str]) -> Iterator[Row]:
    seen: set[int] = set()
    for row in found:
        key = hash("".join(syllables(text_of(row))))
        if key not in seen:
            seen.add(key)
            yield row


def without_furniture(articles: list[Row]) -> Iterator[Row]:
    """The articles without sentences that stand in many of them."""
    seen = Counter(sentence for row in articles for sentence in row["sentences"])
    for row in articles:
        kept = [sentence for sentence in row["sentences"] if seen[sentence] <= COMMON]
        yield {**row, "sentences": kept}


def run(data: Path, work: Path, measured: list[Path], workers: int = 2) -> None:
    """Reads ``data/<set>/*.jsonl[.xz]``, writes the three files, logs what stayed out."""
    logger = log(work, "corpus")
    paths = sorted(data.glob("*/*.jsonl*"))
    kept: list[Row] = []
    with ProcessPoolExecutor(workers, initializer=_measure, initargs=(measured,)) as pool:
        for path, found in zip(paths, pool.map(_cleaned, paths), strict=True):
            out = sum(len(row) == 1 for row in found)
            lines = sum(row.get("left_out", 0) for row in found)
            name = f"{path.parent.name}/{path.name}"
            logger.info("%s: %d rows, %d rows and %d lines left out", name, len(found), out, lines)
            kept += (row for row in found if len(row) > 1)
    articles = [row for row in kept if "sentences" in row]
    distinct = list(_distinct(articles, lambda row: row["title"] + " ".join(row["sentences"][:5])))
    write_rows(work / "articles.jsonl", without_furniture(distinct))
    pairs = [row for row in kept if "anchor" in row]
    write_rows(work / "pairs.jsonl", _distinct(pairs, lambda row: row["anchor"] + row["positive"]))
    parallel = [row for row in kept if "vi" in row]
    write_rows(work / "parallel.jsonl", _distinct(parallel, lambda row: row["en"] + row["vi"]))
    logger.info("%d articles, %d pairs, %d parallel", len(distinct), len(pairs), len(parallel))
