"""A server for the page alone: its files with their CSP, and canned replies, hostile ones too.

What it replies depends on the question (see ``SCENES``). Run it to look at the page, or to make
the screenshots:

    python -m tests.page_stub [--screenshots FOLDER]
"""

from __future__ import annotations

import argparse
import json
import mimetypes
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

import qa

Json = dict[str, Any]

WEB = Path(qa.__file__).parent / "web"
SEEDS = Path(__file__).parent.parent / "seeds"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
COVERAGE = {"articles": 5, "newest": "2020-06-25", "index_seq": 5}
PAGE_SIZE = 4


def seed(number: int, **about: Any) -> Json:
    """One of the five articles: its long lines, which is enough of it for a page."""
    file = sorted(SEEDS.glob("*.txt"))[number]
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    text = "\n\n".join(line for line in lines if len(line) > 90)
    return article(f"a{number}", source=file.name, text=text, **about)


def article(article_id: str, **about: Any) -> Json:
    empty: Json = {"published": None, "outlet": None, "author": None, "places": [], "url": None}
    return {"article_id": article_id, "language": "vi", "sha256": "0" * 64, **empty, **about}


ARTICLES = [
    seed(
        0,
        title="Quảng Ninh: Nâng cao chất lượng, hiệu quả công tác dân vận",
        published="2019-12-27",
        author="M.Yến",
        places=["Quảng Ninh"],
    ),
    seed(
        1,
        title="Tổng kết công tác dân vận và đánh giá kết quả thực hiện “Năm dân vận chính quyền” "
        "2019",
        published="2020-01-10",
        places=["Thái Nguyên"],
    ),
    seed(
        2,
        title="Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở",
        published="2018-01-16",
        outlet="baoquangninh.com.vn",
        places=["Quảng Ninh"],
        url="https://baoquangninh.example/dan-van",
    ),
    seed(
        3,
        title="Tiếp tục triển khai công tác dân vận đồng bộ, hiệu quả",
        published="2020-06-25",
        places=["Vĩnh Long"],
    ),
    seed(4, title="Tăng cường công tác dân vận chính quyền trong tình hình hiện nay"),
]
HOSTILE = article(
    "x/<i>?#",
    source="hostile.txt",
    title="<script>document.title='pwned'</script> \u202eđảo ngược",
    outlet="\u202e<img src=x onerror=alert(1)>",
    published="2020-02-30",
    url="javascript:document.title='pwned'",
    text="😀👨‍👩‍👧 mở đầu.\n\n<script>document.title='pwned'</script>\n\n"
    + "Vần" * 400
    + "\n\nCó đúng 61 hộ 🎉 được hỗ trợ. Câu sau.\n\n\u202eNgược lại.",
)
LONG = article(
    "long",
    source="long.txt",
    title="Hai trăm câu",
    text="\n".join(f"Câu số {n} của bài dài." for n in range(200)),
)
EVERYTHING = {each["article_id"]: each for each in [*ARTICLES, HOSTILE, LONG]}


def header(of: Json) -> Json:
    return {key: value for key, value in of.items() if key not in ("text", "stripped")}


def citation(number: int, of: Json, quote: str, asked: str = "") -> Json:
    """A citation with offsets in Unicode characters, as the API counts them."""
    start = of["text"].index(quote)
    at = start + quote.index(asked)
    mark = {"start": at, "end": at + len(asked)} if asked else None
    span = {"start": start, "end": start + len(quote), "quote": quote, "mark": mark}
    return {"number": number, "article": header(of), **span}


def answer(question: str, citations: list[Json], searched: str = "") -> Json:
    """A reply whose sentences are the quotes themselves."""
    sentences = [
        {"text": each["quote"], "citations": [each["number"]], "support": "verbatim"}
        for each in citations
    ]
    return {
        "id": "r_1",
        "kind": "answer",
        "question": asked(question, searched),
        "mode": "extractive",
        "confidence": 0.93,
        "sentences": sentences,
        "citations": citations,
        "hits": [],
        "coverage": COVERAGE,
        "timing_ms": {},
    }


def asked(question: str, searched: str = "") -> Json:
    return {
        "text": question,
        "searched": searched or question,
        "language": "vi",
        "identifiers": [],
        "changes": [],
        "cues": {"places": [], "outlets": [], "since": None, "until": None},
    }


def plain(question: str) -> Json:
    first = "Năm qua, toàn tỉnh có 2.705 điển hình “Dân vận khéo” đăng ký các cấp."
    second = (
        "Qua thẩm định đã lựa chọn 922 điển hình “Dân vận khéo” đề nghị UBND các cấp khen thưởng."
    )
    third = (
        "Ngày 25/6/2020, đoàn kiểm tra của BCĐ Trung ương về tổng kết 10 năm thực hiện Quyết định "
        "290- QĐ/TW của Bộ Chính trị về “Quy chế công tác dân vận của hệ thống chính trị” đến làm "
        "việc tại tỉnh Vĩnh Long."
    )
    citations = [
        citation(1, ARTICLES[2], first, "2.705"),
        citation(2, ARTICLES[2], second),
        citation(3, ARTICLES[3], third, "290- QĐ/TW"),
    ]
    return answer(question, citations, "có bao nhiêu điển hình Dân vận khéo")


def refusal(question: str) -> Json:
    of = ARTICLES[3]
    text = of["text"].split("\n\n")[1]
    start = of["text"].index(text)
    hit = {
        "chunk_id": f"a3:{start}-{start + len(text)}",
        "article": header(of),
        "start": start,
        "end": start + len(text),
        "text": text,
        "score": 0.4,
        "legs": {},
    }
    return {
        "id": "r_2",
        "kind": "no_answer",
        "question": asked(question),
        "reason": "number_not_found",
        "explanation": "Các bài viết có nhắc tới 290-QĐ/TW và 83-QĐ/TU, không có 20-CT/TW.",
        "hits": [hit, hit],
        "coverage": COVERAGE,
        "timing_ms": {},
    }


def hostile(question: str) -> Json:
    script = citation(1, HOSTILE, "<script>document.title='pwned'</script>")
    figure = citation(2, HOSTILE, "Có đúng 61 hộ 🎉 được hỗ trợ.", "61")
    turned = citation(3, HOSTILE, "\u202eNgược lại.")
    endless = citation(4, HOSTILE, "Vần" * 400)
    return answer(question, [script, figure, turned, endless], "<b>đậm</b> \u202eđảo")


def many(question: str) -> Json:
    lines = LONG["text"].split("\n")
    return answer(question, [citation(n, LONG, line) for n, line in enumerate(lines, 1)])


def changed(question: str) -> Json:
    reply = plain(question)
    reply["citations"][0]["quote"] = "Câu này không còn đúng từng chữ."
    return reply


def english(question: str) -> Json:
    reply = refusal(question)
    return {**reply, "reason": "a_reason_of_tomorrow", "explanation": "", "hits": []}


SCENES: dict[str, Callable[[str], Json]] = {
    "từ chối": refusal,
    "lý do lạ": english,
    "độc": hostile,
    "hai trăm": many,
    "đã sửa": changed,
}
FAILURES = {"lỗi 422": 422, "lỗi 429": 429, "lỗi 500": 500, "lỗi 502": 502}
STREAMS = ("đứt", "chậm", "chỉ json", "lỗi giữa chừng")


class Stub(ThreadingHTTPServer):
    """The server with what the tests look at: requests seen, a gate, aborted streams."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.gate = threading.Event()
        self.aborted = threading.Event()
        self.bodies: list[Json] = []
        self.languages: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Files, articles, and one answer after another."""

    server: Stub

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the tests say what went wrong."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/v1/articles":
            self.list_articles(parse_qs(url.query).get("cursor", ["0"])[0])
        elif url.path.startswith("/v1/articles/"):
            self.read_article(unquote(url.path.removeprefix("/v1/articles/")))
        else:
            self.file("index.html" if url.path == "/" else url.path.removeprefix("/web/"))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(body)
        self.server.languages.append(self.headers["Accept-Language"])
        question = body["question"]
        status = next((code for word, code in FAILURES.items() if word in question), None)
        if status:
            self.fail(status)
            return
        scene = next((SCENES[word] for word in SCENES if word in question), plain)
        if "chỉ json" in question:
            self.reply(scene(question))
        else:
            self.stream(question, scene(question))

    def file(self, name: str) -> None:
        path = WEB / name
        if path.parent != WEB or not path.is_file():
            self.fail(404)
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.send(200, kind, path.read_bytes())

    def list_articles(self, cursor: str) -> None:
        start = int(cursor)
        page = [header(each) for each in ARTICLES[start : start + PAGE_SIZE]]
        following = start + PAGE_SIZE
        following_cursor = str(following) if following < len(ARTICLES) else None
        self.reply({"articles": page, "next": following_cursor, "coverage": COVERAGE})

    def read_article(self, article_id: str) -> None:
        found = EVERYTHING.get(article_id)
        if found is None:
            self.fail(404)
        else:
            self.reply({**found, "stripped": []})

    def stream(self, question: str, reply: Json) -> None:
        self.head(200, "text/event-stream")
        try:
            for event, data in self.events(question, reply):
                line = f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
                self.wfile.write(b": heartbeat\n\n" + line.encode())
        except OSError:
            self.server.aborted.set()

    def events(self, question: str, reply: Json) -> Iterator[tuple[str, Json]]:
        yield "question", reply["question"]
        yield "hits", {"hits": reply["hits"]}
        for at, sentence in enumerate(reply.get("sentences", [])):
            yield "sentence", {"sentence": sentence, "citations": [reply["citations"][at]]}
            if at == 0 and "đứt" in question:
                return
            if at == 0 and "lỗi giữa chừng" in question:
                yield "error", problem(500)
                return
            if at == 0 and "chậm" in question:
                self.wait()
        yield "done", reply

    def wait(self) -> None:
        """Holds the stream, with heartbeats, until the test opens the gate."""
        while not self.server.gate.wait(0.05):
            self.wfile.write(b": heartbeat\n\n")

    def fail(self, status: int) -> None:
        if status == 502:
            self.send(502, "text/html", b"<html><h1>Bad gateway</h1></html>")
        else:
            body = json.dumps(problem(status), ensure_ascii=False).encode()
            self.send(status, "application/problem+json", body)

    def reply(self, value: Json) -> None:
        self.send(200, "application/json", json.dumps(value, ensure_ascii=False).encode())

    def send(self, status: int, kind: str, body: bytes) -> None:
        self.head(status, kind)
        self.wfile.write(body)

    def head(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", CSP)
        self.send_header("X-Content-Type-Options", "nosniff")
        if status == 429:
            self.send_header("Retry-After", "7")
        self.end_headers()


def problem(status: int) -> Json:
    detail = {"title": f"Vấn đề {status}", "detail": "Máy chủ <b>nói</b> vậy.", "code": "stub"}
    return {"type": "about:blank", "status": status, **detail}


@contextmanager
def page_stub() -> Iterator[Stub]:
    """A running stub on a free port."""
    server = Stub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()


FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str | None:
    """Where Chromium is, or ``None``."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def screenshots(folder: Path) -> None:
    """Every view, on a desk and on a phone, light and dark."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    sizes = {"desk": (1280, 800), "phone": (390, 844)}
    with page_stub() as stub, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, (width, height) in sizes.items():
            for theme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=cast(Any, theme),
                    reduced_motion="reduce",
                    has_touch=name == "phone",
                    is_mobile=name == "phone",
                )
                shoot(context.new_page(), stub.address, f"{folder}/{{}}-{name}-{theme}.png")
                context.close()
        browser.close()


def shoot(page: Any, address: str, file: str) -> None:
    page.goto(address)
    page.wait_for_selector("[data-ready]")
    page.screenshot(path=file.format("empty"))
    for view, question in {
        "answer": "co bao nhieu dien hinh dan van kheo",
        "refusal": "Chỉ thị 20-CT/TW nói gì (từ chối)",
        "failure": "Gặp lỗi 429 thì sao?",
    }.items():
        page.fill("#box", question)
        page.press("#box", "Enter")
        page.wait_for_selector(".turn:last-child .status:not(.busy)")
        page.screenshot(path=file.format(view))
        if view == "answer":
            page.click(".answer .chip")
            page.wait_for_selector("mark.current")
            page.screenshot(path=file.format("reader"))
            page.keyboard.press("Escape")
    page.goto(f"{address}/#/articles")
    page.wait_for_selector("#browse-list li")
    page.screenshot(path=file.format("browse"))
    page.goto(f"{address}/#/articles/a3")
    page.wait_for_selector("#reader-text p")
    page.screenshot(path=file.format("article"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screenshots", type=Path)
    folder = parser.parse_args().screenshots
    if folder:
        screenshots(folder)
        return
    with page_stub() as stub:
        print(stub.address)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main()
