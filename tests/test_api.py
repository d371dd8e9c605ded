import functools
import json
import operator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from qa import openai_api
from qa.api import (
    Rules,
    article_schemas,
    chat_schemas,
    contract,
    create_app,
    question_schemas,
    reply_schemas,
    schemas,
)
from qa.api.problems import PROBLEMS, wanted_language
from qa.engine import open_engine
from qa.journal import read_feedback
from qa.settings import read_settings

OPENAPI = Path(__file__).parent / "openapi.json"
ASKED = "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?"
TEXT = "Thông báo họp xã\n\nXã Tân Lập họp bàn về đường làng ngày 3/4/2021. Có 77 hộ dự họp."


@pytest.fixture
def client(engine):
    with TestClient(create_app(engine), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def reading(reading_engine):
    with TestClient(create_app(reading_engine), raise_server_exceptions=False) as opened:
        yield opened


def events(text):
    """Name and data of each event of a stream."""
    blocks = [block.splitlines() for block in text.strip().split("\n\n")]
    fields = [dict(line.split(": ", 1) for line in block) for block in blocks]
    return [(each["event"], json.loads(each["data"])) for each in fields]


def code(response):
    document = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert document["status"] == response.status_code
    return document["code"]


def test_an_answer_comes_with_its_citation(reading):
    reply = reading.post("/v1/ask", json={"question": ASKED}).json()

    citation = reply["citations"][0]
    article = reading.get(f"/v1/articles/{citation['article']['article_id']}").json()
    assert reply["kind"] == "answer"
    assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
    mark = citation["mark"]
    assert article["text"][mark["start"] : mark["end"]] == "2.705"
    assert reply["coverage"] == {
        "articles": 5, "newest": "2020-06-25", "index_seq": 5,
    }  # fmt: skip


def test_a_refusal_is_a_reply_and_not_an_error(reading):
    response = reading.post("/v1/ask", json={"question": "Chỉ thị 20/CT-TTg nói gì?"})

    assert response.status_code == 200
    reply = response.json()
    assert (reply["kind"], reply["reason"]) == ("no_answer", "number_not_found")
    assert "sentences" not in reply


def test_the_stream_tells_the_same_reply_in_parts(reading):
    response = reading.post(
        "/v1/ask", json={"question": ASKED}, headers={"Accept": "text/event-stream"}
    )

    told = events(response.text)
    names = [name for name, _ in told]
    reply = told[-1][1]
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["x-accel-buffering"] == "no"
    assert response.headers["cache-control"] == "no-cache"
    assert names[:2] == ["question", "hits"]
    assert names[2:] == ["sentence"] * len(reply["sentences"]) + ["done"]
    assert told[0][1] == reply["question"]
    assert told[1][1]["hits"] == reply["hits"]
    assert [data["sentence"] for name, data in told if name == "sentence"] == reply["sentences"]
    assert [c for n, data in told if n == "sentence" for c in data["citations"]] == reply[
        "citations"
    ]
    whole = reading.post("/v1/ask", json={"question": ASKED}).json()
    for same in ("question", "hits", "sentences", "citations", "confidence", "coverage"):
        assert reply[same] == whole[same]


def test_a_reply_with_one_hit_is_otherwise_the_usual_one(reading):
    sent = {"question": ASKED}
    stream = {"Accept": "text/event-stream"}

    usual = reading.post("/v1/ask", json=sent).json()
    reply = reading.post("/v1/ask", json=sent | {"top_k": 1}).json()
    told = events(reading.post("/v1/ask", json=sent | {"top_k": 1}, headers=stream).text)

    assert reply["hits"] == usual["hits"][:1] == told[1][1]["hits"] == told[-1][1]["hits"]
    for same in ("sentences", "citations", "confidence"):
        assert reply[same] == usual[same] == told[-1][1][same]


def test_a_stream_of_a_bad_question_is_a_problem(reading):
    response = reading.post(
        "/v1/ask", json={"question": " "}, headers={"Accept": "text/event-stream"}
    )

    assert (response.status_code, code(response)) == (422, "question_empty")


def test_hits_say_why_they_were_found_only_when_asked(reading):
    sent = {"question": "dân vận khéo", "top_k": 1}

    plain = reading.post("/v1/search", json=sent).json()["hits"][0]
    told = reading.post("/v1/search", json=sent | {"explain": True}).json()["hits"][0]
    asked = reading.post("/v1/ask", json=sent | {"explain": True}).json()["hits"][0]

    assert plain == {name: value for name, value in told.items() if name != "explanation"}
    assert {"dân vận", "vận khéo"} <= {each["term"] for each in told["explanation"]["pairs"]}
    assert asked["explanation"]["pairs"] == told["explanation"]["pairs"]
    read = {feature["name"] for feature in told["explanation"]["features"]}
    assert read - {each["name"] for each in asked["explanation"]["features"]} == {"sentences"}


def test_an_explanation_names_documents_and_translations(reading):
    sent = {"question": "What does Directive 16/CT-TTg say about the reform?", "explain": True}

    hit = reading.post("/v1/search", json=sent | {"top_k": 1}).json()["hits"][0]

    assert "16/CT-TTg" in [each["number"] for each in hit["explanation"]["documents"]]
    assert {"number", "translated"} <= hit["legs"].keys()
    assert {"word": "reform", "translation": "cải cách", "share": 1.0, "count": 1} in hit[
        "explanation"
    ]["translations"]


def test_a_search_gives_hits_without_an_answer(reading):
    reply = reading.post("/v1/search", json={"question": "hiến đất", "top_k": 2}).json()

    assert set(reply) == {"question", "hits"}
    assert reply["hits"][0]["article"]["source"] == "003_4a44d92a0926bdba.txt"
    assert len(reply["hits"]) == 2


def test_a_reply_can_be_looked_up_by_its_id(index):
    engine = open_engine(read_settings(index_dir=index), receipts=True)
    with TestClient(create_app(engine)) as client:
        reply = client.post("/v1/ask", json={"question": ASKED}).json()
        receipt = client.get(f"/v1/replies/{reply['id']}").json()
        unknown = client.get("/v1/replies/r_0")
    engine.close()

    assert receipt["reply"] == reply | {"hits": []}
    assert [each["state"] for each in receipt["articles"]] == ["same"]
    assert receipt["versions"]["index_seq"] == 5
    assert (unknown.status_code, code(unknown)) == (404, "reply_not_found")


def test_readers_say_what_they_think_of_a_reply(index):
    def rated(client, reply_id, rating, **more):
        sent = {"reply_id": reply_id, "rating": rating} | more
        return client.post("/v1/feedback", json=sent)

    engine = open_engine(read_settings(index_dir=index), receipts=True)
    with TestClient(create_app(engine)) as client:
        reply = client.post("/v1/ask", json={"question": ASKED}).json()
        first = rated(client, reply["id"], "up")
        last = rated(client, reply["id"], "down", reason="Sai năm")
        unknown = rated(client, "r_0", "up")
        wrong = rated(client, reply["id"], "sideways")
    engine.close()

    assert (first.status_code, first.content, last.status_code) == (204, b"", 204)
    assert code(unknown) == "reply_not_found"
    assert (code(wrong), wrong.json()["fields"]) == ("invalid_request", ["rating"])
    assert [(each["rating"], each["reason"]) for each in read_feedback(index)] == [
        ("down", "Sai năm")
    ]


def test_filters_restrict_what_is_found(reading):
    asked = {"question": "công tác dân vận", "filters": {"since": "2020-06-01"}}

    hits = reading.post("/v1/search", json=asked).json()["hits"]

    assert {hit["article"]["published"] for hit in hits} == {"2020-06-25"}


def test_articles_are_listed_by_pages(reading):
    first = reading.get("/v1/articles", params={"limit": 3}).json()
    second = reading.get("/v1/articles", params={"limit": 3, "cursor": first["next"]}).json()

    listed = [each["article_id"] for each in first["articles"] + second["articles"]]
    assert (len(first["articles"]), len(second["articles"]), second["next"]) == (3, 2, None)
    assert listed == sorted(set(listed))
    assert first["coverage"]["articles"] == 5
    places = reading.get("/v1/articles", params={"place": "Vĩnh Long"}).json()["articles"]
    assert [each["source"] for each in places] == ["003_4a44d92a0926bdba.txt"]


def test_articles_are_listed_from_the_newest(client):
    def page(cursor=None):
        wanted = {"order": "newest", "limit": 2} | ({"cursor": cursor} if cursor else {})
        return client.get("/v1/articles", params=wanted).json()

    first = page()
    client.delete(f"/v1/articles/{first['articles'][-1]['article_id']}")
    client.post("/v1/articles", json={"text": TEXT, "published": "2026-01-01"})
    second = page(first["next"])
    last = page(second["next"])

    assert [each["published"] for each in first["articles"]] == ["2020-06-25", "2020-01-10"]
    assert [each["published"] for each in second["articles"]] == ["2018-01-16", None]
    assert [each["published"] for each in last["articles"]] == [None]
    assert last["next"] is None
    assert code(client.get("/v1/articles", params={"order": "oldest"})) == "invalid_request"


def test_to_json_a_whole_number_is_an_integer(reading):
    def found(number):
        return reading.post("/v1/search", json={"question": "công tác dân vận", "top_k": number})

    assert found(2.0).json()["hits"] == found(2).json()["hits"]
    assert [code(found(each)) for each in (2.5, "2", True, 0.0)] == ["invalid_request"] * 4


def test_what_is_no_boolean_is_refused(reading):
    asked = {"question": "công tác dân vận", "restore": 0}

    assert code(reading.post("/v1/search", json=asked)) == "invalid_request"


@pytest.mark.parametrize("sign", [" ", "\u0085", "\u2028", "\u202e", "\ufeff"])
def test_an_address_holds_no_blank_and_no_sign_that_turns_text(reading, sign):
    def sent(url):
        body = {"articles": [{"text": TEXT, "url": url}]}
        return reading.post("/v1/articles/preview", json=body)

    assert (
        sent("https://báo.vn/tin-tức").json()["results"][0]["article"]["url"]
        == "https://báo.vn/tin-tức"
    )
    assert code(sent(f"https://báo.vn/{sign}x")) == "invalid_request"


def test_an_article_is_added_found_and_deleted(client):
    sent = {"articles": [{"text": TEXT, "title": "Họp xã", "article_id": "hop-xa"}]}

    first = client.post("/v1/articles", json=sent).json()["results"]
    again = client.post("/v1/articles", json=sent).json()["results"]
    reply = client.post("/v1/ask", json={"question": "Bao nhiêu hộ dự họp xã Tân Lập?"}).json()
    gone = client.delete("/v1/articles/hop-xa")

    assert first == [{"article_id": "hop-xa", "outcome": "added", "code": None}]
    assert again == [{"article_id": "hop-xa", "outcome": "unchanged", "code": None}]
    assert reply["citations"][0]["article"]["title"] == "Họp xã"
    assert gone.status_code == 204
    assert code(client.get("/v1/articles/hop-xa")) == "article_not_found"
    assert code(client.delete("/v1/articles/hop-xa")) == "article_not_found"


def test_one_article_needs_no_list(client):
    sent = {"text": TEXT, "article_id": "hop-xa"}

    assert client.post("/v1/articles", json=sent).json()["results"] == [
        {"article_id": "hop-xa", "outcome": "added", "code": None}
    ]


FILES = [
    ("files", ("thu-muc/a.txt", TEXT.encode("utf-16"))),
    ("files", ("b.pdf", b"%PDF-1.7 \x00")),
    ("files", ("C:\\bai\\c.txt", TEXT.replace("77", "78").encode())),
]


def test_files_are_decoded_and_each_has_its_own_outcome(client):
    results = client.post("/v1/articles", files=FILES).json()["results"]

    outcomes = [(each["outcome"], each["code"]) for each in results]
    assert outcomes == [("added", None), (None, "article_unreadable"), ("added", None)]
    first, last = (client.get(f"/v1/articles/{results[n]['article_id']}").json() for n in (0, 2))
    assert (first["source"], last["source"]) == ("a.txt", "c.txt")
    assert "Có 77 hộ dự họp." in first["text"]
    assert client.post("/v1/articles", files=FILES[:1]).json()["results"] == [
        {"article_id": results[0]["article_id"], "outcome": "unchanged", "code": None}
    ]


def test_a_preview_tells_what_is_recognised_and_stores_nothing(client):
    page = f"Trang chủ\nHotline: 0123 456 789\n\nThứ bảy, 03/04/2021 08:30\n\n{TEXT}\n\nTin nổi bật"
    as_files = client.post("/v1/articles/preview", files=[("files", ("a.txt", page.encode()))])
    as_json = client.post(
        "/v1/articles/preview",
        json={"articles": [{"text": page, "source": "a.txt"}, {"text": " "}]},
    )

    previewed, unreadable = as_json.json()["results"]
    assert as_files.json()["results"] == [previewed]
    assert unreadable == {"article": None, "chunks": None, "code": "article_unreadable"}
    assert previewed["chunks"] == 1
    assert previewed["article"]["title"] == "Thông báo họp xã"
    assert previewed["article"]["published"] == "2021-04-03"
    assert previewed["article"]["stripped"][0] == "Trang chủ"
    assert client.get("/v1/articles").json()["coverage"]["articles"] == 5
    stored = client.post("/v1/articles", json={"text": page, "source": "a.txt"}).json()["results"]
    assert client.get(f"/v1/articles/{stored[0]['article_id']}").json() == previewed["article"]


def test_an_article_is_put_in_place_of_what_was_there(client):
    def put(text):
        response = client.put("/v1/articles/hop-xa", json={"text": text, "title": "Họp xã"})
        return response.status_code, response.json()["outcome"]

    assert put(TEXT) == (201, "added")
    assert put(TEXT) == (200, "unchanged")
    assert put(TEXT.replace("77", "78")) == (200, "updated")
    assert "Có 78 hộ" in client.get("/v1/articles/hop-xa").json()["text"]
    assert code(client.put("/v1/articles/hop-xa", json={"text": " \n"})) == "article_unreadable"
    assert code(client.put("/v1/articles/a b", json={"text": TEXT})) == "invalid_request"
    assert "Có 78 hộ" in client.get("/v1/articles/hop-xa").json()["text"]


def test_an_article_that_has_not_changed_is_not_sent_again(client):
    client.put("/v1/articles/hop-xa", json={"text": TEXT})
    first = client.get("/v1/articles/hop-xa")
    tag = first.headers["etag"]

    def again(*tags):
        return client.get("/v1/articles/hop-xa", headers={"If-None-Match": ", ".join(tags)})

    unchanged = again('"x"', f"W/{tag}")
    assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", tag)
    assert (again("*").status_code, again('"x"').status_code) == (304, 200)
    assert first.headers["cache-control"] == "private, no-cache"
    client.put("/v1/articles/hop-xa", json={"text": TEXT, "author": "Người viết"})
    assert again(tag).status_code == 200


def test_articles_are_found_by_title_as_it_is_typed(reading):
    def listed(**query):
        found = reading.get("/v1/articles", params=query).json()["articles"]
        return sorted(each["source"][:3] for each in found)

    assert listed(q="quang ninh") == ["000", "002"]
    assert listed(q="Quảng Ninh đổi m") == ["002"]
    assert listed(q="quang ninh", until="2018-12-31") == ["002"]
    assert listed(q="không có") == []


def test_facets_tell_what_can_be_filtered_by(reading):
    facets = reading.get("/v1/facets").json()

    assert facets["years"] == [
        {"value": "2020", "count": 2},
        {"value": "2018", "count": 1},
    ]
    assert facets["places"][0] == {"value": "Quảng Ninh", "count": 2}
    assert {"value": "baoquangninh.com.vn", "count": 1} in facets["outlets"]


def test_suggested_questions_are_answered(reading):
    questions = reading.get("/v1/suggestions").json()["questions"]
    replies = [reading.post("/v1/ask", json={"question": each}).json() for each in questions]

    assert [each["kind"] for each in replies] == ["answer"] * 4


def test_a_request_keeps_its_id(reading):
    def returned(sent):
        return reading.get("/nowhere", headers={"X-Request-ID": sent}).headers["x-request-id"]

    assert returned("trace-1/a") == "trace-1/a"
    for unsafe in ("a b", "<i>", "x" * 129, ""):
        assert len(returned(unsafe)) == 32
    assert returned("") != returned("")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 404),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://qa.example.vn"}, 404),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 404),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://qa.example.vn", "X-Forwarded-Host": "qa.example.vn"}, 404),
    ],
)
def test_pages_of_other_sites_change_nothing(client, headers, status):
    response = client.delete("/v1/articles/none", headers=headers)

    assert response.status_code == status
    assert (code(response) == "foreign_origin") is (status == 403)
    assert client.get("/v1/articles", headers=headers).status_code == 200


def test_each_added_article_has_its_own_outcome(client):
    sent = {
        "articles": [{"text": TEXT, "article_id": "tot"}, {"text": "\n \n", "article_id": "rong"}]
    }

    assert client.post("/v1/articles", json=sent).json()["results"] == [
        {"article_id": "tot", "outcome": "added", "code": None},
        {"article_id": "rong", "outcome": None, "code": "article_unreadable"},
    ]


def test_a_server_for_others_is_read_only(reading_engine):
    with TestClient(create_app(reading_engine, rules=Rules(local="read"))) as client:
        refused = [
            client.post("/v1/articles", json={"articles": [{"text": TEXT}]}),
            client.post("/v1/articles", files=FILES),
            client.post("/v1/articles/preview", files=FILES),
            client.put("/v1/articles/x", json={"text": TEXT}),
            client.delete("/v1/articles/x"),
        ]
        role = client.get("/v1/me").json()["role"]

    assert [(each.status_code, code(each)) for each in refused] == [(403, "forbidden")] * 5
    assert role == "read"


def test_health_and_readiness(reading):
    assert reading.get("/healthz").json() == {"status": "ok"}
    assert reading.get("/readyz").json() == {"status": "ok"}


def test_more_requests_than_places_are_told_to_come_back(reading_engine):
    with TestClient(create_app(reading_engine, queue=0)) as client:
        response = client.post("/v1/ask", json={"question": ASKED})

    assert (response.status_code, code(response)) == (503, "overloaded")
    assert response.headers["retry-after"] == "2"


def test_another_host_name_is_refused(reading_engine):
    with TestClient(create_app(reading_engine, hosts=("localhost",))) as client:
        refused = client.get("/healthz", headers={"Host": "evil.example"})
        served = [
            client.get("/healthz", headers={"Host": host}).status_code
            for host in ("localhost", "LOCALHOST:80", "localhost:")
        ]

    assert (refused.status_code, code(refused)) == (400, "unknown_host")
    assert "evil" not in refused.text
    assert served == [200] * 3


def test_problems_speak_the_wanted_language(reading):
    def said(language):
        response = reading.post(
            "/v1/ask", json={"question": ""}, headers={"Accept-Language": language}
        )
        return response.headers["content-language"], response.json()["detail"]

    assert said("en-US,en;q=0.9") == ("en", "The question is empty.")
    assert said("vi-VN,vi;q=0.9,en;q=0.8") == ("vi", "Câu hỏi để trống.")
    assert wanted_language("fr, *") == "vi"


BODIES = [
    (b"", 422, "invalid_request"),
    (b"{", 400, "malformed_json"),
    (b"\xff\xfe", 400, "malformed_json"),
    (b"[" * 50_000, 400, "malformed_json"),
    (b"[]", 422, "invalid_request"),
    (b"null", 422, "invalid_request"),
    (b'{"question": null}', 422, "invalid_request"),
    (b'{"question": 7}', 422, "invalid_request"),
    (b'{"question": ["x"]}', 422, "invalid_request"),
    (b'{"question": ""}', 422, "question_empty"),
    (b'{"question": " \\u00a0\\n"}', 422, "question_empty"),
    (b'{"question": "\\u0000"}', 422, "question_empty"),
    (b'{"question": "abc \\ud800"}', 422, None),
    (b'{"question": "x", "\\ud800": 1}', 422, "invalid_request"),
    (b'{"question": "x", "secret-field-name": 1}', 422, "invalid_request"),
    (b'{"question": "x", "top_k": NaN}', 422, None),
    (b'{"question": "x", "top_k": Infinity}', 422, None),
    (b'{"question": "x", "top_k": 1e999}', 422, None),
    (b'{"question": "x", "top_k": "8"}', 422, "invalid_request"),
    (b'{"question": "x", "top_k": true}', 422, "invalid_request"),
    (b'{"question": "x", "top_k": 0}', 422, "invalid_request"),
    (b'{"question": "x", "top_k": 1' + b"0" * 4000 + b"}", 422, None),
    (b'{"question": "x", "filters": {"since": "hom qua"}}', 422, "invalid_request"),
    (b'{"question": "x", "filters": {"places": [1]}}', 422, "invalid_request"),
    (b'{"question": "x", "mode": "llm9"}', 422, "invalid_request"),
    (b'{"question": "' + b"x" * 2001 + b'"}', 422, "question_too_long"),
    (b'{"question": "' + b"x" * 100_000 + b'"}', 413, "body_too_large"),
]


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search"])
@pytest.mark.parametrize(("body", "status", "expected"), BODIES)
def test_bad_bodies_are_refused_and_not_echoed(reading, path, body, status, expected):
    if path == "/v1/search" and b"mode" in body:
        expected = "invalid_request"
    response = reading.post(path, content=body, headers={"Content-Type": "application/json"})

    assert status <= response.status_code < status + 1 or response.status_code in (400, 422)
    assert expected in (None, code(response))
    for secret in ("secret-field-name", "hom qua", "llm9", "xxxxx", "abc"):
        assert secret not in response.text


@pytest.mark.parametrize(
    ("method", "path", "status", "expected"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/v1/ask", 405, "method_not_allowed"),
        ("GET", "/v1/articles/%00", 404, "article_not_found"),
        ("GET", "/v1/articles/..%2f..%2fetc%2fpasswd", 404, "not_found"),
        ("GET", "/v1/articles?limit=0", 422, "invalid_request"),
        ("GET", "/v1/articles?limit=9999999999999999999999", 422, "invalid_request"),
        ("GET", "/v1/articles?since=2020-13-45", 422, "invalid_request"),
        ("GET", "/web/../settings.py", 404, "not_found"),
        ("GET", "/web/%2e%2e/settings.py", 404, "not_found"),
    ],
)
def test_bad_addresses_are_problems(reading, method, path, status, expected):
    response = reading.request(method, path)

    assert (response.status_code, code(response)) == (status, expected)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/articles", "GET, POST"),
        ("/v1/articles/preview", "POST"),
        ("/v1/articles/none", "DELETE, GET, PUT"),
        ("/v1/ask", "POST"),
        ("/", "GET"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(reading, path, allowed):
    response = reading.request("PATCH", path)

    assert (response.status_code, code(response)) == (405, "method_not_allowed")
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize("day", ["0", "20200101", "2020-1-1", "2020-01-01T00:00:00", "1e9"])
def test_a_day_is_written_out(reading, day):
    queried = reading.get("/v1/articles", params={"since": day})
    asked = reading.post("/v1/search", json={"question": "x", "filters": {"until": day}})
    number = reading.post("/v1/search", json={"question": "x", "filters": {"until": 0}})

    assert [code(each) for each in (queried, asked, number)] == ["invalid_request"] * 3


FORM = {"Content-Type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(
    ("body", "headers", "status", "expected"),
    [
        (b"", FORM, 422, "invalid_request"),
        (b"--x--\r\n", FORM, 422, "invalid_request"),
        (b"--x\r\nnonsense", FORM, 422, "invalid_request"),
        (b"--x\r\n", {"Content-Type": "multipart/form-data"}, 400, "malformed_form"),
        (b"x" * (8 * 2**20 + 1), FORM, 413, "body_too_large"),
        (b'{"text": "x"}', {"Content-Type": "text/plain"}, 415, "unsupported_media_type"),
        (
            b'{"text": "x", "title": 7}',
            {"Content-Type": "application/json"},
            422,
            "invalid_request",
        ),
    ],
)
@pytest.mark.parametrize("path", ["/v1/articles", "/v1/articles/preview"])
def test_bad_uploads_are_problems(client, path, body, headers, status, expected):
    response = client.post(path, content=body, headers=headers)

    assert (response.status_code, code(response)) == (status, expected)
    assert client.get("/v1/articles").json()["coverage"]["articles"] == 5


def test_only_json_is_taken(reading):
    response = reading.post(
        "/v1/ask", content=b'{"question": "x"}', headers={"Content-Type": "text/plain"}
    )

    assert (response.status_code, code(response)) == (415, "unsupported_media_type")


def test_a_defect_is_told_without_its_text(reading_engine, monkeypatch, caplog):
    def broken(*_, **options):
        raise RuntimeError("secret path /etc/x")

    monkeypatch.setattr(reading_engine, "ask", broken)
    with TestClient(create_app(reading_engine), raise_server_exceptions=False) as client:
        response = client.post("/v1/ask", json={"question": ASKED})

    assert (response.status_code, code(response)) == (500, "internal")
    assert "secret" not in response.text
    assert "RuntimeError" in caplog.text


def test_a_defect_within_a_stream_ends_it_with_an_error_event(reading_engine, monkeypatch, caplog):
    def broken(*_, **options):
        raise RuntimeError("secret")

    monkeypatch.setattr(reading_engine, "tell", broken)
    with TestClient(create_app(reading_engine)) as client:
        response = client.post(
            "/v1/ask", json={"question": ASKED}, headers={"Accept": "text/event-stream"}
        )

    name, data = events(response.text)[-1]
    assert (name, data["code"]) == ("error", "internal")
    assert "secret" not in response.text


def test_every_response_bears_the_security_headers(reading):
    for path in ("/", "/web/app.js", "/healthz", "/nowhere", "/v1/articles"):
        headers = reading.get(path).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self';"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert reading.get("/v1/articles").headers["cache-control"] == "no-store"


@pytest.mark.filterwarnings("ignore:open_binary:DeprecationWarning")
def test_the_documentation_page_needs_no_other_host(reading):
    page = reading.get("/docs").text

    assert "http://testserver/swagger/swagger-ui-bundle.js" in page
    assert reading.get("/swagger/swagger-ui-bundle.js").status_code == 200
    assert "cdn" not in page


def test_the_contract_is_the_committed_one(reading):
    """After a change made on purpose: python -m tests.test_api writes the file anew."""
    assert reading.get("/openapi.json").json() == json.loads(OPENAPI.read_text(encoding="utf-8"))


def operations():
    """Name and description of each operation of the committed contract."""
    paths = json.loads(OPENAPI.read_text(encoding="utf-8"))["paths"]
    return {
        f"{method.upper()} {path}": told for path in paths for method, told in paths[path].items()
    }


def test_each_field_of_the_contract_is_described():
    models = json.loads(OPENAPI.read_text(encoding="utf-8"))["components"]["schemas"]
    fields = [
        (f"{name}.{field}", told)
        for name, schema in models.items()
        for field, told in schema.get("properties", {}).items()
    ]
    parameters = [
        (f"{name} {told['name']}", told)
        for name, operation in operations().items()
        for told in operation.get("parameters", [])
    ]

    assert len(fields) > 150
    assert [name for name, told in fields + parameters if not told.get("description")] == []
    assert [name for name, told in operations().items() if not told.get("description")] == []


def models(content):
    """The models of a JSON body of the contract."""
    schema = content["application/json"]["schema"]
    names = [each["$ref"].rpartition("/")[2] for each in schema.get("anyOf", [schema])]
    rooms = (schemas, question_schemas, reply_schemas, article_schemas, chat_schemas, openai_api)
    return [next(getattr(room, name) for room in rooms if hasattr(room, name)) for name in names]


@pytest.mark.parametrize("name", operations())
def test_each_operation_has_an_example_that_fits_it(name):
    told = operations()[name]
    bodies = {
        "request": told.get("requestBody", {}).get("content", {}),
        "response": told["responses"].get("200", {}).get("content", {}),
    }
    examples = json.loads(contract.EXAMPLES.read_text(encoding="utf-8")).get(name, {})

    assert set(examples) == {part for part, content in bodies.items() if content}
    for part in set(examples) & {part for part in bodies if "application/json" in bodies[part]}:
        assert bodies[part]["application/json"]["example"] == examples[part]
        for_json = TypeAdapter(functools.reduce(operator.or_, models(bodies[part])))
        for_json.validate_json(json.dumps(examples[part]))


def test_each_problem_has_both_languages_and_an_error_status():
    for status, vietnamese, english in PROBLEMS.values():
        assert 400 <= status < 600
        assert vietnamese != english


if __name__ == "__main__":
    anew = create_app(None).openapi()
    OPENAPI.write_text(json.dumps(anew, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
