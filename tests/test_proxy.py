"""Behind nginx, with the configuration that the operations guide gives."""

import getpass
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from qa.api import create_app, stream
from tests.serving import serving

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
GUIDE = Path(__file__).parent.parent / "docs" / "OPERATIONS.md"
PATIENCE = 20  # seconds; a failing test's, not a passing one's
ASKED = "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?"

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


def configuration(folder, port, served):
    """The server block of the guide, on a free port of this machine and without TLS."""
    block = re.search(r"```nginx\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[1]
    block = block.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    block = block.replace("http://127.0.0.1:8000", served)
    assert served in block
    assert str(port) in block
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; user {getpass.getuser()}; worker_processes 1;"
        f"pid {folder}/pid; error_log {folder}/errors;"
        f"events {{}} http {{ access_log off; {temporary} {block} }}"
    )


@contextmanager
def proxied(folder, served):
    """The address of nginx before a server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(configuration(folder, port, served), encoding="utf-8")
    process = subprocess.Popen(
        [NGINX, "-c", folder / "nginx.conf", "-e", folder / "errors"], stderr=subprocess.PIPE
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not _listens(port):
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def _listens(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def opened(address, method, path, body=None, **headers):
    at = urlsplit(address)
    with closing(http.client.HTTPConnection(at.hostname, at.port, timeout=PATIENCE)) as connection:
        sent = {"Content-Type": "application/json"} | headers
        connection.request(method, path, body and json.dumps(body).encode(), sent)
        with connection.getresponse() as response:
            yield response


def call(address, method, path, body=None, **headers):
    with opened(address, method, path, body, **headers) as response:
        return response.status, response.read()


def test_the_first_event_arrives_before_the_last_is_made(tmp_path):
    go, last = threading.Event(), threading.Event()

    def steps():
        yield "first", {}
        assert go.wait(PATIENCE)
        last.set()
        yield "last", {}

    app = FastAPI()

    @app.get("/")
    async def streamed():
        return stream.response(stream.named(steps()), str)

    with (
        serving(app) as served,
        proxied(tmp_path, served) as address,
        opened(address, "GET", "/") as response,
    ):
        try:
            first = [response.readline() for _ in range(4)]
            assert first == [b"id: 1\n", b"event: first\n", b"data: {}\n", b"\n"]
            assert not last.is_set()
        finally:
            go.set()
        assert b"event: last" in response.read()


def test_the_service_works_behind_it(engine, tmp_path):
    app = create_app(engine, hosts=("127.0.0.1",))
    with serving(app) as served, proxied(tmp_path, served) as address:
        asked = {"model": "x", "messages": [{"role": "user", "content": ASKED}]}
        told = json.loads(call(address, "POST", "/v1/chat/completions", asked)[1])
        ours = call(address, "DELETE", "/v1/articles/none", Origin=address)
        theirs = call(address, "DELETE", "/v1/articles/none", Origin="https://evil.example")
        large = call(address, "POST", "/v1/articles", {"text": "Họp. " * 500_000})

    assert f"({address}/#/articles/" in told["choices"][0]["message"]["content"]
    assert (ours[0], theirs[0]) == (404, 403)
    assert large[0] == 422  # longer than an article may be, not than nginx takes
