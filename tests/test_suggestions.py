"""Suggested questions are drawn from the articles and really answered by them."""

from datetime import date

import pytest

from qa.engine import open_engine
from qa.settings import read_settings
from qa.suggestions import answered
from qa.types import Answer, Article, Citation, Coverage, NoAnswer, Question, Sentence

COVERAGE = Coverage(1, None, 1)


def article(article_id, text, title="Một bài", places=()):
    return Article(article_id, title, "a.txt", "0", places=places, text=text)


def replying(*articles, quote=None):
    """A reader that answers with the sentence of the first article holding the last word."""

    def ask(text):
        question = Question(text, text, "vi", {})
        word = text.rstrip("?").split()[-1]
        for each in articles:
            for line in each.text.split("\n"):
                if word in line:
                    cited = Citation(1, each.header, 0, 1, quote or line)
                    sentence = Sentence(line, (1,), "verbatim")
                    return Answer(question, (sentence,), (cited,), (), 0.9, "extractive", COVERAGE)
        return NoAnswer(question, "no_hits", "", (), COVERAGE)

    return ask


def test_what_was_counted_is_asked_for_with_its_place():
    counted = article("a", "Năm qua, tỉnh có 2.705 mô hình dân vận khéo.", places=("Quảng Ninh",))

    assert answered([counted], replying(counted)) == [
        "Quảng Ninh có bao nhiêu mô hình dân vận khéo?"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh đã vận động 300 hộ dân hiến đất.",
        "Tỉnh có 10 tỷ đồng.",
        "Tỉnh có 3/4 (ba phần tư).",
        "Có.",
    ],
)
def test_a_figure_that_counts_nothing_suggests_nothing(text):
    assert answered([article("a", text, title="")], replying(quote="")) == []


def test_a_question_whose_answer_cites_other_words_is_not_offered():
    counted = article("a", "Tỉnh có 12 mô hình dân vận khéo.")

    assert answered([counted], replying(counted, quote="Câu khác.")) == []


def test_a_question_that_another_article_answers_is_not_offered():
    counted = article("a", "Tỉnh có 12 mô hình dân vận khéo.")
    other = article("b", "Tỉnh có 12 mô hình dân vận khéo.")

    assert answered([counted], replying(other)) == []


def test_articles_take_turns():
    first = article("a", "Tỉnh có 12 mô hình dân vận khéo.\nTỉnh có 15 tổ hòa giải cơ sở.")
    second = article("b", "Huyện có 30 câu lạc bộ pháp luật.")

    assert answered([first, second], replying(first, second)) == [
        "Có bao nhiêu mô hình dân vận khéo?",
        "Có bao nhiêu câu lạc bộ pháp luật?",
        "Có bao nhiêu tổ hòa giải cơ sở?",
    ]


def test_what_the_five_articles_suggest_is_answered(reading_engine):
    asked = reading_engine.suggestions()

    assert len(set(asked)) == 4
    assert {type(reading_engine.ask(each)) for each in asked} == {Answer}


def test_suggestions_follow_what_the_collection_holds(engine):
    before = engine.suggestions()
    text = "Năm 2021, tỉnh Hà Nam có 77 tổ dân vận cộng đồng ở thôn xóm, tăng 5 tổ."
    engine.add_text(text, source="a.txt", published=date(2021, 2, 1), places=("Hà Nam",))

    assert engine.suggestions()[0] == "Hà Nam có bao nhiêu tổ dân vận cộng đồng ở thôn xóm?"
    assert engine.suggestions()[1:] == before[:3]


def test_the_newest_articles_come_first_whatever_their_ids(engine):
    for day in range(10, 21):
        text = f"Năm qua, tỉnh Hà Nam có {day + 100} tổ dân vận cộng đồng thứ {day}."
        engine.add_text(text, source="a.txt", article_id=f"d{day}", published=date(2024, 1, day))

    assert engine.suggestions()[0] == "Hà Nam có bao nhiêu tổ dân vận cộng đồng thứ 20?"


def test_what_is_too_long_to_be_asked_is_not_offered(index):
    engine = open_engine(read_settings(index_dir=index, max_question=50))
    text = "Năm 2021, tỉnh Hà Nam có 77 tổ dân vận."
    engine.add_text(text, source="a.txt", title="Dân vận khéo " * 40, published=date(2021, 2, 1))

    asked = engine.suggestions()
    engine.close()

    assert asked[0] == "Hà Nam có bao nhiêu tổ dân vận?"
    assert max(map(len, asked)) <= 50


def test_an_empty_collection_suggests_nothing():
    assert answered([], replying()) == []
