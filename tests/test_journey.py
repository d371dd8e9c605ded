"""The main job end to end, with nothing replaced: seeds, index, server, command line, browser."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from qa.evaluation import article_text_from, ask_server, evaluate, read_gold
from tests.conftest import SEEDS
from tests.page_stub import FLAGS, chromium
from tests.test_server import Running

GOLD = Path(__file__).parent / "gold" / "danvan.jsonl"
ASKED = "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?"
ANSWER = "Năm qua, toàn tỉnh có 2.705 điển hình “Dân vận khéo” đăng ký các cấp."


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The five seed files, ingested and served by the command line as a newcomer would."""
    index = tmp_path_factory.mktemp("journey") / "index"
    environment = {"QA_INDEX_DIR": str(index), "PATH": ""}
    command = [sys.executable, "-m", "qa", "ingest", str(SEEDS)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "5 added, 0 updated, 0 unchanged.\n"
    running = Running(index)
    yield running
    running.stop()


def test_http_and_command_line_give_the_same_answer(server, seeded_index):
    served = server.json("/v1/ask", {"question": ASKED})
    asked = subprocess.run(
        [sys.executable, "-m", "qa", "ask", "--json", ASKED],
        env={"QA_INDEX_DIR": str(seeded_index), "PATH": ""}, capture_output=True, check=True,
    )  # fmt: skip
    told = json.loads(asked.stdout)

    assert served["sentences"] == told["sentences"]
    assert served["citations"] == told["citations"]
    assert served["sentences"][0]["text"] == ANSWER


def test_the_own_gold_questions_reach_their_figures(server):
    report = evaluate(read_gold(GOLD), ask_server(server.url), article_text_from(server.url))

    assert report.figures["article_first"] >= 0.95
    assert report.figures["contains_gold"] >= 0.88
    assert report.figures["citation_verbatim"] == 1.0
    assert report.slices["kind:unanswerable_offtopic"]["refusal_recall"] >= 0.95
    assert report.slices["kind:unanswerable_near"]["refusal_recall"] >= 0.85
    assert report.slices["kind:chitchat"]["refusal_recall"] >= 0.95


@pytest.mark.browser
@pytest.mark.skipif(chromium() is None, reason="Chromium is not installed")
def test_a_person_asks_on_the_page_and_opens_the_source(server):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(20_000)
        requested = []
        page.on("request", lambda request: requested.append(request.url))
        page.goto(server.url)
        page.wait_for_selector("[data-ready]")
        coverage = page.inner_text("#coverage")
        page.fill("#box", ASKED)
        page.press("#box", "Enter")
        page.wait_for_selector(".turn:last-child .status:not(.busy)")
        answered = page.inner_text(".turn:last-child")
        page.click(".turn:last-child .chip >> nth=0")
        page.wait_for_selector("#reader-text mark.current")
        highlighted = "".join(page.locator("#reader-text mark").all_inner_texts())
        title = page.inner_text("#reader-title")
        page.fill("#box", "Chỉ thị 20/CT-TTg nói gì?")
        page.press("#box", "Enter")
        page.wait_for_selector(".turn:nth-child(2) .status:not(.busy)")
        refused = page.inner_text(".turn:last-child")
        browser.close()

    assert "5 bài viết" in coverage
    assert "25/06/2020" in coverage
    assert ANSWER in answered
    assert highlighted.startswith(ANSWER)
    assert title == "Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở"
    assert "20/CT-TTg" in refused
    assert {url.startswith((server.url, "data:")) for url in requested} == {True}
