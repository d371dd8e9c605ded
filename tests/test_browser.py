"""The page in a real Chromium, against a stub that replays replies, hostile ones among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

import pytest

from tests.page_stub import ARTICLES, FLAGS, HOSTILE, Stub, chromium, page_stub

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None, reason="Chromium is not here: set CHROMIUM, or install it"
    ),
]
expect = sync_api.expect
Page = Any
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
FIRST = "Năm qua, toàn tỉnh có 2.705 điển hình “Dân vận khéo” đăng ký các cấp."
SECOND = "Qua thẩm định đã lựa chọn 922 điển hình “Dân vận khéo” đề nghị UBND các cấp khen thưởng."
PARTS = (".chips", ".title")
HTTP_FAILURE = "Failed to load resource: the server responded with a status"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def stub() -> Iterator[Stub]:
    with page_stub() as running:
        yield running


@pytest.fixture
def page(browser: Any, stub: Stub) -> Iterator[Page]:
    """A page at the stub's address; it may neither report an error nor call anyone else."""
    context = browser.new_context(viewport=DESK, reduced_motion="reduce", color_scheme="light")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    opened.on("request", lambda request: complaints.append(request.url))
    go(opened, stub.address)
    yield opened
    context.close()
    ours = (HTTP_FAILURE, "Failed to load resource: net::ERR_FAILED", stub.address)
    assert [text for text in complaints if not text.startswith(ours)] == []


def go(page: Page, address: str) -> None:
    page.goto("about:blank")  # an address that differs in its hash alone would load nothing
    page.goto(address)
    page.wait_for_selector("[data-ready]")


def ask(page: Page, question: str, wait: bool = True) -> None:
    page.fill("#box", question)
    page.press("#box", "Enter")
    if wait:
        page.wait_for_selector(".turn:last-child .status:not(.busy)")


def violations(page: Page) -> list[str]:
    found = axe.Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def sideways(page: Page) -> int:
    """How far the page can be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


# ---- the first screen


def test_the_first_screen_says_what_the_collection_holds(page: Page) -> None:
    expect(page.locator("#coverage")).to_have_text("5 bài viết, đến 25/06/2020")


def test_the_first_screen_offers_questions_about_the_newest_articles(page: Page) -> None:
    assert page.locator("#suggestions button").all_inner_texts() == [
        "“Tiếp tục triển khai công tác dân vận đồng bộ, hiệu quả” nói về gì?",
        "“Tổng kết công tác dân vận và đánh giá kết quả thực hiện ‘Năm dân vận chính quyền’ 2019” "
        "nói về gì?",
        "“Quảng Ninh: Nâng cao chất lượng, hiệu quả công tác dân vận” nói về gì?",
        "“Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở” nói về gì?",
    ]


def test_a_suggested_question_is_asked_as_it_stands(page: Page, stub: Stub) -> None:
    page.locator("#suggestions button").first.click()
    page.wait_for_selector(".after section")

    assert stub.bodies == [
        {"question": "“Tiếp tục triển khai công tác dân vận đồng bộ, hiệu quả” nói về gì?"}
    ]
    expect(page.locator("#welcome")).to_be_hidden()


def test_the_box_is_ready_to_be_typed_into(page: Page) -> None:
    expect(page.locator("#box")).to_be_focused()


# ---- asking


def test_an_answer_shows_its_sentences_numbers_and_sources(page: Page) -> None:
    ask(page, "co bao nhieu dien hinh")

    expect(page.locator(".question")).to_have_text("co bao nhieu dien hinh")
    expect(page.locator(".answer")).to_contain_text(f"{FIRST} 1 {SECOND} 2")
    assert page.locator(".answer strong").all_inner_texts() == ["2.705", "290- QĐ/TW"]
    rows = [row.replace("\n\n", "\n") for row in page.locator(".sources li").all_inner_texts()]
    assert rows == [
        "1\n2\nQuảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở\n"
        "baoquangninh.com.vn · 16/01/2018 · Quảng Ninh",
        "3\nTiếp tục triển khai công tác dân vận đồng bộ, hiệu quả\n25/06/2020 · Vĩnh Long",
    ]


def test_what_was_searched_is_shown_where_it_differs_and_can_be_edited(page: Page) -> None:
    ask(page, "co bao nhieu dien hinh")

    expect(page.locator(".status span")).to_have_text("Đã tìm: có bao nhiêu điển hình Dân vận khéo")
    page.click(".status button")
    expect(page.locator("#box")).to_have_value("có bao nhiêu điển hình Dân vận khéo")
    expect(page.locator("#box")).to_be_focused()


def test_sentences_appear_while_the_rest_is_still_on_its_way(page: Page, stub: Stub) -> None:
    ask(page, "trả lời chậm", wait=False)

    expect(page.locator(".answer")).to_have_text(re.compile(f"^{re.escape(FIRST)} 1 $|{FIRST} 1$"))
    expect(page.locator(".status span")).to_have_text(
        "Đang tìm: có bao nhiêu điển hình Dân vận khéo"
    )
    expect(page.locator("#send")).to_have_attribute("aria-label", "Dừng")
    stub.gate.set()
    expect(page.locator(".answer")).to_contain_text(SECOND)
    expect(page.locator("#send")).to_have_attribute("aria-label", "Gửi câu hỏi")


def test_nothing_already_shown_moves_while_an_answer_streams(page: Page, stub: Stub) -> None:
    page.evaluate(
        """() => { window.shifts = []; new PerformanceObserver((list) => {
            shifts.push(...list.getEntries().filter((each) => !each.hadRecentInput)
                .flatMap((each) => each.sources.map(({node}) => node?.outerHTML)));
        }).observe({type: "layout-shift"}); }"""
    )
    ask(page, "trả lời chậm", wait=False)
    page.wait_for_selector(".answer .chip")
    page.wait_for_timeout(700)  # a shift within half a second of a key would not be counted
    before = page.locator(".answer .sentence").first.bounding_box()
    stub.gate.set()
    page.wait_for_selector(".sources")
    page.wait_for_timeout(100)

    assert page.locator(".answer .sentence").first.bounding_box() == before
    assert page.evaluate("shifts") == []


def test_stopping_ends_the_request_and_keeps_what_came(page: Page, stub: Stub) -> None:
    ask(page, "trả lời chậm", wait=False)
    page.wait_for_selector(".answer .chip")
    page.click("#send")

    expect(page.locator(".status span")).to_have_text("Đã dừng")
    expect(page.locator(".answer")).to_contain_text(FIRST)
    assert stub.aborted.wait(10)


def test_escape_stops_a_running_answer(page: Page) -> None:
    ask(page, "trả lời chậm", wait=False)
    page.wait_for_selector(".answer .chip")
    page.keyboard.press("Escape")

    expect(page.locator(".status span")).to_have_text("Đã dừng")


def test_a_second_question_waits_in_the_box_while_one_is_running(page: Page, stub: Stub) -> None:
    ask(page, "trả lời chậm", wait=False)
    ask(page, "câu thứ hai", wait=False)

    expect(page.locator("#box")).to_have_value("câu thứ hai")
    expect(page.locator(".turn")).to_have_count(1)
    stub.gate.set()
    page.wait_for_selector(".status:not(.busy)")
    page.press("#box", "Enter")
    expect(page.locator(".turn")).to_have_count(2)


def test_a_plain_json_reply_is_shown_like_a_streamed_one(page: Page) -> None:
    ask(page, "chỉ json")

    expect(page.locator(".answer")).to_contain_text(f"{FIRST} 1 {SECOND} 2")


def test_enter_sends_and_shift_enter_starts_a_line(page: Page, stub: Stub) -> None:
    page.fill("#box", "dòng một")
    page.press("#box", "Shift+Enter")
    page.keyboard.type("dòng hai")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sources")

    assert stub.bodies == [{"question": "dòng một\ndòng hai"}]


def test_a_blank_box_sends_nothing(page: Page, stub: Stub) -> None:
    page.fill("#box", "  \n ")
    page.press("#box", "Enter")
    page.click("#send")

    assert stub.bodies == []


@pytest.mark.parametrize("how", ["isComposing: true", "keyCode: 229"])
def test_the_enter_of_an_input_method_does_not_send(page: Page, stub: Stub, how: str) -> None:
    page.fill("#box", "tiếng Việt")
    page.evaluate(
        "document.getElementById('box').dispatchEvent(new KeyboardEvent('keydown',"
        f" {{key: 'Enter', bubbles: true, cancelable: true, {how}}}))"
    )

    expect(page.locator("#box")).to_have_value("tiếng Việt")
    assert stub.bodies == []


def test_a_composition_in_chromium_is_not_sent_before_it_ends(page: Page, stub: Stub) -> None:
    session = page.context.new_cdp_session(page)
    page.focus("#box")
    session.send("Input.imeSetComposition", {"text": "vận", "selectionStart": 3, "selectionEnd": 3})
    enter = {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 229}
    session.send("Input.dispatchKeyEvent", enter)
    session.send("Input.insertText", {"text": "vận"})
    expect(page.locator("#box")).to_have_value("vận")
    assert stub.bodies == []
    page.keyboard.press("Enter")
    page.wait_for_selector(".sources")
    assert stub.bodies == [{"question": "vận"}]


def test_a_screen_reader_is_told_once_when_the_answer_is_complete(page: Page, stub: Stub) -> None:
    page.evaluate(
        """() => { window.told = []; new MutationObserver(() =>
            told.push(document.getElementById("announcer").textContent)
        ).observe(document.getElementById("announcer"), {childList: true}); }"""
    )
    ask(page, "trả lời chậm", wait=False)
    page.wait_for_selector(".answer .chip")
    assert page.evaluate("told") == []
    stub.gate.set()
    page.wait_for_selector(".sources")

    told = page.evaluate("told")
    assert [text.split(":")[0] for text in told] == ["Đã có câu trả lời, 3 trích dẫn"]
    assert FIRST in told[0]
    assert page.locator("#conversation [aria-live], #conversation [role=log]").count() == 0


def test_an_answer_is_copied_with_footnotes(page: Page) -> None:
    ask(page, "có bao nhiêu điển hình")
    page.get_by_role("button", name="Chép câu trả lời kèm nguồn").click()
    expect(page.locator(".after > .quiet")).to_have_text("Đã chép")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()

    assert lines[0].startswith(f"{FIRST} [1] {SECOND} [2] Ngày 25/6/2020")
    assert lines[2:] == [
        "Nguồn:",
        "[1] “Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở”, baoquangninh.com.vn, "
        "ngày 16/01/2018, https://baoquangninh.example/dan-van.",
        "[2] “Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở”, baoquangninh.com.vn, "
        "ngày 16/01/2018, https://baoquangninh.example/dan-van.",
        "[3] “Tiếp tục triển khai công tác dân vận đồng bộ, hiệu quả”, ngày 25/06/2020.",
    ]


# ---- the reader


def test_a_number_opens_the_whole_article_at_the_cited_sentence(page: Page) -> None:
    ask(page, "có bao nhiêu điển hình")
    page.locator(".answer .chip").first.click()

    expect(page.locator("mark.current")).to_have_text(FIRST)
    expect(page.locator("mark.current")).to_be_in_viewport()
    assert page.locator("mark.current strong").inner_text() == "2.705"
    assert page.locator("mark.other").inner_text() == SECOND
    assert page.locator("#reader-title").inner_text() == ARTICLES[2]["title"]
    assert page.locator("#reader-text p").all_inner_texts() == [
        re.sub(" +", " ", line) for line in ARTICLES[2]["text"].split("\n\n")
    ]
    assert page.get_by_role("link", name="Mở bài gốc").get_attribute("href") == ARTICLES[2]["url"]


def test_next_and_previous_go_round_all_citations_of_the_answer(page: Page) -> None:
    ask(page, "có bao nhiêu điển hình")
    page.locator(".answer .chip").nth(1).click()
    place, current = page.locator("#reader-place"), page.locator("mark.current")
    expect(place).to_have_text("Trích dẫn 2 trên 3")
    expect(current).to_have_text(SECOND)

    page.click("#reader-next")
    expect(page.locator("#reader-title")).to_have_text(ARTICLES[3]["title"])
    expect(current).to_contain_text("290- QĐ/TW")
    page.click("#reader-next")
    expect(current).to_have_text(FIRST)
    page.click("#reader-previous")
    expect(place).to_have_text("Trích dẫn 3 trên 3")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_escape_closes_the_reader_and_gives_the_focus_back(
    page: Page, viewport: dict[str, int]
) -> None:
    page.set_viewport_size(viewport)
    ask(page, "có bao nhiêu điển hình")
    page.locator(".answer .chip").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reader-title")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator("#reader")).to_be_hidden()
    expect(page.locator(".answer .chip").nth(1)).to_be_focused()


def test_on_a_phone_the_reader_is_a_sheet_and_the_rest_is_out_of_reach(page: Page) -> None:
    page.set_viewport_size(PHONE)
    ask(page, "có bao nhiêu điển hình")
    page.locator(".answer .chip").first.click()
    expect(page.locator("mark.current")).to_be_in_viewport()
    box = page.locator("#reader").bounding_box()

    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    assert page.locator("#reader").get_attribute("role") == "dialog"
    assert page.locator("#reader").get_attribute("aria-modal") == "true"
    assert page.evaluate("[main.inert, bar.inert]") == [True, True]
    page.mouse.click(200, 30)
    expect(page.locator("#reader")).to_be_hidden()
    assert page.evaluate("[main.inert, bar.inert]") == [False, False]


def test_offsets_count_characters_so_that_an_emoji_shifts_nothing(page: Page) -> None:
    ask(page, "bài độc")
    page.locator(".answer .chip").nth(1).click()

    expect(page.locator("mark.current")).to_have_text("Có đúng 61 hộ 🎉 được hỗ trợ.")
    assert page.locator("mark.current strong").inner_text() == "61"


def test_a_quote_that_no_longer_stands_is_never_highlighted(page: Page) -> None:
    ask(page, "bài đã sửa")
    page.locator(".answer .chip").first.click()

    expect(page.locator(".notice blockquote")).to_have_text("Câu này không còn đúng từng chữ.")
    assert page.locator("mark.current").count() == 0
    assert page.locator("mark.other").inner_text() == SECOND


def test_the_keyboard_shows_the_quote_behind_a_number(page: Page) -> None:
    ask(page, "có bao nhiêu điển hình")
    page.keyboard.press("Shift+Tab")  # from the box back: copy, sources, numbers
    for _ in range(20):
        if focused(page) == "chip":
            break
        page.keyboard.press("Shift+Tab")
    expect(page.locator("#preview")).to_be_visible()
    expect(page.locator("#preview .quote")).to_contain_text("đoàn kiểm tra của BCĐ Trung ương")
    page.keyboard.press("Escape")
    expect(page.locator("#preview")).to_be_hidden()


def test_the_pointer_shows_the_quote_and_may_move_into_it(page: Page) -> None:
    ask(page, "có bao nhiêu điển hình")
    page.locator(".answer .chip").first.hover()
    expect(page.locator("#preview .quote")).to_have_text(FIRST)
    page.locator("#preview").hover()
    page.wait_for_timeout(300)
    expect(page.locator("#preview")).to_be_visible()
    page.mouse.move(5, 500)
    expect(page.locator("#preview")).to_be_hidden()


# ---- refusals and failures


def test_a_refusal_says_why_what_was_searched_and_what_is_near(page: Page) -> None:
    ask(page, "Chỉ thị 20 (từ chối)")
    card = page.locator(".refusal")

    expect(page.locator(".status span")).to_have_text("Đã tìm: Chỉ thị 20 (từ chối)")
    assert [line for line in card.inner_text().splitlines() if line] == [
        "Không tìm thấy trong các bài viết",
        "Không có văn bản mang số này",
        "Các bài viết có nhắc tới 290-QĐ/TW và 83-QĐ/TU, không có 20-CT/TW.",
        "Đã tìm trong 5 bài viết, đến 25/06/2020.",
        "Bài viết gần nhất",
        "Tiếp tục triển khai công tác dân vận đồng bộ, hiệu quả",
        "25/06/2020 · Vĩnh Long",
    ]
    card.locator("button").click()
    expect(page.locator("mark.current")).to_contain_text("Thời gian qua, tỉnh đã chỉ đạo")


def test_a_reason_the_page_does_not_know_is_still_a_sentence(page: Page) -> None:
    ask(page, "lý do lạ")

    expect(page.locator(".refusal .reason")).to_have_text("Không có câu trả lời")


@pytest.mark.parametrize(
    ("status", "headline"),
    [
        (422, "Máy chủ không nhận câu hỏi này"),
        (429, "Máy chủ đang bận"),
        (500, "Máy chủ gặp lỗi"),
    ],
)
def test_a_problem_is_named_and_told_in_the_servers_words(
    page: Page, status: int, headline: str
) -> None:
    ask(page, f"lỗi {status}")

    expect(page.locator(".failure .headline")).to_have_text(headline)
    expect(page.locator(".failure")).to_contain_text("Máy chủ <b>nói</b> vậy.")
    expect(page.locator("#box")).to_have_value(f"lỗi {status}")


def test_a_busy_server_says_when_to_come_back(page: Page) -> None:
    ask(page, "lỗi 429")

    expect(page.locator(".failure")).to_contain_text("Có thể hỏi lại sau 7 giây.")


def test_a_proxys_html_error_gets_the_pages_own_words(page: Page) -> None:
    ask(page, "lỗi 502")

    expect(page.locator(".failure")).to_contain_text("Lỗi không phải do câu hỏi.")


@pytest.mark.parametrize(
    ("question", "headline"),
    [("bị đứt", "Câu trả lời bị ngắt giữa chừng"), ("lỗi giữa chừng", "Máy chủ gặp lỗi")],
)
def test_a_stream_that_breaks_keeps_what_came(page: Page, question: str, headline: str) -> None:
    ask(page, question)

    expect(page.locator(".failure .headline")).to_have_text(headline)
    expect(page.locator(".answer")).to_contain_text(FIRST)


def test_without_a_server_nothing_typed_is_lost_and_retry_answers(page: Page) -> None:
    page.route("**/v1/ask", lambda route: route.abort())
    ask(page, "có bao nhiêu điển hình")

    expect(page.locator(".failure .headline")).to_have_text("Không kết nối được với máy chủ")
    expect(page.locator("#box")).to_have_value("có bao nhiêu điển hình")
    page.unroute("**/v1/ask")
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator(".answer")).to_contain_text(FIRST)
    expect(page.locator(".failure")).to_have_count(0)
    expect(page.locator("#box")).to_have_value("")


# ---- browsing


def test_the_list_loads_page_by_page(page: Page, stub: Stub) -> None:
    go(page, f"{stub.address}/#/articles")
    titles = page.locator("#browse-list a")
    expect(titles).to_have_count(4)
    expect(page.locator("#browse-count")).to_have_text("Đang hiện 4 trong 5 bài viết")
    page.click("#browse-more")

    expect(titles).to_have_count(5)
    assert titles.all_inner_texts() == [each["title"] for each in ARTICLES]
    expect(page.locator("#browse-more")).to_be_hidden()


@pytest.mark.parametrize("typed", ["đổi mới", "DOI MOI", "baoquangninh doi", "2018-01-16"])
def test_search_as_you_type_needs_no_accents(page: Page, stub: Stub, typed: str) -> None:
    go(page, f"{stub.address}/#/articles")
    page.locator("#browse-search").press_sequentially(typed)

    shown = page.locator("#browse-list li:not([hidden]) a")
    assert shown.all_inner_texts() == [ARTICLES[2]["title"]]


def test_an_article_has_an_address_that_can_be_reloaded(page: Page, stub: Stub) -> None:
    go(page, f"{stub.address}/#/articles")
    page.get_by_role("link", name=ARTICLES[3]["title"]).click()
    expect(page.locator("#reader-title")).to_have_text(ARTICLES[3]["title"])
    assert page.url == f"{stub.address}/#/articles/a3"
    page.reload()
    expect(page.locator("#reader-title")).to_have_text(ARTICLES[3]["title"])
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    expect(page.get_by_role("link", name=ARTICLES[3]["title"])).to_be_focused()
    assert page.url == f"{stub.address}/#/articles"


def test_a_copied_link_leads_to_the_same_sentence(page: Page) -> None:
    ask(page, "có bao nhiêu điển hình")
    page.locator(".answer .chip").nth(1).click()
    page.get_by_role("button", name="Chép liên kết").click()
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    page.goto(page.evaluate("navigator.clipboard.readText()"))

    expect(page.locator("mark.current")).to_have_text(SECOND)


def test_an_article_that_is_gone_is_said_to_be_gone(page: Page, stub: Stub) -> None:
    go(page, f"{stub.address}/#/articles/%E0%A4%A")

    expect(page.locator("#reader-title")).to_have_text("Bài viết này không còn nữa")


# ---- themes and languages


def test_the_theme_follows_the_system_until_the_switch_is_used(page: Page) -> None:
    theme = "document.documentElement.dataset.theme"
    page.emulate_media(color_scheme="dark")
    expect(page.locator("#theme")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(theme) == "dark"
    page.click("#theme")
    assert page.evaluate(theme) == "light"
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert page.evaluate(theme) == "light"
    page.click("#theme")
    page.emulate_media(color_scheme="light")
    expect(page.locator("#theme")).to_have_attribute("aria-pressed", "false")


def test_the_language_changes_every_word_and_loses_nothing(page: Page, stub: Stub) -> None:
    ask(page, "từ chối")
    page.fill("#box", "đang viết dở")
    page.click("#language")

    expect(page.locator(".refusal h3")).to_have_text("Not found in the articles")
    expect(page.locator(".status span")).to_have_text("Searched for: từ chối")
    expect(page.locator(".refusal .about").last).to_have_text("25 June 2020 · Vĩnh Long")
    expect(page.locator("#box")).to_have_value("đang viết dở")
    assert page.evaluate("document.documentElement.lang") == "en"
    ask(page, "again")
    assert stub.languages == ["vi", "en"]
    page.reload()
    expect(page.locator("#coverage")).to_have_text("5 articles, up to 25 June 2020")


# ---- hostile articles


def test_markup_in_an_article_is_shown_as_text_and_does_nothing(page: Page) -> None:
    ask(page, "bài độc")
    page.locator(".answer .chip").first.click()

    expect(page.locator("mark.current")).to_have_text("<script>document.title='pwned'</script>")
    assert page.title() == "Hỏi đáp dân vận"
    assert page.locator("#conversation script, #conversation img, #reader img").count() == 0
    assert page.locator("#reader-about a").count() == 0
    expect(page.locator("#reader-title")).to_have_text(HOSTILE["title"])


def test_direction_marks_do_not_reorder_what_stands_beside_them(page: Page) -> None:
    ask(page, "bài độc")
    outlet, day = (page.locator(".sources .about bdi").nth(n).bounding_box() for n in (0, 1))
    numbers, title = (page.locator(f".sources li {part}").bounding_box() for part in PARTS)

    assert day["x"] > outlet["x"] + outlet["width"]
    assert title["x"] > numbers["x"] + numbers["width"]


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_layout_holds_with_endless_words_and_two_hundred_citations(
    page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    ask(page, "bài độc " + "dài" * 300)
    assert sideways(page) == 0
    page.locator(".answer .chip").nth(3).click()
    expect(page.locator("mark.current")).to_be_visible()
    assert page.evaluate("reader.scrollWidth - reader.clientWidth") == 0
    page.keyboard.press("Escape")
    ask(page, "hai trăm câu")
    chips = page.locator(".turn:last-child .answer .chip")
    expect(chips).to_have_count(200)
    assert sideways(page) == 0
    chips.last.click()
    expect(page.locator("mark.current")).to_have_text("Câu số 199 của bài dài.")


# ---- for everyone


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_view(
    page: Page, stub: Stub, viewport: dict[str, int], theme: str
) -> None:
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=cast(Any, theme))
    assert violations(page) == []
    for question in ("có bao nhiêu", "từ chối", "lỗi 429", "bài độc"):
        ask(page, question)
    assert violations(page) == []
    page.locator(".answer .chip").first.click()
    page.wait_for_selector("mark.current")
    assert violations(page) == []
    go(page, f"{stub.address}/#/articles")
    assert violations(page) == []
    page.goto(f"{stub.address}/#/articles/a2")
    page.wait_for_selector("#reader-text p")
    assert violations(page) == []


def test_everything_is_reached_by_keyboard_in_the_order_it_is_read(page: Page) -> None:
    ask(page, "từ chối")
    page.focus("#skip")
    reached = []
    for _ in range(10):
        reached.append(
            page.evaluate("document.activeElement.innerText || document.activeElement.id")
        )
        page.keyboard.press("Tab")

    assert reached == [
        "Tới nội dung chính",
        "Hỏi đáp dân vận",
        "Hỏi",
        "Bài viết",
        "English",
        "theme",
        "Sửa",
        "Tiếp tục triển khai công tác dân vận đồng bộ, hiệu quả",
        "box",
        "send",
    ]


def test_the_focus_can_be_seen_on_every_control(page: Page) -> None:
    ask(page, "có bao nhiêu")
    page.focus("#skip")
    for _ in range(17):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => { const at = document.activeElement;
                const shown = at.id === "box" ? at.parentElement : at;
                return getComputedStyle(shown).outlineStyle; }"""
        )
        assert outline == "solid", focused(page)


@pytest.mark.parametrize(
    ("viewport", "font"),
    [({"width": 640, "height": 400}, "100%"), (DESK, "200%")],
    ids=["page", "text"],
)
def test_at_200_percent_everything_can_still_be_used(
    page: Page, viewport: dict[str, int], font: str
) -> None:
    page.set_viewport_size(viewport)
    page.evaluate("(font) => { document.documentElement.style.fontSize = font; }", font)
    ask(page, "có bao nhiêu")
    page.locator(".answer .chip").first.click()

    expect(page.locator("mark.current")).to_be_in_viewport()
    assert sideways(page) == 0


def test_a_reader_who_wants_no_motion_gets_none(page: Page) -> None:
    ask(page, "trả lời chậm", wait=False)
    page.wait_for_selector(".status.busy")

    assert page.evaluate("document.getAnimations().length") == 0
