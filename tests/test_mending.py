"""The question as it was meant: accents, Telex and VNI, typos."""

import pytest

from qa.retrieval import understand
from qa.retrieval.neighbours import neighbours
from qa.retrieval.spelling import edited
from qa.retrieval.telex import decoded
from qa.types import Change


def searched(engine, question, **options):
    return understand(question, engine.store, **options).searched


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cong tac dan van chinh quyen", "công tác dân vận chính quyền"),
        ("Bui Tuan Quang la ai", "Bùi Tuấn Quang là ai"),
        ("DAN VAN KHEO", "DÂN VẬN KHÉO"),
        ("nhiem vu dan van 2020 tinh quang ninh", "nhiệm vụ dân vận 2020 tỉnh quảng ninh"),
        ("O Quang Ninh co gi", "Ở Quảng Ninh có gì"),
        ("công tac dân van khéo", "công tác dân vận khéo"),
        ("daan vaanj khéo", "dân vận khéo"),
        ("cong tac dan65 van65", "công tác dân vận"),
        ("quyeets ddinhj số 290", "quyết định số 290"),
        ("dịch vụ côgn trực tuyến", "dịch vụ công trực tuyến"),
        ("quyêt địhn 290", "quyết định 290"),
        ("ubnd xa", "ủy ban nhân dân xã"),
    ],
)
def test_a_question_is_searched_as_it_was_meant(reading_engine, typed, meant):
    assert searched(reading_engine, typed) == meant
    assert searched(reading_engine, meant) == meant


@pytest.mark.parametrize(
    "question",
    [
        "What is Directive 16 about?",
        "xã xa nhất ở đâu",
        "Quốc tịch của Lee là gì?",
        "SAP là gì, NASA ở đâu?",
        "hiến bao nhiêu m2 đất",
        "Google Play, iPhone và QR code",
        "290-qd/tw",
        "viết cho ban.danvan@tinh.gov.vn hoặc https://danvan.vn/tin",
        "công tác dân vận của Tỉnh ủy Quảng Ninh",
        "的中文",
        "🙂",
    ],
)
def test_what_is_certain_or_foreign_stays_as_it_was_typed(reading_engine, question):
    assert searched(reading_engine, question) == question


def test_capitals_beside_an_abbreviation_are_mended_like_small_letters(reading_engine):
    small = searched(reading_engine, "mttq vinh long van dong duoc bao nhieu tien")

    assert searched(reading_engine, "MTTQ VINH LONG VAN DONG DUOC BAO NHIEU TIEN") == (
        small[:17] + small[17:].upper()
    )
    assert "vĩnh long" in small


def test_changes_are_told_by_kind(reading_engine):
    question = understand("daan van khéo, dịch vụ côgn, UBND", reading_engine.store)

    assert question.changes == (
        Change("abbreviation", "UBND", "Ủy ban nhân dân"),
        Change("telex", "daan", "dân"),
        Change("accents", "van", "vận"),
        Change("typo", "côgn", "công"),
    )


def test_nothing_is_mended_where_the_user_does_not_want_it(reading_engine):
    question = understand("daan van kheo", reading_engine.store, restore=False)

    assert (question.searched, question.changes) == ("daan van kheo", ())
    assert reading_engine.search("dan van", restore=False).question.searched == "dan van"
    assert reading_engine.ask("dan van", restore=False).question.searched == "dan van"


def test_restored_words_are_searched_with_the_folded_ones_behind_them(reading_engine):
    hits = reading_engine.search("hien dat lam duong").hits

    assert {"lexical", "folded"} <= set(hits[0].legs)
    assert "folded" not in reading_engine.search("hiến đất làm đường").hits[0].legs
    assert "lexical" not in reading_engine.search("hien dat lam duong", restore=False).hits[0].legs


def test_names_of_the_collection_are_put_back_that_no_model_knows(engine):
    assert "đồng trổ" not in searched(engine, "xom dong tro nam o xa nao")

    engine.add_text("Xóm Đồng Trổ có 87 hộ.", source="a", article_id="a")

    assert searched(engine, "xom dong tro nam o xa nao") == "xóm đồng trổ nằm ở xã nào"


def test_pairs_that_stand_in_the_collection_are_told_with_their_share(engine):
    engine.add_text("Bản Nậm Xiềng vui Tết.", source="a", article_id="a")
    engine.add_text("Bản Nậm Khao, bản Xiêng vui Tết.", source="b", article_id="b")

    found = neighbours([["bản"], ["nậm"], ["xiềng", "xiêng", "xiếng"]], engine.store)

    assert found == [{}, {("nậm", "xiềng"): 1 / 3}]
    assert neighbours([["nậm"]], engine.store) == []


def test_a_word_of_the_collection_alone_is_what_a_slip_is_mended_to(engine):
    engine.add_text("Dự án Zukowskaya ở xã vùng cao.", source="a", article_id="a")

    assert searched(engine, "dự án Zukowksaya ở đâu") == "dự án Zukowskaya ở đâu"
    assert searched(engine, "dự án Zakowksaya ở đâu") == "dự án Zakowksaya ở đâu"  # two slips


def test_a_foreign_name_of_the_collection_is_not_read_as_keys(engine):
    engine.add_text("Ca phẫu thuật mặt của Norris thành công.", source="a", article_id="a")

    assert searched(engine, "CA PHẪU THUẬT CỦA NORRIS") == "CA PHẪU THUẬT CỦA NORRIS"
    assert searched(engine, "công tác daan vaanj") == "công tác dân vận"


def test_what_the_collection_holds_with_accents_is_no_slip(engine):
    engine.add_text("Huyện Chư Prông ở tỉnh Gia Lai.", source="a", article_id="a")

    assert "Chư Prông" in searched(engine, "to ba ben ngoi lai o Chu Prong co nhung ai")


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [
        ("vaanj", "vận"),
        ("vanaj", "vận"),
        ("van65", "vận"),
        ("dduwowngf", "đường"),
        ("duong72", "dường"),
        ("nguwowif", "người"),
        ("nuwowcs", "nước"),
        ("d9inh5", "định"),
        ("hoaf", "hòa"),
        ("quyeets", "quyết"),
        ("thuyr", "thủy"),
    ],
)
def test_keys_of_telex_and_vni_are_read(keys, syllable):
    assert syllable in list(decoded(keys))


@pytest.mark.parametrize("word", ["dân", "ban", "ct16", "16", "covid19", "w", "q" * 30])
def test_words_without_keys_of_an_input_method_are_not_read_as_such(word):
    assert not {"dân", "ban", "ct16"} & set(decoded(word))


def test_edits_are_one_slip_away():
    assert {"cong", "cng", "ocng", "cogn", "cang", "coang", "congs"} <= set(edited("cong"))
    assert not {"cgno", "ang", "coo"} & set(edited("cong"))
