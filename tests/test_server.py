"""The real server in a process of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import pytest
from fastapi.testclient import TestClient

from qa.keys import add_key, revoke_key
from qa.server import app, is_loopback
from qa.settings import read_settings


class Running:
    """A server on a free port of this machine."""

    def __init__(self, index, *arguments, **variables):
        environment = os.environ | {"QA_INDEX_DIR": str(index), "PYTHONUNBUFFERED": "1"} | variables
        # A file, for a pipe that nobody reads would stop the server.
        self.log = tempfile.TemporaryFile()  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-m", "qa", "serve", "--port", "0", *arguments],
            env=environment, stdout=subprocess.PIPE, stderr=self.log, text=True,
        )  # fmt: skip
        self.url = self.process.stdout.readline().split()[1].rstrip("/")
        self.port = int(self.url.rpartition(":")[2])

    def open(self, path, body=None, headers=None):
        data = None if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json"} | (headers or {})
        request = urllib.request.Request(self.url + path, data=data, headers=sent)
        return urllib.request.urlopen(request, timeout=20)

    def json(self, path, body=None):
        with self.open(path, body) as response:
            return json.load(response)

    def status(self, method, path):
        try:
            with urllib.request.urlopen(
                urllib.request.Request(self.url + path, method=method), timeout=20
            ) as response:
                return response.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=20)
        with self.log:
            self.log.seek(0)
            return self.process.returncode, self.log.read().decode()


@pytest.fixture
def running(index):
    started = []

    def start(*arguments, **variables):
        started.append(Running(index, *arguments, **variables))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.stop()  # not a kill: it would leave the workers alone with our pipes


def test_a_served_question_is_answered_and_a_term_signal_ends_in_peace(running):
    server = running()

    reply = server.json("/v1/ask", {"question": "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình?"})
    code, err = server.stop()

    assert reply["sentences"][0]["text"].startswith("Năm qua, toàn tỉnh có 2.705 điển hình")
    assert (code, "Traceback" in err) == (0, False)


def test_what_is_not_saved_yet_is_saved_when_the_server_stops(running, index):
    server = running()
    article = {"text": "Họp xã\n\nXã Tân Lập họp bàn. Có 77 hộ dự.", "source": "moi.txt"}

    server.json("/v1/articles", {"articles": [article]})
    code, err = server.stop()

    assert json.loads((index / "vectors.json").read_bytes())["seq"] == 6
    assert not (index / "journal.sqlite-wal").exists()  # its last user closed it
    assert (code, "Traceback" in err) == (0, False)


def test_what_another_process_ingests_is_found_without_a_restart(running, index, tmp_path):
    server = running()
    before = server.json("/v1/articles")["coverage"]["articles"]
    (tmp_path / "moi.txt").write_text("Họp xã\n\nXã Tân Lập họp bàn về đường làng. Có 77 hộ dự.\n")

    subprocess.run(
        [sys.executable, "-m", "qa", "ingest", str(tmp_path / "moi.txt")],
        env=os.environ | {"QA_INDEX_DIR": str(index)}, check=True, capture_output=True,
    )  # fmt: skip
    hits, deadline = [], time.monotonic() + 20
    while hits[:1] != ["moi.txt"] and time.monotonic() < deadline:
        found = server.json("/v1/search", {"question": "Xã Tân Lập bao nhiêu hộ dự"})["hits"]
        hits = [hit["article"]["source"] for hit in found]

    assert before == 5
    assert hits[0] == "moi.txt"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /v1/ask HT",
        b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
    ],
)
def test_a_request_that_does_not_arrive_is_cut_off(running, sent):
    server = running(QA_RECEIVE_SECONDS="0.5")

    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as slow:
        slow.sendall(sent)

        assert slow.recv(100) == b""
    assert server.json("/healthz") == {"status": "ok"}


def test_a_connection_serves_more_than_one_request(running):
    server = running(QA_RECEIVE_SECONDS="5")
    kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=15)
    kept.connect()
    opened = kept.sock

    for _ in range(3):
        kept.request("GET", "/healthz")
        assert kept.getresponse().read() == b'{"status":"ok"}'
    assert kept.sock is opened
    kept.close()


def test_several_workers_answer_alike(running):
    server = running("--workers", "2")
    asked = {"question": "Chỉ thị 16/CT-TTg nói về gì?"}

    replies = [server.json("/v1/ask", asked) for _ in range(6)]
    with server.open("/metrics") as response:  # any worker tells the numbers of all
        counted = 'qa_replies_total{kind="answer"} 6.0' in response.read().decode().splitlines()
    code, err = server.stop()

    assert counted
    logged = [json.loads(line) for line in err.splitlines()]
    assert [each["route"] for each in logged if each["message"] == "request"] == ["/v1/ask"] * 6 + [
        "/metrics"
    ]
    assert "Chỉ thị 16" not in str(logged)
    assert len({json.dumps(reply["sentences"]) for reply in replies}) == 1
    assert code == 0


def test_a_taken_port_is_one_sentence(index):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "qa", "serve", "--port", str(port)],
            env=os.environ | {"QA_INDEX_DIR": str(index)}, capture_output=True, text=True,
        )  # fmt: skip

    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be listened on" in done.stderr
    assert "Traceback" not in done.stderr


def test_workers_keep_to_the_options_of_the_command_line(running):
    server = running(
        "--workers", "2", "--host", "0.0.0.0", QA_ALLOW_REMOTE="1", QA_HOST="127.0.0.1"
    )
    server.url = f"http://127.0.0.1:{server.port}"

    refused = [server.status("DELETE", "/v1/articles/x") for _ in range(6)]

    assert refused == [403] * 6


def test_a_key_opens_the_server_to_others_and_only_with_it(running, index):
    key = add_key(index / "keys.json", "other", "read")
    server = running("--host", "0.0.0.0")
    server.url = f"http://127.0.0.1:{server.port}"

    with server.open("/v1/me", headers={"X-API-Key": key}) as response:
        assert json.load(response) == {"name": "other", "role": "read"}
    assert server.status("GET", "/v1/articles") == 401
    revoke_key(index / "keys.json", "other")
    with pytest.raises(urllib.error.HTTPError, match="401"):
        server.open("/v1/me", headers={"X-API-Key": key})


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("qa", False)],
)
def test_which_addresses_only_this_machine_reaches(host, loopback):
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.2", "127.0.0.2"),
        ("127.0.0.2", "localhost"),
        ("0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]"),
    ],
)
def test_a_server_answers_to_the_address_it_was_given(index, host, name):
    with TestClient(app(read_settings(index_dir=index, host=host))) as client:
        called = [client.get("/healthz", headers={"Host": each}) for each in (name, "example.com")]

    assert [each.status_code for each in called] == [200, 400]
