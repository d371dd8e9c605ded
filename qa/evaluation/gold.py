"""Gold questions, BEIR folders and gate files, read and checked line by line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from qa.errors import RejectedInput
from qa.types import REASONS
from qa.vietnamese import language, nfc

_NEEDED = ("id", "question", "article", "gold", "kind", "lang")
_WANTED = ("slice", "held", "reasons")
_LANGUAGES = ("vi", "en")
_HALVES = ("even", "odd")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what its answer must hold; without ``gold`` it must be refused.

    Any one of the ``gold`` words, standing in the answer, makes the answer right; ``article`` is
    the source of the article they stand in.
    """

    question_id: str
    question: str
    article: str | None
    gold: tuple[str, ...]
    kind: str
    language: str
    slice: str | None = None
    held: bool = False
    """whether it was kept out of sight while the reader was tuned"""
    reasons: tuple[str, ...] = ()
    """the reasons for which it may rightly be refused; empty where the file does not say"""

    @property
    def is_answerable(self) -> bool:
        """Whether the articles hold an answer."""
        return bool(self.gold)


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A public retrieval set: documents, questions and which documents are right for which."""

    corpus: Mapping[str, tuple[str, str]]
    """Document id to title and text."""
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]
    answers: Mapping[str, tuple[str, ...]]
    """Query id to reference answers, empty where the set says that there is none."""
    types: Mapping[str, str] = field(default_factory=dict)
    """Query id to what the set says about the kind of question, where it does."""

    def part(self, half: str | None = None, sample: int | None = None) -> BeirSet:
        """The set with some of its questions: every other one, and so many of them by chance.

        Tune on the ``even`` half and report on the ``odd`` one; a sample is always the same.

        Raises:
            RejectedInput: if the half is neither.
        """
        if half not in (None, *_HALVES):
            raise RejectedInput(f"{half!r} is no half of a set. Write {' or '.join(_HALVES)}.")
        names = list(self.queries)[_HALVES.index(half) :: 2] if half else list(self.queries)
        if sample is not None and sample < len(names):
            chosen = set(Random(0).sample(names, sample))
            names = [name for name in names if name in chosen]
        return replace(self, queries={name: self.queries[name] for name in names})


def read_gold(path: Path) -> list[GoldQuestion]:
    """The gold questions of a JSON lines file, in its order.

    Raises:
        RejectedInput: if the file cannot be read, holds no question, or has a bad line.
    """
    questions: dict[str, GoldQuestion] = {}
    for place, row in objects(path):
        question = _gold_question(place, row)
        if question.question_id in questions:
            raise RejectedInput(
                f"{place}: the id {question.question_id!r} is used twice. Give each its own."
            )
        questions[question.question_id] = question
    if not questions:
        raise RejectedInput(f"{path} holds no question. Write one JSON object a line.")
    return list(questions.values())


def _gold_question(place: str, row: Mapping[str, Any]) -> GoldQuestion:
    _check(place, row)
    article, gold = _words(place, row, "article", optional=True), _gold(place, row)
    if (article is None) != (gold == ()):
        raise RejectedInput(
            f"{place}: article and gold do not fit. Give both, or null and [] for a refusal."
        )
    return GoldQuestion(
        question_id=str(_words(place, row, "id")),
        question=str(_words(place, row, "question")),
        article=article,
        gold=gold,
        kind=str(_words(place, row, "kind")),
        language=row["lang"],
        slice=_words(place, row, "slice", optional=True),
        held=row.get("held", False),
        reasons=_reasons(place, row, gold),
    )


def _check(place: str, row: Mapping[str, Any]) -> None:
    """Raises ``RejectedInput`` if a field is unknown or missing, or no language or flag."""
    unknown, missing = set(row) - {*_NEEDED, *_WANTED}, set(_NEEDED) - set(row)
    if unknown or missing:
        raise RejectedInput(
            f"{place}: missing {sorted(missing)}, unknown {sorted(unknown)}. "
            f"Write the fields {', '.join(_NEEDED)} and, if wanted, {', '.join(_WANTED)}."
        )
    if row["lang"] not in _LANGUAGES:
        raise RejectedInput(f'{place}: "lang" is {row["lang"]!r}. Write "vi" or "en".')
    if not isinstance(row.get("held", False), bool):
        raise RejectedInput(f'{place}: "held" is {row["held"]!r}. Write true or false.')


def _reasons(place: str, row: Mapping[str, Any], gold: tuple[str, ...]) -> tuple[str, ...]:
    reasons = row.get("reasons", [])
    if not isinstance(reasons, list) or any(each not in REASONS for each in reasons):
        raise RejectedInput(
            f'{place}: "reasons" is {reasons!r}. Write a list of {", ".join(REASONS)}.'
        )
    if reasons and gold:
        raise RejectedInput(
            f'{place}: "reasons" is {reasons!r}, but there is gold. Leave one of them out.'
        )
    return tuple(reasons)


def _words(place: str, row: Mapping[str, Any], name: str, optional: bool = False) -> str | None:
    value = row.get(name)
    if value is None and optional:
        return None
    if not _is_text(value):
        raise RejectedInput(f'{place}: "{name}" is {value!r}. Write a text that is not blank.')
    return str(value)


def _gold(place: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    gold = row["gold"]
    if not isinstance(gold, list) or not all(_is_text(words) for words in gold):
        raise RejectedInput(f'{place}: "gold" is {gold!r}. Write a list of texts, or [].')
    return tuple(nfc(words) for words in gold)


def _is_text(value: object) -> bool:
    """Whether it is a text that can be sent and printed: lone surrogates cannot."""
    return (
        isinstance(value, str)
        and bool(value.strip())
        and not any("\ud800" <= letter <= "\udfff" for letter in value)
    )


def read_beir(folder: Path) -> BeirSet:
    """The set in a BEIR folder; ids under ``_id`` (BEIR) or ``id``, ``answers.jsonl`` if there.

    Raises:
        RejectedInput: if a file is missing or has a bad line.
    """
    answers = folder / "answers.jsonl"
    queries = {_id(place, row): (place, row) for place, row in objects(folder / "queries.jsonl")}
    return BeirSet(
        corpus={
            _id(place, row): (str(row.get("title") or ""), str(row.get("text") or ""))
            for place, row in objects(folder / "corpus.jsonl")
        },
        queries={name: str(_words(place, row, "text")) for name, (place, row) in queries.items()},
        qrels=_qrels(folder / "qrels.tsv"),
        answers=_answers(answers) if answers.exists() else {},
        types={name: str(row["type"]) for name, (_, row) in queries.items() if row.get("type")},
    )


def read_sets(
    folders: Sequence[Path],
    half: str | None = None,
    sample: int | None = None,
    *,
    answered: bool = False,
) -> dict[str, BeirSet]:
    """The sets in BEIR folders by the names of these, each with a part of its questions.

    Raises:
        RejectedInput: if a folder is no BEIR folder, two have one name, or, where they must be
            ``answered``, one has no answers.
    """
    sets: dict[str, BeirSet] = {}
    for folder in folders:
        name = folder.resolve().name
        if name in sets:
            raise RejectedInput(f"Two folders are called {name!r}. Rename one of them.")
        sets[name] = read_beir(folder).part(half, sample)
        if answered and not any(sets[name].answers.values()):
            raise RejectedInput(
                f"{folder} has no answers. Write some into answers.jsonl, or leave it out."
            )
    return sets


def beir_questions(beir: BeirSet) -> list[GoldQuestion]:
    """The questions of a set that say what the answer is, or that there is none."""
    return [
        GoldQuestion(query_id, text, article, answers, "beir", language(text))
        for query_id, text in beir.queries.items()
        if (answers := beir.answers.get(query_id)) is not None
        for article in [_best(beir.qrels.get(query_id, {})) if answers else None]
        if article is not None or not answers
    ]


def _best(relevant: Mapping[str, int]) -> str | None:
    best = max(relevant, key=lambda document: relevant[document], default=None)
    return best if best is not None and relevant[best] > 0 else None


def _id(place: str, row: Mapping[str, Any]) -> str:
    return str(_words(place, row, "_id" if "_id" in row else "id"))


def _answers(path: Path) -> dict[str, tuple[str, ...]]:
    answers = {}
    for place, row in objects(path):
        found = row.get("answers")
        if not isinstance(found, list) or not all(isinstance(words, str) for words in found):
            raise RejectedInput(f'{place}: "answers" is {found!r}. Write a list of texts.')
        known = () if row.get("is_impossible") else found
        answers[str(_words(place, row, "query_id"))] = tuple(nfc(words) for words in known)
    return answers


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        cells = line.split("\t")
        if number == 1 and not cells[-1].strip().isdigit():
            continue  # the header
        try:
            query_id, document_id, score = cells
            qrels.setdefault(query_id, {})[document_id] = int(score)
        except ValueError as error:
            raise RejectedInput(
                f"{path}:{number}: {line!r} is no judgement. "
                "Write query-id, corpus-id and a whole number, with tabs between."
            ) from error
    return qrels


def read_gate(path: Path) -> dict[str, float]:
    """The figures that must be reached, by name.

    Raises:
        RejectedInput: if the file cannot be read or is not a JSON object of numbers.
    """
    gate = _json(str(path), "\n".join(line for _, line in _lines(path)))
    if not isinstance(gate, dict) or not all(_is_number(value) for value in gate.values()):
        raise RejectedInput(f'{path} is no gate. Write figures, such as {{"contains_gold": 0.85}}.')
    return {name: float(value) for name, value in gate.items()}


def read_report(path: Path) -> dict[str, Any]:
    """What ``qa eval beir --json`` wrote.

    Raises:
        RejectedInput: if the file cannot be read or holds anything else.
    """
    report = _json(str(path), "\n".join(line for _, line in _lines(path)))
    if not isinstance(report, dict) or not isinstance(report.get("sets"), list):
        raise RejectedInput(
            f"{path} holds no figures of `qa eval beir`. Write them with "
            "`qa eval beir DIR --json FILE`."
        )
    return report


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line of a JSON lines file with its place.

    Raises:
        RejectedInput: if the file cannot be read or a line is no JSON object.
    """
    for number, line in _lines(path):
        place = f"{path}:{number}"
        row = _json(place, line)
        if not isinstance(row, dict):
            raise RejectedInput(f"{place}: {line[:60]!r} is no JSON object. Write one a line.")
        yield place, row


def _json(place: str, text: str) -> Any:  # noqa: ANN401 - what JSON holds is checked by the callers
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RejectedInput(f"{place}: no valid JSON ({error}). Correct or remove it.") from error


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, numbered from 1; only a line feed ends a line of JSON."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RejectedInput(
            f"{path} cannot be read: {error.strerror}. Name a file that can."
        ) from error
    except UnicodeDecodeError as error:
        raise RejectedInput(
            f"{path} cannot be read as UTF-8 text ({error}). Name a file that can."
        ) from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line
