import json
import math
import unicodedata
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.retrieval import rankings, search, searching, understand
from qa.retrieval.features import COLUMNS, Asked, Candidate, Matches, features
from qa.retrieval.fusion import fuse
from qa.retrieval.grouping import grouped, spanning
from qa.retrieval.likeness import Vocabulary, vocabulary
from qa.retrieval.reranking import Ranker, rankers
from qa.retrieval.translating import GLOSSARY, matched, translated
from qa.types import (
    Change,
    Chunk,
    Cues,
    Filter,
    Found,
    Header,
    Hit,
    LegScore,
    MatchedTranslation,
    Passage,
    Question,
)
from qa.vietnamese import syllables
from tests.conftest import SEEDS

VINH_LONG = "003_4a44d92a0926bdba.txt"
QUANG_NINH = "002_85b40926dc323564.txt"
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


def test_the_folded_leg_is_measured_beside_the_lexical_one_or_in_its_place(reading_engine):
    def ranked(asked, **how):
        question = understand(asked, reading_engine.store, **how)
        return rankings(question, reading_engine.store, reading_engine.embedder)

    restored, accented = ranked("hien dat lam duong"), ranked("hiến đất làm đường")
    alone = ranked("hien dat lam duong", restore=False)

    assert restored["lexical"] == accented["lexical"] != restored["folded"]
    assert list(restored) == ["lexical", "folded", "dense", "fused"]
    assert list(accented) == list(alone) == ["lexical", "dense", "fused"]


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
    ("asked", "places"),
    [
        ("Xã Trung Thành, huyện Vũng Liêm", ("xã Trung Thành", "huyện Vũng Liêm")),
        ("huyện Ba Chẽ có gì", ("huyện Ba Chẽ",)),
        ("HUYỆN BA CHẼ CÓ GÌ", ("huyện ba chẽ",)),
        ("huyen ba che co gi", ("huyện ba chẽ",)),
        ("TP Uông Bí, quận 1", ("thành phố Uông Bí", "quận 1")),
        ("xã hội, huyện ủy, thành phố thông minh, cơ quan 1 cửa", ()),
    ],
)
def test_districts_and_communes_are_cues_as_written_or_as_articles_name_them(
    reading_engine, asked, places
):
    assert set(understand(asked, reading_engine.store).cues.places) == set(places)


def test_what_names_the_commune_of_the_question_comes_first_whatever_its_case(engine):
    for name in ("Tân Hòa", "Trung Thành"):
        text = f"Xã {name} họp dân bàn việc làm đường, bà con đồng tình."
        engine.add_text(text, source=name, article_id=name.split()[0], title="Họp dân")
    asked = "Bà con xã Trung Thành họp dân bàn việc gì?"
    both = Filter(article_ids=("Tân", "Trung"))

    hits = engine.search(asked, both, explain=True).hits

    assert [hit.article.article_id for hit in hits] == ["Trung", "Tân"]
    assert ["place" in [each.name for each in hit.explanation.features] for hit in hits] == [
        True,
        False,
    ]
    assert engine.search(asked.upper(), both, explain=True).hits == hits


def test_a_filter_by_a_locality_keeps_the_articles_that_name_it(reading_engine):
    everywhere = set(sources(reading_engine, "dân vận"))

    assert len(everywhere) > 1
    for place in ("huyện Ba Chẽ", "Huyen Ba Che", "TP Uông Bí", "tp. uong bi"):
        assert set(sources(reading_engine, "dân vận", places=(place,))) == {QUANG_NINH}
    assert sources(reading_engine, "dân vận", places=("huyện Vũng Liêm",)) == []


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("báo Quảng Ninh viết gì về dân vận khéo", ("baoquangninh.com.vn",)),
        ("bao quang ninh viet gi", ("baoquangninh.com.vn",)),
        ("tin trên www.baoquangninh.com.vn?", ("baoquangninh.com.vn",)),
        ("dân vận ở Quảng Ninh", ()),
        ("báo Quảng Ninh 24h", ("baoquangninh.com.vn",)),
        ("báo cáo của báo Quảng", ()),
    ],
)
def test_outlets_in_the_question_are_cues(reading_engine, question, outlets):
    assert understand(question, reading_engine.store).cues.outlets == outlets


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("Báo Nhân Dân viết gì?", ("Nhân Dân",)),
        ("bao nhan dan viet gi", ("Nhân Dân",)),
        ("What does Nhân Dân newspaper say?", ("Nhân Dân",)),
        ("Tạp chí Xây dựng Đảng và báo Nhân dân", ("Nhân Dân", "Tạp chí Xây dựng Đảng")),
        ("Bao nhiêu nhân dân tham gia đại hội?", ()),
        ("Thông báo nhân dân biết điều gì về công tác?", ()),
        ("Tạp chí nào viết về xây dựng Đảng?", ()),
    ],
)
def test_an_outlet_is_named_by_whole_words_behind_a_word_for_one(engine, question, outlets):
    for name in ("Nhân Dân", "Tạp chí Xây dựng Đảng"):
        engine.add_text(f"{name} đưa tin họp dân.", source=name, title="Họp", outlet=name)

    assert understand(question, engine.store).cues.outlets == outlets


def test_only_a_question_that_may_name_an_outlet_asks_the_store_for_it(engine, monkeypatch):
    asked = []
    monkeypatch.setattr(engine.store, "facets", lambda: pytest.fail("all is counted"))
    monkeypatch.setattr(engine.store, "named_outlets", lambda names: asked.extend(names) or [])

    understand("Công tác dân vận ở xã có gì mới?", engine.store)
    assert asked == []

    understand("Đài Sơn La", engine.store)
    assert set(asked) == {
        "đài", "đài sơn", "đàisơn", "đài sơn la", "đàisơnla", "sơn", "sơn la", "sơnla",
    }  # fmt: skip


def test_known_abbreviations_are_spelt_out_and_told(reading_engine):
    question = understand("UBND TP.HCM", reading_engine.store)

    assert question.searched == "Ủy ban nhân dân Thành phố Hồ Chí Minh"
    assert question.changes[0] == Change("abbreviation", "UBND", "Ủy ban nhân dân")


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("QN hop tong ket bn lan ko", "Quảng Ninh họp tổng kết bao nhiêu lần không"),
        ("Vĩnh Long có bn dịch vụ, làm j", "Vĩnh Long có bao nhiêu dịch vụ, làm gì"),
        ("2020 dc chon la nam gi", "2020 được chọn là năm gì"),
        ("CT 16 và QN-2, BN", "CT 16 và QN-2, BN"),
        ("What is QN or ko?", "What is QN or ko?"),
    ],
)
def test_what_is_typed_in_short_is_spelt_out(reading_engine, typed, searched):
    assert understand(typed, reading_engine.store).searched == searched


def test_what_is_short_for_several_provinces_or_held_as_typed_stays(engine):
    engine.add_text("Quảng Nam: Họp\n\nTỉnh Quảng Nam họp, ko ngừng vận động.", source="a")

    assert understand("QN hôm nay có ko", engine.store).searched == "QN hôm nay có ko"
    assert engine.ask("VL có bn dịch vụ công?").question.changes[:2] == (
        Change("abbreviation", "VL", "Vĩnh Long"),
        Change("abbreviation", "bn", "bao nhiêu"),
    )


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
        understand("dịch vụ công trực tuyến", engine.store), engine.store, engine.embedder
    )

    assert VINH_LONG not in [hit.article.source for hit in hits]


# Features, the ranker, groups

UNIT = np.eye(4, dtype=np.float32)


def asked(text: str, *pairs: str, weight: float = 1.0) -> Question:
    words = dict.fromkeys([*text.lower().split(), *pairs], weight)
    return Question(text=text, searched=text, language="vi", terms=words)


def candidate(text: str, article: str = "a", title: str = "", vectors=UNIT[:1]) -> Candidate:
    chunk = Chunk(article, 0, len(text), text)
    header = Header(article, title, article, "0")
    return Candidate(
        1, Passage(chunk, header), {"lexical": LegScore(2, 5.0)}, [(0, 1)], vectors, 0.0
    )


class Synonyms:
    """An embedder of words in which đất and ruộng, and unknown words, are the same."""

    dim = 4
    window = 2

    def embed_pieces(self, text):
        return self.embed_passages(text.split()) * 2

    def embed_passages(self, texts):
        return UNIT[[{"hiến": 0, "đất": 1, "dat": 1, "ruộng": 1}.get(text, 2) for text in texts]]


def told(question: Question, *candidates: Candidate) -> list[dict[str, float]]:
    rows = features(question, UNIT[0], candidates, vocabulary(EMBEDDER))
    return [dict(zip(COLUMNS, row.tolist(), strict=True)) for row in rows]


EMBEDDER = Synonyms()


def test_terms_are_found_in_either_tone_placement_and_pairs_only_side_by_side():
    question = asked("hòa giải cơ sở", "hòagiải", "giảicơ", "cơsở")

    both, apart = told(
        question,
        candidate("x", title="Tổ hoà giải ở cơ sở"),
        candidate("x", "b", title="Giải thì hòa"),
    )

    assert both["title"] == 1.0  # no title has giảicơ, which therefore tells nothing
    assert apart["title"] == pytest.approx(2 / 6)


def test_rare_words_decide_what_a_chunk_and_its_article_tell():
    question = replace(asked("ông châu"), terms={"ông": 1.0, "châu": 3.0, "vắng": 9.0})

    common, name, beside = told(
        question, candidate("ông ông"), candidate("châu", "b"), candidate("x", "b")
    )

    assert common["rare"] == pytest.approx(1 / 28)
    assert name["rare"] == pytest.approx(27 / 28)
    assert (beside["rare"], beside["rare in article"]) == (0.0, name["rare"])


def test_a_pair_does_not_reach_from_the_heading_into_the_text():
    matches = Matches(Asked(asked("dân vận", "dânvận")), [candidate("vận hội", title="của dân")])

    assert matches.pairs.any() == False  # noqa: E712 - a numpy value


def test_chunks_of_one_article_are_weighed_together():
    one, other, alone = told(
        asked("đường làng"), candidate("đường"), candidate("làng"), candidate("đường", "b")
    )

    assert one["article"] == other["article"] > alone["article"] > 0


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Ông Lê Văn Hoà giữ chức gì?", [1.0, 1.0, 0.0, 0.0]),  # of the whole article
        ("Lê Văn Hòa gặp Trần Thị Ba khi nào?", [0.5, 0.5, 0.0, 0.5]),
        ("lê văn hòa gặp ai?", [1.0, 1.0, 0.0, 0.0]),
        ("ÔNG LÊ VĂN HÒA LÀM GÌ?", [1.0, 1.0, 0.0, 0.0]),
        ("Bà con Lê Văn làm gì?", [0.0, 0.0, 0.0, 0.0]),
        ("Ông Đỗ Mười gặp ai?", [0.0, 0.0, 0.0, 0.0]),
    ],
)
def test_an_article_names_a_person_of_the_question_by_the_full_name_alone(question, expected):
    rows = told(
        replace(asked(" ".join(syllables(question))), searched=question),
        candidate("Ông Lê Văn Hòa là bí thư."),
        candidate("Ông quê ở Vinh."),
        candidate("Bà Lê Văn gặp ông Hòa.", "b"),
        candidate("Không ai cả.", "c", title="Bà Trần Thị Ba"),
    )

    assert [row["person"] for row in rows] == expected


def test_a_question_without_accents_is_compared_without_them():
    (row,) = told(asked("duong lang"), candidate("x", title="Đường làng ĐẸP"))

    assert row["title"] == 1.0


def test_an_abbreviation_counts_as_what_it_stands_for():
    question = replace(asked("hiến đất", "hiếnđất"), abbreviated={"hđ": ("hiến", "đất")})

    long, short, half = told(
        question,
        candidate("Hiến đất."),
        candidate("Một HĐ.", "b", title="HĐ"),
        candidate("Một hiến.", "c"),
    )

    assert (short["title"], half["title"]) == (1.0, 0.0)
    assert short["alike"] == long["alike"] == 1.0
    assert short["article"] > long["article"] > half["article"]


def test_the_nearest_window_and_the_mean_of_all_are_told():
    (row,) = told(asked("x"), candidate("x", vectors=UNIT[:2]))

    assert row["nearest window"] == 1.0
    assert row["whole"] == pytest.approx(0.5**0.5)


def test_likeness_takes_the_nearest_word_of_a_text_for_each_piece():
    known = Vocabulary(EMBEDDER)

    said = known.likeness("hiến đất", [("hiến ruộng",), ("Hiến", "vườn"), ("vườn",)])

    assert said.tolist() == [1.0, 0.5, 0.0]
    assert known.likeness("dat", [("Đất",)]).tolist() == [1.0]
    assert known.likeness("hiến", [("dat",)], bare=True).tolist() == [0.0]
    assert known.likeness("", [("hiến",)]).tolist() == [0.0]


def test_a_vocabulary_embeds_each_word_once_and_does_not_grow_without_end(monkeypatch):
    embedder = Synonyms()
    given = []
    monkeypatch.setattr(
        embedder, "embed_passages", lambda texts: given.extend(texts) or UNIT[[1] * len(texts)]
    )
    monkeypatch.setattr(embedder, "embed_pieces", lambda text: UNIT[[1]])
    monkeypatch.setattr("qa.retrieval.likeness.MOST_WORDS", 3)
    known = vocabulary(embedder)

    assert known.likeness("đất", [("một hai",), ("hai ba bốn",)]).tolist() == [1.0, 1.0]
    assert known.likeness("đất", [("hai một",), ("năm",)]).tolist() == [1.0, 0.0]
    assert given == sorted({"một", "hai", "ba", "bốn"})[:3]
    assert vocabulary(embedder) is known


def test_a_better_feature_never_lowers_a_score_but_for_those_that_may():
    for ranker in rankers().values():
        lowering = {
            name for name, weight in zip(COLUMNS, ranker.weights, strict=True) if weight < 0
        }
        assert lowering <= {"length"}


def test_a_score_is_a_likelihood_made_of_its_contributions():
    ranker = Ranker(np.arange(len(COLUMNS), dtype=np.float32), -1.0)
    row = np.zeros(len(COLUMNS), dtype=np.float32)
    row[2] = 0.5

    assert float(ranker.scores(row[None])[0]) == pytest.approx(0.5)
    assert next(iter(ranker.contributions(row).items())) == (COLUMNS[2], 1.0)


def hit(article: str, text: str, score: float, published=None, places=()) -> Hit:
    header = Header(article, article, article, "0", published=published, places=places)
    return Hit(Chunk(article, 0, len(text), text), header, score, {})


def test_a_reprint_is_one_hit_that_shows_the_newest():
    text = "Tỉnh ủy Quảng Ninh tổng kết mười năm phong trào thi đua dân vận khéo"
    hits = [hit("a", text, 0.9, date(2019, 1, 1)), hit("x", "Tin khác hẳn", 0.8)]
    hits += [hit("b", text + " nhé", 0.7, date(2020, 1, 1))]

    first, second = grouped(hits)

    assert (first.article.article_id, first.score) == ("b", 0.9)
    assert [each.article_id for each in first.also_in] == ["a"]
    assert (second.article.article_id, second.also_in) == ("x", ())


def test_of_reprints_without_a_date_the_best_is_shown():
    (only,) = grouped([hit("a", "một hai ba", 0.9), hit("b", "Một hai, ba!", 0.8)])

    assert (only.article.article_id, only.also_in[0].article_id) == ("a", "b")


def test_chunks_of_one_article_are_not_made_one():
    assert len(grouped([hit("a", "một hai ba", 0.9), hit("a", "một hai ba", 0.8)])) == 2


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 2), max_size=3))
def test_chunks_are_made_one_where_nine_tenths_of_their_words_agree(held, other):
    texts = [" ".join(f"từ{number}" for number in sorted(some)) for some in (held, held ^ other)]
    share = len(held & (held ^ other)) / max(1, len(held | other))

    groups = grouped([hit("a", texts[0], 0.9), hit("b", texts[1], 0.8)])

    assert len(groups) == (1 if share >= 0.9 or not held | other else 2)


def test_a_question_about_two_places_finds_both():
    hits = [hit(f"v{n}", f"{n}", 0.9 - n / 100, places=("Vĩnh Long",)) for n in range(5)]
    hits += [hit("q", "q", 0.1, places=("Quảng Ninh",))]

    def found(places):
        return [each.article.article_id for each in spanning(hits, places, 3)]

    assert found(("Vĩnh Long", "Quảng Ninh")) == ["v0", "v1", "q", "v2", "v3", "v4"]
    assert found(("Quảng Ninh",)) == ["v0", "v1", "v2", "v3", "v4", "q"]


@pytest.mark.parametrize(
    ("first", "found"), [(1, "pxvh"), (2, "pvxh"), (3, "pvhx"), (4, "pxvh"), (9, "pxvh")]
)
def test_the_place_that_is_named_first_stays_however_few_are_the_first(first, found):
    hits = [hit("p", "p", 0.9, places=("Phú Thọ",)), hit("x", "x", 0.8)]
    hits += [hit("v", "v", 0.7, places=("Vĩnh Phúc",)), hit("h", "h", 0.6, places=("Hòa Bình",))]
    places = ("Phú Thọ", "Vĩnh Phúc", "Hòa Bình")

    spanned = spanning(hits, places, first)

    assert [each.article.article_id for each in spanned] == [*found]


def test_what_is_named_stands_before_what_it_took_in(reading_engine):
    question = understand("Huyện Ba Chẽ tỉnh Phú Thọ", reading_engine.store)

    assert question.cues.places == ("Phú Thọ", "huyện Ba Chẽ", "Vĩnh Phúc", "Hòa Bình")


def test_scores_are_likelihoods_that_fall_with_the_rank(reading_engine):
    scores = [hit.score for hit in reading_engine.search("công tác dân vận").hits]

    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] <= scores[0] < 1


def test_a_reprint_further_on_changes_nothing_of_the_first_hits(engine, monkeypatch):
    monkeypatch.setattr(searching, "JUDGED", 1)
    text = "Xã Tân Lập họp bàn về đường làng, bà con đồng tình hiến đất."
    for article_id, published in (("cu", date(2019, 1, 1)), ("moi", date(2020, 1, 1))):
        engine.add_text(text, source="x", article_id=article_id, title="Họp", published=published)
    these = Filter(article_ids=("cu", "moi"))
    question = understand("xã Tân Lập họp bàn gì?", engine.store, these)

    first, more = (search(question, engine.store, engine.embedder, most) for most in (1, 50))

    assert [hit.article.article_id for hit in first] == ["cu"]
    assert more == first


def test_where_reprints_leave_too_few_hits_further_chunks_are_judged(engine, monkeypatch):
    monkeypatch.setattr(searching, "JUDGED", 2)
    again = "Xã Tân Lập họp bàn về đường làng, bà con đồng tình hiến đất."
    for article_id, text in (("a", again), ("b", again), ("c", "Xã Tân Lập họp dân.")):
        engine.add_text(text, source="x", article_id=article_id, title="Họp")
    these = Filter(article_ids=("a", "b", "c"))
    question = understand("xã Tân Lập họp bàn về đường làng", engine.store, these)

    hits = search(question, engine.store, engine.embedder)

    assert [hit.article.article_id for hit in hits] == ["a", "c"]
    assert [each.article_id for each in hits[0].also_in] == ["b"]


def test_an_explanation_says_what_matched(reading_engine):
    question = understand("hiến đất xây dựng zzyzx", reading_engine.store)
    best = search(question, reading_engine.store, reading_engine.embedder, explain=True)[0]
    said = best.explanation

    text = f"{best.article.heading}\n{best.chunk.text}".lower()
    assert "xây dựng" in [each.term for each in said.pairs]
    assert all(each.term in text for each in said.terms)
    assert said.missing == ("zzyzx",)
    assert (said.windows[0].start, said.windows[0].end) == best.window
    odds = sum(each.share for each in said.features) + rankers()["vi"].bias
    assert 1 / (1 + math.exp(-odds)) == pytest.approx(best.score, abs=0.02)
    assert search(question, reading_engine.store, reading_engine.embedder)[0].explanation is None


def explained(engine, asked, *sources):
    """What is said of the first hit."""
    question = understand(asked, engine.store, Filter(article_ids=sources))
    return search(question, engine.store, engine.embedder, explain=True)[0].explanation


def test_an_explanation_names_the_documents_as_the_hit_writes_them(engine):
    text = "Theo Chỉ thị số 16/CT- TTg, xã họp. Chỉ thị 16/CT-TTg và 116/CT-TTg nói về dân vận."
    engine.add_text(text, source="a", article_id="a", title="Họp xã")

    said = explained(engine, "Chỉ thị 16 nói gì về dân vận?", "a")

    assert [(each.number, each.count) for each in said.documents] == [
        ("16/CT- TTg", 1),
        ("16/CT-TTg", 1),
    ]
    assert said.translations == ()
    assert explained(engine, "Dân vận là gì?", "a").documents == ()


def test_an_explanation_of_an_english_question_names_the_translations_that_stand_there(engine):
    text = "Phụ nữ họp. Hội Phụ nữ phụ trách đất, nữ giới thì không."
    engine.add_text(text, source="a", article_id="a", title="Họp xã")

    said = explained(engine, "How many women take part?", "a")
    (women,) = [each for each in said.translations if each.translation == "phụ nữ"]

    assert (women.word, women.count, women.share) == ("women", 2, 0.898)
    assert said.translations[0].share == max(each.share for each in said.translations)


def test_a_translation_stands_whole():
    assert [each.translation for each in matched("women", "phụ nữ")] == ["phụ nữ", "nữ"]
    assert matched("women", "phụ huynh, nữ") == [MatchedTranslation("women", "nữ", 0.102, 1)]
    assert matched("women in Quang Ninh", "nữa") == []
    assert len(matched("Women and women", "phụ nữ")) == 2


def test_an_english_word_stands_for_its_translations():
    weights = translated("How many women take part?")

    assert weights["phụnữ"] == pytest.approx(0.449)
    assert {"tham", "gia", "thamgia"} <= weights.keys()
    assert "women" not in weights


def test_a_question_in_english_knows_what_its_words_stand_for(engine):
    meant = understand("How many women take part?", engine.store)

    assert max(meant.translations["women"], key=meant.translations["women"].get) == "phụnữ"
    assert understand("Có bao nhiêu phụ nữ?", engine.store).translations == {}


def test_the_terms_of_the_field_win_over_what_was_induced():
    assert translated("Which directive?") == {"chỉ": 0.25, "thị": 0.25, "chỉthị": 0.5}
    assert translated("mass mobilisation")["dânvận"] >= 0.5


def test_the_glossary_can_be_looked_up_as_questions_are():
    glossary = json.loads(GLOSSARY.read_text(encoding="utf-8"))

    for english, vietnamese in glossary.items():
        assert 1 <= len(syllables(english)) <= 2
        assert english == " ".join(syllables(english))
        assert [each for each in vietnamese if each != " ".join(syllables(each))] == []
        assert sum(vietnamese.values()) == pytest.approx(1, abs=0.01)


def test_provinces_and_numbers_are_not_translated():
    assert translated("Quang Ninh 2018") == {}
    assert translated("How many women are in Quang Ninh?") == translated("How many women?")


def test_a_question_in_english_is_searched_by_its_translations(engine):
    hits = engine.search("What is said about administrative reform?").hits

    assert hits[0].legs["translated"].rank == 1
    assert "cải cách hành chính" in hits[0].chunk.text


def test_a_question_in_vietnamese_is_not_translated(engine):
    hits = engine.search("Cải cách hành chính ở Vĩnh Long").hits

    assert all("translated" not in hit.legs for hit in hits)
