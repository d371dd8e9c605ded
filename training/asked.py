"""Questions written for this project over passages of the training articles.

    python -m training.asked --data DIR --output SET

``asked.jsonl.xz`` has a line for each passage: the set it comes from, the beginning of the SHA-256
of the article's clean text, where the passage stands in it, the questions that it answers with the
place of the shortest answer in the passage, those that are understood beside the passage alone
("Vì sao phải cảnh báo như thế?"), and questions that sound as if it answered them. Some passages
are for measuring; the command writes all passages with the questions of these as a BEIR folder for
``qa eval``.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from qa.types import Article
from training.answered import Answered, Page, standing
from training.corpus import clean, clean_title
from training.files import Row, rows, write_rows

QUESTIONS = Path(__file__).with_name("asked.jsonl.xz")
NEWS = "parallel_evbnews"
"""Kept as sentence pairs; the others are kept as articles."""
SENTENCES = 3
"""Of a paragraph of such news, whose own paragraphs are lost."""
Part = Literal["learning", "measuring"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with what it answers, and what it does not though it sounds as if it did."""

    article: Article
    answered: tuple[Answered, ...]
    within: tuple[Answered, ...]
    """what only one who looks at the passage understands"""
    unanswered: tuple[str, ...]
    part: Part

    @property
    def page(self) -> Page:
        """The passage with the questions that it answers."""
        return self.article, list(self.answered)


def passages(data: Path, part: Part | None = None) -> Iterator[Passage]:
    """The passages of the file in its order, all or those of one part.

    Raises:
        LookupError: if the data lacks the article of a passage.
    """
    lines = list(enumerate(rows(QUESTIONS)))
    for name, of_set in groupby(lines, lambda line: line[1]["set"]):
        listed = list(of_set)
        texts = _texts(data, name, {line["text"] for _, line in listed})
        for number, line in listed:
            if part in (None, _part(line)):
                yield _passage(number, line, texts)


def _part(line: Row) -> Part:
    return "measuring" if line.get("measures") else "learning"


def _passage(number: int, line: Row, texts: Mapping[str, tuple[str, str]]) -> Passage:
    if line["text"] not in texts:
        raise LookupError(f"{line['set']} holds no article {line['text']}: not the data of then.")
    title, whole = texts[line["text"]]
    text, name = whole[line["from"] : line["to"]], f"asked-{number}"
    answered, within = (
        tuple(
            Answered(question, name, standing([text[start:end]], text) or ((start, end),), source)
            for question, start, end in line.get(key, ())
        )
        for key, source in (("answered", "asked"), ("within", "within"))
    )
    article = Article(name, title, source=name, sha256=name, text=text)
    return Passage(article, answered, within, tuple(line["unanswered"]), _part(line))


def _texts(data: Path, name: str, wanted: set[str]) -> dict[str, tuple[str, str]]:
    """Title and clean text of the wanted articles of a set, by the beginning of their SHA-256."""
    articles = _news(data) if name == NEWS else _articles(data / name / "docs.jsonl.xz")
    found = ((clean_title(title), clean(text)) for title, text in articles)
    by_hash = ((hashlib.sha256(text.encode()).hexdigest()[:16], (t, text)) for t, text in found)
    return {key: article for key, article in by_hash if key in wanted}


def _articles(path: Path) -> Iterator[tuple[str, str]]:
    return ((row["title"], row["text"]) for row in rows(path))


def _news(data: Path) -> Iterator[tuple[str, str]]:
    """Articles of sentence pairs: the first sentence is the title."""
    of_article: dict[str, list[str]] = defaultdict(list)
    for row in rows(data / NEWS / "data.jsonl.xz"):
        of_article[row["src"]].append(row["vi"])
    for title, *text in of_article.values():
        paragraphs = (text[at : at + SENTENCES] for at in range(0, len(text), SENTENCES))
        yield title, "\n".join(map(" ".join, paragraphs))


def write_set(written: Iterable[Passage], folder: Path) -> int:
    """Writes a BEIR folder with the questions that are for measuring; gives their number."""
    every = list(written)
    asked = [one for each in every if each.part == "measuring" for one in _measured(each)]
    corpus = (each.article for each in every)
    write_rows(
        folder / "corpus.jsonl",
        ({"id": one.article_id, "title": one.title, "text": one.text} for one in corpus),
    )
    write_rows(folder / "queries.jsonl", ({"id": one["id"], "text": one["text"]} for one in asked))
    write_rows(
        folder / "answers.jsonl",
        ({"query_id": one["id"], "answers": one["answers"]} for one in asked),
    )
    judged = (f"{one['id']}\t{one['article']}\t1\n" for one in asked if one["answers"])
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(judged), "utf-8")
    return len(asked)


def _measured(passage: Passage) -> Iterator[Row]:
    """The questions of a passage with their answers, of which there may be none."""
    text, name = passage.article.text, passage.article.article_id
    answered = [(one.question, [text[slice(*one.spans[0])]]) for one in passage.answered]
    every = [*answered, *((question, []) for question in passage.unanswered)]
    for at, (question, answers) in enumerate(every):
        yield {"id": f"{name}-{at}", "article": name, "text": question, "answers": answers}


def main() -> None:
    """Writes the questions that are measured with as a BEIR folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args()
    print(write_set(passages(given.data), given.output), "questions")


if __name__ == "__main__":
    main()
