"""What has broken services like this one: no defect, and nothing of it comes back in an error."""

import json
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from qa.api import create_app
from tests.nasty import INPUTS, SECRET

HARMLESS = "Có bao nhiêu hộ?"


@pytest.fixture
def client(engine):
    with TestClient(create_app(engine), raise_server_exceptions=False) as opened:
        yield opened


def sent(client, method, path, body, content_type="application/json"):
    """The response to a body, which may hold lone surrogates."""
    content = json.dumps(body).encode()
    return client.request(method, path, content=content, headers={"Content-Type": content_type})


def check(response, text):
    """No defect; an error is a problem document that repeats nothing of what was sent."""
    assert response.status_code < 500, (text, response.text)
    if response.status_code >= 400:
        document = response.json()
        told = document.get("code") or document["error"]["code"]
        assert told != "internal"
        assert SECRET not in response.text, text
        assert len(text) < 4 or text not in response.text or text in ("null", "true"), text
    for name, value in response.headers.items():
        assert SECRET not in value, (name, text)


def with_secret(text):
    return f"{text}{SECRET}"


def test_the_corpus_is_large_enough_and_has_no_doubles():
    assert len(INPUTS) >= 150
    assert len(set(INPUTS)) == len(INPUTS)


FIELDS = [
    ("POST", "/v1/ask", lambda text: {"question": text, "top_k": 1}),
    ("POST", "/v1/search", lambda text: {"question": text, "top_k": 1}),
    (
        "POST",
        "/v1/ask",
        lambda text: {
            "question": "Còn năm 2019 thì sao?",
            "conversation": [{"role": "user", "content": text}],
        },
    ),
    ("POST", "/v1/search", lambda text: {"question": HARMLESS, "filters": {"places": [text]}}),
    ("POST", "/v1/search", lambda text: {"question": HARMLESS, "filters": {"outlets": [text]}}),
    ("POST", "/v1/search", lambda text: {"question": HARMLESS, "filters": {"article_ids": [text]}}),
    ("POST", "/v1/search", lambda text: {"question": HARMLESS, "filters": {"since": text}}),
    ("POST", "/v1/ask", lambda text: {"question": HARMLESS, "mode": text}),
    ("POST", "/v1/ask", lambda text: {"question": HARMLESS, text: 1}),
    ("POST", "/v1/feedback", lambda text: {"reply_id": text, "rating": "up"}),
    ("POST", "/v1/feedback", lambda text: {"reply_id": "r_1", "rating": text}),
    ("POST", "/v1/feedback", lambda text: {"reply_id": "r_1", "rating": "up", "reason": text}),
    (
        "POST",
        "/v1/chat/completions",
        lambda text: {"messages": [{"role": "user", "content": text}]},
    ),
    ("POST", "/v1/chat/completions", lambda text: {"messages": [{"role": text, "content": "x"}]}),
    (
        "POST",
        "/v1/chat/completions",
        lambda text: {
            "messages": [
                {"role": "user", "content": text},
                {"role": "user", "content": "Còn năm 2019 thì sao?"},
            ]
        },
    ),
    *(
        ("POST", "/v1/articles/preview", lambda text, name=name: {"text": HARMLESS, name: text})
        for name in ("source", "article_id", "title", "published", "outlet", "author", "url")
    ),
    ("POST", "/v1/articles/preview", lambda text: {"text": text}),
    ("POST", "/v1/articles/preview", lambda text: {"text": HARMLESS, "places": [text]}),
]


@pytest.mark.parametrize(
    ("method", "path", "body"), FIELDS, ids=[f"{n}-{each[1]}" for n, each in enumerate(FIELDS)]
)
def test_no_input_of_a_body_is_a_defect(client, method, path, body):
    for text in INPUTS:
        check(sent(client, method, path, body(text)), text)


def test_nothing_that_is_refused_comes_back(client):
    """The same, made too long or of the wrong kind, so that each is an error."""
    for method, path, body in FIELDS:
        for text in INPUTS[::7]:
            wrong = body(with_secret(text)) | {with_secret("field"): 1}
            check(sent(client, method, path, wrong), with_secret(text))


def test_no_input_of_an_address_is_a_defect(client):
    for text in INPUTS:
        try:
            part = quote(text, safe="")
        except UnicodeEncodeError:
            continue
        for address in (
            f"/v1/articles/{part}",
            f"/v1/replies/{part}",
            f"/v1/models/{part}",
            f"/v1/articles?q={part}",
            f"/v1/articles?place={part}&outlet={part}&cursor={part}",
            f"/v1/articles?since={part}",
            f"/v1/articles?limit={part}",
            f"/web/{part}",
        ):
            check(client.get(address), text)


def test_no_stored_text_is_a_defect_of_later_answers(client):
    """What may be stored is stored, listed, read, searched, and deleted again."""
    stored = []
    for number, text in enumerate(INPUTS[::6]):
        response = sent(
            client,
            "PUT",
            f"/v1/articles/nasty-{number}",
            {
                "text": f"{HARMLESS} Có 61 hộ. {text}",
                "title": text,
                "outlet": text,
                "places": [text],
            },
        )
        check(response, text)
        if response.status_code < 300:
            stored.append(f"nasty-{number}")
    listed = client.get("/v1/articles", params={"limit": 200, "cursor": "nasty"}).json()["articles"]
    facets = client.get("/v1/facets")
    asked = sent(client, "POST", "/v1/ask", {"question": HARMLESS, "top_k": 50})
    read = [client.get(f"/v1/articles/{each}").status_code for each in stored]
    deleted = {client.delete(f"/v1/articles/{each}").status_code for each in stored}

    assert len(stored) >= 15
    assert len(listed) == len(stored)
    assert (facets.status_code, asked.status_code) == (200, 200)
    assert set(read) == {200}
    assert deleted == {204}


@pytest.mark.parametrize(
    "name", ["Accept-Language", "Accept", "X-API-Key", "Authorization", "Host",
             "X-Forwarded-Host", "Origin", "If-None-Match", "Content-Type"],
)  # fmt: skip
def test_no_header_is_a_defect(client, name):
    for text in INPUTS:
        value = with_secret(text).encode("utf-8", "surrogatepass")[:2000]
        if any(byte in value for byte in b"\r\n\x00"):
            continue  # no server would get it: HTTP ends the header there
        for method, path in (("GET", "/v1/articles"), ("POST", "/v1/ask")):
            response = client.request(
                method, path, content=b'{"question": ""}',
                headers=[(b"content-type", b"application/json"), (name.encode(), value)],
            )  # fmt: skip
            check(response, "")
