"""A server for the page alone: its files with their CSP, and canned replies, hostile ones too.

What it replies depends on the question (see ``SCENES``). Run it to look at the page:

    python -m tests.page_stub
"""

from __future__ import annotations

import json
import mimetypes
import os
import shutil
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
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
SUGGESTIONS = [
    "Vĩnh Long có bao nhiêu dịch vụ công trực tuyến đạt mức độ 4?",
    "Quyết định 290-QĐ/TW nói về gì?",
]
KEY = "dv_bi_mat"


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
EVERYTHING = [*ARTICLES, HOSTILE, LONG]
FACETS = {
    "places": [{"value": "Quảng Ninh", "count": 2}, {"value": "Vĩnh Long", "count": 1}],
    "outlets": [{"value": "baoquangninh.com.vn", "count": 1}],
    "years": [{"value": "2020", "count": 2}, {"value": "2018", "count": 1}],
}


def fold(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def header(of: Json) -> Json:
    return {key: value for key, value in of.items() if key not in ("text", "stripped")}


def citation(number: int, of: Json, quote: str, asked: str = "") -> Json:
    """A citation with offsets in Unicode characters, as the API counts them."""
    start = of["text"].index(quote)
    at = start + quote.index(asked)
    mark = {"start": at, "end": at + len(asked)} if asked else None
    span = {"start": start, "end": start + len(quote), "quote": quote, "mark": mark}
    return {"number": number, "article": header(of), "speaker": None, **span}


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
        "dropped": 0,
        "fallback": None,
        "conflict": False,
    }


def asked(question: str, searched: str = "", *kinds: str) -> Json:
    return {
        "text": question,
        "searched": searched or question,
        "language": "vi",
        "identifiers": [],
        "changes": [{"kind": kind, "from": "kheo", "to": "khéo"} for kind in kinds],
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
    reply = answer(question, citations)
    if question.isascii():
        searched = "có bao nhiêu điển hình Dân vận khéo"
        reply["question"] = asked(question, searched, "accents", "accents")
    return reply


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


def told(question: str) -> Json:
    """An answer with everything there is to know about one."""
    reply = plain(question)
    first, second, third = reply["citations"]
    first["speaker"] = {"name": "Nguyễn Văn Hưởng", "role": "Trưởng Ban Dân vận", "date": None}
    second["mark"] = {"start": second["start"] + 26, "end": second["start"] + 29}
    third["mark"] = None
    question_json = asked(question, "điển hình Dân vận khéo", "typo", "follow_up")
    question_json["cues"] = {
        "places": ["Quảng Ninh", "Hạ Long"],
        "outlets": [],
        "since": "2018-01-01",
        "until": "2018-12-31",
    }
    known = {"conflict": True, "dropped": 2, "fallback": "unverified", "mode": "llm"}
    return reply | known | {"question": question_json}


SCENES: dict[str, Callable[[str], Json]] = {
    "đủ cả": told,
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
        self.renew()

    def renew(self) -> None:
        """Forgets what was asked and stored, for the next test."""
        self.gate = threading.Event()
        self.aborted = threading.Event()
        self.bodies: list[Json] = []
        self.languages: list[str] = []
        self.ratings: list[Json] = []
        self.listed: list[dict[str, list[str]]] = []
        self.replies: dict[str, Json] = {}
        self.articles = {each["article_id"]: each for each in EVERYTHING}
        self.states: dict[str, str] = {}
        self.role = "read"
        self.key: str | None = None

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
        _, _, room, *rest = f"{url.path}//".split("/")
        if not url.path.startswith("/v1/"):
            self.file("index.html" if url.path == "/" else url.path.removeprefix("/web/"))
        elif self.is_allowed():
            rooms: dict[str, Callable[[str], None]] = {
                "articles": self.read_article if rest[0] else self.list_articles,
                "replies": self.read_reply,
                "facets": lambda _: self.reply(FACETS),
                "suggestions": lambda _: self.reply({"questions": SUGGESTIONS}),
                "me": lambda _: self.reply({"name": None, "role": self.server.role}),
            }
            rooms[room](unquote(rest[0]) if rest[0] else url.query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.is_allowed():
            return
        if self.path == "/v1/ask":
            self.ask(json.loads(body))
        elif self.path == "/v1/feedback":
            self.server.ratings.append(json.loads(body))
            self.reply({"reply_id": json.loads(body)["reply_id"]})
        else:
            results = [self.taken(*each) for each in self.sent(body)]
            self.reply({"results": results})

    def do_DELETE(self) -> None:
        article_id = unquote(self.path.removeprefix("/v1/articles/"))
        del self.server.articles[article_id]
        self.send(204, "text/plain", b"")

    def is_allowed(self) -> bool:
        wanted = self.server.key
        if wanted is None or self.headers["Authorization"] == f"Bearer {wanted}":
            return True
        self.fail(401)
        return False

    def ask(self, body: Json) -> None:
        self.server.bodies.append(body)
        self.server.languages.append(self.headers["Accept-Language"])
        question = body["question"]
        status = next((code for word, code in FAILURES.items() if word in question), None)
        if status:
            self.fail(status)
            return
        scene = next((SCENES[word] for word in SCENES if word in question), plain)
        reply = scene(question) | {"id": f"r_{len(self.server.bodies)}"}
        if body.get("restore") is False:
            reply["question"] = asked(question)
        self.server.replies[reply["id"]] = reply
        if "chỉ json" in question:
            self.reply(reply)
        else:
            self.stream(question, reply)

    def sent(self, body: bytes) -> Iterator[tuple[str, str]]:
        """Source and text of each article of the request."""
        if self.headers["Content-Type"] == "application/json":
            for each in json.loads(body)["articles"]:
                yield each["source"], each["text"]
            return
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        for part in BytesParser().parsebytes(head + body).walk():
            if not part.is_multipart():
                content = part.get_payload(decode=True)
                yield str(part.get_filename()), bytes(content).decode()  # type: ignore[arg-type]

    def taken(self, source: str, text: str) -> Json:
        """What becomes of one article: looked at, or stored."""
        title, _, rest = text.partition("\n")
        if not rest:
            return {"article": None, "article_id": None, "outcome": None, "chunks": None,
                    "code": "article_unreadable"}  # fmt: skip
        found = article(f"n{len(title)}", source=source, title=title, text=rest,
                        published="2024-05-10", outlet="baobacgiang.example")  # fmt: skip
        if self.path.endswith("/preview"):
            known = {**found, "stripped": ["Đường dây nóng: 0123", "Tin nổi bật"]}
            return {"article": known, "chunks": 1, "code": None}
        self.server.articles[found["article_id"]] = found
        return {"article_id": found["article_id"], "outcome": "added", "code": None}

    def file(self, name: str) -> None:
        path = WEB / name
        if path.parent != WEB or not path.is_file():
            self.fail(404)
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.send(200, kind, path.read_bytes())

    def list_articles(self, query: str) -> None:
        wanted = parse_qs(query)
        self.server.listed.append(wanted)
        start = int(wanted.get("cursor", ["0"])[0])
        words = fold(wanted.get("q", [""])[0]).split()
        fitting = [
            header(each)
            for each in self.server.articles.values()
            if each not in (HOSTILE, LONG)
            and all(word in fold(each["title"]) for word in words)
            and wanted.get("place", each["places"])[0:1] == each["places"][0:1]
        ]
        following = start + PAGE_SIZE
        following_cursor = str(following) if following < len(fitting) else None
        page = fitting[start:following]
        self.reply({"articles": page, "next": following_cursor, "coverage": COVERAGE})

    def read_article(self, article_id: str) -> None:
        found = self.server.articles.get(article_id)
        if found is None:
            self.fail(404)
        else:
            self.reply({**found, "stripped": []})

    def read_reply(self, reply_id: str) -> None:
        found = self.server.replies.get(reply_id)
        if found is None:
            self.fail(404)
            return
        ids = dict.fromkeys(each["article"]["article_id"] for each in found.get("citations", []))
        states = [
            {"article_id": each, "sha256": "", "state": self.server.states.get(each, "same")}
            for each in ids
        ]
        kept = {"id": reply_id, "asked_at": "2026-11-25T03:20:00Z", "reply": {**found, "hits": []}}
        self.reply({**kept, "articles": states, "versions": {}})

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


def main() -> None:
    with page_stub() as stub:
        print(stub.address)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main()
