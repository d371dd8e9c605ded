from datetime import date
from decimal import Decimal

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
        ("ngày 18 tháng sáu, bốn người", ["ngày 18 tháng sáu"]),
        ("Ngày 5 Tháng Hai năm 1870", ["Ngày 5 Tháng Hai năm 1870"]),
        ("18 tháng 3: vua mất", ["18 tháng 3"]),
        ("sau 6 tháng hai bên họp, 15 tháng 2 người", []),
    ],
)
def test_dates_and_periods(text, dates):
    assert words(text, identifiers.date_spans(text)) == dates


def test_years_alone_and_inside_dates():
    text = "ngày 16/5/2016, năm 2019-2020, 17909228, 04/2021/NĐ-CP, 2.018"

    assert identifiers.years(text) == {2016, 2019, 2020}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chi 998 000 tỉ đồng cho vùng.", ["998 000 tỉ đồng"]),
        ("Năm 2019 120 người dự.", ["120"]),
        ("Từ 3 đến 5% số hộ, 15 - 20 ha.", ["3 đến 5%", "15 - 20 ha"]),
        ("Hiến 500 mét vuông đất, 2 million dong.", ["500 mét vuông", "2 million dong"]),
        ("Bớt 165.000 đồng/tháng, 118 triệu đồng/m2.", ["165.000 đồng/tháng", "118 triệu đồng/m2"]),
        ("Trả 5.000 tệ (740 USD), 3 triệu đô la.", ["5.000 tệ", "740 USD", "3 triệu đô la"]),
    ],
)
def test_a_figure_is_whole_with_thousands_apart_and_as_a_range(text, found):
    assert words(text, identifiers.figure_spans(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vũ Hồng Bắc phát biểu gì?", ["Vũ Hồng Bắc"]),
        ("Thủ tướng Phạm Minh Chính nói gì?", ["Phạm Minh Chính"]),
        ("Lương tháng trả khi nào?", []),
        ("Quảng Ninh Cụm thi đua", ["Ninh Cụm"]),
    ],
)
def test_a_name_is_whole_at_the_beginning_and_where_it_ends_like_a_body(text, found):
    assert identifiers.names(text) == found


def test_figures_carry_their_unit_and_are_neither_dates_nor_documents():
    text = "ngày 25/6/2020 có 575,6 tỷ đồng, 67.900m2, 59 dịch vụ, 14/14 huyện, 290-QĐ/TW, 12 %"

    assert words(text, identifiers.figure_spans(text)) == [
        "575,6 tỷ đồng", "67.900m2", "59", "14/14", "12 %",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("575,6 tỷ đồng", [(575_600_000_000, "đồng")]),
        ("1.5 nghìn tỉ VND", [(1_500_000_000_000, "đồng")]),
        ("8,002 tỷ bằng 8.002 triệu", [(8_002_000_000, ""), (8_002_000_000, "")]),
        ("998 000 hộ, 67.900m²", [(998_000, ""), (67_900, "m2")]),
        ("14/15 xã, 3-5 phần trăm", [(14, "/15"), (3, ""), (5, "%")]),
        ("Khóa XIII, 290-QĐ/TW", []),
    ],
)
def test_figures_amount_to_values_of_a_unit(text, amounts):
    found = [(*each.values, each.unit) for each in identifiers.quantities(text)]

    assert found == amounts


def test_commas_group_thousands_in_english():
    (vietnamese,), (english,) = (identifiers.quantities("2,705", each) for each in (False, True))
    (either,) = identifiers.quantities("2.705", english=True)

    assert vietnamese.values == {Decimal("2.705")}
    assert english.values == {2705}
    assert either.values == {2705, Decimal("2.705")}


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
        ("Thừa Thiên - Huế, TP. Huế, hoa huệ, bà Huế", ["Thừa Thiên Huế", "Thừa Thiên Huế"]),
        ("UBND TPHCM, Tp.HCM", ["Hồ Chí Minh", "Hồ Chí Minh"]),
        ("Đắc Lắc, Bắc Cạn", ["Đắk Lắk", "Bắc Kạn"]),
        ("cay vai o huyen Thanh Ha nam o dau", []),
        ("tinh Ha nam", ["Hà Nam"]),
    ],
)
def test_provinces_with_and_without_accents(text, places):
    assert identifiers.places(text) == places


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Huyện Vũng Liêm có bao nhiêu hộ?", ["huyện Vũng Liêm"]),
        ("TP Vĩnh Long, TP. Hạ Long", ["thành phố Vĩnh Long", "thành phố Hạ Long"]),
        ("Quận 1, QUẬN 12 và phường 3", ["quận 1", "quận 12", "phường 3"]),
        ("xã Trung Thành đạt chuẩn, xã Trung Thành", ["xã Trung Thành"]),
        ("thị trấn Vũng Liêm, TX. Bình Minh", ["thị trấn Vũng Liêm", "thị xã Bình Minh"]),
        ("huyện Cư M'gar, huyện Mỏ Cày Nam", ["huyện Cư M'gar", "huyện Mỏ Cày Nam"]),
        ("thành phố Vinh, thành phố Huế, TP. Hồ Chí Minh", ["thành phố Vinh"]),
        ("UBND huyện Ba Chẽ Nguyễn Văn An", ["huyện Ba Chẽ"]),
        ("huyện Đakrông, huyện Kbang, huyện Bình", ["huyện Đakrông", "huyện Kbang"]),
        ("huyện Ba Chẽ Quảng Ninh", ["huyện Ba Chẽ"]),
        ("phường Lê Lợi, phường Trần Hưng Đạo", ["phường Lê Lợi", "phường Trần Hưng Đạo"]),
        ("Xã hội chủ nghĩa, Huyện ủy Ba Chẽ, Huyện Ủy Ba Chẽ, Xã Hội Chủ Nghĩa", []),
        ("xã Nông thôn mới, thành phố thông minh, quận 1/2020, xã Hội", []),
        ("XÃ TRUNG THÀNH HỌP, xã trung thành", []),
    ],
)
def test_localities_are_told_by_their_capitals(text, named):
    assert identifiers.localities(text) == named


def test_without_capitals_each_run_behind_a_level_may_be_a_locality():
    spoken = identifiers.spoken_localities

    assert spoken("dân XÃ TRUNG THÀNH") == ["xã trung", "xã trung thành"]
    assert spoken("dan huyen vung liem") == ["huyen vung", "huyen vung liem"]
    assert spoken("tp vinh long") == ["thanh pho vinh", "thanh pho vinh long"]
    assert spoken("cơ quan 1 cửa") == []


def test_provinces_took_others_in():
    assert identifiers.took_in("Phú Thọ") == ("Vĩnh Phúc", "Hòa Bình")
    assert identifiers.took_in("Hà Nội") == ()
    joined = [part for name in identifiers.PROVINCES for part in identifiers.took_in(name)]
    assert len(set(joined)) == len(joined) == 63 - 34
    assert set(joined) <= set(identifiers.PROVINCES)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("kết quả năm 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("ket qua nam 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("trong quý I/2020", date(2020, 1, 1), date(2020, 3, 31)),
        ("quý 4 năm 2020", date(2020, 10, 1), date(2020, 12, 31)),
        ("tháng 5/2016", date(2016, 5, 1), date(2016, 5, 31)),
        ("tháng 12 năm 2016", date(2016, 12, 1), date(2016, 12, 31)),
        ("ngày 16/5/2016 có gì", date(2016, 5, 16), date(2016, 5, 16)),
        ("ngày 2 tháng 9 năm 2020", date(2020, 9, 2), date(2020, 9, 2)),
        ("6 tháng đầu năm 2020", date(2020, 1, 1), date(2020, 6, 30)),
        ("giai đoạn 2019 - 2025", date(2019, 1, 1), date(2025, 12, 31)),
        ("từ năm 2018 đến năm 2020", date(2018, 1, 1), date(2020, 12, 31)),
        ("from 2018 to 2020", date(2018, 1, 1), date(2020, 12, 31)),
        ("từ năm 2018", date(2018, 1, 1), None),
        ("sau năm 2018", date(2019, 1, 1), None),
        ("trước 2018", None, date(2017, 12, 31)),
        ("năm 2017 và năm 2019", date(2017, 1, 1), date(2019, 12, 31)),
        ("tin gần đây", date(2019, 6, 26), None),
        ("latest news", date(2019, 6, 26), None),
        ("Chỉ thị số 16/CT-TTg ngày 16/5/2016 nói gì", None, None),
        ("Nghị định 04/2019/NĐ-CP", None, None),
        ("ngày 30/2/2020", None, None),
        ("2.018 điển hình", None, None),
    ],
)
def test_the_time_that_a_question_names(question, since, until):
    assert identifiers.period(question, date(2020, 6, 25)) == (since, until)


def test_what_is_recent_begins_with_the_first_day_there_is():
    assert identifiers.period("tin mới nhất", date(1, 5, 2)) == (date(1, 1, 1), None)


def test_nothing_is_recent_in_an_empty_collection():
    assert identifiers.period("tin mới nhất", None) == (None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tổng thư ký Quốc hội Nguyễn Hạnh Phúc nói.", ["Nguyễn Hạnh Phúc"]),
        ("Họp ở đường Lê Lợi, phường Trần Phú.", []),
        ("Ông Võ Kim Cự và bà Lê Thị Hai.", ["Võ Kim Cự", "Lê Thị Hai"]),
        ("Già làng A Đum và mục sư Sùng A Páo.", ["A Đum", "Sùng A Páo"]),
        ("Chị Ka Thị Hiền và cụ Giàng Bồi.", ["Ka Thị Hiền", "Giàng Bồi"]),
        ("Chồng chị là doanh nhân Quang Huy.", ["Quang Huy"]),
        ("Đồng chí K’Brah Duy và ông Ksor H’Bơ Khăp.", ["K’Brah Duy", "Ksor H’Bơ Khăp"]),
        ("Chị em xã Cô Tô, anh em Gia Rai.", []),
    ],
)
def test_people_have_a_title_or_a_family_name(text, found):
    assert words(text, identifiers.person_spans(text)) == found


@pytest.mark.parametrize(
    ("name", "may_be"),
    [
        ("Percy Spencer", True), ("Bạch Cư Dị", True), ("Lê Duẩn", True),
        ("Phong Nha", False), ("Đảng Cộng Sản", False),
    ],
)  # fmt: skip
def test_two_syllables_of_no_family_are_no_person(name, may_be):
    assert identifiers.may_be_a_person(name) is may_be


def test_a_day_before_1900_is_whole():
    text = "ký ngày 18 tháng 11 năm 1896."

    assert words(text, identifiers.date_spans(text)) == ["ngày 18 tháng 11 năm 1896"]
