"""Words that decide whether a sentence says the same: what marks, what is light, what is equal."""

from __future__ import annotations

from typing import Final

from qa.identifiers import OFFICE, OFFICES


def _set(phrases: str) -> frozenset[str]:
    return frozenset(phrases.split("|"))


MARKS: Final[dict[str, str]] = {
    phrase: kind
    for kind, phrases in {
        "negation": "không|chưa|chẳng|chả|không phải|không thể|không có|chưa có|trừ|ngoại trừ|đừng",
        "must": "phải|bắt buộc|buộc phải",
        "need": "cần|cần phải",
        "should": "nên",
        "may": "có thể|được phép|được quyền",
        "forbid": "không được|không được phép|nghiêm cấm|cấm",
        "future": "sẽ|sắp|dự kiến|phấn đấu|hướng tới",
        "ask": "đề nghị|đề xuất|yêu cầu|kêu gọi",
        "all": "toàn bộ|toàn thể|tất cả|mọi|toàn|100 %",
        "each": "mỗi|từng",
        "some": "một số|một vài|vài",
        "most": "hầu hết|phần lớn|đa số",
        "many": "nhiều|đông đảo",
        "few": "ít",
        "only": "chỉ|duy nhất",
    }.items()
    for phrase in phrases.split("|")
}
"""Phrase to the kind of mark that it sets on the words behind it."""

NEVER_DROPPED: Final = frozenset(MARKS.values()) - {"all", "each", "many"}
"""Marks without which the same words claim more."""

ABOUT: Final[dict[str, str]] = {
    phrase: bound
    for bound, phrases in {
        "more": "hơn|trên|more than|over",
        "less": "dưới|chưa đến|chưa tới|less than|under|below",
        "nearly": "gần|nearly|almost",
        "about": "khoảng|chừng|xấp xỉ|ước|about|around|approximately|some",
        "at least": "ít nhất|tối thiểu|at least",
        "at most": "tối đa|nhiều nhất|không quá|at most|up to",
    }.items()
    for phrase in phrases.split("|")
}
"""What stands before a figure, to how the figure is meant."""

AXES: Final[tuple[tuple[frozenset[str], frozenset[str]], ...]] = tuple(
    (frozenset(one.split("|")), frozenset(other.split("|")))
    for one, other in (
        (
            "tăng|tăng cường|nâng cao|nâng|mở rộng|phát huy|củng cố|gia tăng|nhiều hơn|cao hơn",
            "giảm|giảm bớt|hạ thấp|hạ|hạ xuống|thu hẹp|hạn chế|suy yếu|ít hơn|thấp hơn|cắt giảm",
        ),
        ("cao|lớn|nhiều nhất|cao nhất", "thấp|nhỏ|ít nhất|thấp nhất"),
        ("trước|đầu|sớm|bắt đầu", "sau|cuối|muộn|kết thúc"),
        ("thuận lợi|tích cực|thắng lợi|tốt", "khó khăn|tiêu cực|thất bại|yếu|kém"),
        ("đồng tình|ủng hộ|đồng ý|tán thành", "phản đối|bác bỏ|từ chối"),
        ("hợp pháp|đúng pháp luật", "bất hợp pháp|trái pháp luật"),
    )
)
"""Words of one direction and of the other."""

LABELS: Final = _set(
    "năm|tháng|ngày|thứ|lần|độ|phút|giờ|khóa|điều|khoản|mức|lớp|quý|kỳ|điểm|tập|vòng|mục|"
    "chương|phần|bậc|hạng|đợt|cấp"
)
"""Words before a number that say what it numbers: mức độ 4 is not 4 mức độ."""

LEVELS: Final = _set(
    "trung ương|cấp trung ương|cấp tỉnh|cấp huyện|cấp xã|tỉnh ủy|huyện ủy|thành ủy|thị ủy|"
    "quận ủy|đảng ủy xã|đảng ủy"
)
"""Levels of party and administration, each one word here."""

ACTS: Final = _set(
    "giám sát|đánh giá|đối thoại|lãnh đạo|chỉ đạo|kiểm tra|phục vụ|ủng hộ|hỗ trợ|phối hợp|giúp|"
    "giúp đỡ|khen thưởng|tiếp|quản lý|báo cáo|hướng dẫn|bầu|bổ nhiệm|phê bình|tham mưu|"
    "phản ánh|gửi|trao|giao|tố cáo|khiếu nại|thăm|lắng nghe|tuyên truyền|vận động|thành lập|"
    "phê duyệt|với|cho|từ|tác động|ảnh hưởng|thay thế|kế nhiệm|tặng|chủ trì|mời|thuộc|hơn"
)
"""Words with somebody or something on either side that may not change places."""

_ROLES = (
    f"{OFFICE}|{'|'.join(f'phó {office}' for office in OFFICES)}|tổng bí thư|trưởng ban|"
    "trưởng đoàn|trưởng phòng|chánh văn phòng|đoàn trưởng|ủy viên|phó trưởng ban|"
    "phó trưởng phòng|phó bí thư thường trực|phó thủ tướng thường trực|"
    "phó chủ tịch thường trực|phó trưởng ban thường trực|phó trưởng đoàn|thường trực"
)
ROLES: Final = frozenset(_ROLES.split("|")) | frozenset(f"nguyên {r}" for r in _ROLES.split("|"))
"""Offices; each is one word here, so that a deputy is never taken for the head."""

SAYING: Final = "khẳng định"
_EQUAL = (
    f"{SAYING}|cho biết|nhấn mạnh|nêu rõ|cho rằng|nêu|chỉ rõ|phát biểu|nói|nói rằng|cho hay",
    "nhân dân|người dân|bà con|quần chúng nhân dân|quần chúng",
    "mặt trận tổ quốc|mặt trận tổ quốc việt nam|mặt trận",
    "thực hiện|triển khai|tiến hành|thực thi|triển khai thực hiện",
    "tổ chức|diễn ra|họp",
    "tăng cường|đẩy mạnh",
    "nâng cao|nâng lên",
    "năm qua|trong năm qua|năm vừa qua",
    "xây dựng|gây dựng",
    "đạt|đạt được|giành được|thu được",
    "kết quả|thành quả",
    "giải quyết|xử lý",
    "lựa chọn|chọn|chọn ra|được chọn",
    "đăng ký|đăng kí",
    "tỉnh|địa bàn tỉnh",
    "toàn quốc|cả nước",
    "ghi nhận|đánh giá cao",
    "biểu dương|tuyên dương|khen ngợi",
    "đoàn viên hội viên|đoàn viên và hội viên",
    "chủ trì|điều hành",
    "phối hợp|phối hợp cùng|cùng phối hợp",
    "hiệu quả|có hiệu quả",
    "quy chế|bản quy chế",
    "hiện|hiện nay|hiện tại|hiện có|đang có",
    "mở rộng|nhân rộng",
    "văn bản|tài liệu",
    "thời gian qua|vừa qua|những năm qua|thời gian vừa qua",
    "thời gian tới|sắp tới|trong thời gian tới",
    "trực tuyến|qua mạng",
    "huy động|vận động",
    "công khai|công khai hóa",
    "đồng thuận|nhất trí",
    "kịp thời|nhanh chóng",
    "đến|tới",
    "chú trọng|coi trọng|quan tâm",
    "đảm bảo|bảo đảm",
    "tập trung|dồn sức",
    "đông người|nhiều người",
    "cơ sở|cấp cơ sở",
)
EQUAL: Final[dict[str, str]] = {
    phrase: phrases.split("|")[0] for phrases in _EQUAL for phrase in phrases.split("|")
}
"""Phrase to the one by which all that mean the same are known."""

LIGHT: Final = _set(
    "và|hoặc|hay|với|của|cho|để|ở|tại|trong|ngoài|về|từ|đến|tới|theo|bởi|do|vì|thì|là|mà|rằng|"
    "này|đó|đây|ấy|các|những|cái|việc|sự|cuộc|một|đã|được|bị|lại|cũng|vẫn|còn|rất|có|như|khi|"
    "vào|ra|lên|qua|cùng|ngày|tháng|năm|số|gồm|bao|bằng|nhằm|thuộc|đối|nay|vừa|đang|giữa|trên|"
    "dưới|nữa|luôn|mình|họ|người|đều|ngay"
) | _set(
    "đồng thời|ngoài ra|bên cạnh đó|theo đó|cụ thể|cụ thể là|bài viết|theo bài viết|đồng chí|"
    "ông|bà|đối với|bao gồm|gồm có|trong đó|không chỉ|không những|mà còn|cùng với đó|qua đó|"
    "từ đó|thông qua|liên quan|liên quan đến|nhờ đó|nhờ|như sau|được biết|nói về|ban hành|"
    "đó là|chính là|nói trên|nêu trên|cũng như|tức là|nhất là|đặc biệt là"
)
"""Words that add no claim of their own."""

FIXED: Final = _set(
    "không ngừng|không gian|không khí|không quân|nông thôn mới|một cửa|chỉ đạo|chỉ thị|chỉ số|"
    "chỉ tiêu|chỉ huy|chỉ định|chỉ dẫn|địa chỉ|chỉ ra|trở nên|làm nên|phải kể đến|phải trái|"
    "sắp xếp|an toàn|toàn diện|hoàn toàn|toàn cảnh|toàn dân|toàn đảng|toàn quân|toàn cầu|"
    "toàn văn|từng bước|loại trừ|phòng trừ|bài trừ|trừ tà|cần cù|cần kiệm|chuyên cần|"
    "người đứng đầu|đứng đầu|đầu tư|hàng đầu|bước đầu|ban đầu|đầu mối|hạ tầng|chủ yếu|"
    "thiết yếu|trọng yếu|yếu tố|to lớn|sau đó|trước hết|trước mắt|ước mơ|quy ước|hương ước|"
    "cấm kỵ|ít nhất|nhiều nhất|tăng gia|thường vụ|chức năng"
)
"""Fixed phrases, in which no word marks what stands behind it."""

FRAME: Final = _set(
    "đơn vị|nội dung|thời gian|địa điểm|tổng số|tổng cộng|số lượng|chức vụ|tên|câu trả lời"
)
"""Words that an answer may put before "là" to say what is being told."""

SURNAMES: Final = _set(
    "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|trương|đinh|điểu|"
    "mai|tô|hà|lương|cao|tạ|đoàn|trịnh|lưu|chu|tống|vương|quách|thái|la|kim|thạch|châu|lâm|"
    "nông|ma|triệu|phùng|đào|hứa|tăng|giàng|lò|vàng|sùng|thào|cầm|đàm|khuất|nghiêm|văn|viên|vi|"
    "lù|kiều|tòng"
)

NUMBER_WORDS: Final = {
    word: value
    for value, word in enumerate(
        ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"], start=1
    )
}
