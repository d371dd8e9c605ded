"""The page in a real Chromium, against a stub that replays replies, hostile ones among them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from tests.page_stub import (
    ARTICLES,
    FLAGS,
    HOSTILE,
    KEY,
    SUGGESTIONS,
    Stub,
    chromium,
    page_stub,
)

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),  # one browser for all of them
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
AXE = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def running() -> Iterator[Stub]:
    with page_stub() as stub:
        yield stub


@pytest.fixture
def stub(running: Stub) -> Stub:
    running.renew()
    return running


@pytest.fixture
def page(browser: Any, stub: Stub) -> Iterator[Page]:
    """A page at the stub's address; it may neither report an error nor call anyone else."""
    context = browser.new_context(viewport=DESK, reduced_motion="reduce", color_scheme="light")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    opened.on("request", lambda request: complaints.append(request.url))
    go(opened, stub.address)
    yield opened
    stub.gate.set()
    context.close()
    ours = (HTTP_FAILURE, "Failed to load resource: net::ERR_FAILED", stub.address)
    ours += (f"blob:{stub.address}",)
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
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then((r) => r.violations)")
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def violations_by_theme(page: Page) -> dict[str, list[str]]:
    """What axe finds in each theme; the page is left in the light one."""
    found = {}
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=cast(Any, theme))
        found[theme] = violations(page)
    return found


def close_source(page: Page) -> None:
    """Closes the source beside an answer, and waits until the address has gone back, too."""
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    page.wait_for_url(re.compile(r"/reply/\w+$"))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def sideways(page: Page) -> int:
    """How far the page can be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


# ---- the first screen


def test_the_first_screen_says_what_there_is_and_offers_questions(page: Page, stub: Stub) -> None:
    expect(page.locator("#coverage")).to_have_text("5 bài viết, đến 25/06/2020")
    expect(page.locator("#box")).to_be_focused()
    assert page.locator("#suggestions button").all_inner_texts() == SUGGESTIONS
    page.locator("#suggestions button").first.click()
    page.wait_for_selector(".sources")

    assert stub.bodies == [{"question": SUGGESTIONS[0]}]
    expect(page.locator("#welcome")).to_be_hidden()


# ---- asking


def test_an_answer_shows_its_sentences_numbers_and_sources(page: Page) -> None:
    ask(page, "có bao nhiêu điển hình")

    expect(page.locator(".question")).to_have_text("có bao nhiêu điển hình")
    expect(page.locator(".status span")).to_have_text("Đã tìm trong 5 bài viết, đến 25/06/2020")
    expect(page.locator(".understood")).to_be_empty()
    expect(page.locator(".answer")).to_contain_text(f"{FIRST} 1 {SECOND} 2")
    assert page.locator(".answer strong").all_inner_texts() == ["2.705", "290- QĐ/TW"]
    rows = [row.replace("\n\n", "\n") for row in page.locator(".sources li").all_inner_texts()]
    assert rows == [
        "1\n2\nQuảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở\n"
        "baoquangninh.com.vn · 16/01/2018 · Quảng Ninh",
        "3\nTiếp tục triển khai công tác dân vận đồng bộ, hiệu quả\n25/06/2020 · Vĩnh Long",
    ]
    expect(page.locator(".mode")).to_have_text("Nguyên văn trong bài viết")
    expect(page.locator(".conflict, .note, .voices")).to_have_count(0)


def test_what_was_searched_is_shown_edited_and_taken_back(page: Page, stub: Stub) -> None:
    ask(page, "co bao nhieu dien hinh")
    understood = page.locator(".understood p")
    assert understood.all_inner_texts() == [
        "Đã tìm: có bao nhiêu điển hình Dân vận khéo",
        "đã thêm dấu\nTìm đúng như đã gõ",
    ]
    page.click(".status button")
    expect(page.locator("#box")).to_have_value("có bao nhiêu điển hình Dân vận khéo")
    expect(page.locator("#box")).to_be_focused()
    page.fill("#box", "")
    with page.expect_response("**/v1/ask"):
        page.get_by_role("button", name="Tìm đúng như đã gõ").click()
    expect(understood).to_have_count(0)

    expect(page.locator(".turn")).to_have_count(1)
    assert stub.bodies[1] == {"question": "co bao nhieu dien hinh", "restore": False}


def test_whatever_there_is_to_know_about_an_answer_is_said(page: Page) -> None:
    ask(page, "quang ninh: đủ cả mọi thứ")
    tags = page.locator(".tag").all_inner_texts()
    conflict = page.locator(".conflict li")

    assert tags == [
        "đã sửa lỗi gõ: kheo → khéo",
        "nối tiếp câu hỏi trước",
        "tìm cả: Hạ Long",
        "từ 01/01/2018 đến 31/12/2018",
    ]
    assert [re.sub(r"\s+", " ", each) for each in conflict.all_inner_texts()] == [
        f"{value} {ARTICLES[2]['title']} baoquangninh.com.vn · 16/01/2018 · Quảng Ninh {number}"
        for value, number in (("2.705", 1), ("922", 2))
    ]
    assert page.locator(".note").all_inner_texts() == [
        "Đã bỏ 2 câu vì không khớp với bài viết được trích.",
        "Phần viết lại không qua được kiểm tra, nên đây là nguyên văn trong bài viết.",
    ]
    expect(page.locator(".voices li")).to_contain_text("Lời của")
    expect(page.locator(".voices .spoken")).to_have_text("Nguyễn Văn Hưởng · Trưởng Ban Dân vận")
    expect(page.locator(".mode")).to_contain_text("từng câu đã đối chiếu")
    page.locator(".voices .chip").click()
    expect(page.locator("#reader-about .spoken")).to_contain_text("Nguyễn Văn Hưởng")


def test_a_further_question_goes_with_the_conversation(page: Page, stub: Stub) -> None:
    ask(page, "từ chối thì sao")
    ask(page, "đủ cả mọi thứ")
    page.get_by_role("button", name="Hỏi như câu mới").click()
    page.wait_for_selector(".turn:last-child .sources")
    sent = [body.get("conversation") for body in stub.bodies]

    refused = "Các bài viết có nhắc tới 290-QĐ/TW và 83-QĐ/TU, không có 20-CT/TW."
    assert sent[1] == [
        {"role": "user", "content": "từ chối thì sao"},
        {"role": "assistant", "content": refused},
    ]
    assert (sent[0], sent[2]) == (None, None)
    page.get_by_role("link", name="Câu hỏi mới").click()
    expect(page.locator("#coverage")).to_be_visible()
    ask(page, "câu của cuộc khác")
    assert "conversation" not in stub.bodies[3]


def test_filters_go_with_the_question_and_are_shown(page: Page, stub: Stub) -> None:
    page.click("#filters summary")
    page.select_option("#filters select >> nth=0", "Quảng Ninh")
    page.select_option("#filters select >> nth=2", "2018")
    page.select_option("#filters select >> nth=3", "2020")
    chosen = "Quảng Ninh · từ 2018 · đến 2020"
    expect(page.locator("#filters summary")).to_have_text(f"Chỉ tìm trong: {chosen}")
    ask(page, "có bao nhiêu")
    expect(page.locator(".within")).to_have_text(chosen)
    page.get_by_role("button", name="Bỏ lọc").click()
    ask(page, "không lọc")

    places = {"places": ["Quảng Ninh"], "since": "2018-01-01", "until": "2020-12-31"}
    assert [body.get("filters") for body in stub.bodies] == [places, None]
    expect(page.locator(".turn").last.locator(".within")).to_have_count(0)


def test_an_answer_streams_and_nothing_already_shown_moves(page: Page, stub: Stub) -> None:
    page.evaluate(
        """() => {
            window.shifts = [];
            new PerformanceObserver((list) => shifts.push(...list.getEntries()
                .filter((each) => !each.hadRecentInput)
                .flatMap((each) => each.sources.map(({node}) => node?.outerHTML)))
            ).observe({type: "layout-shift"});
            window.told = [];
            new MutationObserver(() => told.push(announcer.textContent))
                .observe(announcer, {childList: true});
        }"""
    )
    ask(page, "tra loi chậm", wait=False)
    expect(page.locator(".answer")).to_have_text(re.compile(f"^{re.escape(FIRST)} 1 ?$"))
    expect(page.locator(".status span")).to_have_text("Đang tìm trong các bài viết…")
    expect(page.locator("#send")).to_have_attribute("aria-label", "Dừng")
    page.wait_for_timeout(700)  # a shift within half a second of a key would not be counted
    before = page.locator(".answer .sentence").first.bounding_box()
    ask(page, "câu thứ hai", wait=False)  # waits in the box
    assert page.evaluate("[told, document.getAnimations().length]") == [[], 0]
    stub.gate.set()
    page.wait_for_selector(".sources")
    page.wait_for_timeout(100)

    assert page.locator(".answer .sentence").first.bounding_box() == before
    assert page.evaluate("shifts") == []
    told = page.evaluate("told")
    assert [text.split(":")[0] for text in told] == ["Đã có câu trả lời, 3 trích dẫn"]
    assert FIRST in told[0]
    expect(page.locator("#box")).to_have_value("câu thứ hai")
    expect(page.locator("#send")).to_have_attribute("aria-label", "Gửi câu hỏi")
    page.press("#box", "Enter")
    expect(page.locator(".turn")).to_have_count(2)


@pytest.mark.parametrize("how", ["click", "Escape"])
def test_stopping_ends_the_request_and_keeps_what_came(page: Page, stub: Stub, how: str) -> None:
    ask(page, "trả lời chậm", wait=False)
    page.wait_for_selector(".answer .chip")
    if how == "click":
        page.click("#send")
    else:
        page.keyboard.press("Escape")

    expect(page.locator(".status span")).to_have_text("Đã dừng")
    expect(page.locator(".answer")).to_contain_text(FIRST)
    assert stub.aborted.wait(20)


def test_enter_sends_shift_enter_starts_a_line_and_a_blank_box_nothing(
    page: Page, stub: Stub
) -> None:
    page.fill("#box", "  \n ")
    page.press("#box", "Enter")
    page.click("#send")
    assert stub.bodies == []
    page.fill("#box", "chỉ json")
    page.press("#box", "Shift+Enter")
    page.keyboard.type("dòng hai")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sources")

    assert stub.bodies == [{"question": "chỉ json\ndòng hai"}]
    expect(page.locator(".answer")).to_contain_text(f"{FIRST} 1 {SECOND} 2")


def test_the_enter_of_an_input_method_does_not_send(page: Page, stub: Stub) -> None:
    for how in ("isComposing: true", "keyCode: 229"):
        page.fill("#box", "tiếng Việt")
        page.evaluate(
            "document.getElementById('box').dispatchEvent(new KeyboardEvent('keydown',"
            f" {{key: 'Enter', bubbles: true, cancelable: true, {how}}}))"
        )
        expect(page.locator("#box")).to_have_value("tiếng Việt")
    page.fill("#box", "")
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


# ---- what can be done with an answer


def test_an_answer_is_copied_with_footnotes_and_shared_by_link(page: Page, stub: Stub) -> None:
    ask(page, "có bao nhiêu điển hình")
    page.get_by_role("button", name="Chép kèm nguồn").click()
    expect(page.locator(".action").first).to_have_text("Đã chép")
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
    page.get_by_role("button", name="Chép liên kết").click()
    expect(page.locator(".action").nth(3)).to_have_text("Đã chép")
    assert page.evaluate("navigator.clipboard.readText()") == f"{stub.address}/#/reply/r_1"


def test_an_answer_becomes_a_word_document_with_real_footnotes(page: Page) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    ask(page, "<b>Có</b> & bao nhiêu")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Tải tệp Word").click()
    content = Path(downloading.value.path()).read_bytes()
    document = docx.Document(io.BytesIO(content))
    notes = next(
        relation.target_part
        for relation in document.part.rels.values()
        if relation.reltype.endswith("/footnotes")
    )
    noted = docx.oxml.parse_xml(notes.blob)
    word = noted.nsmap["w"]
    texts = [
        "".join(part.text for part in each.iter(f"{{{word}}}t")).strip()
        for each in noted
        if each.get(f"{{{word}}}type") is None
    ]
    references = document.element.findall(f".//{{{word}}}footnoteReference")

    assert downloading.value.suggested_filename == "r_1.docx"
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert document.paragraphs[0].style.name == "Heading 1"
    assert document.paragraphs[0].text == "<b>Có</b> & bao nhiêu"
    assert document.paragraphs[1].text.startswith(f"{FIRST} {SECOND} Ngày 25/6/2020")
    assert [each.get(f"{{{word}}}id") for each in references] == ["1", "2", "3"]
    assert texts[0] == (
        "“Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở”, baoquangninh.com.vn, "
        f"ngày 16/01/2018, https://baoquangninh.example/dan-van. Nguyên văn: “{FIRST}”"
    )
    assert [text.split("”")[0] for text in texts[1:]] == [
        "“Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở",
        "“Tiếp tục triển khai công tác dân vận đồng bộ, hiệu quả",
    ]


def test_on_paper_an_answer_stands_with_its_footnotes(page: Page) -> None:
    ask(page, "câu thứ nhất")
    ask(page, "câu thứ hai")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator(".turn").last.get_by_role("button", name="In", exact=True).click()
    page.emulate_media(media="print", color_scheme="dark")

    assert page.evaluate("printed") is True
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(0, 0, 0)"
    expect(page.locator(".turn").first).to_be_hidden()
    notes = page.locator(".turn").last.locator(".footnotes li")
    expect(notes.first).to_be_visible()
    assert notes.first.inner_text().endswith(f"dan-van.\n{FIRST}")
    for hidden in (".bar", ".composer", ".actions", ".status", ".sources"):
        expect(page.locator(hidden).last).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".turn").first).to_be_visible()


def test_readers_say_whether_an_answer_helped_and_why_not(page: Page, stub: Stub) -> None:
    ask(page, "câu thứ nhất")
    page.get_by_role("button", name="Hữu ích").click()
    expect(page.get_by_role("button", name="Đã ghi nhận, cảm ơn")).to_be_disabled()
    ask(page, "câu thứ hai")
    last = page.locator(".turn").last
    last.get_by_role("button", name="Chưa đúng").click()
    last.get_by_role("button", name="Trích sai nguồn").click()
    expect(last.locator(".reasons")).to_have_count(0)
    ask(page, "từ chối")
    last.get_by_role("button", name="Chưa đúng").click()
    last.get_by_placeholder("Lý do khác").fill("có trong bài 3")
    page.keyboard.press("Enter")
    expect(last.get_by_role("button", name="Đã ghi nhận, cảm ơn")).to_be_disabled()

    assert stub.ratings == [
        {"reply_id": "r_1", "rating": "up"},
        {"reply_id": "r_2", "rating": "down", "reason": "Trích sai nguồn"},
        {"reply_id": "r_3", "rating": "down", "reason": "có trong bài 3"},
    ]


# ---- addresses and history


def test_a_reply_has_an_address_that_survives_a_reload(page: Page, stub: Stub) -> None:
    ask(page, "câu thứ nhất")
    ask(page, "từ chối")
    assert page.url == f"{stub.address}/#/reply/r_2"
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".refusal h3")).to_have_text("Không tìm thấy trong các bài viết")
    page.go_back()
    expect(page.locator(".turn").first.locator(".question")).to_be_in_viewport()
    assert page.url == f"{stub.address}/#/reply/r_1"
    page.go_back()
    expect(page.locator("#coverage")).to_be_visible()
    page.go_forward()
    expect(page.locator(".answer").first).to_contain_text(FIRST)


def test_a_source_opened_beside_an_answer_has_its_address_too(page: Page, stub: Stub) -> None:
    ask(page, "có bao nhiêu điển hình")
    page.locator(".answer .chip").first.click()
    expect(page.locator("mark.current")).to_have_text(FIRST)
    assert page.url == f"{stub.address}/#/reply/r_1?c=1"
    page.click("#reader-next")
    assert page.url == f"{stub.address}/#/reply/r_1?c=2"
    page.go_back()
    expect(page.locator("#reader")).to_be_hidden()
    page.go_forward()
    expect(page.locator("mark.current")).to_have_text(SECOND)
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    page.wait_for_url(f"{stub.address}/#/reply/r_1")
    go(page, f"{stub.address}/#/reply/r_1?c=3")
    expect(page.locator("mark.current")).to_contain_text("290- QĐ/TW")
    page.click("#reader-close")
    assert page.url == f"{stub.address}/#/reply/r_1"


def test_a_shared_reply_says_what_became_of_its_articles(page: Page, stub: Stub) -> None:
    ask(page, "có bao nhiêu điển hình")
    page.evaluate("localStorage.clear()")
    stub.states = {"a2": "changed", "a3": "gone"}
    go(page, f"{stub.address}/#/reply/r_1")

    expect(page.locator(".answer")).to_contain_text(FIRST)
    assert page.locator(".notice li").all_inner_texts() == [
        f"Bài đã được sửa sau đó: {ARTICLES[2]['title']}",
        f"Bài không còn trong kho: {ARTICLES[3]['title']}",
    ]
    assert re.search(r"Trả lời lúc 25/11/2026 \d\d:20", page.inner_text(".notice"))
    with page.expect_response("**/v1/ask"):  # the notice goes before the question arrives
        page.get_by_role("button", name="Hỏi lại bây giờ").click()
    expect(page.locator(".notice")).to_have_count(0)
    assert stub.bodies[1] == {"question": "có bao nhiêu điển hình"}
    go(page, f"{stub.address}/#/reply/r_99")
    expect(page.locator(".failure .headline")).to_have_text("Không còn lưu câu trả lời này")


def test_what_was_asked_is_kept_here_and_can_be_deleted(page: Page, stub: Stub) -> None:
    ask(page, "câu thứ nhất")
    ask(page, "câu nối theo")
    page.get_by_role("link", name="Câu hỏi mới").click()
    ask(page, "<b>cuộc</b> khác")
    page.get_by_role("link", name="Đã hỏi").click()
    rows = page.locator("#history-list a")
    assert rows.all_inner_texts() == ["<b>cuộc</b> khác", "câu thứ nhất"]
    expect(page.locator("#history-list .about").last).to_contain_text("2 câu hỏi")
    rows.last.click()
    assert page.locator(".question").all_inner_texts() == ["câu thứ nhất", "câu nối theo"]
    page.go_back()
    page.locator("#history-list button").first.click()
    assert rows.all_inner_texts() == ["câu thứ nhất"]
    page.click("#history-clear")
    page.get_by_role("button", name="Giữ lại").click()
    expect(rows).to_have_count(1)
    page.click("#history-clear")
    page.locator("dialog").get_by_role("button", name="Xóa").click()
    expect(page.locator("#history-count")).to_have_text("Chưa hỏi câu nào")
    assert page.evaluate("localStorage.length") == 0


def test_a_question_in_the_address_is_asked_once(page: Page, stub: Stub) -> None:
    go(page, f"{stub.address}/#/?q=c%C3%B3+bao+nhi%C3%AAu")
    page.wait_for_selector(".sources")
    page.go_back()
    expect(page.locator("#coverage")).to_be_visible()

    assert stub.bodies == [{"question": "có bao nhiêu"}]


# ---- the reader


def test_a_number_opens_the_whole_article_at_the_cited_sentence(page: Page) -> None:
    ask(page, "có bao nhiêu điển hình")
    page.locator(".answer .chip").first.click()
    place, current = page.locator("#reader-place"), page.locator("mark.current")

    expect(current).to_have_text(FIRST)
    expect(current).to_be_in_viewport()
    assert page.locator("mark.current strong").inner_text() == "2.705"
    assert page.locator("mark.other").inner_text() == SECOND
    assert page.locator("#reader-title").inner_text() == ARTICLES[2]["title"]
    assert page.locator("#reader-text p").all_inner_texts() == [
        re.sub(" +", " ", line) for line in ARTICLES[2]["text"].split("\n\n")
    ]
    assert page.get_by_role("link", name="Mở bài gốc").get_attribute("href") == ARTICLES[2]["url"]
    page.click("#reader-next")
    expect(place).to_have_text("Trích dẫn 2 trên 3")
    expect(current).to_have_text(SECOND)
    page.click("#reader-next")
    expect(page.locator("#reader-title")).to_have_text(ARTICLES[3]["title"])
    page.click("#reader-next")
    expect(current).to_have_text(FIRST)
    page.click("#reader-previous")
    expect(place).to_have_text("Trích dẫn 3 trên 3")


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
    page.locator(".answer .chip").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reader-title")).to_be_focused()
    page.go_back()  # the back gesture closes the sheet
    expect(page.locator("#reader")).to_be_hidden()
    expect(page.locator(".answer .chip").nth(1)).to_be_focused()


def test_a_quote_that_no_longer_stands_is_never_highlighted(page: Page) -> None:
    ask(page, "bài đã sửa")
    page.locator(".answer .chip").first.click()

    expect(page.locator(".notice blockquote")).to_have_text("Câu này không còn đúng từng chữ.")
    assert page.locator("mark.current").count() == 0
    assert page.locator("mark.other").inner_text() == SECOND


def test_pointer_and_keyboard_show_the_quote_behind_a_number(page: Page) -> None:
    ask(page, "có bao nhiêu điển hình")
    preview = page.locator("#preview")
    page.locator(".answer .chip").first.hover()
    expect(preview.locator(".quote")).to_have_text(FIRST)
    preview.hover()
    page.wait_for_timeout(300)
    expect(preview).to_be_visible()
    page.mouse.move(5, 500)
    expect(preview).to_be_hidden()
    page.focus(".sources .chip")
    for _ in range(2):  # back to the last number of the answer
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        if focused(page) == "chip":
            break
    expect(preview.locator(".quote")).to_contain_text("đoàn kiểm tra của BCĐ Trung ương")
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()


# ---- refusals and failures


def test_a_refusal_says_why_what_was_searched_and_what_is_near(page: Page) -> None:
    ask(page, "Chỉ thị 20 (từ chối)")
    card = page.locator(".refusal")

    assert [line for line in card.inner_text().splitlines() if line] == [
        "Không tìm thấy trong các bài viết",
        "Không có văn bản mang số này",
        "Các bài viết có nhắc tới 290-QĐ/TW và 83-QĐ/TU, không có 20-CT/TW.",
        "Đã tìm trong 5 bài viết, đến 25/06/2020.",
        "Bài viết gần nhất",
        "Tiếp tục triển khai công tác dân vận đồng bộ, hiệu quả",
        "25/06/2020 · Vĩnh Long",
        "Chép liên kết",
        "Hữu ích",
        "Chưa đúng",
    ]
    card.locator("button").first.click()
    expect(page.locator("mark.current")).to_contain_text("Thời gian qua, tỉnh đã chỉ đạo")
    close_source(page)
    ask(page, "lý do lạ")
    expect(page.locator(".refusal .reason").last).to_have_text("Không có câu trả lời")


@pytest.mark.parametrize(
    ("question", "headline", "words"),
    [
        ("lỗi 422", "Máy chủ không nhận câu hỏi này", "Máy chủ <b>nói</b> vậy."),
        ("lỗi 429", "Máy chủ đang bận", "Có thể hỏi lại sau 7 giây."),
        ("lỗi 502", "Máy chủ gặp lỗi", "Lỗi không phải do câu hỏi."),
        ("bị đứt", "Câu trả lời bị ngắt giữa chừng", "đứt trước khi trả lời xong"),
        ("lỗi giữa chừng", "Máy chủ gặp lỗi", "Máy chủ <b>nói</b> vậy."),
    ],
)
def test_a_failure_is_named_and_what_came_is_kept(
    page: Page, question: str, headline: str, words: str
) -> None:
    ask(page, question)

    expect(page.locator(".failure .headline")).to_have_text(headline)
    expect(page.locator(".failure")).to_contain_text(words)
    came = FIRST in page.locator(".answer").inner_text()
    assert came == (question in ("bị đứt", "lỗi giữa chừng"))
    expect(page.locator("#box")).to_have_value("" if came else question)


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


def test_a_server_with_keys_is_given_one_that_leaves_with_the_tab(page: Page, stub: Stub) -> None:
    stub.key = KEY
    go(page, stub.address)
    expect(page.locator(".failure .headline")).to_have_text("Máy chủ này cần khóa truy cập")
    page.get_by_role("button", name="Nhập khóa").click()
    assert violations_by_theme(page) == {"dark": [], "light": []}
    page.fill("#key-box", KEY)
    page.keyboard.press("Enter")
    expect(page.locator("#coverage")).to_have_text("5 bài viết, đến 25/06/2020")
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [1, 0]
    page.click("#key-switch")
    page.click("#key-forget")
    expect(page.locator(".failure .headline")).to_have_text("Máy chủ này cần khóa truy cập")
    assert page.evaluate("sessionStorage.length") == 0


# ---- browsing


def test_the_list_is_searched_filtered_and_loaded_page_by_page(page: Page, stub: Stub) -> None:
    go(page, f"{stub.address}/#/articles")
    titles = page.locator("#browse-list a")
    expect(titles).to_have_count(4)
    expect(page.locator("#browse-count")).to_have_text("Đang hiện 4 trong 5 bài viết")
    page.click("#browse-more")
    expect(titles).to_have_count(5)
    assert titles.all_inner_texts() == [each["title"] for each in ARTICLES]
    expect(page.locator("#browse-more")).to_be_hidden()
    page.locator("#browse-search").press_sequentially("doi moi")
    expect(titles).to_have_text([ARTICLES[2]["title"]])
    page.fill("#browse-search", "không có đâu")
    expect(page.locator("#browse-count")).to_have_text("Không có bài viết nào như vậy")
    page.fill("#browse-search", "")
    page.click("#browse-filters summary")
    page.select_option("#browse-filters select >> nth=0", "Vĩnh Long")
    with page.expect_response(lambda response: "since=2020" in response.url):
        page.select_option("#browse-filters select >> nth=2", "2020")
    expect(titles).to_have_text([ARTICLES[3]["title"]])

    wanted = {
        "limit": ["50"],
        "order": ["newest"],
        "place": ["Vĩnh Long"],
        "since": ["2020-01-01"],
    }
    assert stub.listed[-1] == wanted


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
    page.wait_for_url(f"{stub.address}/#/articles")
    go(page, f"{stub.address}/#/articles/%E0%A4%A")
    expect(page.locator("#reader-title")).to_have_text("Bài viết này không còn nữa")
    page.keyboard.press("Escape")
    page.wait_for_url(f"{stub.address}/#/articles")


def test_a_copied_link_leads_to_the_same_sentence(page: Page) -> None:
    ask(page, "có bao nhiêu điển hình")
    page.locator(".answer .chip").nth(1).click()
    page.locator("#reader").get_by_role("button", name="Chép liên kết").click()
    expect(page.locator("#reader").get_by_role("button", name="Đã chép")).to_be_visible()
    page.goto(page.evaluate("navigator.clipboard.readText()"))

    expect(page.locator("mark.current")).to_have_text(SECOND)


# ---- adding and deleting


def test_articles_are_looked_at_added_and_deleted(page: Page, stub: Stub) -> None:
    go(page, f"{stub.address}/#/articles")
    expect(page.locator("#add-link")).to_be_hidden()
    stub.role = "write"
    go(page, f"{stub.address}/#/articles")
    page.click("#add-link")
    page.set_input_files(
        "#add-files",
        [
            {"name": "mot.txt", "mimeType": "text/plain", "buffer": "Bài một\nNội dung.".encode()},
            {"name": "hai.txt", "mimeType": "text/plain", "buffer": b"?"},
        ],
    )
    expect(page.locator("#add-state")).to_have_text("Nhận ra 1 bài trong 2 tệp")
    page.click("#add-list summary")
    pieces = [
        re.sub("\n+", "\n", each) for each in page.locator("#add-list > li").all_inner_texts()
    ]
    assert pieces == [
        "Bài một\nbaobacgiang.example · 10/05/2024\nmot.txt\n"
        "2 dòng đã bỏ vì không thuộc bài viết\nĐường dây nóng: 0123\nTin nổi bật",
        "hai.txt\nKhông đọc được như một bài viết",
    ]
    assert violations_by_theme(page) == {"dark": [], "light": []}
    page.click("#add-all")
    expect(page.locator(".outcome").first).to_have_text("Đã thêm")
    page.fill("#add-text", "Bài dán vào đây\nNội dung.")
    page.click("#add-paste")
    expect(page.locator("#add-list .about").last).to_have_text("nội dung đã dán")
    page.click("#add-all")
    page.get_by_role("link", name="Mở bài viết").click()
    expect(page.locator("#reader-title")).to_have_text("Bài dán vào đây")
    page.get_by_role("button", name="Xóa bài viết").click()
    page.locator("dialog").get_by_role("button", name="Xóa").click()
    expect(page.locator("#reader")).to_be_hidden()

    assert [key for key in stub.articles if key.startswith("n")] == ["n7"]


def test_files_can_be_dropped(page: Page, stub: Stub) -> None:
    stub.role = "write"
    go(page, f"{stub.address}/#/add")
    page.evaluate(
        """() => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File(["Bài thả\\nNội dung."], "tha.txt"));
            const drop = new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true});
            document.getElementById("add-drop").dispatchEvent(drop);
        }"""
    )

    expect(page.locator("#add-list")).to_contain_text("Bài thả")


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
    ask(page, "đủ cả, từ chối")
    ask(page, "từ chối")
    page.fill("#box", "đang viết dở")
    page.click("#language")

    expect(page.locator(".refusal h3")).to_have_text("Not found in the articles")
    expect(page.locator(".conflict h3")).to_have_text("The articles disagree")
    expect(page.locator(".tag").last).to_have_text("1 January 2018 to 31 December 2018")
    expect(page.locator(".refusal .nearest .about")).to_have_text("25 June 2020 · Vĩnh Long")
    expect(page.locator("#box")).to_have_value("đang viết dở")
    assert page.evaluate("document.documentElement.lang") == "en"
    shown = page.inner_text("main") + page.inner_text("#bar")
    for word in ("Chép", "Hữu", "Nguồn", "Lọc", "Sửa", "Đã tìm", "Câu hỏi"):
        assert word not in shown
    ask(page, "again")
    assert stub.languages == ["vi", "vi", "en"]
    page.reload()
    page.click(".brand")
    expect(page.locator("#coverage")).to_have_text("5 articles, up to 25 June 2020")


# ---- hostile articles


def test_markup_in_an_article_is_shown_as_text_and_does_nothing(page: Page) -> None:
    ask(page, "bài độc")
    outlet, day = (page.locator(".sources .about bdi").nth(n).bounding_box() for n in (0, 1))
    numbers, title = (page.locator(f".sources li {part}").bounding_box() for part in PARTS)
    assert day["x"] > outlet["x"] + outlet["width"]  # no direction mark reorders its neighbours
    assert title["x"] > numbers["x"] + numbers["width"]
    page.locator(".answer .chip").first.click()

    expect(page.locator("mark.current")).to_have_text("<script>document.title='pwned'</script>")
    assert page.title() == "Hỏi đáp dân vận"
    assert page.locator("#conversation script, #conversation img, #reader img").count() == 0
    assert page.locator("#reader-about a").count() == 0
    expect(page.locator("#reader-title")).to_have_text(HOSTILE["title"])
    page.click("#reader-next")  # offsets count characters: an emoji shifts nothing
    expect(page.locator("mark.current")).to_have_text("Có đúng 61 hộ 🎉 được hỗ trợ.")
    assert page.locator("mark.current strong").inner_text() == "61"


def test_the_layout_holds_with_endless_words_and_two_hundred_citations(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    ask(page, "bài độc " + "dài" * 300)
    assert sideways(page) == 0
    page.locator(".answer .chip").nth(3).click()
    expect(page.locator("mark.current")).to_be_visible()
    assert page.evaluate("reader.scrollWidth - reader.clientWidth") == 0
    close_source(page)
    ask(page, "hai trăm câu")
    chips = page.locator(".turn:last-child .answer .chip")
    expect(chips).to_have_count(200)
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways(page) == 0
    chips.last.click()
    expect(page.locator("mark.current")).to_have_text("Câu số 199 của bài dài.")


# ---- for everyone


def test_axe_finds_nothing_on_any_view_in_either_theme(page: Page, stub: Stub) -> None:
    def check(where: str) -> None:
        assert violations_by_theme(page) == {"dark": [], "light": []}, where

    check("first screen")
    page.click("#filters summary")
    for question in ("đủ cả", "từ chối", "lỗi 429", "bài độc"):
        ask(page, question)
    page.locator(".turn").first.get_by_role("button", name="Chưa đúng").click()
    check("conversation")
    page.locator(".turn").first.locator(".answer .chip").first.click()
    page.wait_for_selector("mark.current")
    check("source")
    page.set_viewport_size(PHONE)
    check("source on a phone")
    close_source(page)
    page.evaluate("location.hash = '#/articles'")
    page.wait_for_selector("#browse-list li")
    check("list")
    page.evaluate("location.hash = '#/history'")
    page.wait_for_selector("#history-list li")
    check("history")
    page.click("#history-clear")
    check("dialog")


def test_everything_is_reached_by_keyboard_and_the_focus_is_seen(page: Page) -> None:
    ask(page, "từ chối")
    page.focus("#skip")
    reached, unseen = [], []
    for _ in range(16):
        name, outline = page.evaluate(
            """() => {
                const at = document.activeElement;
                const shown = at.id === "box" ? at.parentElement : at;
                const name = at.innerText || at.ariaLabel || at.id;
                return [name, getComputedStyle(shown).outlineStyle];
            }"""
        )
        reached.append(name)
        if outline != "solid":
            unseen.append(name)
        page.keyboard.press("Tab")

    assert reached == [
        "Tới nội dung chính",
        "Hỏi đáp dân vận",
        "Hỏi",
        "Bài viết",
        "Đã hỏi",
        "EN",
        "Nền tối",
        "Sửa",
        "Tiếp tục triển khai công tác dân vận đồng bộ, hiệu quả",
        "Chép liên kết",
        "Hữu ích",
        "Chưa đúng",
        "Câu hỏi",
        "Gửi câu hỏi",
        "Lọc bài viết",
        "Câu hỏi mới",
    ]
    assert unseen == []


def test_everything_that_is_pressed_is_large_enough_and_has_a_name(page: Page, stub: Stub) -> None:
    stub.role = "write"
    go(page, stub.address)
    page.set_viewport_size(PHONE)
    ask(page, "đủ cả")
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, select, input, textarea")]
            .filter((each) => each.checkVisibility() && !each.matches(".skip, .unseen"))
            .map((each) => [each.innerText || each.ariaLabel || "?", each.getBoundingClientRect()])
            .filter(([name, {width, height}]) => name === "?" || width < 24 || height < 24)
            .map(([name]) => name)"""
    )

    assert small == []  # 24 × 24 pixels: WCAG 2.2, 2.5.8


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
