import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.retrieval import fuse, search, understand
from qa.types import Change, Cues, Filter, Found
from tests.conftest import SEEDS

VINH_LONG = "003_4a44d92a0926bdba.txt"
THAI_NGUYEN = "001_c457e7532c86fe68.txt"

founds = st.lists(
    st.builds(Found, st.integers(1, 30), st.floats(-1, 50)), max_size=20, unique_by=lambda f: f.key
).map(lambda found: sorted(found, key=lambda f: -f.score))


def sources(engine, question, **filters):
    return [hit.article.source for hit in engine.search(question, Filter(**filters)).hits]


def test_scores_are_scaled_and_weighted():
    lexical = [Found(1, 9.0), Found(2, 5.0), Found(3, 1.0)]
    dense = [Found(2, 0.9), Found(4, 0.1)]

    fused = fuse({"lexical": lexical, "dense": dense}, {"lexical": 0.7, "dense": 0.3})

    assert dict(fused) == pytest.approx({1: 0.7, 2: 0.5 * 0.7 + 0.3, 3: 0, 4: 0})
    assert [key for key, _ in fused] == [1, 2, 3, 4]


@given(founds, founds)
def test_fusion_does_not_depend_on_the_order_of_the_legs(first, second):
    weights = {"lexical": 0.7, "dense": 0.3}

    forward = fuse({"lexical": first, "dense": second}, weights)

    assert forward == fuse({"dense": second, "lexical": first}, weights)
    assert {key for key, _ in forward} == {found.key for found in first + second}


@given(founds)
def test_fusion_of_one_leg_keeps_its_order(found):
    scores = [score for _, score in fuse({"lexical": found}, {"lexical": 1.0})]

    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_the_right_article_comes_first(reading_engine):
    assert sources(reading_engine, "dịch vụ công trực tuyến mức độ 4")[0] == VINH_LONG
    assert sources(reading_engine, "dich vu cong truc tuyen muc do 4")[0] == VINH_LONG


def test_every_form_of_a_question_finds_the_same(reading_engine):
    question = "Quyết định 290-QĐ/TW của Bộ Chính trị về hoà giải"
    expected = reading_engine.search(question).hits

    for form in (
        unicodedata.normalize("NFD", question),
        question.upper(),
        question.replace("hoà", "hòa"),
        question.replace("290-QĐ", "290–QĐ"),
        "\u200b".join(question),
    ):
        assert reading_engine.search(form).hits == expected


def test_each_leg_tells_its_rank(reading_engine):
    hits = reading_engine.search("hiến đất xây dựng nông thôn").hits

    ranks = [hit.legs["lexical"].rank for hit in hits if "lexical" in hit.legs]
    assert min(ranks) == 1
    assert len(set(ranks)) == len(ranks)
    assert all(set(hit.legs) <= {"lexical", "dense"} for hit in hits)
    assert {"folded"} <= set(reading_engine.search("hien dat").hits[0].legs)


def test_filters_apply_in_every_leg(reading_engine):
    assert set(sources(reading_engine, "dân vận", places=("Vĩnh Long",))) == {VINH_LONG}
    assert set(sources(reading_engine, "dân vận", places=("vinh long",))) == {VINH_LONG}
    assert sources(reading_engine, "dân vận", places=("Cà Mau",)) == []


def test_the_question_says_what_was_searched(reading_engine):
    question = understand("  Quyết định  290- QĐ/TW  là gì? ", reading_engine.store)

    assert question.searched == "Quyết định 290- QĐ/TW là gì?"
    assert question.identifiers == ("290qđtw",)
    assert "quyếtđịnh" in question.terms
    assert not {"là", "gì", "làgì"} & set(question.terms)


def test_places_in_the_question_are_cues_not_filters(reading_engine):
    question = understand("Dân vận ở Quảng Ninh khác Vĩnh Long năm 2019?", reading_engine.store)

    assert question.cues == Cues(
        # Vĩnh Long took in the last two in 2025
        places=("Quảng Ninh", "Vĩnh Long", "Bến Tre", "Trà Vinh"),
        since=date(2019, 1, 1),
        until=date(2019, 12, 31),
    )
    assert question.filters == Filter()


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("báo Quảng Ninh viết gì về dân vận khéo", ("baoquangninh.com.vn",)),
        ("bao quang ninh viet gi", ("baoquangninh.com.vn",)),
        ("tin trên baoquangninh.com.vn", ("baoquangninh.com.vn",)),
        ("dân vận ở Quảng Ninh", ()),
    ],
)
def test_outlets_in_the_question_are_cues(reading_engine, question, outlets):
    assert understand(question, reading_engine.store).cues.outlets == outlets


def test_known_abbreviations_are_spelt_out_and_told(reading_engine):
    question = understand("UBND TP.HCM", reading_engine.store)

    assert question.searched == "Ủy ban nhân dân Thành phố Hồ Chí Minh"
    assert question.changes[0] == Change("abbreviation", "UBND", "Ủy ban nhân dân")


def test_what_the_collection_explains_is_read_both_ways(engine):
    engine.add_text("Tổ công nghệ số cộng đồng (TCNSCĐ) giúp dân.", source="a", article_id="a")
    engine.add_text("Các TCNSCĐ đã mở lớp ở bản xa.", source="b", article_id="b")

    short = engine.search("TCNSCĐ làm gì?")
    long = engine.search("Tổ công nghệ số cộng đồng làm gì?")

    assert short.question.searched == "Tổ công nghệ số cộng đồng làm gì?"
    assert short.question.changes == (
        Change("abbreviation", "TCNSCĐ", "Tổ công nghệ số cộng đồng"),
    )
    for found in (short, long):
        assert {hit.article.article_id for hit in found.hits[:2]} == {"a", "b"}
    engine.delete("a")
    assert engine.search("TCNSCĐ làm gì?").question.changes == ()


@pytest.mark.parametrize("asked", ["16/CT-TTg", "chi thi 16", "CT 16", "Directive 16"])
def test_what_names_the_document_comes_first_and_its_title_before_all(engine, asked):
    titled = "Chỉ thị số 16/CT-TTg ngày 16/5/2016 của Thủ tướng về tăng cường công tác dân vận."
    texts = {
        "bare": "Căn cứ Chỉ thị 16/CT-TTg, xã họp.",
        "titled": titled,
        "other": "Chỉ thị số 116/CT-TTg về dân vận. Quyết định số 16. Có 16 chỉ thị về dân vận.",
    }
    for name, text in texts.items():
        engine.add_text(text, source=name, article_id=name)

    hits = engine.search(f"{asked} về dân vận", Filter(article_ids=tuple(texts))).hits

    assert [hit.article.article_id for hit in hits] == ["titled", "bare", "other"]
    assert ["number" in hit.legs for hit in hits] == [True, True, False]


def test_rare_terms_weigh_more(reading_engine):
    terms = understand("dân vận bồi thường", reading_engine.store).terms

    assert terms["bồithường"] > terms["dânvận"]


@pytest.mark.parametrize(
    "question", ["?", "là gì", "的中文", "7", "a" * 1990, "🙂", "ở đâu " * 300]
)
def test_odd_questions_are_searched_without_an_error(reading_engine, question):
    hits = reading_engine.search(question).hits

    assert all(hit.chunk.text for hit in hits)


def test_a_hit_is_a_slice_of_its_article(reading_engine):
    for hit in reading_engine.search("công tác dân vận", top_k=50).hits:
        text = reading_engine.article(hit.article.article_id).text
        assert text[hit.chunk.start : hit.chunk.end] == hit.chunk.text
        start, end = hit.window or (hit.chunk.start, hit.chunk.end)
        assert hit.chunk.start <= start < end <= hit.chunk.end
    assert len(list(SEEDS.glob("*.txt"))) == reading_engine.coverage().articles == 5


def test_a_deleted_article_is_not_found_again(engine):
    found = engine.search("dịch vụ công trực tuyến mức độ 4").hits[0].article
    engine.delete(found.article_id)

    hits = search(
        understand("dịch vụ công trực tuyến", engine.store), engine.store, engine._embedder
    )

    assert VINH_LONG not in [hit.article.source for hit in hits]
