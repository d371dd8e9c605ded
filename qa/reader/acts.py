"""What is asked for in set words, and the words without which a sentence does not tell it."""

from __future__ import annotations

import re

from qa.reader.kinds import answer_type
from qa.reader.lacks import Lack, as_typed
from qa.reader.refusals import unmentioned
from qa.types import Question
from qa.vietnamese import fold, search_form

AGE_ASKED = r"\b(?:bao nhieu|may) tuoi\b|\bhow old\b"
"""That somebody's age is asked for, folded."""
# What is asked of somebody's life or work, folded, and how it is told.
_LIFE = (
    (r"\bsinh (?:nam|ngay|thang|o|tai|vao|khi|bao gio)|\bborn\b|\bbirth",
     r"\bsinh (?:năm|ngày|tháng|ở|tại|ra|vào|\d)|\btuổi\b|\bborn\b|"
     r"\((?:ngày )?\d{1,2}(?: tháng |[-/])\d"),
    (AGE_ASKED, r"\btuổi\b|\bsinh (?:năm|ngày)|\bborn\b"),
    (r"(?<!cay )\bque (?:o|quan|dau|tinh|nao)\b",
     r"\bquê\b|\bsinh (?:ra|[^.;]{0,60}?(?:ở|tại) )|\bborn\b|"
     r"\b(?:ở|trú|từ) (?:thôn|xóm|bản|ấp|làng|xã|phường|huyện|tỉnh)\b"),
    (r"\bqua doi\b",
     r"\b(?:qua đời|từ trần|mất (?:năm|ngày|tại|\d+)|chết|tử vong|h[yi] sinh|died)\b"),
)  # fmt: skip
# What somebody does, or where and whom something is, as it is asked and as it is told: who did it
# cannot be told by a sentence about something else that they did.
_VENUES = (
    r"(?:hội trường|tòa nhà|khách sạn|nhà (?:hát|khách|văn hóa)|quảng trường|sân vận động|"
    r"phòng họp|trụ sở)"
)
_WHO = r"\b(?:ai|(?:người|đồng chí|ông|bà|lãnh đạo|vị) nào|who|(?:họ )?tên(?: của)? người)\b"
_HEADS = (
    r"trưởng|chủ|giám đốc|bí thư|lãnh đạo|chỉ huy|phụ trách|dẫn|cầm đầu|thủ|đứng đầu|sáng lập|"
    r"tổng (?!kết|hợp|số|thể|thu|chi)|"
    r"head|chief|director|president|lead"
)
_SUM = r"\d\S*\s*(?:đồng|nghìn|ngàn|triệu|tỷ|usd|đô|euro|tệ|lần|tháng lương|% (?:mức )?lương|mức)"
"""A sum, in money or in wages."""
_TOLD_BY = (
    (rf"{_WHO}.*\bký\b(?! (?:kết|túc|họa|ức|sự|hiệu))|\bdo ai ky\b|\bngười ký\b.*\bai\b",
     r"\bký\b", "ai ký", "who signed"),
    (r"\bwho (?:is the person )?sign(?:s|ed)?\b", r"\b(?:ký|signed)\b", "ai ký", "who signed"),
    (rf"{_WHO}.*\bthay (?!m[ặa]t|[đd][ổo]i|v[ìi]|th[ếe])",
     r"\bthay (?!mặt|đổi|vì)|\bkế (?:nhiệm|vị|tục)\b|\btiếp quản\b", "ai thay", "who followed"),
    (r"^\W*trước (?:ông|bà|đồng chí|anh|chị) .*\bai\b",
     r"\b(?:tiền nhiệm|thay (?!mặt|đổi)|kế nhiệm|nguyên|cựu|trước)\b", "ai đi trước",
     "who came before"),
    (rf"{_WHO}.*\bchủ trì\b|\bwho (?:co ?-?)?(?:chair(?:s|ed)?|presided)\b",
     r"\b(?:chủ trì|chủ tọa|điều hành)\b", "ai chủ trì", "who chaired"),
    (rf"(?:{_WHO}|\b(?:cơ quan|đơn vị|tổ chức) nào).*\bphát động\b|\bwho launched\b",
     r"\b(?:phát động|khởi xướng|kêu gọi|khởi động|mở đầu)\b", "ai phát động", "who launched it"),
    (rf"{_WHO}.*\b(?:đứng|dẫn|cầm) đầu\b|\bđứng đầu\b.*\b(?:là ai|tên (?:là )?gì)\b",
     rf"\b(?:{_HEADS})\b", "ai đứng đầu", "who heads it"),
    (rf"{_WHO}(?: là người)?(?: đã)? (?:nghĩ ra|sáng lập|khởi xướng|đề xuất|lập ra)\b"
     r"|\bdo ai (?:nghĩ|sáng lập|khởi xướng|đề xuất|lập|đưa) ?(?:ra)?\b"
     r"|\bwho (?:founded|started|invented|set up)\b",
     r"\b(?:nghĩ ra|sáng (?:lập|kiến)|khởi xướng|đề xuất|đề nghị|kiến nghị|ý tưởng|lập|đưa ra|"
     r"tham mưu|phát động|mở đầu|đầu tiên)\b", "ai khởi xướng", "whose idea it was"),
    (rf"{_WHO}.*\bphụ trách\b",
     r"\b(?:phụ trách|phân công|giao|(?:tổ|nhóm|đội) trưởng)\b", "ai phụ trách",
     "who is in charge"),
    (rf"{_WHO}.*\btiếp (?:đoàn|đón)\b", r"\b(?:tiếp|đón)\b", "ai tiếp", "who received them"),
    (r"\b(?:nào|ai|đâu)\b.*\b(?:nhiều|đông|ít) nhất\b",
     r"\b(?:nhất|kỷ lục|(?:dẫn|đứng|hàng) đầu|đầu (?:tiên|bảng)|vượt|hơn|top|tối (?:đa|thiểu)|"
     r"chủ yếu|đa số|phần lớn)\b", "nơi nào nhất", "which is first"),
    (r"\b(?:(?<!thế )nào|ai|đâu)\b.*\b(?:đầu|trước) tiên\b"
     r"|\b(?:đầu|trước) tiên\b.*\b(?:(?<!thế )nào|ai|đâu)\b",
     r"\b(?:tiên|lần đầu|đi đầu|mở|khởi|thứ nhất|sớm nhất|từ đầu|lúc đầu|thử|thí điểm|rủ|"
     r"đề xuất)\b", "nơi hay người đầu tiên",
     "who or what was first"),
    (r"\b(?:giành|đoạt|đạt) giải\b.*\b(?:nào|ai|gì)\b"
     r"|\b(?:nào|ai)\b.*\b(?:giành|đoạt|đạt) giải\b",
     r"\b(?:giải|nhất|nhì|quán quân|thắng|vô địch)\b", "giải thưởng", "a prize"),
    (r"\brộng (?:là )?bao nhiêu\b|\bhow wide\b", r"rộng|ngang|diện tích|ha\b|m2|m²|héc",
     "bề rộng", "how wide it is"),
    (r"\b(?:luật sư|bác sĩ|kỹ sư|kiến trúc sư) nào\b|\bai là (?:luật sư|bác sĩ|kỹ sư)\b",
     r"\b(?:luật sư|bác sĩ|kỹ sư|kiến trúc sư|bs|ks|ls)\b", "người được hỏi",
     "the person asked for"),
    (r"\bthứ mấy\b(?! (?:trong|của))",
     r"\b(?:thứ|chủ nhật|lần|khóa|hạng|hằng (?:ngày|tuần)|mỗi (?:ngày|tuần)|cuối tuần)\b",
     "thứ mấy", "which day or turn"),
    (r"\btrước khi (?:làm|giữ|nhận|lên|trở thành)\b.*\b(?:gì|nào)\b",
     r"\b(?:nguyên|cựu|từng|trước|vốn|sau khi|bổ nhiệm|điều động)\b", "trước đó",
     "what was before"),
    (r"(?<!cơ )(?<!trụ )\bsở nào\b", r"(?<!cơ )(?<!trụ )\bsở\b", "sở nào", "which department"),
    (r"\btrụ sở\b.*\b(?:đâu|nào)\b|\bđịa chỉ (?:(?:của|cụ thể) .*)?(?:ở đâu|nào|là gì)\b",
     r"\b(?:trụ sở|địa chỉ|đường|nằm|tọa lạc|(?:đặt|đóng|tại|ở) (?:tại|ở|số))\b",
     "trụ sở hay địa chỉ", "an address"),
    (r"\bxếp (?:loại|hạng|thứ)\b.*\b(?:gì|nào|mấy|bao nhiêu)\b|\b(?:where|how) (?:did|does|do)\b"
     r".*\brank\b|\b(?:what|which) (?:\w+ )?(?:rank(?:ing)?|place in)\b",
     r"\b(?:xếp|hạng|loại|đứng|thứ)\b", "xếp loại", "a rating"),
    (r"\b(?:what|which)(?: \w+){0,2} score\b|^\W*what (?:is|was) (?:(?!to )[\w'’]+ ){0,5}score\b"
     r"|\bbao nhiêu điểm\b",
     r"\bđiểm\b|\d ?%|\b(?:đạt|chỉ số|tỷ lệ)\b.*\d", "số điểm", "a score"),
    (r"\bhuyện(?:,(?: \w+){1,2})? nào\b", r"\b(?:huyện|thị xã|thành phố|quận|tp)\b",
     "huyện nào", "which district"),
    (r"\b(?:xã|phường) nào\b(?! cũng)", r"(?<!cấp )\b(?:xã|phường|thị trấn)\b(?! hội)",
     "xã nào", "which commune"),
    (r"(?<!đảng )(?<!cán )(?<!lạc )\bbộ nào\b", r"(?<!đảng )(?<!cán )\bbộ (?!chính trị|phận|máy)",
     "bộ nào", "which ministry"),
    (r"\bbệnh viện nào\b", r"\bbệnh viện\b", "bệnh viện nào", "which hospital"),
    (r"\bngân hàng nào\b|\bwhich bank\b", r"(?<!một )(?<!các )\bngân hàng\b", "ngân hàng nào",
     "which bank"),
    (r"\btrường nào\b|\bwhich (?:school|university)\b", r"\b(?:trường|đại học|học viện)\b",
     "trường nào", "which school"),
    (r"\bgiai đoạn (?:hai|ba|2|3|ii|iii)\b(?! ?[-–\d])|\bsecond (?:phase|stage)\b",
     r"\bgiai đoạn (?:hai|ba|2|3|ii|iii|tiếp|sau|tới)\b", "giai đoạn được hỏi",
     "the phase asked for"),
    (r"\bgiai đoạn (?:một|1|i)\b(?! ?[-–\d])|\bfirst (?:phase|stage)\b",
     r"\bgiai đoạn (?:một|1|i|đầu)\b", "giai đoạn được hỏi", "the phase asked for"),
    (r"\b(?:khởi công|động thổ)\b.*\b(?:nào|bao giờ)\b",
     r"\b(?:khởi công|khởi động|động thổ|bắt đầu|triển khai|mở|xây|thi công)\b",
     "ngày khởi công", "when the work began"),
    (r"\bbế (?:giảng|mạc)\b.*\b(?:nào|bao giờ)\b",
     r"\b(?:bế|kết thúc|hoàn thành|xong|đến|trong \w+ ngày)\b", "ngày kết thúc", "when it ended"),
    (r"\b(?:đặt|đề) (?:ra )?(?:chỉ tiêu|mục tiêu|kế hoạch)\b.*\b(?:bao nhiêu|mấy)\b"
     r"|\b(?:chỉ tiêu|mục tiêu)\b.*\blà (?:bao nhiêu|mấy)\b",
     r"\b(?:chỉ tiêu|mục tiêu|phấn đấu|dự kiến|đến (?:hết |cuối |tháng )?năm|sẽ|ít nhất|"
     r"tối thiểu|đặt ra|đề ra|trở lên|kế hoạch|yêu cầu|giao|tới|cần|phải|toàn bộ|100%)",
     "chỉ tiêu được hỏi", "the target asked for"),
    (r"^\W*(?:mỗi|bình quân|trung bình) (?!năm).*\b(?:bao nhiêu|mấy)\b"
     r"|\bhow (?:much|many)\b.*\b(?:each|per) \w+\W*$",
     r"\b(?:mỗi|bình quân|trung bình|từng|hằng|hàng|một|cho|các|đều|những)\b|/",
     "con số của mỗi", "a number for each"),
    (r"\bđịa điểm (?:\w+ )?nào\b",
     rf"\b{_VENUES}\b|\bđịa điểm\b|\b(?:tại|ở) (?:tỉnh|huyện|xã|phường|thành phố|tp|thị|thủ đô|"
     r"khu|điểm|trung tâm|nhà)", "địa điểm", "a place"),
    (rf"\b{_VENUES}(?: (?:hay|hoặc) \w+(?: \w+)?)? nào\b"
     r"|\b(?:which|what) (?:building|hall|hotel|venue)\b",
     rf"\b{_VENUES}\b|\b(?:trung tâm|cung|nhà)\b", "tòa nhà hay hội trường", "a building or hall"),
    (r"\bthay thế\b.*\b(?:nào|gì)\b", r"\b(?:thay thế|thay cho|thay bằng|bãi bỏ|hủy bỏ)\b",
     "điều gì được thay thế", "what is replaced"),
    (r"\b(?:kỷ luật|xử phạt|bị phạt)\b.*\b(?:nào|gì|sao)\b|\bdisciplin(?:ed|ary)\b",
     r"\b(?:kỷ luật|phạt|cảnh cáo|khiển trách|cách chức|buộc thôi việc|chế tài|nộp|vạ|đền|phải|"
     r"thì)\b",
     "hình thức kỷ luật hay xử phạt", "a punishment"),
    (r"\bphê bình\b", r"\b(?:phê bình|nhắc nhở|kiểm điểm|khiển trách|phê phán)\b",
     "lời phê bình", "criticism"),
    (r"\b(?:hạn (?:chót|cuối|gửi|nộp|báo cáo)|thời hạn|(?:chậm|muộn) nhất)\b"
     r".*\b(?:nào|bao giờ|gì)\b|\bdeadline\b",
     r"\b(?:hạn(?! chế)|trước (?:ngày|khi|tháng)|(?:chậm|muộn) nhất|kể từ|đến (?:hết|ngày)|"
     r"trong (?:vòng|thời gian|\d))", "thời hạn", "a deadline"),
    (r"\b(?:dự toán|tổng (?:mức đầu tư|vốn|kinh phí|chi phí)|kinh phí|chi phí|vốn (?:đầu tư|xây))\b"
     r".*\b(?:bao nhiêu|mấy)\b(?! (?:ca|hộ|người|trường hợp|đối tượng|xã|công trình|dự án|lần)\b)",
     r"\b(?:kinh phí|dự toán|tổng mức|vốn|đầu tư|chi|trị giá|tốn|hết|ngân sách|tài trợ|giá|chi phí|"
     r"giá trị|quỹ)\b", "kinh phí", "a cost or budget"),
    (r"^\W*(?:mức |đơn )?(?:giá|học phí|phí)\b(?! trị).*\b(?:bao nhiêu|mấy)\b"
     r"|(?<!đánh )\b(?:giá|học phí)\b(?! trị)(?: \w+){0,8} bao nhiêu\b",
     r"\b(?:giá|phí|thuê|bán|mua|đền bù|bồi thường)\b|đồng/", "giá", "a price"),
    (r"\bphạt\b.*\bbao nhiêu (?:tiền|triệu)\b", r"\bphạt\b", "tiền phạt", "a fine"),
    (r"\bvay\b(?: \w+){0,6} bao nhiêu tiền\b", r"\bvay\b", "tiền vay", "a loan"),
    (r"\b(?:chủ đề|phương châm|khẩu hiệu)\b[^,]*\bnăm (?:19|20)\d\d\b.*\bgì\b"
     r"|\bnăm (?:19|20)\d\d,? (?:chủ đề|phương châm|khẩu hiệu)\b.*\bgì\b",
     r"\b(?:chủ đề|phương châm|khẩu hiệu|chủ điểm|thông điệp)\b", "chủ đề hay phương châm",
     "a theme or motto"),
    (r"\bđường dây nóng\b.*\b(?:số (?:mấy|nào|bao nhiêu)|là gì)\b|\bhotline\b",
     r"\d(?:[. ]?\d){6}|\b1[89]00\b", "số đường dây nóng", "the number of a hotline"),
    (r"\bhiệu lực\b.*\b(?:nào|bao giờ)\b", r"\b(?:hiệu lực|áp dụng|thi hành|kể từ|từ ngày)\b",
     "ngày có hiệu lực", "when it takes effect"),
    (r"\bhết hạn\b.*\b(?:nào|bao giờ)\b", r"\b(?:hạn|đến ngày|đến hết)\b", "ngày hết hạn",
     "when it ends"),
    (r"\b(?:khánh thành|khai trương|thông xe)\b.*\b(?:nào|bao giờ)\b",
     r"\b(?:khánh thành|hoàn thành|thông xe|đưa vào|bàn giao|xong|cắt băng|vận hành|khai trương|"
     r"mở cửa|đi vào)\b", "ngày khánh thành", "when it was opened"),
    (r"\b(?:xây|dựng|lập|thành lập) (?:từ |vào )?năm nào\b",
     r"\b(?:xây|dựng|lập|từ năm|có từ|ra đời)\b", "năm thành lập", "when it was founded"),
    (r"\bnhà xuất bản nào\b", r"\bxuất bản\b", "nhà xuất bản nào", "which publisher"),
    (r"\btòa(?: án)? nào\b|\bwhich court\b", r"\btòa\b", "tòa nào", "which court"),
    (r"\b(?:kinh phí (?:tổ chức|thực hiện|cho|làm|xây)|(?:chi|tốn|hết) bao nhiêu)\b"
     r"|\bngân sách\b.*\bbao nhiêu\b|\b(?:total |what )?(?:budget|cost) of\b",
     r"\b(?:kinh phí|ngân sách|chi(?= phí| hơn| gần| trên| \d|$)|tốn|hết|trị giá|tổng mức|vốn|"
     r"đầu tư|tài trợ|thuê|trả|phí|giá trị)\b", "kinh phí", "a cost or budget"),
    (r"\bhow much\b.*\b(?:cost|spent|spend|pay|paid|price|worth|charged?)\b",
     r"\d.*\b(?:đồng|tỷ|triệu|usd|đô|tệ|euro)\b", "số tiền", "a sum of money"),
    (r"\b(?:bao nhiêu|mấy) đại biểu\b", r"\bđại biểu\b", "số đại biểu", "the number of delegates"),
    (r"\b(?:lương|thu nhập)\b(?! thực).*\b(?:bao nhiêu|mấy)\b", r"\b(?:lương(?! thực)|thu nhập)\b",
     "lương hay thu nhập", "pay or income"),
    (r"\b(?:phụ cấp|thù lao)\b.*\b(?:bao nhiêu|mấy)\b|\bhow much\b.*\ballowances?\b",
     rf"^(?=.*{_SUM}).*\b(?:phụ cấp|trợ cấp|thù lao|hỗ trợ|lương)\b",
     "mức phụ cấp", "an allowance"),
    (r"\b(?:mức|tiền) (?:khen )?thưởng\b(?!.*\b(?:thế nào|ra sao)\b)", _SUM, "mức thưởng",
     "a sum for prizes"),
    (r"\bdoanh (?:thu|số)\b.*\b(?:bao nhiêu|mấy)\b",
     r"\b(?:doanh (?:thu|số)|bán|thu (?:về|được|gần|hơn|trên|\d)|lãi)\b", "doanh thu",
     "a turnover"),
    (r"\bvé\b.*\b(?:bao nhiêu|mấy)\b", r"\bvé\b", "giá vé", "a fare"),
    (r"\btiền ăn\b.*\b(?:bao nhiêu|mấy)\b", r"\băn\b", "tiền ăn", "a sum for meals"),
    (r"\bthưởng\b(?! vụ| trực).*\b(?:bao nhiêu|mấy) (?:tiền|triệu|nghìn|đồng)\b",
     r"\b(?:thưởng|giải|trao|tặng)\b", "tiền thưởng", "prize money"),
    (r"\b(?:đền bù|bồi thường)\b.*\b(?:bao nhiêu|mấy) (?:tiền|triệu|tỷ|nghìn|đồng)\b",
     r"\b(?:đền bù|bồi thường|hỗ trợ|chi trả|nhận)\b", "tiền bồi thường", "compensation"),
    (r"\b(?:bao nhiêu|mấy) (?:km|ki-?lô-?mét|cây số)\b", r"km|ki-?lô|\b(?:cây số|dặm|mét|m)\b",
     "độ dài", "a length"),
    (r"\b(?:bao nhiêu|mấy) mét\b", r"mét|m2|m²|\b(?:\d+ ?)?[ck]?m\b", "số mét", "metres"),
    (r"\b(?:bao nhiêu|mấy) (?:héc-?ta|hecta|ha)\b", r"héc|hecta|m2|m²|km2|\b(?:\d+ ?)?ha\b|mẫu",
     "diện tích", "an area"),
    (r"\b(?:bao nhiêu|mấy) (?:tấn|kg|tạ|ki-?lô)\b", r"tấn|kg|\b(?:tạ|cân|lạng)\b",
     "khối lượng", "a weight"),
    (r"\bdân số\b.*\bbao nhiêu\b", r"\b(?:dân|người|nhân khẩu)\b", "dân số", "the population"),
    (r"\blãi suất\b|\binterest rate", r"\blãi\b", "lãi suất", "a rate of interest"),
    (r"\bthiệt hại\b.*\bbao nhiêu\b", r"\b(?:thiệt hại|mất|tổn thất|hư hỏng|ước tính)\b",
     "thiệt hại", "the damage"),
    (r"\bbuộc thôi việc\b", r"\b(?:thôi việc|sa thải|kỷ luật)\b", "buộc thôi việc", "a dismissal"),
    (r"(?<!sầu )\briêng (?!(?:trong )?(?:năm|quý|tháng)\b).*\b(?:bao nhiêu|mấy)\b", r"\briêng\b",
     "con số riêng", "a separate figure"),
    (r"\btiêu chí (?:\w+ ){0,2}(?:nào|gì)\b",
     r"\b(?:tiêu chí|tiêu chuẩn|căn cứ|dựa|điều kiện|yêu cầu)\b", "tiêu chí", "criteria"),
    (r"\bmay gio\b|\b(?:at )?what time\b", r"\d ?(?:giờ|h)\b|\bgiờ\b|:\d\d\b",
     "giờ", "an hour"),
    (r"\bsố điện thoại\b|\bphone number\b", r"\d(?:[. ]?\d){6}",
     "số điện thoại", "a telephone number"),
    (r"\b(?:email|thư điện tử)\b", r"@|\bemail\b|\bthư điện tử\b",
     "thư điện tử", "an e-mail address"),
)  # fmt: skip
_OF_A_ROW = re.compile(
    r"\b(giải|hạng|huy chương|lần thứ) (nhất|nhì|hai|ba|tư|năm|sáu|bảy|khuyến khích|đặc biệt|vàng|"
    r"bạc|đồng|\d+)\b"
)
_NUMBERED_UNIT = re.compile(
    r"\b(?:((?:tổ công tác|tổ|đội|nhóm|cụm|khu|mẫu|gói thầu) số)|(thôn|ấp|khu phố|điều|khoản|"
    r"chương|trung đoàn|tiểu đoàn|đại đội|lữ đoàn|sư đoàn)) (\d+)\b"
)
_ACTS = [
    (re.compile(asks), re.compile(tells), what, in_english)
    for asks, tells, what, in_english in _TOLD_BY
]


def lacked_act(question: Question, told: str) -> Lack | None:
    """What somebody did, or where something is, of which the sentence does not speak."""
    form = search_form(question.searched)
    if answer_type(form) == "yesno":  # "có phải huyện nào cũng …" asks for no district
        return None
    form = f"{form}\n{fold(form)}"  # of what was typed without accents, they may be restored wrong
    for asks, tells, what, in_english in _ACTS:
        if asks.search(form) and not tells.search(search_form(told)):
            return untold(question, what, in_english)
    return None


def lacked_of_a_row(question: Question, told: str) -> Lack | None:
    """The prize or turn that is asked about, where another one is told of: "giải nhì"."""
    asked, others = (_of_a_row(search_form(text)) for text in (question.searched, told))
    kinds = {kind for kind, _ in asked} & {kind for kind, _ in others}
    missed = sorted(each for each in asked - others if each[0] in kinds)
    if not missed or asked & others:
        return None
    return untold(question, f"“{' '.join(missed[0])}”", f"“{' '.join(missed[0])}”")


def _of_a_row(form: str) -> set[tuple[str, str]]:
    """The prizes, turns and numbered units of a text: what they are, and which of the row."""
    units = ((of or other, number) for of, other, number in _NUMBERED_UNIT.findall(form))
    return {*_OF_A_ROW.findall(form), *units}


def lacked_life(question: Question, told: str) -> Lack | None:
    """When or where somebody was born: no date that merely stands near the name says it."""
    asked, form = fold(search_form(question.searched)), search_form(told)
    for asks, tells in _LIFE:
        found = re.search(asks, asked)
        if found and not re.search(tells, form):
            missing = as_typed(question.searched, found[0])
            return Lack("entity_mismatch", missing[:1].lower() + missing[1:])
    return None


def untold(question: Question, what: str, in_english: str) -> Lack:
    """That nothing is told of what is asked for, named in the language of the question."""
    named = in_english if question.language == "en" else what
    return Lack("weak_evidence", "", unmentioned(question.language, named))
