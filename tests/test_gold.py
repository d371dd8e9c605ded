"""The gold questions agree with the articles they ask about."""

import re
from collections import Counter
from pathlib import Path

import pytest

from qa.evaluation import GoldQuestion, read_gold
from qa.vietnamese import is_accented, nfc

GOLD = Path(__file__).parent / "gold" / "danvan.jsonl"
SEEDS = Path(__file__).parents[1] / "seeds"
REFUSED = {"unanswerable_near", "unanswerable_offtopic", "chitchat"}
ANSWERED = {
    "figure", "person", "body", "date", "document", "place", "policy", "list", "definition",
    "reason", "yesno", "speech",
}  # fmt: skip
SLICES = {
    None, "unaccented", "half_accented", "typo", "abbreviation", "tone_placement",
    "no_question_word", "long",
}  # fmt: skip
QUESTIONS = read_gold(GOLD)


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", nfc(text))


ARTICLES = {path.name: folded(path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.txt")}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question_id)
def test_gold_words_stand_in_their_article(question: GoldQuestion):
    missing = [
        words for words in question.gold if folded(words) not in ARTICLES[question.article or ""]
    ]
    assert missing == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question_id)
def test_only_refusal_kinds_have_neither_article_nor_gold(question: GoldQuestion):
    assert (question.article is None) == (question.kind in REFUSED)
    assert (question.gold == ()) == (question.kind in REFUSED)


def test_no_question_is_asked_twice():
    asked = Counter(question.question.casefold() for question in QUESTIONS)
    assert [text for text, times in asked.items() if times > 1] == []


def test_kinds_and_slices_are_the_known_ones_and_none_is_forgotten():
    assert {question.kind for question in QUESTIONS} == REFUSED | ANSWERED
    assert {question.slice for question in QUESTIONS} == SLICES
    assert {question.language for question in QUESTIONS} == {"vi", "en"}


def test_every_kind_has_enough_questions_to_say_something():
    kinds = Counter(question.kind for question in QUESTIONS)
    assert {kind: count for kind, count in kinds.items() if count < 4} == {}


def test_the_articles_share_the_questions_evenly():
    asked = Counter(question.article for question in QUESTIONS if question.article)
    assert set(asked) == set(ARTICLES)
    assert max(asked.values()) - min(asked.values()) <= 5


def test_about_a_third_of_the_questions_must_be_refused():
    refused = sum(question.kind in REFUSED for question in QUESTIONS) / len(QUESTIONS)
    assert 0.30 <= refused <= 0.40


def test_questions_called_unaccented_bear_no_accent():
    unaccented = [question for question in QUESTIONS if question.slice == "unaccented"]
    assert [question.question for question in unaccented if is_accented(question.question)] == []


def test_about_a_third_of_the_questions_is_held_out_and_of_every_kind_but_talk():
    held = [question for question in QUESTIONS if question.held]
    assert 0.25 <= len(held) / len(QUESTIONS) <= 0.4
    assert {question.kind for question in held} == (REFUSED | ANSWERED) - {"chitchat"}
