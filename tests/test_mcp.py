"""The MCP server through the official client, over stdio and over HTTP."""

import os
import socket
import subprocess
import sys
import time
from datetime import date

import anyio
import pytest
from mcp import Client, StdioServerParameters

from qa.mcp import MOST_TEXT, tool_server
from qa.types import Article

ASKED = "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?"
ANSWER = "Năm qua, toàn tỉnh có 2.705 điển hình “Dân vận khéo” đăng ký các cấp."


def called(server, *calls):
    """The results of calls of tools, one after the other."""

    async def call():
        async with Client(server) as client:
            return [await client.call_tool(name, given) for name, given in calls]

    return anyio.run(call)


@pytest.fixture(scope="module")
def over_stdio(seeded_index):
    """The results of one process over stdio: the tools, an answer, and an article."""
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "qa", "mcp"],
        env={"QA_INDEX_DIR": str(seeded_index), "PATH": ""},
    )

    async def talk():
        async with Client(parameters) as client:
            tools = await client.list_tools()
            reply = await client.call_tool("ask", {"question": ASKED})
            return tools.tools, reply.structured_content

    return anyio.run(talk)


def test_over_stdio_the_tools_are_offered_with_their_forms(over_stdio):
    tools = {tool.name: tool for tool in over_stdio[0]}

    assert set(tools) == {"ask", "search", "read_article"}
    assert {tool.annotations.read_only_hint for tool in tools.values()} == {True}
    assert tools["ask"].input_schema["required"] == ["question"]
    assert set(tools["ask"].output_schema["properties"]) == {
        "answer", "citations", "reason", "explanation",
    }  # fmt: skip


def test_over_stdio_an_answer_comes_with_its_citation(over_stdio):
    reply = over_stdio[1]
    citation = reply["citations"][0]

    assert reply["answer"].startswith(f"{ANSWER} [1]")
    assert (reply["reason"], citation["quote"]) == (None, ANSWER)
    assert citation["source"]["outlet"] == "baoquangninh.com.vn"
    assert citation["source"]["published"] == "2018-01-16"


def test_nothing_but_the_protocol_stands_on_stdout(seeded_index):
    environment = os.environ | {"QA_INDEX_DIR": str(seeded_index)}
    done = subprocess.run(
        [sys.executable, "-m", "qa", "mcp"],
        env=environment, input=b"", capture_output=True, timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (0, b"")


def test_over_http_on_this_machine_it_is_the_same(seeded_index, over_stdio):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "qa", "mcp", "--http", "--port", str(port)],
        env=os.environ | {"QA_INDEX_DIR": str(seeded_index)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not _answers(port) and time.monotonic() < deadline:
            time.sleep(0.1)
        [reply] = called(f"http://127.0.0.1:{port}/mcp", ("ask", {"question": ASKED}))
    finally:
        process.terminate()
        process.wait(timeout=20)

    assert reply.structured_content == over_stdio[1]


def _answers(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def test_a_refusal_says_why(reading_engine):
    [reply] = called(
        tool_server(reading_engine), ("ask", {"question": "Chỉ thị 20/CT-TTg nói gì?"})
    )

    told = reply.structured_content
    assert (told["answer"], told["citations"]) == (None, [])
    assert told["reason"] == "number_not_found"
    assert "20/CT-TTg" in told["explanation"]
    assert not reply.is_error


def test_what_is_found_can_be_read_on(reading_engine):
    server = tool_server(reading_engine)
    given = {"question": "dân vận khéo", "place": "quang ninh", "until": "2018-12-31", "limit": 2}
    [found] = called(server, ("search", given))
    passages = found.structured_content["passages"]
    source = passages[0]["source"]
    [read] = called(server, ("read_article", {"article_id": source["article_id"]}))

    article = read.structured_content
    assert len(passages) == 2
    assert {each["source"]["published"] for each in passages} == {"2018-01-16"}
    assert (article["source"], article["next_offset"]) == (source, None)
    assert article["text"][passages[0]["start"] : passages[0]["end"]] == passages[0]["text"]


def test_a_long_article_is_read_in_parts(engine):
    text = "Câu dài. " * 5000
    engine.add(Article("long", "Dài", "x", "0" * 64, published=date(2020, 1, 1), text=text))
    server, offset, parts = tool_server(engine), 0, []
    while offset is not None:
        [read] = called(server, ("read_article", {"article_id": "long", "offset": offset}))
        parts.append(read.structured_content["text"])
        offset = read.structured_content["next_offset"]

    assert "".join(parts) == text
    assert [len(part) for part in parts] == [MOST_TEXT, MOST_TEXT, len(text) - 2 * MOST_TEXT]


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("ask", {"question": " "}, "The question is empty"),
        ("read_article", {"article_id": "none"}, "No article has the id 'none'"),
        ("search", {"question": "x", "limit": 51}, "limit"),
        ("ask", {"question": "x", "since": "yesterday"}, "since"),
        ("ask", {}, "question"),
    ],
)
def test_an_error_is_told_to_the_model(reading_engine, tool, given, said):
    [result] = called(tool_server(reading_engine), (tool, given))

    assert result.is_error
    assert said in result.content[0].text
