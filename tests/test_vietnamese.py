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
        ("kĩ luật, Lí do, Mĩ, qui chế, kí", "kỹ luật, lý do, mỹ, quy chế, ký"),
        ("bác sỹ, tỉ lệ, tỷ lệ", "bác sĩ, tỷ lệ, tỷ lệ"),
        ("vi phạm, y tế, Vy, tiki, khi, mi-ni", "vi phạm, y tế, vy, tiki, khi, my-ni"),
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


@pytest.mark.parametrize("form", [vietnamese.nfc, vietnamese.visible, vietnamese.fold])
def test_text_without_any_accent_stays_as_it_is(form):
    plain = "".join(map(chr, range(128)))

    assert form(plain) == plain
    assert form(f"{plain}đ")[:-1] == plain  # as where the text has other letters, too


def test_long_runs_of_combining_marks_are_cut_to_eight():
    assert vietnamese.nfc("x" + "\u0301\u0323" * 5000) == unicodedata.normalize(
        "NFC", "x" + "\u0301\u0323" * 4
    )


def test_terms_are_syllables_and_pairs_with_abbreviations_opened_in_place():
    assert vietnamese.terms("xã MTTQ") == [
        "xã", "mặt", "trận", "tổ", "quốc", "xãmặt", "mặttrận", "trậntổ", "tổquốc",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("tổ chức ct-xh", "tổ chức chính trị xã hội"),
        ("ct - xh, ctxh, ct&xh", "chính trị xã hội, chính trị xã hội, chính trị xã hội"),
        ("đội ngũ cb-cc-vc", "đội ngũ cán bộ công chức viên chức"),
        ("ubnd tp.hcm", "ủy ban nhân dân thành phố hồ chí minh"),
        ("tp. hồ chí minh", "thành phố  hồ chí minh"),
        ("tphcm", "thành phố hồ chí minh"),
        ("ubmttq vn tỉnh", "ủy ban mặt trận tổ quốc việt nam tỉnh"),
        ("hdnd, hđnd", "hội đồng nhân dân, hội đồng nhân dân"),
        ("đvhv", "đoàn viên hội viên"),
        ("290-qđ/tw của tw", "290-qđ/tw của trung ương"),
        ("05/2024/nq-hđnd, 33-khlt/bdv-hpn", "05/2024/nq-hđnd, 33-khlt/bdv-hpn"),
        ("ban@ubnd.gov.vn", "ban@ubnd.gov.vn"),
        ("bị ốm, ba con", "bị ốm, ba con"),
        ("ct ubnd tỉnh, CT 16", "chủ tịch ủy ban nhân dân tỉnh, CT 16"),
        ("pct, pbt", "phó chủ tịch, phó bí thư"),
    ],
)
def test_known_abbreviations_are_read_as_what_they_stand_for(written, opened):
    assert vietnamese.opened(written) == opened


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("thực hiện Quy chế dân chủ ở cơ sở (QCDCCS).", [("QCDCCS", "Quy chế dân chủ ở cơ sở")]),
        ("Ủy ban Mặt trận Tổ quốc (gọi tắt là MTTQ)", [("MTTQ", "Mặt trận Tổ quốc")]),
        ("Ban Quản lý dự án (sau đây viết tắt là: BQLDA)", [("BQLDA", "Ban Quản lý dự án")]),
        ("chỉ số PAPI, PCI (chỉ số năng lực) và QLDA (quản lý dự án)", [("QLDA", "quản lý dự án")]),
        ("Đảng ủy (khóa XI) họp ở Hà Nội (HN)", [("HN", "Hà Nội")]),
        ("Trung tâm Hội nghị (TTX)", []),
    ],
)
def test_what_a_text_explains_is_read_by_its_first_letters(text, explained):
    assert [(each.short, each.long) for each in vietnamese.explained(text)] == explained


def test_an_explanation_has_a_term_of_its_own():
    assert "qldaviếttắt" in vietnamese.terms("Quản lý dự án (QLDA)")
    assert vietnamese.explanation_term("QLDA") == "qldaviếttắt"


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
        ("Luật số 10/2022/QH15; NQ25-NQ/TW; 290 QĐ/TW", ["102022qh15", "25nqtw", "290qđtw"]),
        ("14/14 địa phương, 05:58 | 10/01/2020, 12/tháng", []),
    ],
)
def test_document_numbers_are_told_from_dates_and_shares(written, term):
    assert vietnamese.document_terms(written) == term


@pytest.mark.parametrize(
    ("written", "terms"),
    [
        ("Quyết định số 290", ["290qđ"]),
        ("quyet dinh 290-qd/tw", ["290qđtw"]),
        ("QĐ 290, NQ 25 và nghị định 04", ["290qđ", "25nq", "4nđ"]),
        ("Chỉ thị số 16/CT-TTg ngày 16/5/2016", ["16ctttg"]),
        ("Chỉ thị 16 ngày 16/5/2016, CT16", ["16ct", "16ct"]),
        ("Nghị định 04/2019", ["42019nđ"]),
        ("Directive No. 16, Resolution 25", ["16ct", "25nq"]),
        ("quyết định 2 nội dung, kế hoạch 5 năm, nghị quyết 2025, quyết định 1.000 hộ", []),
        ("kế hoạch 150, kế hoạch số 150", ["150kh"]),
        (
            "HD 14, hướng dẫn 14, QĐ 290 ban hành, quyet dinh 290 ban hanh",
            ["14hd", "290qđ", "290qđ"],
        ),
        ("quyết định 5 bản", []),
    ],
)
def test_documents_are_named_in_full_or_by_kind_and_number(written, terms):
    assert [each.term for each in vietnamese.documents(vietnamese.search_form(written))] == terms


@pytest.mark.parametrize(
    ("asked", "there", "fits"),
    [
        ("QĐ 290", "290-QĐ/TW", True),
        ("290-QĐ/TW", "Quyết định 290", True),
        ("11-QĐi/TW", "Quy định 11", True),
        ("06/CTPH-MTTQ-STNMT", "số 06/CTPH-MTTQ-STNMT", True),
        ("06/CTPH-MTTQ-STNMT", "04/CTPH-MTTQ-STNMT", False),
        ("290-QĐ/TW", "290-QĐ/TU", False),
        ("NQ 25", "125-NQ/TW", False),
        ("NQ 25", "25-QĐ/TW", False),
        ("Nghị định 04/2019", "04/2019/NĐ-CP", True),
        ("Nghị định 04/2019", "04/2018/NĐ-CP", False),
    ],
)
def test_what_a_document_leaves_out_another_may_add(asked, there, fits):
    [one], [other] = vietnamese.documents(asked), vietnamese.documents(there)

    assert one.fits(other) is other.fits(one) is fits


@pytest.mark.parametrize(
    ("kind", "forms"),
    [
        ("nghi dinh", ["nghi dinh", "decree", "nd"]),
        ("plan", ["ke hoach", "plan", "kh"]),
        ("decision", ["quyet dinh", "quy dinh", "decision", "regulation", "qd"]),
        ("van ban", []),
    ],
)
def test_a_kind_of_document_is_named_in_both_languages_and_by_its_code(kind, forms):
    assert vietnamese.kind_forms(kind) == forms


def test_a_document_is_indexed_under_every_form_in_which_it_is_asked_for():
    titled = "Quyết định số 290-QĐ/TW ngày 25/02/2010 của Bộ Chính trị về Quy chế công tác dân vận"

    for question in ("290-qd/tw", "QĐ 290", "quyết định 290"):
        asked = vietnamese.asked_terms(question)
        assert len(asked.keys() & set(vietnamese.terms(titled))) == 2
        assert len(asked.keys() & set(vietnamese.terms("theo Quyết định 290-QĐ/TW."))) == 1
        assert len(asked.keys() & set(vietnamese.terms("theo Quyết định 290."))) == 1
        assert not asked.keys() & set(vietnamese.terms("1290-QĐ/TW, 290-KH/TU, số 290"))


def test_sentences_end_at_signs_and_lines_but_not_at_initials_or_figures():
    text = "Có 2.705 điển hình. M. Yến ở TP. Uông Bí nói “được”. Sau đó… thì thôi…\nHết"

    assert [text[start:end] for start, end in vietnamese.sentence_spans(text)] == [
        "Có 2.705 điển hình.",
        "M. Yến ở TP. Uông Bí nói “được”.",
        "Sau đó… thì thôi…",
        "Hết",
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("1. Một việc. 2. Hai việc.", ["1. Một việc.", "2. Hai việc."]),
        ("Điều 104. Xem xét\n2.3. Kết quả", ["Điều 104. Xem xét", "2.3. Kết quả"]),
        ("IV. Tình hình. Có 3. Rồi 4.", ["IV. Tình hình.", "Có 3.", "Rồi 4."]),
        ("Như sau: 1. Một; 2. Hai. Xong.", ["Như sau: 1. Một; 2. Hai.", "Xong."]),
        ("Họp năm 2019. Bộ họp.", ["Họp năm 2019.", "Bộ họp."]),
    ],
)
def test_a_label_is_no_sentence_of_its_own(text, sentences):
    assert [text[slice(*span)] for span in vietnamese.sentence_spans(text)] == sentences


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
        ("Đầu tư máy móc ở đâu, mấy năm?", "đầu tư máy móc , năm?"),
        ("Cái hội nghị ấy thì họp ngày nào nhỉ", "cái hội nghị họp"),
        ("nhi dong hop ay", "nhi dong hop ay"),
    ],
)
def test_the_content_of_a_question_is_without_the_words_that_ask(question, content):
    assert " ".join(vietnamese.content(question).split()) == content


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What is Directive 16 about?", "en"),
        ("chi thi 16 noi ve gi", "vi"),
        ("Who is Bùi Tuấn Quang?", "en"),
        ("What is dân vận?", "en"),
        ("CÔNG TÁC VỀ AN TOÀN WHO DO AI LÀM?", "vi"),
        ("chương trình Who is who là gì", "vi"),
        ("Ai la truong ban?", "vi"),
        ("an toan thuc pham la gi", "vi"),
        ("do thi hoa o tinh", "vi"),
        ("The Fatherland Front of Vietnam", "en"),
        ("Which body convened Quảng Ninh's conference reviewing mass mobilisation work?", "en"),
        ("Bài Hotel California nổi tiếng khi nào?", "vi"),
        ("covid delta omicron", "vi"),
    ],
)
def test_the_language_is_told_by_accents_and_function_words(text, language):
    assert vietnamese.language(text) == language
