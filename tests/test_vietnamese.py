import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given

from qa import vietnamese
from tests.strategies import any_text, texts


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Tỉnh uỷ", "tỉnh ủy"),
        ("HOÀ HOÀN", "hòa hoàn"),
        ("quý quỳ thuý khoá", "quý quỳ thúy khóa"),
        ("ngoài, xoáy, toàn", "ngoài, xoáy, toàn"),
        ("Hòang, tòan, Hùynh", "hoàng, toàn, huỳnh"),
        ("Ðảng Ɖảng", "đảng đảng"),
        ("dân\u200bvận\u00ad", "dânvận"),
        ("ＱＤ　２９０", "qd 290"),
        ("290–QĐ/TW", "290-qđ/tw"),
        (unicodedata.normalize("NFD", "Đường lối"), "đường lối"),
    ],
)
def test_the_search_form_has_one_spelling(written, compared):
    assert vietnamese.search_form(written) == compared


@given(any_text)
def test_composed_and_decomposed_text_are_compared_alike(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert vietnamese.search_form(composed) == vietnamese.search_form(decomposed)
    assert vietnamese.terms(composed) == vietnamese.terms(decomposed)


@given(any_text)
def test_folding_twice_changes_nothing(text):
    assert vietnamese.fold(vietnamese.fold(text)) == vietnamese.fold(text)


def test_folding_takes_every_vietnamese_accent():
    assert vietnamese.fold("Đồng ĐƯỜNG Nguyễn ươ ằ") == "Dong DUONG Nguyen uo a"


def test_long_runs_of_combining_marks_are_cut_to_eight():
    assert vietnamese.nfc("x" + "\u0301\u0323" * 5000) == unicodedata.normalize(
        "NFC", "x" + "\u0301\u0323" * 4
    )


def test_terms_are_syllables_pairs_and_opened_abbreviations():
    assert vietnamese.terms("MTTQ xã") == [
        "mttq", "xã", "mttqxã", "mặt", "trận", "tổ", "quốc", "mặttrận", "trậntổ", "tổquốc",
    ]  # fmt: skip


def test_an_abbreviation_in_parts_is_opened():
    assert {"chínhtrị", "xãhội"} <= set(vietnamese.terms("tổ chức CT-XH"))
    assert {"cánbộ", "viênchức"} <= set(vietnamese.terms("đội ngũ CB-CC-VC"))


def test_pairs_do_not_cross_a_clause():
    assert "vậnphát" not in vietnamese.terms("công tác dân vận. Phát huy dân chủ")
    assert "dânvận" in vietnamese.terms("công tác dân vận. Phát huy dân chủ")


def test_a_figure_is_found_with_and_without_its_separator():
    assert set(vietnamese.terms("2705")) & set(vietnamese.terms("có 2.705 điển hình")) == {"2705"}


@given(any_text)
def test_terms_are_letters_and_digits_only(text):
    assert all(term.isalnum() or "_" not in term for term in vietnamese.terms(text))
    assert all(not set(term) & set(" -/_.,") for term in vietnamese.terms(text))


@pytest.mark.parametrize(
    "written",
    [
        "290-QĐ/TW",
        "290- QĐ/TW",
        "290 - QĐ / TW",
        "290-qđ/tw",
        "290-qd/tw",
        "0290-QĐ/TW",
        "290–QĐ/TW",
    ],
)
def test_a_document_number_is_one_term_however_it_is_written(written):
    assert vietnamese.document_terms(f"Quyết định {written} của Bộ Chính trị") == ["290qđtw"]


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("Chỉ thị số 16/CT-TTg ngày 16/5/2016", ["16ctttg"]),
        ("Nghị định 04/2019/NĐ-CP", ["42019nđcp"]),
        ("Kế hoạch số 150-KH/TU, Kết luận 120-KL/TW", ["150khtu", "120kltw"]),
        ("1125-QĐ/TW", ["1125qđtw"]),
        ("14/14 địa phương, 05:58 | 10/01/2020, 12/tháng", []),
    ],
)
def test_document_numbers_are_told_from_dates_and_shares(written, term):
    assert vietnamese.document_terms(written) == term


def test_sentences_end_at_signs_and_lines_but_not_at_initials_or_figures():
    text = "Có 2.705 điển hình. M. Yến ở TP. Uông Bí nói “được”. Sau đó… thì thôi…\nHết"

    assert [text[start:end] for start, end in vietnamese.sentence_spans(text)] == [
        "Có 2.705 điển hình.",
        "M. Yến ở TP. Uông Bí nói “được”.",
        "Sau đó… thì thôi…",
        "Hết",
    ]


@given(texts)
def test_sentences_cover_every_visible_character_in_order(text):
    spans = vietnamese.sentence_spans(text)
    joined = "".join(text[start:end] for start, end in spans)

    assert "".join(joined.split()) == "".join(text.split())
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_sentences_of_a_part_keep_the_offsets_of_the_whole():
    assert vietnamese.sentence_spans("Một. Hai. Ba.", 5, 9) == [(5, 9)]


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("Toàn tỉnh có bao nhiêu điển hình?", "toàn tỉnh điển hình?"),
        ("chi thi 16 la gi", "chi thi 16"),
        ("Ai là Trưởng Ban Dân vận?", "là trưởng ban dân vận?"),
        ("When is the meeting held?", "meeting held?"),
        ("Xin chào", "xin chào"),
    ],
)
def test_the_content_of_a_question_is_without_the_words_that_ask(question, content):
    assert " ".join(vietnamese.content(question).split()) == content


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What is Directive 16 about?", "en"),
        ("chi thi 16 noi ve gi", "vi"),
        ("Who is Bùi Tuấn Quang?", "vi"),
        ("Ai la truong ban?", "vi"),
    ],
)
def test_the_language_is_told_by_accents_and_function_words(text, language):
    assert vietnamese.language(text) == language
