from dataclasses import replace
from datetime import date

from qa.replies import article_json, hit_json, reply_json, search_json
from qa.types import (
    Answer,
    Article,
    Change,
    Chunk,
    Citation,
    Coverage,
    Cues,
    Explanation,
    Hit,
    LegScore,
    MatchedDocument,
    MatchedTerm,
    MatchedTranslation,
    NoAnswer,
    Question,
    Sentence,
    Speaker,
)

ARTICLE = Article(
    "a", "Tiêu đề", "a.txt", "00", date(2018, 1, 16), "bao.vn", "M.Yến", ("Quảng Ninh",),
    text="Có 2.705 điển hình.", stripped=("Tin nổi bật",),
)  # fmt: skip
QUESTION = Question(
    "co bao nhieu", "có bao nhiêu", "vi", {"có": 1.0}, ("16ctttg",),
    changes=(Change("accents", "co", "có"),), cues=Cues(("Quảng Ninh",), (), date(2019, 1, 1)),
)  # fmt: skip
CHUNK = Chunk("a", 0, 19, ARTICLE.text)
HIT = Hit(CHUNK, ARTICLE.header, 0.98765, {"lexical": LegScore(1, 9.87654)})
HEADER = {
    "article_id": "a", "title": "Tiêu đề", "source": "a.txt", "published": "2018-01-16",
    "outlet": "bao.vn", "author": "M.Yến", "places": ["Quảng Ninh"], "url": None,
    "language": "vi", "sha256": "00",
}  # fmt: skip
QUESTION_JSON = {
    "text": "co bao nhieu", "searched": "có bao nhiêu", "language": "vi",
    "identifiers": ["16ctttg"], "changes": [{"kind": "accents", "from": "co", "to": "có"}],
    "cues": {"places": ["Quảng Ninh"], "outlets": [], "since": "2019-01-01", "until": None},
}  # fmt: skip
HIT_JSON = {
    "chunk_id": "a:0-19", "article": HEADER, "start": 0, "end": 19, "text": "Có 2.705 điển hình.",
    "score": 0.9877, "legs": {"lexical": {"rank": 1, "score": 9.8765}},
    "also_in": [],
}  # fmt: skip
SPEAKER = Speaker("Nguyễn Văn Hưởng", "Trưởng Ban Dân vận Tỉnh ủy", date(2018, 1, 16))
COVERAGE = Coverage(5, date(2020, 6, 25), 7)
COVERAGE_JSON = {"articles": 5, "newest": "2020-06-25", "index_seq": 7}


def test_a_hit_tells_its_reprints_and_why_it_was_found_where_that_is_known():
    said = Explanation(
        (MatchedTerm("điển hình", 2.5, 1),), (), ("ai",), (), (),
        (MatchedDocument("16/CT-TTg", 2),), (MatchedTranslation("women", "phụ nữ", 0.5, 1),),
    )  # fmt: skip
    told = hit_json(replace(HIT, also_in=(ARTICLE.header,), explanation=said))

    assert told["also_in"] == [HEADER]
    assert told["explanation"]["terms"] == ({"term": "điển hình", "weight": 2.5, "count": 1},)
    assert told["explanation"]["missing"] == ("ai",)
    assert told["explanation"]["documents"] == ({"number": "16/CT-TTg", "count": 2},)
    assert told["explanation"]["translations"] == (
        {"word": "women", "translation": "phụ nữ", "share": 0.5, "count": 1},
    )
    assert "explanation" not in hit_json(HIT)


def test_an_answer():
    citation = Citation(1, ARTICLE.header, 0, 19, ARTICLE.text, (3, 8), SPEAKER)
    sentence = Sentence(ARTICLE.text, (1,), "verbatim")
    reply = reply_json(
        Answer(
            QUESTION,
            (sentence,),
            (citation,),
            (HIT,),
            0.9,
            "extractive",
            COVERAGE,
            {"read": 1.0},
            least_confidence=0.12,
        )
    )

    assert reply.pop("id").startswith("r_")
    assert reply == {
        "kind": "answer", "question": QUESTION_JSON, "mode": "extractive",
        "fallback": None, "dropped": 0,
        "confidence": 0.9, "least_confidence": 0.12,
        "sentences": [{"text": ARTICLE.text, "citations": [1], "support": "verbatim"}],
        "citations": [
            {"number": 1, "article": HEADER, "start": 0, "end": 19, "quote": ARTICLE.text,
             "mark": {"start": 3, "end": 8},
             "speaker": {"name": "Nguyễn Văn Hưởng", "role": "Trưởng Ban Dân vận Tỉnh ủy",
                         "date": "2018-01-16"}},
        ],
        "conflict": False,
        "hits": [HIT_JSON], "coverage": COVERAGE_JSON, "timing_ms": {"read": 1.0},
    }  # fmt: skip


def test_a_refusal():
    reply = reply_json(NoAnswer(QUESTION, "off_topic", "Không thuộc.", (), Coverage(0, None, 0)))

    assert reply.pop("id").startswith("r_")
    assert reply == {
        "kind": "no_answer", "question": QUESTION_JSON, "hits": [], "reason": "off_topic",
        "explanation": "Không thuộc.", "timing_ms": {}, "confidence": 0.0, "least_confidence": 0.0,
        "coverage": {"articles": 0, "newest": None, "index_seq": 0},
    }  # fmt: skip


def test_no_two_replies_share_an_id():
    first, second = (NoAnswer(QUESTION, "off_topic", "Không thuộc.", (), COVERAGE) for _ in "ab")

    assert reply_json(first)["id"] == reply_json(first)["id"] != reply_json(second)["id"]


def test_a_search_and_an_article():
    assert search_json(QUESTION, [HIT]) == {"question": QUESTION_JSON, "hits": [HIT_JSON]}
    assert article_json(ARTICLE) == HEADER | {
        "text": "Có 2.705 điển hình.", "stripped": ["Tin nổi bật"],
    }  # fmt: skip
