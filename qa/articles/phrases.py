"""The words that pages are furnished with; data only, in lower case with its accents.

One phrase between commas. What a phrase may do to a line is said above its list.
"""

from __future__ import annotations

# Headings of lists of other articles: what follows in the shape of headlines is not this article.
LISTS = """
tin nổi bật, tin cùng chuyên mục, tin cùng chuyên đề, cùng chuyên mục, bài cùng chuyên mục,
tin trong chuyên mục, cùng chủ đề, tin cùng chủ đề, tin liên quan, tin bài liên quan,
các tin liên quan, tin tức liên quan, bài liên quan, bài viết liên quan, các bài viết liên quan,
có thể bạn quan tâm, bạn có thể quan tâm, có thể bạn cũng quan tâm, tin khác, các tin khác,
tin tức khác, các bài khác, bài khác, bài viết khác, các bài viết khác, tin mới, tin mới nhất,
tin mới hơn, những tin mới hơn, tin cũ hơn, những tin cũ hơn, các tin cũ hơn, các tin mới hơn,
các tin đã đưa, tin đã đưa, tin cũ, bài mới nhất, bài viết mới, bài viết mới nhất, đọc nhiều,
đọc nhiều nhất, tin đọc nhiều, tin đọc nhiều nhất, tin xem nhiều, bài đọc nhiều, được quan tâm,
được quan tâm nhất, tin được quan tâm, xem nhiều, xem nhiều nhất, tin nóng, tin xem nhiều nhất,
bài xem nhiều nhất, bài viết xem nhiều, tin tiêu điểm, tiêu điểm, tin hot, tin video,
video nổi bật, video mới, video clip, multimedia, sự kiện nổi bật, chuyên mục khác, tin đọc tiếp,
đọc tiếp, đọc thêm, xem thêm, xem tiếp, tin tiếp theo, liên kết website, liên kết web,
liên kết trang, website liên kết, trang liên kết, văn bản mới, văn bản mới ban hành, thông báo mới,
lịch công tác, liên kết hữu ích, mời bạn đọc thêm, related news, related articles, related stories,
related posts, related, most read, most viewed, most popular, latest news, more news, other news,
others, read more, see also, you may also like, recommended, editor's picks, trending, top stories,
in the same category
"""

# Forms and polls: short lines that follow are their labels.
FORMS = """
gửi cho bạn bè, gửi bạn bè, gửi tin cho bạn bè, thông tin người gửi phản hồi, thông tin phản hồi,
gửi phản hồi, phản hồi, góp ý, gửi góp ý, gửi ý kiến, thành viên đăng nhập, đăng ký nhận tin,
nhận bản tin, thăm dò ý kiến, thăm dò, bình chọn, khảo sát ý kiến, xem kết quả, đánh giá bài viết,
xếp hạng bài viết, tìm kiếm nâng cao, newsletter, thống kê truy cập, lượt truy cập,
tổng lượt truy cập, số lượt truy cập, số người truy cập, số lượng truy cập, bộ đếm truy cập,
người trực tuyến, người online, đang trực tuyến, đang truy cập, đang online, khách trực tuyến,
subscribe, sign up, log in, login, sign in, contact form
"""

# Headings of readers' comments: once the article has been told, what follows is not the article.
COMMENTS = """
bình luận, ý kiến bạn đọc, ý kiến của bạn, bình luận của bạn, gửi bình luận, viết bình luận,
bình luận của bạn đọc, ý kiến phản hồi, phản hồi của bạn đọc, viết phản hồi, để lại bình luận,
để lại một bình luận, gửi ý kiến của bạn, comments, leave a comment, leave a reply, post a comment,
your comment, add a comment
"""

# Buttons, links and labels: a line of nothing but these is no sentence.
BUTTONS = """
rss, youtube, you tube, facebook, fanpage, twitter, tweet, zalo, instagram, tiktok, telegram,
linkedin, pinterest, google, google news, google plus, google+, whatsapp, messenger, skype, viber,
theo dõi chúng tôi, theo dõi trên, kết nối với chúng tôi, follow us, follow, like, share, chia sẻ,
chia sẻ bài viết, chia sẻ facebook, chia sẻ lên facebook, chia sẻ zalo, sao chép liên kết,
sao chép đường dẫn, copy link, lưu bài viết, lưu bài, in bài, in trang, in bài viết, in tin này,
bản in, print, print this page, email this, go top, lên đầu trang, về đầu trang, đầu trang,
back to top, quay lại, trở về, trở lại, trang trước, trang sau, về trang trước, bài trước, bài sau,
cỡ chữ, tăng cỡ chữ, giảm cỡ chữ, phóng to, thu nhỏ, màu chữ, nghe bài viết, nghe đọc bài,
nghe audio, đọc bài viết, tải về, tải xuống, download, file đính kèm, tệp đính kèm, trang chủ,
home, homepage, trang nhất, liên hệ, liên hệ quảng cáo, liên hệ tòa soạn, quảng cáo, đặt báo,
sơ đồ trang, sơ đồ cổng, sitemap, site map, sơ đồ website, menu, đường dây nóng, hotline, gửi đi,
gửi, nhập lại, làm lại, english, vietnamese, phiên bản di động, giao diện mobile, đăng xuất,
quên mật khẩu, báo in, báo giấy, báo in điện tử, e-paper, ebook, podcast, emagazine, infographic,
infographics, longform, giá vàng, tỷ giá, lịch truyền hình, thông tin cần biết, hộp thư điện tử,
thư điện tử, email công vụ, about us, contact us, privacy policy, terms of use, terms of service,
advertise, skip to content, skip to main content, advertisement, click vào đây, xem chi tiết,
xem ảnh lớn, xem toàn màn hình, tắt tiếng, phát video,
hiện tại không có bình chọn nào đang hoạt động, chưa có bình luận nào, chưa có bình luận,
hãy là người đầu tiên bình luận, hãy đăng nhập để bình luận, vui lòng đăng nhập để bình luận,
bạn cần đăng nhập để bình luận, bạn đã không sử dụng site, bấm vào đây để đăng nhập,
ý kiến của bạn sẽ được biên tập trước khi đăng, ý kiến của bạn sẽ được xét duyệt trước khi đăng,
xin vui lòng gõ tiếng việt có dấu, vui lòng nhập tiếng việt có dấu, bạn đọc gõ tiếng việt có dấu,
tổng số điểm của bài viết là, click để đánh giá bài viết, hãy là người đầu tiên đánh giá bài viết,
a a, a a a, đăng nhập, đăng ký, thư viện ảnh, thư viện video
"""

# Labels of one line: with a colon behind them the whole line belongs to the page.
LABELS = """
từ khóa, từ khóa liên quan, tags, tag, hashtag, hotline, đường dây nóng, lượt xem, số lượt xem,
đã xem, số lần xem, lượt đọc, lượt truy cập, tổng lượt truy cập, views, xem thêm, đọc thêm,
mời xem thêm, tin liên quan, bài liên quan, xem tiếp, chuyên mục, đang truy cập, tổng truy cập,
máy chủ tìm kiếm, khách viếng thăm, keywords, topics, filed under, read more, see also, chia sẻ,
share, đang online, người online, thống kê truy cập
"""

# Belong to the page only beside lines that do, for articles use these words too.
WEAK = """
khách, thành viên, tổng, tổng cộng, tổng số, hôm nay, hôm qua, tuần này, tháng này, năm nay,
tuần trước, tháng trước, trong ngày, trong tuần, trong tháng, tất cả, lượt xem, lượt thích,
lượt chia sẻ, lượt, xem, lần, views, view, likes, shares, email, e-mail, họ tên, họ và tên, tên,
tên của bạn, tiêu đề, nội dung, nội dung bình luận, điện thoại, số điện thoại, địa chỉ, fax,
di động, mã bảo mật, mã xác nhận, mã an toàn, mã kiểm tra, captcha, mật khẩu, tên đăng nhập,
tên truy cập, người gửi, người nhận, email người nhận, email người gửi, name, message, website,
subject, phone, rất tốt, tốt, khá, bình thường, trung bình, kém, rất hữu ích, hữu ích,
không hữu ích, ý kiến khác, thời sự, chính trị, chính trị xã hội, xã hội, kinh tế, văn hóa,
văn hóa xã hội, giáo dục, y tế, sức khỏe, pháp luật, thể thao, quốc tế, thế giới, trong nước,
trong tỉnh, đời sống, du lịch, khoa học, công nghệ, môi trường, quốc phòng, an ninh,
quốc phòng an ninh, xây dựng đảng, dân vận, bạn đọc, tin tức, tin tức sự kiện, sự kiện,
tin hoạt động, hoạt động, news, giải trí, phóng sự, nhân ái, đất và người, politics, society,
economy, culture, world, sports, education, health, travel, business, opinion, và, of, the,
bài viết, tin, trang, site, page, thứ hai, thứ ba, thứ tư, thứ năm, thứ sáu, thứ bảy, thứ 2, thứ 3,
thứ 4, thứ 5, thứ 6, thứ 7, chủ nhật, monday, tuesday, wednesday, thursday, friday, saturday,
sunday, gmt, am, pm, °c, c, giới thiệu, giới thiệu chung, bản đồ, toàn văn, trước, sau, video, ảnh,
audio, tiếp theo, chi tiết, thích, tiếng việt, tiếng anh, media, contact, search, close, hỏi đáp,
thời tiết, chứng khoán, top, tra cứu, tìm kiếm, next, previous, back, trợ giúp
"""

# What may stand around a date where a line says nothing but when.
DATE_WORDS = """
ngày, tháng, năm, lúc, giờ, phút, vào, gmt, am, pm, cập nhật, cập nhật lúc, cập nhật ngày,
cập nhật lần cuối, đăng lúc, đăng ngày, ngày đăng, ngày đăng tin, ngày viết, ngày xuất bản,
xuất bản, ngày tạo, ngày cập nhật, thời gian, thời gian đăng, đã đăng, viết ngày, đăng tải,
ngày ban hành, bởi, published, published on, posted, posted on, updated, last updated, date,
created, lượt xem, lượt đọc, đã xem, xem, views, view, lượt, đăng bởi, tác giả, thứ hai, thứ ba,
thứ tư, thứ năm, thứ sáu, thứ bảy, thứ 2, thứ 3, thứ 4, thứ 5, thứ 6, thứ 7, chủ nhật, monday,
tuesday, wednesday, thursday, friday, saturday, sunday, giờ đăng, ngày giờ đăng, bài viết gốc
"""
UPDATED = ("cập nhật", "updated")

# A footer begins so; behind the article all that follows is the page's too.
FOOTERS = """
©, ®, copyright ©, copyright (c), copyright 2, copyright by, bản quyền thuộc, bản quyền ©,
bản quyền:, ghi rõ nguồn, vui lòng ghi rõ nguồn, yêu cầu ghi rõ nguồn, đề nghị ghi rõ nguồn,
mọi hành động sử dụng nội dung, không sao chép dưới mọi hình thức, powered by, thiết kế bởi,
thiết kế và phát triển bởi, phát triển bởi, designed by, developed by, tổng biên tập:,
phó tổng biên tập:, chịu trách nhiệm nội dung:, chịu trách nhiệm chính:, cơ quan chủ quản:,
đơn vị chủ quản:, all rights reserved
"""
# A licence is the page's own where its line also names one of these.
LICENCE = "giấy phép"
LICENSORS = """
bttt, stttt, ttđt, gp-cbc, gp-tt, báo chí, xuất bản, thông tin điện tử
"""
# These begin a line of the footer after the article's end; inside an article they may be its own.
ADDRESSES = """
địa chỉ, trụ sở, trụ sở chính, tòa soạn, điện thoại, đt, tel, fax, email, e-mail, website, hotline,
đường dây nóng, address, phone, trưởng ban biên tập, ban biên tập, văn phòng đại diện
"""
# The head of a page names its owner so.
MASTHEADS = """
cổng thông tin điện tử, trang thông tin điện tử, trang tin điện tử, cơ quan ngôn luận,
cơ quan của đảng bộ, cơ quan của ban chấp hành, tiếng nói của đảng bộ, chuyên trang của, cổng ttđt,
trang ttđt, ấn phẩm của
"""
# A newspaper, a journal, a broadcaster: what a name of an outlet begins with.
OUTLETS = """
báo, tạp chí, đài, cổng, trang, bản tin, thông tấn xã, ttxvn, vov, vtv, thông tấn
"""

# "Tin, ảnh: TUYẾT NGA"
BYLINES = """
tin ảnh, tin và ảnh, tin bài, tin bài ảnh, bài ảnh, bài và ảnh, bài ảnh video, bài, tin, tác giả,
tác giả bài viết, người viết, thực hiện, nhóm tác giả, nhóm phóng viên, phóng viên, pv, biên tập,
người đăng, đăng bởi, đăng bởi tác giả, người đưa tin, by, author, written by, reported by,
text and photo, text and photos, story and photos, text by, story by
"""
CREDITS = """
ảnh, nguồn ảnh, ảnh minh họa, ảnh tư liệu, photo, photos, photo by, video
"""
SOURCES = """
nguồn, nguồn tin, nguồn bài viết, theo, source, trích nguồn, dẫn nguồn, via
"""

# What names of bodies begin with; a line that begins so is no person.
BODIES = """
ban, báo, bộ, sở, hội, tỉnh, huyện, ubnd, hđnd, mttq, ủy, đảng, cục, chi cục, tạp chí, cổng,
trường, viện, kính, trân trọng, chào, ngày, mặt trận, chính phủ, quốc hội, trung ương, công an,
văn phòng, liên đoàn, tổng cục, cơ quan, thông tin, học viện, thành ủy, thành phố, việt nam,
đài truyền hình, đài phát thanh, tổng công ty, công ty, phòng, khoa, đoàn thanh niên, mở đầu,
tóm tắt, đặt vấn đề, lời nói đầu, kết luận, giới thiệu, kết quả, phần, chương, điều, mục, phụ lục,
tài liệu, xã, phường, và, văn bản, luật
"""

# What a signature stands under.
OFFICES = """
kt, tm, t m, tl, tuq, thay mặt, thủ tướng, phó thủ tướng, bộ trưởng, thứ trưởng, chủ tịch,
phó chủ tịch, bí thư, phó bí thư, trưởng ban, phó trưởng ban, giám đốc, phó giám đốc,
tổng giám đốc, cục trưởng, chánh văn phòng, chủ nhiệm, hiệu trưởng, viện trưởng, tổng bí thư,
đã ký, người ký, thường trực
"""
# Kinds of official documents, as they stand alone above their subject.
KINDS = """
báo cáo, chương trình, chỉ thị, công văn, công điện, hướng dẫn, kế hoạch, kết luận, luật,
lời kêu gọi, nghị quyết, nghị định, pháp lệnh, quy chế, quy định, quy ước, quyết định, thông báo,
thông cáo, thông tri, thông tư, thư kêu gọi, tờ trình, đề án
"""
# The stationery of the state and the Party, which says nothing of one document.
STATIONERY = """
cộng hòa xã hội chủ nghĩa việt nam, độc lập tự do hạnh phúc, đảng cộng sản việt nam
"""
RECIPIENTS = "nơi nhận"
