import hashlib
import os
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.articles import (
    MAX_BYTES,
    article_files,
    article_from_bytes,
    article_from_text,
    read_article,
)
from qa.errors import ArticleError
from qa.vietnamese import sentence_spans
from tests.strategies import any_text, sentences

SEEDS = Path(__file__).parent.parent / "seeds"

# What is right for the five, read by hand. "stripped" is every line that is not title or text; the
# byline is text.
FIVE = {
    "000_c13fbb7a762ef12b.txt": {
        "title": "Quảng Ninh: Nâng cao chất lượng, hiệu quả công tác dân vận",
        "published": None,  # "Sáng 27/12" bears no year
        "outlet": None,
        "author": "M.Yến",
        "places": ("Quảng Ninh",),
        "stripped": ("Tin nổi bật", "Tin cùng chuyên mục", "Xem nhiều nhất"),
        "first": "M.Yến\n\nSáng 27/12, Ban Dân vận Tỉnh ủy Quảng Ninh tổ chức Hội nghị tổng kết "
        "công tác dân vận, dân chủ ở cơ sở năm 2019, triển khai nhiệm vụ năm 2020.",
        "last": "chính sách pháp luật của Nhà nước cho nhân dân…",
        "inside": (
            "Hoạt động của MTTQ và các tổ chức chính trị - xã hội có đổi mới rõ nét, đại diện bảo "
            "vệ quyền, lợi ích hợp pháp, chính đáng của đoàn viên, hội viên và nhân dân.",
            "MTTQ và các tổ chức chính trị - xã hội các cấp tiếp tục đổi mới phương thức hoạt động "
            "theo hướng thiết thực, hiệu quả, hướng mạnh về cơ sở.",
            "Phát biểu chỉ đạo tại Hội nghị, Phó Bí thư Thường trực Tỉnh ủy Ngô Hoàng Ngân ghi "
            "nhận, "
            "biểu dương những kết quả đạt được trong năm 2019 của hệ thống dân vận các cấp và cán "
            "bộ "
            "làm công tác dân vận của cả hệ thống chính trị tỉnh.",
        ),
    },
    "001_c457e7532c86fe68.txt": {
        "title": "Tổng kết công tác dân vận và đánh giá kết quả thực hiện “Năm dân vận chính "
        "quyền” "
        "2019",
        "published": date(2020, 1, 10),  # not the clock of the page, 08/04/2020
        "outlet": None,
        "author": "Minh Thúy",
        "places": ("Thái Nguyên",),  # neither Hòa Bình (a man's name) nor Hà Nội
        "stripped": (
            "RSS Youtube Facebook",
            "Thứ tư 08/04/2020 02:46 Hotline: 0913.068.624 | 0912.194.333 | 0912.132.008",
            "05:58 | 10/01/2020",
            "tong ket cong tac dan van va danh gia ket qua thuc hien nam dan van chinh quyen 2019",
        ),
        "first": "Ngày 9/1, Ban Dân vận Trung ương phối hợp với Ban Cán sự Đảng Chính phủ tổ chức "
        "Hội "
        "nghị trực tuyến toàn quốc tổng kết công tác dân vận và đánh giá kết quả thực hiện “Năm "
        "Dân "
        "vận chính quyền” 2019, triển khai nhiệm vụ năm 2020.",
        "last": "tăng cường công tác đối thoại của người đứng đầu cấp ủy, chính quyền với nhân dân "
        "và "
        "doanh nghiệp; …\n\nMinh Thúy",
        "inside": (
            "Đồng chí Nguyễn Xuân Phúc, Ủy viên Bộ Chính trị, Bí thư Ban Cán sự Đảng Chính phủ, "
            "Thủ "
            "tướng Chính phủ;",  # two blanks in the file
            "đồng chí Điểu K'ré, Ủy viên Trung ương Đảng, Phó Trưởng Ban Thường trực Ban Dân vận "
            "Trung ương đồng chủ trì Hội nghị.",
            "Tại điểm cầu Thái Nguyên, đồng chí Vũ Hồng Bắc, Phó Bí thư Tỉnh ủy, Chủ tịch UBND "
            "tỉnh "
            "chủ trì Hội nghị.\nToàn cảnh Hội nghị tại điểm cầu Thái Nguyên\n",
            "Hệ thống dân vận các cấp đã đẩy mạnh tuyên truyền, đấu tranh với hoạt động trái pháp "
            "luật "
            "của các “tà đạo”, tổ chức tự xưng, không để xảy ra các điểm nóng.",
        ),
    },
    "002_85b40926dc323564.txt": {
        "title": "Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở",
        "published": date(2018, 1, 16),  # the source line, not the clock of the page, 4/1/2025
        "outlet": "baoquangninh.com.vn",
        "author": None,
        "places": ("Quảng Ninh",),
        "stripped": (
            "Thứ Bảy, 4/1/2025",
            "Nguồn: baoquangninh.com.vn, ngày 16/1/2018",
            "Gửi cho bạn bè",
            "Phản hồi",
            "Thông tin người gửi phản hồi",
            "Xem nhiều nhất",
        ),
        "first": "Nổi bật phải kể đến sự phát huy tốt vai trò của MTTQ và các tổ chức CT-XH từ "
        "công "
        "tác tuyên truyền, vận động, định hướng dư luận,",
        "last": "mở rộng mô hình cơ quan khối liên thông từ cấp tỉnh đến cấp xã./.",
        "inside": (
            "Năm qua, toàn tỉnh có 2.705 điển hình “Dân vận khéo” đăng ký các cấp. Qua thẩm định "
            "đã "
            "lựa chọn 922 điển hình “Dân vận khéo” đề nghị UBND các cấp khen thưởng.",
            "\nTiểu ban Văn phòng, Cơ quan khối MTTQ và các đoàn thể CT-XH huyện Ba Chẽ, triển "
            "khai "
            "nhiệm vụ năm 2018\n",
            "\nCán bộ Bộ phận tiếp nhận và trả kết quả hiện đại phường Thanh Sơn, TP Uông Bí, "
            "hướng "
            "dẫn người dân tra cứu thông tin giải quyết thủ tục hành chính\n",
            "14/14 địa phương đã xây dựng quy chế tiếp xúc đối thoại của người đứng đầu cấp ủy, "
            "chính "
            "quyền với nhân dân,",
            "Theo đó, chỉ đạo triển khai hiệu quả Chỉ thị số 16/CT-TTg ngày 16/5/2016 của Thủ "
            "tướng "
            "Chính phủ",
            "phải thực sự “gần dân, trọng dân, hiểu dân, học dân, có trách nhiệm với dân”...",
        ),
    },
    "003_4a44d92a0926bdba.txt": {
        "title": "Tiếp tục triển khai công tác dân vận đồng bộ, hiệu quả",
        "published": date(2020, 6, 25),
        "outlet": None,
        "author": "TUYẾT NGA",
        "places": ("Vĩnh Long",),
        "stripped": ("Cập nhật, 19:17, Thứ Năm, 25/06/2020 (GMT+7)",),
        "first": "Ngày 25/6/2020, đoàn kiểm tra của BCĐ Trung ương về tổng kết 10 năm thực hiện "
        "Quyết "
        "định 290- QĐ/TW của Bộ Chính trị về “Quy chế công tác dân vận của hệ thống chính trị” đến "
        "làm việc tại tỉnh Vĩnh Long.",
        "last": "tăng cường công tác phối hợp, kiểm tra giám sát và thực hiện quy chế dân chủ ở cơ "
        "sở…\n\nTin, ảnh: TUYẾT NGA",
        "inside": (
            "Theo đó, toàn tỉnh hiện có 59 dịch vụ công trực tuyến đạt mức độ 4;",
            "vận động được 575,6 tỷ đồng, hơn 61.000 ngày công lao động và hiến trên 67.900m2 đất",
            "Quyết định số 83- QĐ/TU và các văn bản về công tác dân vận phù hợp với điều kiện thực "
            "tiễn của địa phương, đơn vị.",
            "tiếp tục quán triệt, nâng cao nhận thức cho cấp ủy chính "
            "quyền,",  # two blanks in the file
        ),
    },
    "004_372826aded097659.txt": {
        "title": "Tăng cường công tác dân vận chính quyền trong tình hình hiện nay",
        "published": None,  # 09/10/2019 is the date of a plan that it names
        "outlet": None,
        "author": "Lê Trang",
        "places": (),  # it says "tỉnh", not which; Hồ Chí Minh is the man here
        "stripped": (
            "190 Go top",
            "Hiện tại không có bình chọn nào đang hoạt động.",
            "Thống kê truy cập - Thông tin hướng dẫn, trao đổi nghiệp vụ",
            "Thống kê truy cập",
            "• Người trực tuyến Người trực tuyến",
            "• Khách Khách 240",
            "• Thành viên Thành viên 0",
            "• Tổng Tổng 240",
            "• Tổng lượt truy cập: Tổng lượt truy cập: 17909228",
        ),
        "first": "Công tác dân vận trong các cơ quan hành chính nhà nước, chính quyền các cấp "
        "những "
        "năm qua luôn được đổi mới cả về nội dung, phương thức hoạt động, tạo được",
        "last": "không để xảy ra điểm nóng gây mất ổn định an ninh chính trị và trật tự an toàn xã "
        "hội.\n\nLê Trang",
        "inside": (
            "theo phương châm “Nói đi đôi với làm”, “Nghe dân nói, nói dân hiểu, làm dân tin”.",
            "theo Kế hoạch số 150-KH/TU, ngày 09/10/2019 của Ban Thường vụ Tỉnh ủy.",
            "Tiếp tục thực hiện tốt Quy chế dân chủ ở cơ sở theo Kết luận số 120-KL/TW của Bộ "
            "Chính "
            "trị khóa XI;",
        ),
    },
}

LEAD = (
    "Sáng 12/3, Ban Dân vận Tỉnh ủy Nghệ An tổ chức hội nghị giao ban công tác dân vận quý I năm "
    "2019 với sự tham dự của 21 huyện, thành, thị ủy."
)
FIGURES = (
    "Theo báo cáo, toàn tỉnh có 1.245 mô hình “Dân vận khéo” được công nhận. Trong đó, lĩnh vực "
    "kinh tế có 512 mô hình."
)
SHORT = "Phong trào lan tỏa sâu rộng."
CLOSE = (
    "Phát biểu kết luận, đồng chí Trưởng Ban Dân vận yêu cầu các địa phương tiếp tục đẩy mạnh "
    "tuyên "
    "truyền, vận động nhân dân và chuẩn bị tốt hội nghị tổng kết cuối năm."
)
TITLE = "Nghệ An: Giao ban công tác dân vận quý I"
BODY = "\n\n".join((LEAD, FIGURES, SHORT, CLOSE))


def words(text):
    return text.split()


@pytest.mark.parametrize("name", FIVE)
def test_the_five_articles_are_read_as_a_person_reads_them(name):
    right = FIVE[name]

    article = read_article(SEEDS / name)

    assert article.title == right["title"]
    assert article.published == right["published"]
    assert article.outlet == right["outlet"]
    assert article.author == right["author"]
    assert article.places == right["places"]
    assert article.stripped == right["stripped"]
    assert article.text.startswith(right["first"])
    assert article.text.endswith(right["last"])
    assert [part for part in right["inside"] if part not in article.text] == []
    assert (article.source, article.language, article.url) == (name, "vi", None)


@pytest.mark.parametrize("name", FIVE)
def test_of_the_five_every_word_that_was_not_stripped_is_in_the_text(name):
    article = read_article(SEEDS / name)
    left = [
        words(line)
        for line in (SEEDS / name).read_text(encoding="utf-8").splitlines()
        if " ".join(line.split()) not in (*article.stripped, article.title, "")
    ]

    assert words(article.text) == [word for line in left for word in line]


def test_the_id_and_the_digest_derive_from_the_content_alone():
    article = article_from_text(f"{TITLE}\n\n{BODY}", "a.txt")
    elsewhere = article_from_text(f"RSS\r\n\r\n{TITLE}\r\n\r\n\r\n{BODY}\r\n", "b.txt")

    assert article.sha256 == hashlib.sha256(BODY.encode()).hexdigest()
    assert article.article_id == hashlib.sha256(f"{TITLE}\n{BODY}".encode()).hexdigest()[:16]
    assert (elsewhere.article_id, elsewhere.sha256) == (article.article_id, article.sha256)
    assert article_from_text(f"{TITLE}\n\n{BODY} Hết.", "a.txt").article_id != article.article_id


def test_what_the_caller_gives_wins_over_what_is_read():
    article = article_from_text(
        f"Thu Hằng\n{BODY}\nNguồn: Báo Nghệ An, ngày 12/3/2019",
        "a.txt",
        article_id="x-1",
        title="  Tựa  khác ",
        published=date(2001, 2, 3),
        outlet="Báo Khác",
        author="Người Khác",
        places=("Cà Mau",),
        url="https://khac.vn/1",
    )

    assert (article.article_id, article.title, article.published) == (
        "x-1",
        "Tựa khác",
        date(2001, 2, 3),
    )
    assert (article.outlet, article.author, article.places, article.url) == (
        "Báo Khác",
        "Người Khác",
        ("Cà Mau",),
        "https://khac.vn/1",
    )
    assert article.text == f"Thu Hằng\n{BODY}"


def test_a_given_id_is_kept_letter_by_letter():
    decomposed = "hop-xa\u0303"

    assert article_from_text(BODY, "a.txt", article_id=decomposed).article_id == decomposed


def test_a_given_title_leaves_a_first_line_that_is_another_one():
    article = article_from_text(f"Kết quả nổi bật trong quý I\n\n{BODY}", "a.txt", title=TITLE)

    assert article.text == f"Kết quả nổi bật trong quý I\n\n{BODY}"


# Pages of other shapes than the five.


def test_a_portal_page_with_menu_breadcrumb_list_comment_form_and_footer():
    page = f"""Trang chủ
Giới thiệu
Tin tức - Sự kiện
Văn bản chỉ đạo
Trang chủ » Tin tức » Xây dựng Đảng
Thứ Ba, 12/03/2019 14:05
{TITLE}
{BODY}
Thu Hằng
Từ khóa: dân vận, Nghệ An
Tin liên quan
Hội thi dân vận khéo cấp tỉnh (10/03/2019)
Quỳnh Lưu: Nhiều mô hình hay (01/03/2019)
Bình luận (0)
Họ tên
Email
Gửi bình luận
© 2019 Báo Nghệ An. Giấy phép số 123/GP-BTTTT do Bộ Thông tin và Truyền thông cấp.
Địa chỉ: số 3 Đại lộ Lênin, TP Vinh"""

    article = article_from_text(page, "a.txt")

    assert (article.title, article.text) == (TITLE, f"{BODY}\nThu Hằng")
    assert (article.author, article.published) == ("Thu Hằng", date(2019, 3, 12))
    assert article.places == ("Nghệ An",)


def test_byline_over_the_title_dates_and_share_counters_under_it():
    page = f"""Bởi Thu Hằng
{TITLE}
Cập nhật: 09:12 ngày 13/03/2019
Đăng lúc: 14:05 12/03/2019 | Lượt xem: 1.204
Facebook Twitter Zalo Chia sẻ 12
A- A A+

{BODY}

(Theo Báo Nghệ An)"""

    article = article_from_text(page, "a.txt")

    assert (article.title, article.text) == (TITLE, BODY)
    assert article.published == date(2019, 3, 12)
    assert (article.author, article.outlet) == ("Thu Hằng", "Báo Nghệ An")


def test_a_list_of_other_articles_in_the_middle_goes_and_the_short_sentence_after_it_stays():
    page = f"""{TITLE}
12/03/2019 14:05
{LEAD}

Tin liên quan

Hội thi dân vận khéo cấp tỉnh thành công tốt đẹp

Vì sao Quỳnh Lưu có nhiều mô hình hay?

{SHORT}

{CLOSE}"""

    article = article_from_text(page, "a.txt")

    assert article.text == f"{LEAD}\n\n{SHORT}\n\n{CLOSE}"
    assert article.stripped == (
        "12/03/2019 14:05",
        "Tin liên quan",
        "Hội thi dân vận khéo cấp tỉnh thành công tốt đẹp",
        "Vì sao Quỳnh Lưu có nhiều mô hình hay?",
    )


def test_a_bulleted_list_of_other_articles_ends_where_the_bullets_end():
    page = f"{TITLE}\n\n{LEAD}\nXem thêm\n- Hội thi dân vận khéo\n- Mô hình hay\nKết quả\n{CLOSE}"

    assert article_from_text(page, "a.txt").text == f"{LEAD}\nKết quả\n{CLOSE}"


def test_prose_of_other_articles_behind_the_byline_is_not_taken_for_the_article():
    page = f"{TITLE}\n\n{BODY}\nBài, ảnh: Thu Hằng\n\nTin nổi bật\n\nTin khác\n{FIGURES[:60]} hết."

    article = article_from_text(page, "a.txt")

    assert (article.text, article.author) == (f"{BODY}\nBài, ảnh: Thu Hằng", "Thu Hằng")


def test_captions_stay_and_credits_go():
    page = f"""{TITLE}

{LEAD}
Toàn cảnh hội nghị. Ảnh: Thu Hằng
{CLOSE}
Ảnh: Thu Hằng"""

    article = article_from_text(page, "a.txt")

    assert article.text == f"{LEAD}\nToàn cảnh hội nghị. Ảnh: Thu Hằng\n{CLOSE}"


def test_descriptions_of_pictures_and_file_names_go():
    page = f"{TITLE}\n\n{LEAD}\nnghe an giao ban cong tac dan van\nhoi-nghi_1.jpg\n{CLOSE}"

    article = article_from_text(page, "a.txt")

    assert article.text == f"{LEAD}\n{CLOSE}"


@pytest.mark.parametrize(
    ("glued", "own", "apart"),
    [
        ("Minh ThúyThứ Bảy, 4/1/2025", "\nMinh Thúy", ("Thứ Bảy, 4/1/2025",)),
        ("Xem nhiều nhấtRSS Youtube Facebook", "", ("Xem nhiều nhất", "RSS Youtube Facebook")),
        ("Tin nổi bậtMột tin khác hẳn", "", ("Tin nổi bật", "Một tin khác hẳn")),
    ],
)
def test_junk_that_is_glued_to_a_line_is_cut_off(glued, own, apart):
    article = article_from_text(f"{TITLE}\n\n{BODY}\n{glued}", "a.txt")

    assert (article.text, article.stripped) == (BODY + own, apart)


def test_a_source_line_that_is_glued_to_the_last_sentence_is_read():
    article = article_from_text(f"{TITLE}\n{LEAD}/.Nguồn: Báo Nghệ An, ngày 12/3/2019", "a.txt")

    assert article.text == f"{LEAD}/."
    assert (article.outlet, article.published) == ("Báo Nghệ An", date(2019, 3, 12))


@pytest.mark.parametrize(
    ("line", "outlet", "day"),
    [
        ("Thứ Năm, 12/01/2023 – 16:40 | Báo Yên Bái", "Báo Yên Bái", date(2023, 1, 12)),
        ("Cập nhật 08:15, 24/12/2021 - Trang thông tin huyện", "Trang thông tin huyện",
         date(2021, 12, 24)),
        ("21/02/2024 | Cổng thông tin điện tử huyện", "Cổng thông tin điện tử huyện",
         date(2024, 2, 21)),
        ("Báo Nghệ An – 18/6/2023", "Báo Nghệ An", date(2023, 6, 18)),
        ("07:02, Chủ nhật 23/4/2023 - Báo Duyên hải", "Báo Duyên hải", date(2023, 4, 23)),
    ],
)  # fmt: skip
def test_day_and_outlet_may_stand_side_by_side(line, outlet, day):
    article = article_from_text(f"{TITLE}\n{line}\n\n{BODY}", "a.txt")

    assert (article.outlet, article.published, article.text) == (outlet, day, BODY)


def test_a_day_beside_no_outlet_is_no_source_line():
    article = article_from_text(f"{TITLE}\n\n{BODY}\nHọp ngày 12/01/2023 - Báo cáo tháng", "a.txt")

    assert (article.outlet, article.text.endswith("Báo cáo tháng")) == (None, True)


def test_a_directive_keeps_number_date_and_signature_and_loses_its_distribution_list():
    page = """THỦ TƯỚNG CHÍNH PHỦ
-------
Số: 16/CT-TTg
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Hà Nội, ngày 16 tháng 5 năm 2018

CHỈ THỊ
VỀ VIỆC TĂNG CƯỜNG VÀ ĐỔI MỚI CÔNG TÁC DÂN VẬN

Thời gian qua, công tác dân vận có nhiều chuyển biến.
1. Các bộ, ngành tổ chức thực hiện nghiêm Chỉ thị này.
2. Ủy ban nhân dân các tỉnh:
a) Tổ chức đối thoại;
b) Báo cáo kết quả trước ngày 15 tháng 12 hằng năm./.

Nơi nhận:
- Ban Bí thư Trung ương Đảng;
- Lưu: VT, NC (3b).
THỦ TƯỚNG
Nguyễn Xuân Phúc"""

    article = article_from_text(page, "16.txt")

    assert article.title == "CHỈ THỊ VỀ VIỆC TĂNG CƯỜNG VÀ ĐỔI MỚI CÔNG TÁC DÂN VẬN"
    assert article.published == date(2018, 5, 16)
    assert (article.author, article.places) == (None, ())
    assert (
        article.text
        == """THỦ TƯỚNG CHÍNH PHỦ
Số: 16/CT-TTg
Hà Nội, ngày 16 tháng 5 năm 2018

Thời gian qua, công tác dân vận có nhiều chuyển biến.
1. Các bộ, ngành tổ chức thực hiện nghiêm Chỉ thị này.
2. Ủy ban nhân dân các tỉnh:
a) Tổ chức đối thoại;
b) Báo cáo kết quả trước ngày 15 tháng 12 hằng năm./.
THỦ TƯỚNG
Nguyễn Xuân Phúc"""
    )


def test_an_english_page():
    body = (
        "The province of Quang Ninh reviewed its mass mobilisation work on Thursday. The review "
        "was "
        "chaired by the secretary.\n\nMore than 2,700 models were registered during the year."
    )
    page = f"""Home
About us
Contact
Quang Ninh strengthens mass mobilisation work
By Le Trang
January 10, 2020

{body}

Share Tweet Email
Related news
Thai Nguyen reviews the year
Copyright © 2020 Quang Ninh News. All rights reserved."""

    article = article_from_text(page, "en.txt")

    assert article.title == "Quang Ninh strengthens mass mobilisation work"
    assert article.text == f"By Le Trang\n\n{body}"
    assert (article.author, article.published) == ("Le Trang", date(2020, 1, 10))
    assert (article.language, article.places) == ("en", ("Quảng Ninh",))


def test_markdown():
    page = f"""# {TITLE}
*Thu Hằng*, 12/03/2019

{LEAD}

![anh](a.jpg)

## Kết quả
{FIGURES} Xem [kế hoạch](https://a.vn/b)."""

    article = article_from_text(page, "a.md")

    assert article.title == TITLE
    assert article.text == f"{LEAD}\n\nKết quả\n{FIGURES} Xem kế hoạch."
    assert (article.author, article.published) == ("Thu Hằng", date(2019, 3, 12))


def test_masthead_names_the_outlet_and_a_clock_far_from_the_articles_years_is_not_believed():
    page = f"BÁO NGHỆ AN ĐIỆN TỬ\nThứ Bảy, 4/1/2025 10:00\n{TITLE}\n{BODY}\nThứ Bảy, 4/1/2025"

    article = article_from_text(page, "a.txt")

    assert (article.title, article.text) == (TITLE, BODY)
    assert (article.outlet, article.published) == ("BÁO NGHỆ AN ĐIỆN TỬ", None)


def test_address_and_opening_of_the_report_name_the_outlet():
    page = f"{TITLE}\nhttps://baonghean.vn/giao-ban-1.html\n\n{BODY}"
    opened = f"{TITLE}\n\n(Dân trí) - {BODY}"

    assert article_from_text(page, "a.txt").url == "https://baonghean.vn/giao-ban-1.html"
    assert article_from_text(page, "a.txt").outlet == "baonghean.vn"
    assert article_from_text(page, "a.txt").text == BODY
    assert article_from_text(opened, "a.txt").outlet == "Dân trí"
    assert article_from_text(opened, "a.txt").text == f"(Dân trí) - {BODY}"


def test_lines_that_were_broken_to_a_width_are_whole_sentences_again():
    page = """Hội nghị tổng kết công tác dân vận
toàn tỉnh năm 2019

Ngày 9/1, Ban Dân vận Trung ương phối hợp với Ban Cán sự Đảng
Chính phủ tổ chức Hội nghị trực tuyến toàn quốc tổng kết công
tác dân vận. Đồng chí Nguyễn Xuân Phúc, Thủ tướng Chính phủ
Việt Nam chủ trì hội nghị.

Năm 2019, các cấp ủy Đảng tiếp tục quan tâm lãnh đạo, chỉ đạo
đổi mới nội dung, phương thức dân vận."""

    article = article_from_text(page, "a.txt")

    assert article.title == "Hội nghị tổng kết công tác dân vận toàn tỉnh năm 2019"
    assert article.text == (
        "Ngày 9/1, Ban Dân vận Trung ương phối hợp với Ban Cán sự Đảng Chính phủ tổ chức Hội nghị "
        "trực tuyến toàn quốc tổng kết công tác dân vận. Đồng chí Nguyễn Xuân Phúc, Thủ tướng "
        "Chính "
        "phủ Việt Nam chủ trì hội nghị.\n\nNăm 2019, các cấp ủy Đảng tiếp tục quan tâm lãnh đạo, "
        "chỉ "
        "đạo đổi mới nội dung, phương thức dân vận."
    )


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Dân vận khéo\n\nViệc gì cũng thành công.", "Dân vận khéo", "Việc gì cũng thành công."),
        ("Dân vận khéo.", "Dân vận khéo.", "Dân vận khéo."),
        (f"{LEAD}\n\n{CLOSE}", LEAD[:118] + "…", f"{LEAD}\n\n{CLOSE}"),
        ("Dân vận là gì?\n\nLà vận động dân.", "Dân vận là gì?", "Là vận động dân."),
    ],
)
def test_short_articles_and_those_without_a_headline(text, title, body):
    article = article_from_text(text, "a.txt")

    assert (article.title, article.text) == (title, body)


def test_a_name_in_the_body_and_words_that_pages_use_stay_where_an_article_uses_them():
    body = (
        f"{LEAD}\nChia sẻ khó khăn với người dân\n{FIGURES}\nChủ đề: Năm dân vận khéo\n"
        f"Nguyễn Văn Hưởng\n{CLOSE}\nXã hội\n{SHORT}"
    )

    assert article_from_text(f"{TITLE}\n\n{body}", "a.txt").text == body


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("05:58 | 10/01/2020", date(2020, 1, 10)),
        ("Thứ Sáu, ngày 10 tháng 01 năm 2020", date(2020, 1, 10)),
        ("Ngày đăng: 10-01-2020", date(2020, 1, 10)),
        ("10.1.2020, 5:58 (GMT+7)", date(2020, 1, 10)),
        ("2020-01-10", date(2020, 1, 10)),
        ("Thu Hằng - 10/01/2020", date(2020, 1, 10)),
        ("10/01/2020 05:58 | In trang | Gửi email", date(2020, 1, 10)),
        ("Published 10 January 2020", date(2020, 1, 10)),
        ("31/02/2020", None),
        ("27/12", None),
    ],
)
def test_forms_of_dates_under_the_title(line, day):
    assert article_from_text(f"{TITLE}\n{line}\n\n{BODY}", "a.txt").published == day


# Encodings.

PAGE = f"{TITLE}\n12/03/2019\n\n{BODY}\n"


def in_windows_1258(text):
    """Each letter with its tone mark apart, as that code page writes it."""
    encoded = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323")
        bare = "".join(mark for mark in apart if mark not in tone)
        encoded.append(unicodedata.normalize("NFC", bare) + tone)
    return "".join(encoded).encode("cp1258")


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode("utf-8-sig"),
        PAGE.encode("utf-16"),
        b"\xfe\xff" + PAGE.encode("utf-16-be"),
        PAGE.encode("utf-16-le"),
        PAGE.encode("utf-16-be"),
        in_windows_1258(PAGE),
        unicodedata.normalize("NFD", PAGE).encode(),
        PAGE.replace("\n", "\r\n").encode(),
        PAGE.replace("\n", "\r").encode(),
        PAGE.replace(" ", "\u00a0").encode(),
        PAGE.replace(" ", " \t\u3000 ").replace("\n\n", "\n \n\n\u00a0\n").encode(),
        PAGE.replace("a", "a\u200b").replace("n", "\ufeffn").encode(),
    ],
    ids=[
        "utf8-bom", "utf16", "utf16be-bom", "utf16le", "utf16be", "cp1258", "nfd", "crlf", "cr",
        "no-break", "blanks", "unseen",
    ],
)  # fmt: skip
def test_every_encoding_and_form_of_one_page_gives_the_same_article(data):
    assert article_from_bytes(data, "a.txt") == article_from_text(PAGE, "a.txt")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xef\xbb\xbf\n", "holds no article"),
        (b"%PDF-1.7 abc", "is a PDF document"),
        (b"PK\x03\x04abc", "is a Word document"),
        (b"<!DOCTYPE html><p>abc</p>", "is a web page"),
        (b"\xef\xbb\xbf\r\n<!doctype\nHTML><p>abc</p>", "is a web page"),
        ("<HTML lang=vi><p>abc</p>".encode("utf-16"), "is a web page"),
        (b"<?xml version='1.0'?>\n<!-- a > b -->\n<!-- c -->\n<html>abc", "is a web page"),
        (b"D\xc3\xa2n v\xe1\xba\xadn\0 kh\xc3\xa9o", "NUL bytes"),
        (b"\x89PNG\r\n\x1a\n\x01\x02\x03\x04abc", "neither UTF-8"),
        (b"C\xabng t\xb8c d\xa9n v\xcbn", "neither UTF-8"),
        (b"abc\x01\x02\x03", "control characters"),
        (b"\xff\xfea\xd8a", "damaged at byte"),
        (b"a" * (MAX_BYTES + 1), "Split it"),
        ("Trang chủ\nRSS\nHotline: 0913.068.624\nXem nhiều nhất\n© 2019".encode(), "no article"),
    ],
    ids=[
        "empty", "blank", "bom", "pdf", "word", "html", "html-bom", "html-utf16", "html-comments",
        "nul", "png", "tcvn3", "control", "torn", "large", "junk",
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_by_name(data, complaint):
    with pytest.raises(ArticleError, match=complaint) as refusal:
        article_from_bytes(data, "hỏng.txt")

    assert str(refusal.value).startswith("hỏng.txt ")


@pytest.mark.parametrize(
    "opening",
    [
        "<!-- ghi chú -->\n",
        "<htmlx>\n",
        "Mã nguồn: <html>\n",
        "<!-- <html>\n",
        "<!-- x -->\n" * 5000,
    ],
    ids=["comment", "other", "named", "open", "many"],
)
def test_what_only_resembles_a_web_page_is_read(opening):
    article = article_from_bytes(f"{opening}{TITLE}\n\n{BODY}".encode(), "a.txt")

    assert article.text.endswith(BODY)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"text": "Dân vận \ud800."}, "half a character"),
        ({"text": "Dân\0 vận."}, "control characters"),
        ({"text": BODY, "title": "\udfff"}, "half a character"),
        ({"text": BODY, "author": "\udfff"}, "half a character"),
        ({"text": BODY, "article_id": "\udfff"}, "half a character"),
        ({"text": BODY, "places": ("Nghệ An", "\udfff")}, "half a character"),
        ({"text": BODY, "source": "\udfff.txt"}, r"The source '\\udfff.txt' holds half"),
        ({"text": " \n"}, "holds no article"),
    ],
)
def test_text_that_cannot_be_stored_is_refused(given, complaint):
    with pytest.raises(ArticleError, match=complaint):
        article_from_text(**{"source": "a.txt"} | given)


# Files.


def test_a_folder_gives_its_text_and_markdown_files_in_order_and_each_once(tmp_path):
    for name in ("b.txt", "a.md", "sub/c.TXT", "d.json", "sub.txt/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")

    found = article_files([tmp_path / "b.txt", tmp_path])

    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "b.txt",
        "a.md",
        "sub/c.TXT",
        "sub.txt/e.txt",
    ]


def test_missing_paths_and_folders_without_articles_are_named(tmp_path):
    with pytest.raises(ArticleError, match=r"nowhere does not exist\. Name a \.txt"):
        article_files([tmp_path / "nowhere"])
    with pytest.raises(ArticleError, match=r"holds no \.txt or \.md file\. Put the articles"):
        article_files([tmp_path])
    with pytest.raises(ArticleError, match=r"gone\.txt cannot be read: No such file"):
        read_article(tmp_path / "gone.txt")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_file_name_that_is_not_utf_8_is_made_readable(tmp_path):
    file = tmp_path / os.fsdecode(b"b\xe0i.txt")
    file.write_text(PAGE, encoding="utf-8")

    assert read_article(file).source == "b\ufffdi.txt"


# Properties.

SPOKEN = sentences.filter(lambda sentence: any(map(str.isalpha, sentence)))
JUNK = st.sampled_from(
    (
        "RSS Youtube Facebook", "Chia sẻ", "Hotline: 0913.068.624", "In trang | Gửi cho bạn bè",
        "Xem thêm", "Lượt xem: 123", "Từ khóa: dân vận", "Facebook Zalo 12", "190 Go top",
    )
)  # fmt: skip


@given(st.lists(st.tuples(JUNK, SPOKEN), min_size=1, max_size=6))
def test_sentences_survive_between_any_junk_and_the_junk_does_not(pairs):
    page = "\n\n".join(f"{junk}\n\n{sentence}" for junk, sentence in pairs)

    article = article_from_text(page, "a.txt", title=TITLE)

    assert article.text.split() == " ".join(sentence for _, sentence in pairs).split()


@given(any_text)
def test_composed_and_decomposed_forms_give_one_article_in_nfc(text):
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    try:
        article = article_from_text(composed, "a.txt")
    except ArticleError:
        with pytest.raises(ArticleError):
            article_from_text(decomposed, "a.txt")
        return

    assert article_from_text(decomposed, "a.txt") == article
    assert unicodedata.is_normalized("NFC", article.text)


@given(st.lists(SPOKEN, min_size=1, max_size=6).map("\n\n".join))
def test_reading_the_output_again_keeps_all_sentences(text):
    once = article_from_text(f"{TITLE}\n\n{text}", "a.txt")
    again = article_from_text(once.text, "a.txt", title=once.title)

    assert (again.title, again.text) == (once.title, once.text)
    assert again.article_id == once.article_id
    kept = [once.text[start:end] for start, end in sentence_spans(once.text)]
    assert " ".join(kept).split() == text.split()


@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_or_an_article_error(data):
    try:
        article = article_from_bytes(data, "a.txt")
    except ArticleError:
        return

    assert article.text.strip() == article.text != ""


@given(any_text)
def test_any_text_gives_an_article_or_an_article_error(text):
    try:
        article = article_from_text(text, "a.txt")
    except ArticleError:
        return

    lines = article.text.split("\n")
    assert [line for line in lines if line != " ".join(line.split())] == []
    assert "\n\n\n" not in article.text
