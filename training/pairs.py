"""Stage 4: pairs of texts that belong together, tokenised once into arrays on disk.

Kinds: title, summary or heading → passage; question → answer passage; a question cut from a
sentence → the window around it (inverse cloze); English ↔ Vietnamese; paraphrases. A passage is
what the service embeds: the title and about two sentences.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from training.corpus import sentences
from training.files import Row, log, rows
from training.questions import question, varied
from training.table import Integers, token_arrays

CHUNK = 100_000
SHARE = 0.35  # of the rows that a seed takes: other texts are worth more than more of the same
# Of every so many sentences one becomes a question: the law sets are large and alike.
CLOZE_EVERY = {"phapdien": 6, "legal8": 6, "vlc_laws": 3, "policy_tailieu": 4, "viwiki2017": 2}
GLOSS = re.compile(r"\((?:tiếng )?Anh(?: ngữ)?(?: là)?:? ([A-Za-z][A-Za-z' -]{2,60})(?=[;,)])")
GLOSSED = 3  # a name is glossed where it is met first
OFTEN = {"legal-question-answer": 3, "paraphrase": 2}


class Pair(NamedTuple):
    """Two texts that belong together; near pairs of a document are never each other's negatives."""

    anchor: str
    positive: str
    document: str
    kind: str
    place: int = -1  # of the positive's sentence in the document; far places do compete


def titled(title: str, window: str, chance: random.Random, often: float = 0.6) -> str:
    """The window, mostly under its title, as the service embeds it."""
    return f"{title}\n{window}" if title and chance.random() < often else window


def labelled(row: Row, chance: random.Random) -> Iterator[Pair]:
    """Pairs of a row with an anchor: the anchor and a few sentences of its passage."""
    found = list(sentences(row["positive"])) or [row["positive"]]
    for _ in range(OFTEN.get(row["kind"], 1)):
        first = chance.choice((0, 0, chance.randrange(len(found))))
        window = " ".join(found[first : first + chance.choice((2, 2, 3, 5))])
        yield Pair(varied(row["anchor"], chance), window, row["anchor"], row["kind"])


def about(row: Row, chance: random.Random) -> Iterator[Pair]:
    """Title → summary, title → one of the first windows, summary → another."""
    title, abstract, body = row["title"], row["abstract"], row["sentences"]
    if title and abstract:
        yield Pair(varied(title, chance), abstract, title, "title-summary")
    if title and len(body) > 1:
        first = min(chance.randrange(8), len(body) - 2)
        window = " ".join(body[first : first + 2])
        yield Pair(varied(title, chance), window, title, "title-window")
    if abstract and len(body) > 4:
        first = chance.randrange(2, len(body) - 1)
        window = titled(title, " ".join(body[first : first + 2]), chance, 0.3)
        yield Pair(question(abstract, chance), window, title, "summary-window")


def cloze(row: Row, chance: random.Random) -> Iterator[Pair]:
    """A question cut from a sentence → a window with, around or without that sentence."""
    body, title = row["sentences"] or [row["abstract"]], row["title"]
    every = CLOZE_EVERY.get(row["set"], 1)
    for place in range(chance.randrange(every), len(body), every):
        asked = question(body[place], chance)
        if title and chance.random() < 0.25:
            asked = f"{asked} {title}" if chance.random() < 0.5 else f"{title} {asked}"
        window = _around(body, place, asked, chance)
        if window:
            positive = titled(title, window, chance)
            kind = f"cloze-{row['set']}"
            yield Pair(varied(asked, chance), positive, title or body[0], kind, place)


def glossed(row: Row, chance: random.Random) -> Iterator[Pair]:
    """The English name that a sentence gives in brackets → that sentence without it."""
    for sentence in row["sentences"][:GLOSSED]:
        for found in GLOSS.finditer(sentence):
            asking = chance.choice(("", "what is", "who is", "which", "where is", "when was"))
            rest = sentence[: found.start()] + sentence[found.end(1) :]
            anchor = f"{asking} {found[1]}".strip()
            yield Pair(anchor, titled(row["title"], rest, chance, 0.5), row["title"], "gloss")


def _around(body: list[str], place: int, asked: str, chance: random.Random) -> str:
    first = max(place - chance.randrange(2), 0)
    window, way = body[first : first + 2], chance.random()
    if way < 0.45 or len(body) < 3:
        return " ".join(window)
    if way < 0.7:  # some of the question's words are missing from the passage
        words = set(asked.split())
        kept = (w for w in " ".join(window).split() if w not in words or chance.random() < 0.5)
        return " ".join(kept)
    return " ".join(body[max(place - 2, 0) : place] + body[place + 1 : place + 2])


def translated(row: Row, after: Row | None, chance: random.Random) -> Iterator[Pair]:
    """English → Vietnamese and back: whole sentences, and questions over two sentences."""
    follows = after if after and after["set"] == row["set"] else row
    for ask, tell in (("en", "vi"), ("vi", "en")):
        anchor = row[ask] if ask == "en" else varied(row[ask], chance)
        yield Pair(anchor, row[tell], row["vi"], f"{ask}-{tell}")
        wide = row[tell] if follows is row else f"{row[tell]} {follows[tell]}"
        yield Pair(question(row[ask], chance, ask), wide, row["vi"], f"{ask}-{tell}-question")


def pairs(work: Path, chance: random.Random, share: float = 1.0) -> Iterator[Pair]:
    """The pairs of a share of the rows, set after set; a document comes whole or not at all."""
    for row in rows(work / "pairs.jsonl"):
        if chance.random() < share:
            yield from labelled(row, chance)
    previous: Row | None = None
    for row in rows(work / "parallel.jsonl"):
        if previous and chance.random() < share:
            yield from translated(previous, row, chance)
        previous = row
    for row in rows(work / "articles.jsonl"):
        yield from glossed(row, chance)
        if chance.random() < share:
            yield from about(row, chance)
            yield from cloze(row, chance)


def write(work: Path, name: str, found: Iterable[Pair], tokenizer: Tokenizer) -> dict[str, int]:
    """Writes the token arrays of the pairs and gives how many there are of each kind."""
    stream = iter(found)
    kinds: dict[str, int] = {}
    kept: dict[str, list[Integers]] = {
        key: [] for key in ("a", "p", "al", "pl", "doc", "place", "kind")
    }
    while chunk := list(islice(stream, CHUNK)):
        for side, texts in (("a", [p.anchor for p in chunk]), ("p", [p.positive for p in chunk])):
            ids, starts = token_arrays(tokenizer, texts)
            kept[side].append(ids.astype(np.int32))
            kept[side + "l"].append(np.diff(starts).astype(np.int32))
        kept["doc"].append(np.array([hash(p.document) for p in chunk]))
        kept["place"].append(np.array([p.place for p in chunk]))
        kept["kind"].append(np.array([kinds.setdefault(p.kind, len(kinds)) for p in chunk]))
    for key, parts in kept.items():
        np.save(work / f"{name}.{key}.npy", np.concatenate(parts))
    number = np.bincount(np.concatenate(kept["kind"]))
    (work / f"{name}.kinds").write_text("\n".join(kinds), encoding="utf-8")
    return {kind: int(number[place]) for kind, place in kinds.items()}


def run(work: Path, seed: int, name: str, share: float = SHARE) -> None:
    """Writes the arrays ``<name>.*.npy`` for a random share of the rows, cut by the seed."""
    logger = log(work, "pairs")
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    chance = random.Random(seed)
    counts = write(work, name, pairs(work, chance, share), tokenizer)
    logger.info("%s: %d pairs %s", name, sum(counts.values()), counts)
