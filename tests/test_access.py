"""Who may do what over HTTP, on every route of the contract."""

import json
import shutil
from pathlib import Path

import anyio
import pytest
from fastapi.testclient import TestClient

from qa.api import Rules, create_app
from qa.api.access import MOST_CALLERS, _Rates, needed_role
from qa.engine import open_engine
from qa.keys import KeyRing, add_key, allows, revoke_key
from qa.settings import read_settings

CONTRACT = json.loads((Path(__file__).parent / "openapi.json").read_text(encoding="utf-8"))
OPEN = {"/healthz", "/readyz"}
WRITING = {
    ("POST", "/v1/articles"),
    ("POST", "/v1/articles/preview"),
    ("PUT", "/v1/articles/{article_id}"),
    ("DELETE", "/v1/articles/{article_id}"),
}
ADMIN = {("GET", "/metrics")}
ROUTES = [
    (method.upper(), path) for path, methods in CONTRACT["paths"].items() for method in methods
]


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """The file of keys, and a key of each role, one revoked and one that never was."""
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    made = {role: add_key(path, role, role) for role in ("read", "write", "admin")}
    revoked = add_key(path, "revoked", "admin")
    revoke_key(path, "revoked")
    return path, made | {"revoked": revoked, "wrong": "qa_" + "A" * 43}


@pytest.fixture(scope="module")
def writing_engine(seeded_index, tmp_path_factory):
    copy = shutil.copytree(seeded_index, tmp_path_factory.mktemp("access") / "index")
    engine = open_engine(read_settings(index_dir=copy))
    yield engine
    engine.close()


def served(engine, path, **rules):
    app = create_app(engine, rules=Rules(keys=KeyRing(path), **rules))
    return TestClient(app, raise_server_exceptions=False)


def status(client, method, path, headers):
    address = path.replace("{article_id}", "none").replace("{reply_id}", "none")
    return client.request(method, address, headers=headers).status_code


def expected(method, path, role, anonymous):
    """What a request without a body must get: let in, it fails later or is served."""
    if path in OPEN:
        return None
    if role in ("revoked", "wrong") or (role is None and not anonymous):
        return 401
    needed = "write" if (method, path) in WRITING else "read"
    needed = "admin" if (method, path) in ADMIN else needed
    return None if allows(role or anonymous, needed) else 403


@pytest.mark.parametrize("anonymous", [None, "read"])
@pytest.mark.parametrize("role", [None, "wrong", "revoked", "read", "write", "admin"])
def test_every_route_asks_for_the_role_it_needs(writing_engine, keys, role, anonymous):
    path, made = keys
    ways = [{"Authorization": f"Bearer {made[role]}"}, {"X-API-Key": made[role]}] if role else [{}]
    with served(writing_engine, path, anonymous=anonymous) as client:
        for headers in ways:
            for method, route in ROUTES:
                got = status(client, method, route, headers)
                wanted = expected(method, route, role, anonymous)
                assert (got if got in (401, 403) else None) == wanted, (method, route)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "//v1/articles"),
        ("GET", "/V1/articles"),
        ("GET", "/v1/articles/"),
        ("DELETE", "/v1/./articles/none"),
        ("POST", "/v1/%61rticles"),
        ("GET", "/v1/articles%2fnone"),
        ("GET", "/web/../v1/articles"),
        ("PATCH", "/v1/articles/none"),
        ("POST", "/healthz/../v1/articles"),
        ("GET", "/nowhere"),
    ],
)
def test_no_other_spelling_opens_a_route(reading_engine, keys, method, path):
    with served(reading_engine, keys[0]) as client:
        assert status(client, method, path, {}) in (401, 404, 405)


def test_a_key_that_is_no_text_is_a_wrong_key(reading_engine, keys):
    with served(reading_engine, keys[0]) as client:
        for value in (b"kh\xc3\xb3a", b"\xff", b"qa_ x", b""):
            refused = client.get("/v1/me", headers=[(b"x-api-key", value)])
            assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")
            assert refused.headers["www-authenticate"] == "Bearer"


def test_a_refusal_does_not_read_the_body(reading_engine, keys):
    sent = {"Content-Type": "application/json", "X-API-Key": keys[1]["read"]}
    app = create_app(reading_engine, rules=Rules(keys=KeyRing(keys[0])))
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/articles",
        "headers": [(k.lower().encode(), v.encode()) for k, v in sent.items()],
    }
    told = []

    async def receive():
        raise AssertionError("the body was read")

    async def send(message):
        told.append(message)

    anyio.run(app, scope, receive, send)
    assert told[0]["status"] == 403


def test_the_caller_is_told_who_it_is(reading_engine, keys):
    path, made = keys
    with served(reading_engine, path, anonymous="read") as client:
        me = client.get("/v1/me", headers={"Authorization": f"bearer {made['write']}"}).json()
        nobody = client.get("/v1/me").json()

    assert me == {"name": "write", "role": "write"}
    assert nobody == {"name": None, "role": "read"}


def test_as_long_as_no_key_was_made_the_machine_itself_may_do_all(reading_engine, tmp_path):
    path = tmp_path / "keys.json"
    with served(reading_engine, path) as client:
        before = client.get("/v1/me").json()
        needless = client.get("/v1/me", headers={"X-API-Key": "x"}).status_code
        key = add_key(path, "first", "read")
        closed = client.get("/v1/me").status_code
        revoke_key(path, "first")
        after = client.get("/v1/me", headers={"X-API-Key": key}).status_code
        still = client.get("/v1/me").status_code

    assert before == {"name": None, "role": "admin"}
    assert (needless, closed, after, still) == (200, 401, 401, 401)


def test_each_key_has_a_rate_of_its_own(reading_engine, keys):
    path, made = keys
    with served(reading_engine, path, per_minute=2) as client:
        first, second, third = (
            client.get("/v1/me", headers={"X-API-Key": made["read"]}) for _ in range(3)
        )
        other = client.get("/v1/me", headers={"X-API-Key": made["write"]})
        health = [client.get("/healthz").status_code for _ in range(4)]

    assert [each.status_code for each in (first, second, third, other)] == [200, 200, 429, 200]
    assert third.json()["code"] == "rate_limited"
    assert third.headers["retry-after"] == "30"
    assert first.headers["ratelimit-policy"] == '"default";q=2;w=60'
    assert [each.headers["ratelimit"] for each in (first, second, third)] == [
        '"default";r=1;t=0',
        '"default";r=0;t=30',
        '"default";r=0;t=30',
    ]
    assert health == [200] * 4


def test_tokens_come_back_with_time():
    now = [0.0]
    rates = _Rates(60, lambda: now[0])

    assert [rates.take("a")[0] for _ in range(61)] == [*range(59, -1, -1), -1]
    now[0] = 0.5
    assert rates.take("a") == (-1, 1)
    now[0] = 1.0
    assert rates.take("a") == (0, 1)
    now[0] = 1e9
    assert rates.take("a") == (59, 0)


def test_callers_without_end_do_not_fill_the_memory():
    rates = _Rates(2, lambda: 0.0)
    for number in range(MOST_CALLERS + 5):
        rates.take(str(number))

    assert len(rates._buckets) == MOST_CALLERS


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/", None),
        ("GET", "/web/app.js", None),
        ("GET", "/docs", None),
        ("GET", "/metrics", "admin"),
        ("POST", "/v1/ask", "read"),
        ("GET", "/v1/articles", "read"),
        ("POST", "/v1/articles/preview", "write"),
        ("GET", "/what/ever", "read"),
    ],
)
def test_what_is_not_named_as_open_is_closed(method, path, role):
    assert needed_role(method, path) == role
