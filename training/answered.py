"""Questions with the sentence that answers each: weak labels from what people asked and wrote.

Three sources: legal questions, whose answers end in a sentence that says it again ("Như vậy, …");
questions cut from sentences; and the even half of a set of questions by people.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.evaluation import read_beir
from qa.reader.kinds import AnswerType
from qa.reader.sentences import Candidate
from qa.reader.spans import spans_of
from qa.types import Article
from qa.vietnamese import fold, sentence_spans, terms
from training.corpus import clean, clean_title
from training.files import Row, rows

_CONCLUDES = re.compile(r"(?:Như vậy|Theo đó|Do đó|Vậy|Vì vậy|Tóm lại|Từ (?:các )?quy định)\b")
_INTRODUCES = re.compile(
    r"(?:quy định|như sau|cụ thể)\W*$|^(?:Căn cứ|Theo|Tại) (?:theo )?(?:điểm|khoản|Điều)"
)
_LEAST_SHARED = 0.35
"""Share of what a conclusion adds to its question, from which a sentence is its source."""
_ASKING: dict[AnswerType, tuple[str, ...]] = {
    "figure": ("bao nhiêu", "mấy", "là bao nhiêu"),
    "date": ("khi nào", "năm nào", "ngày nào", "vào thời gian nào", "từ khi nào", "hồi nào"),
    "person": ("ai", "là ai", "những ai", "người nào"),
    "document": ("văn bản nào", "quyết định nào", "nghị định số mấy"),
    "body": ("cơ quan nào", "đơn vị nào", "tổ chức nào"),
    "place": ("ở đâu", "nơi nào", "tỉnh nào", "đâu"),
    "definition": ("gì", "là gì", "được gọi là gì", "tên gì"),
}
_LONGEST_CLAUSE = 14
CUT_SETS = ("viwiki2017", "indomain_danvan")
CUT_A_PAGE = 6
"""Sentences of a page that a question is cut from."""


Page = tuple[Article, "list[Answered]"]
"""An article with the questions that it answers."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, its article, and the spans of the article of which one answers it."""

    question: str
    article_id: str
    spans: tuple[tuple[int, int], ...]
    source: str


def answers(candidate: Candidate, question: Answered) -> bool:
    """Whether one of the spans that answer stands in the candidate."""
    return candidate.hit.article.article_id == question.article_id and any(
        candidate.start <= start and end <= candidate.end for start, end in question.spans
    )


def legal(data: Path, chance: random.Random, most: int) -> Iterator[Page]:
    """Pages of legal answers: each section answers one question; the conclusions are taken out."""
    pages: dict[str, list[Row]] = defaultdict(list)
    for row in rows(data / "policy_tailieu" / "pairs.jsonl.xz"):
        if row["kind"] == "legal-question-answer":
            pages[row["doc"]].append(row)
    names = sorted(name for name, page in pages.items() if len(page) > 1)
    for name in chance.sample(names, min(most, len(names))):
        yield _legal_page(name, pages[name])


def _legal_page(name: str, page: list[Row]) -> Page:
    text, asked = "", []
    for row in page:
        lines = clean(row["positive"]).split("\n")
        conclusion = " ".join(line for line in lines if _CONCLUDES.match(line))
        kept = "\n".join(line for line in lines if not _CONCLUDES.match(line))
        start, text = len(text), f"{text}{kept}\n"
        asked.append((clean(row["anchor"]), start, len(text), conclusion))
    article = Article(name, "", source=name, sha256=name, text=text)
    found = (
        Answered(question, name, spans, "legal")
        for question, start, end, conclusion in asked
        if (spans := _sources(question, text, start, end, conclusion))
    )
    return article, list(found)


def _sources(
    question: str, text: str, start: int, end: int, conclusion: str
) -> tuple[tuple[int, int], ...]:
    """The sentence that the conclusion says again; without one, all that do not only introduce."""
    spans = [
        span
        for span in sentence_spans(text, start, end)
        if not _INTRODUCES.search(text[slice(*span)])
    ]
    if not conclusion:
        return tuple(spans) if len(spans) <= 3 else ()
    added = set(terms(conclusion)) - set(terms(question))
    shares = [
        (len(added.intersection(terms(text[slice(*span)]))) / (len(added) or 1), span)
        for span in spans
    ]
    best = max(shares, default=(0.0, (0, 0)))
    return (best[1],) if best[0] >= _LEAST_SHARED else ()


def cut(
    data: Path, chance: random.Random, most: int, sets: Sequence[str] = CUT_SETS
) -> Iterator[Page]:
    """Encyclopaedic and policy pages with questions cut from their sentences."""
    pages = [
        (name, row)
        for name in sets
        for row in rows(data / name / "docs.jsonl.xz")
        if 600 < len(row["text"]) < 12_000
    ]
    for number, (name, row) in enumerate(chance.sample(pages, min(most, len(pages)))):
        article_id = f"cut-{name}-{number}"
        text = clean(row["text"])
        title = clean_title(row["title"])
        article = Article(article_id, title, source=article_id, sha256=article_id, text=text)
        spans = sentence_spans(text)
        chosen = chance.sample(spans, min(CUT_A_PAGE, len(spans)))
        yield (
            article,
            [
                Answered(question, article_id, (span,), "cut")
                for span in chosen
                if (question := cut_question(text[slice(*span)], title, chance))
            ],
        )


def cut_question(sentence: str, title: str, chance: random.Random) -> str:
    """The words around a span of the sentence, with a question word in its place; or nothing."""
    kinds = [kind for kind in _ASKING if spans_of(kind, sentence)]
    if not kinds or len(sentence.split()) < 8:
        return ""
    kind = chance.choice(kinds)
    start, end = chance.choice(spans_of(kind, sentence))
    before, after = sentence[:start].split(), sentence[end:].split()
    left = chance.randint(0, min(len(before), _LONGEST_CLAUSE))
    right = chance.randint(
        0 if left > 3 else min(4, len(after)), min(len(after), _LONGEST_CLAUSE - 2)
    )
    lost = chance.choice((0.1, 0.3, 0.5, 0.6))
    asking = chance.choice(_ASKING[kind]).split()
    kept = [
        [word for word in side if chance.random() > lost]
        for side in (before[len(before) - left :], after[:right])
    ]
    if len(kept[0]) + len(kept[1]) < 3:
        return ""
    named = title.split() if title and chance.random() < 0.4 else []
    orders = (
        (named + kept[0], asking, kept[1]),
        (asking, named + kept[0], kept[1]),
        (named + kept[0], kept[1], asking),
    )
    words = [word for part in chance.choice(orders) for word in part]
    asked = " ".join(words).strip(" ,;.:") + "?"
    return fold(asked) if chance.random() < 0.1 else asked


def judged(folders: Iterable[Path]) -> Iterator[Page]:
    """The even half of BEIR folders with answers; the other half is for measuring."""
    articles: dict[str, Article] = {}
    asked: dict[str, list[Answered]] = defaultdict(list)
    for folder in folders:
        beir = read_beir(folder)
        for name, (title, text) in beir.corpus.items():
            articles[name] = Article(name, title, source=name, sha256=name, text=text)
        for name, question in list(beir.queries.items())[::2]:
            article_id = next(iter(beir.qrels.get(name, ())), "")
            text = beir.corpus.get(article_id, ("", ""))[1]
            if spans := standing(beir.answers.get(name, ()), text):
                asked[article_id].append(Answered(question, article_id, spans, "judged"))
    for name, article in articles.items():
        yield article, asked[name]


def standing(answers: Iterable[str], text: str) -> tuple[tuple[int, int], ...]:
    """Where the answers stand in the text as whole words."""
    return tuple(
        found.span()
        for answer in answers
        for found in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text)
    )
