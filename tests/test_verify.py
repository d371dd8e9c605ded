import json
import random

import pytest

from qa.evaluation import measure_verifier, read_labelled
from qa.verify import verify
from training import verification

PAIRS = verification.OUT
SERVICES = (
    "Theo đó, toàn tỉnh hiện có 59 dịch vụ công trực tuyến đạt mức độ 4; MTTQ và các tổ chức chính "
    "trị- xã hội các cấp vận động được 575,6 tỷ đồng, hơn 61.000 ngày công lao động và hiến trên "
    "67.900m2 đất để xây dựng kết cấu hạ tầng nông thôn."
)
HOSTS = (
    "Đồng chí Nguyễn Xuân Phúc, Ủy viên Bộ Chính trị, Thủ tướng Chính phủ; đồng chí Trương Hòa "
    "Bình, Ủy viên Bộ Chính trị, Phó Thủ tướng Thường trực Chính phủ đồng chủ trì Hội nghị."
)
DIRECTIVE = "Chỉ thị số 16/CT-TTg ngày 16/5/2016 của Thủ tướng Chính phủ về công tác dân vận."


def judged(sentence, quote, context=""):
    """The support, and kind and words of every check that failed."""
    verdict = verify(sentence, [quote], context)
    return verdict.support, [(each.kind, sentence[slice(*each.span)]) for each in verdict.failures]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Có 2705 điển hình.", "Năm qua có 2.705 điển hình."),
        ("Tỷ lệ hài lòng là 10 phần trăm.", "Tỷ lệ hài lòng là 10%."),
        ("Cả tỉnh có 1500000 người.", "Cả tỉnh có 1,5 triệu người."),
        ("Chi 8.002 triệu đồng.", "Chi 8,002 tỷ đồng."),
        ("Chi 998.000 đồng.", "Chi 998 000 đồng."),
        ("Đã qua mười năm.", "Đã qua 10 năm."),
        ("Họ vận động trên 61.000 ngày công.", "Họ vận động hơn 61.000 ngày công."),
        ("Chỉ thị 16/CT-TTg được ban hành ngày 16 tháng 5 năm 2016.", DIRECTIVE),
        ("Công tác dân vận theo chỉ thị số 16 /CT-TTg.", DIRECTIVE),
        ("Ủy ban nhân dân thành phố Uông Bí họp.", "UBND TP Uông Bí họp."),
        ("Mặt trận Tổ quốc giám sát chính quyền.", "MTTQ giám sát chính quyền."),
        ("Ông Nguyễn Xuân Phúc là Thủ tướng Chính phủ.", HOSTS),
        ("Tất cả 14/14 địa phương đã có quy chế.", "14/14 địa phương đã có quy chế."),
    ],
)
def test_other_spellings_of_the_same_follow(sentence, quote):
    assert judged(sentence, quote) == ("verified", [])


def test_the_same_words_are_verbatim():
    assert judged(f" {SERVICES[:-1]}", SERVICES) == ("verbatim", [])


@pytest.mark.parametrize(
    ("sentence", "quote", "kind", "words"),
    [
        ("Toàn tỉnh có 58 dịch vụ công trực tuyến.", SERVICES, "figure", "58"),
        ("Họ vận động được 61.000 ngày công.", SERVICES, "figure", "61.000"),
        ("Họ vận động được 575,6 triệu đồng.", SERVICES, "figure", "575,6 triệu đồng"),
        ("Họ hiến trên 67.900 ha đất.", SERVICES, "figure", "trên 67.900 ha"),
        ("Mức độ 59 có 4 dịch vụ công trực tuyến.", SERVICES, "figure", "59"),
        ("Nam giới khoảng 14-9 tuổi.", "Nam giới khoảng 9-14 tuổi.", "order", "khoảng 14-9"),
        ("Chỉ thị số 16/CT-TTg ngày 16/5/2015.", DIRECTIVE, "date", "16/5/2015"),
        ("Chỉ thị số 61/CT-TTg ngày 16/5/2016.", DIRECTIVE, "document", "61/CT-TTg"),
        ("Đồng chí Nguyễn Phú Trọng chủ trì Hội nghị.", HOSTS, "name", "Nguyễn Phú Trọng"),
        ("Thủ tướng Chính phủ Trương Hòa Bình chủ trì Hội nghị.", HOSTS, "name", "Thủ tướng"),
        ("Hiệu trưởng Lê Văn Tám dự.", "Phó Hiệu trưởng Lê Văn Tám dự.", "name", "Hiệu trưởng"),
        ("Tỉnh Vĩnh Phúc có 59 dịch vụ công.", SERVICES, "place", "Vĩnh"),
        ("Họ để xảy ra điểm nóng.", "Họ không để xảy ra điểm nóng.", "negation", "xảy"),
        ("Họ không tổ chức hội nghị.", "Họ tổ chức hội nghị.", "negation", "không"),
        ("Cán bộ phải đổi mới.", "Cán bộ cần đổi mới.", "duty", "phải"),
        ("Cán bộ đổi mới công tác.", "Cán bộ cần đổi mới công tác.", "duty", "đổi"),
        ("Hội nghị đã diễn ra.", "Hội nghị sẽ diễn ra.", "duty", "đã"),
        ("Cấp được khen thưởng công khai.", "Đề nghị khen thưởng công khai.", "duty",
         "khen thưởng"),
        ("Tất cả cấp ủy chủ động.", "Một số cấp ủy chủ động.", "quantity", "Tất cả"),
        ("Địa phương xây dựng quy định.", "Một số địa phương xây dựng quy định.", "quantity",
         "Địa"),
        ("Khiếu nại tăng, đối thoại giảm chất lượng.", "Tăng chất lượng đối thoại, khiếu nại giảm.",
         "direction", "giảm"),
        ("Chính quyền giám sát nhân dân địa phương.", "Nhân dân địa phương giám sát chính quyền.",
         "order", "giám sát"),
        ("Ông Lê Văn An khẳng định dân chủ được phát huy.",
         "Bà Trần Thị Hoa khẳng định dân chủ được phát huy, ông Lê Văn An chủ trì.",
         "speaker", "Lê Văn An khẳng định"),
    ],
)  # fmt: skip
def test_a_change_of_meaning_is_found_where_it_stands(sentence, quote, kind, words):
    support, failures = judged(sentence, quote)

    assert support in (None, "partial")
    assert kind in [found for found, _ in failures]
    assert any(each.startswith(words) or words in each for found, each in failures if found == kind)


def test_an_invented_clause_is_partial_and_its_words_are_named():
    support, failures = judged("Toàn tỉnh có 59 dịch vụ công trực tuyến miễn phí.", SERVICES)

    assert (support, failures) == ("partial", [("words", "miễn"), ("words", "phí")])


def test_what_stands_over_the_article_may_be_named():
    sentence = "Tỉnh Vĩnh Long hiện có 59 dịch vụ công trực tuyến đạt mức độ 4."

    assert judged(sentence, SERVICES)[0] is None
    assert judged(sentence, SERVICES, "Dân vận ở Vĩnh Long")[0] == "verified"


def test_the_best_of_several_quotes_counts_and_claims_are_not_pieced_together():
    first, second = "Quảng Ninh có 2.705 điển hình.", "Vĩnh Long có 59 dịch vụ công."

    assert verify("Vĩnh Long có 59 dịch vụ công.", [first, second]).quote == 1
    assert not verify("Quảng Ninh có 59 dịch vụ công.", [first, second]).follows


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        ("The province has 59 online public services.", "partial"),
        ("They raised 575.6 billion dong.", "partial"),
        ("The province has 60 online public services.", None),
        ("In Quang Nam there are 59 online public services.", None),
    ],
)
def test_of_an_english_sentence_what_can_be_pointed_at_is_checked(sentence, support):
    assert verify(sentence, [SERVICES]).support == support


def test_a_check_says_where_both_sides_stand():
    (check,) = verify("Họ phải đổi mới.", ["Họ cần đổi mới."]).failures[:1]

    assert check.span == (3, 7)
    assert check.agreed is False


def test_without_a_quote_nothing_can_be_verified():
    with pytest.raises(ValueError, match="there is none"):
        verify("Có 2.705 điển hình.", [])


def test_the_published_rates_hold_on_the_third_held_out():
    held_out = [pair for pair in read_labelled(PAIRS) if pair.held_out]

    rates = measure_verifier(
        held_out, lambda sentence, quote, context: verify(sentence, [quote], context).follows
    )

    assert (rates.wrong, rates.right) > (300, 50)
    assert rates.false_accept_rate <= 0.02
    assert rates.false_reject_rate <= 0.10


def test_the_labelled_pairs_are_those_that_the_script_makes():
    made = {(each["sentence"], each["quote"]): each for each in verification.labelled()}
    kept = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]

    assert kept == list(made.values())
    assert len({pair["change"] for pair in kept}) > 12


def test_any_text_is_read_without_an_error():
    letters = "aăđ 0123456789.,/-%–“”\n;:K'ré không chỉ đạo 16/CT-TTg ngày 31/12/2019 Nguyễn Văn "
    chance = random.Random(0)
    for _ in range(200):
        text = "".join(chance.choices(letters, k=60))
        assert verify(text, [text]).support == "verbatim"
        verify(text, ["".join(chance.choices(letters, k=60))])
