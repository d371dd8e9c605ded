import pytest

from qa import identifiers


def words(text, spans):
    return [text[start:end] for start, end in spans]


def test_documents_are_marked_with_their_kind():
    text = "theo Chỉ thị số 16/CT-TTg ngày 16/5/2016 và 83- QĐ/TU"

    assert words(text, identifiers.document_spans(text)) == ["Chỉ thị số 16/CT-TTg", "83- QĐ/TU"]
    assert [each.term for each in identifiers.document_numbers(text)] == ["16ctttg", "83qđtu"]
    assert [each.number for each in identifiers.document_numbers(text)] == ["16", "83"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Sáng 27/12, hội nghị", ["Sáng 27/12"]),
        ("ngày 16/5/2016 của", ["ngày 16/5/2016"]),
        ("ngày 2 tháng 9 năm 1945", ["ngày 2 tháng 9 năm 1945"]),
        ("trong quý I/2020", ["quý I/2020"]),
        ("giai đoạn 2019 - 2025 và năm 2018", ["giai đoạn 2019 - 2025", "năm 2018"]),
        ("14/14 địa phương, 32/12, 5/13", []),
    ],
)
def test_dates_and_periods(text, dates):
    assert words(text, identifiers.date_spans(text)) == dates


def test_years_alone_and_inside_dates():
    text = "ngày 16/5/2016, năm 2019-2020, 17909228, 04/2021/NĐ-CP, 2.018"

    assert identifiers.years(text) == {2016, 2019, 2020}


def test_figures_carry_their_unit_and_are_neither_dates_nor_documents():
    text = "ngày 25/6/2020 có 575,6 tỷ đồng, 67.900m2, 59 dịch vụ, 14/14 huyện, 290-QĐ/TW, 12 %"

    assert words(text, identifiers.figure_spans(text)) == [
        "575,6 tỷ đồng", "67.900m2", "59", "14/14", "12 %",
    ]  # fmt: skip


def test_people_follow_a_title_and_bodies_are_not_people():
    text = "đồng chí Trương Thị Mai, Trưởng Ban Dân vận; Phó Bí thư Tỉnh ủy; ông Điểu K'ré"

    assert words(text, identifiers.person_spans(text)) == ["Trương Thị Mai", "Điểu K'ré"]


def test_names_of_people_are_told_from_bodies_and_first_words():
    text = "Đoàn của Ban Chỉ đạo Trung ương và Bùi Tuấn Quang ở Tỉnh ủy"

    assert identifiers.names(text) == ["Bùi Tuấn Quang"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ban Dân vận Tỉnh ủy Quảng Ninh và Vĩnh Long", ["Quảng Ninh", "Vĩnh Long"]),
        ("o quang ninh", ["Quảng Ninh"]),
        ("đã nâng cao", []),
        ("tư tưởng Hồ Chí Minh", []),
        ("TP. Hồ Chí Minh", ["Hồ Chí Minh"]),
        ("giữ gìn hòa bình ở tỉnh Hoà Bình", ["Hòa Bình"]),
        ("Thừa Thiên - Huế", ["Thừa Thiên Huế"]),
    ],
)
def test_provinces_with_and_without_accents(text, places):
    assert identifiers.places(text) == places
