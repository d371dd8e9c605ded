"""The examples run as they are, against a real server with a key."""

import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qa.api import Rules, create_app
from qa.engine import open_engine
from qa.keys import KeyRing, add_key
from qa.settings import read_settings
from tests.serving import serving

EXAMPLES = Path(__file__).parent.parent / "examples"
ASKED = "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?"
ANSWER = "Năm qua, toàn tỉnh có 2.705 điển hình “Dân vận khéo” đăng ký các cấp."
TITLE = "Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở"


@pytest.fixture(scope="module")
def server(seeded_index, tmp_path_factory):
    """The address of a server over the five articles, and a key that may write."""
    index = tmp_path_factory.mktemp("examples") / "index"
    shutil.copytree(seeded_index, index)
    key = add_key(index / "keys.json", "examples", "write")
    engine = open_engine(read_settings(index_dir=index))
    with serving(create_app(engine, rules=Rules(keys=KeyRing(index / "keys.json")))) as url:
        yield url, key
    engine.close()


def ran(server, *command):
    """What a command prints, told where the server is."""
    environment = os.environ | {"QA_URL": server[0], "QA_KEY": server[1], "PYTHONUTF8": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, check=True, cwd=EXAMPLES)
    return done.stdout.decode()


def test_plain_python(server):
    answered = ran(server, sys.executable, "quickstart.py", ASKED).splitlines()
    refused = ran(server, sys.executable, "quickstart.py", "Chỉ thị 20/CT-TTg nói gì?")

    assert answered[0] == f"{ANSWER} [1]"
    assert f"[1] {TITLE} · 2018-01-16" in answered
    assert refused.startswith("No answer (number_not_found): ")


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_javascript(server):
    answered = ran(server, "node", "quickstart.mjs", ASKED)
    refused = ran(server, "node", "quickstart.mjs", "Chỉ thị 20/CT-TTg nói gì?")

    assert answered.startswith(f"{ANSWER} [ 1 ]\n")
    assert "20/CT-TTg" in refused


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(server):
    told = ran(server, "bash", "quickstart.sh")

    first = json.loads(told.split("== ask\n")[1].split("\n==")[0])
    assert first["kind"] == "answer"
    assert [line for line in told.splitlines() if line.startswith("event: ")] == [
        "event: question",
        "event: hits",
        *["event: sentence"] * len(first["sentences"]),
        "event: done",
    ]
    assert told.endswith('{"article_id":"vi-du","outcome":"added","code":null}')


def test_langchain_retriever(server):
    made = runpy.run_path(str(EXAMPLES / "langchain_retriever.py"))["DanvanRetriever"]
    found = made(url=server[0], key=server[1], top_k=2).invoke(ASKED)

    assert len(found) == 2
    assert found[0].metadata["title"] == TITLE
    assert ANSWER in found[0].page_content
    assert found[0].metadata["end"] - found[0].metadata["start"] == len(found[0].page_content)
    assert TITLE in ran(server, sys.executable, "langchain_retriever.py", ASKED)
