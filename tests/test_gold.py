"""The gold questions agree with the articles they ask about."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.evaluation import GoldQuestion, read_gold
from qa.types import REASONS, Answer
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
MORE = read_gold(GOLD.with_name("more.jsonl"))
INVENTED = read_gold(GOLD.with_name("invented.jsonl"))
"""Over articles that were invented in the style of the seeds; those held tune nothing."""


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", nfc(text))


def articles(folder: Path) -> dict[str, str]:
    return {path.name: folded(path.read_text(encoding="utf-8")) for path in folder.glob("*.txt")}


ARTICLES = articles(SEEDS)
ALL_ARTICLES = ARTICLES | articles(GOLD.with_name("invented"))


@pytest.mark.parametrize(
    "question", QUESTIONS + MORE + INVENTED, ids=lambda question: question.question_id
)
def test_gold_words_stand_in_their_article(question: GoldQuestion):
    missing = [
        words
        for words in question.gold
        if folded(words) not in ALL_ARTICLES[question.article or ""]
    ]
    assert missing == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question_id)
def test_only_refusal_kinds_have_neither_article_nor_gold(question: GoldQuestion):
    assert (question.article is None) == (question.kind in REFUSED)
    assert (question.gold == ()) == (question.kind in REFUSED)


def test_no_question_is_asked_twice():
    asked = Counter(question.question.casefold() for question in QUESTIONS + MORE + INVENTED)
    assert [text for text, times in asked.items() if times > 1] == []


def test_of_the_further_questions_a_third_has_no_answer_and_says_so():
    for asked in (MORE, INVENTED):
        refused = [each for each in asked if each.kind.startswith("unanswerable_")]
        assert [each.question_id for each in asked if (each in refused) != (each.gold == ())] == []
        assert 0.30 <= len(refused) / len(asked) <= 0.45


def test_three_of_the_invented_collections_are_held_out():
    held = {each.question_id[4] for each in INVENTED if each.held}

    assert held == {"S", "T", "U"}


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


def test_every_question_that_must_be_refused_says_for_which_reasons():
    refused = [question for question in QUESTIONS if question.kind in REFUSED]
    assert [question.question_id for question in refused if not question.reasons] == []
    assert {reason for question in refused for reason in question.reasons} <= set(REASONS)


# The same question in another form

TONES = "\u0300\u0301\u0303\u0309\u0323"


def decomposed(text: str) -> str:
    """As a Mac sends it, with zero-width characters and dashes of a word processor."""
    return unicodedata.normalize("NFD", "\u200b".join(text.replace("-", "\u2013")))


def full_width(text: str) -> str:
    """As an Asian input method writes it, with the Icelandic letter for đ."""
    wide = (chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)
    return "".join(wide).translate({ord("đ"): "\u00f0", ord("Đ"): "\u00d0", ord(" "): "\u3000"})


def tones_later(text: str) -> str:
    """hòa as hoà, úy as uý."""
    return _tones_moved(text, rf"([oO])([{TONES}])([aeAE])(?!\w)|(?<![qQ])([uU])([{TONES}])([yY])")


def tones_earlier(text: str) -> str:
    """Hoà as hòa, uý as úy."""
    return _tones_moved(text, rf"([oO])([aeAE])([{TONES}])(?!\w)|(?<![qQ])([uU])([yY])([{TONES}])")


def _tones_moved(text: str, pattern: str) -> str:
    def swapped(found: re.Match[str]) -> str:
        first, second, third = filter(None, found.groups())
        return first + third + second

    return nfc(re.sub(pattern, swapped, unicodedata.normalize("NFD", text)))


def found(engine, asked: str) -> tuple[list[str], list[str] | str]:
    """The hits, and the sentences of the answer or the reason why there is none."""
    searched = engine.search(asked)
    reply = engine.read(searched)
    said = [each.text for each in reply.sentences] if isinstance(reply, Answer) else reply.reason
    return [hit.chunk.chunk_id for hit in searched.hits], said


@pytest.fixture(scope="module")
def as_written(reading_engine):
    return {question: found(reading_engine, question.question) for question in QUESTIONS}


@pytest.mark.parametrize("form", [decomposed, full_width, tones_later, tones_earlier])
def test_a_gold_question_in_another_form_finds_and_answers_the_same(
    reading_engine, as_written, form: Callable[[str], str]
):
    others = [each for each in QUESTIONS if form(each.question) != each.question]
    differing = [
        each.question_id
        for each in others
        if found(reading_engine, form(each.question)) != as_written[each]
    ]
    assert differing == []
    assert len(others) > 2


def test_a_gold_question_in_capitals_finds_the_same(reading_engine, as_written):
    differing = [
        each.question_id
        for each in QUESTIONS
        if [hit.chunk.chunk_id for hit in reading_engine.search(each.question.upper()).hits]
        != as_written[each][0]
    ]
    assert differing == []
