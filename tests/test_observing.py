"""Metrics and the log."""

import json
import logging
import sys

import pytest
from fastapi.testclient import TestClient

from qa.api import JsonLines, create_app

ASKED = "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?"
REFUSED = "Chỉ thị 20/CT-TTg nói gì?"


def numbers(client):
    """Name with labels to value, of what /metrics tells."""
    lines = client.get("/metrics").text.splitlines()
    return {
        name: float(value)
        for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")
    }


def test_what_is_served_is_counted(reading_engine):
    with TestClient(create_app(reading_engine)) as client:
        client.post("/v1/ask", json={"question": ASKED})
        client.post("/v1/ask", json={"question": REFUSED}, headers={"Accept": "text/event-stream"})
        client.post(
            "/v1/chat/completions", json={"messages": [{"role": "user", "content": REFUSED}]}
        )
        client.post("/v1/ask", json={"question": ""})
        client.get("/v1/articles/none")
        client.get("/nowhere/secret-path")
        told = numbers(client)
        text = client.get("/metrics")

    assert told['qa_requests_total{method="POST",route="/v1/ask",status="200"}'] == 2
    assert told['qa_requests_total{method="POST",route="/v1/ask",status="422"}'] == 1
    assert (
        told['qa_requests_total{method="GET",route="/v1/articles/{article_id}",status="404"}'] == 1
    )
    assert told['qa_requests_total{method="GET",route="other",status="404"}'] == 1
    assert told['qa_request_seconds_count{route="/v1/ask"}'] == 3
    assert told['qa_request_seconds_bucket{le="+Inf",route="/v1/ask"}'] == 3
    assert told['qa_replies_total{kind="answer"}'] == 1
    assert told['qa_replies_total{kind="no_answer"}'] == 2
    assert told['qa_refusals_total{reason="number_not_found"}'] == 2
    assert (told["qa_index_articles"], told["qa_index_seq"], told["qa_index_lag"]) == (5, 5, 0)
    assert told["qa_questions_in_progress"] == 0
    assert text.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "secret-path" not in text.text


@pytest.mark.parametrize("log_questions", [False, True])
def test_one_line_is_logged_of_each_request(reading_engine, caplog, log_questions):
    caplog.set_level(logging.INFO, "qa.access")
    app = create_app(reading_engine, log_questions=log_questions)
    with TestClient(app) as client:
        client.post("/v1/ask", json={"question": ASKED}, headers={"X-Request-ID": "trace-1"})
        client.get("/nowhere?secret=1")

    lines = [
        json.loads(JsonLines().format(each)) for each in caplog.records if each.name == "qa.access"
    ]
    first, second = lines
    assert (first["method"], first["route"], first["status"]) == ("POST", "/v1/ask", 200)
    assert first["ms"] > 0
    assert (second["route"], second["status"]) == ("other", 404)
    assert first.get("question") == (ASKED if log_questions else None)
    assert "secret" not in str(lines)


def test_a_line_of_the_log_cannot_be_broken():
    try:
        raise ValueError("một\ndòng\u2028khác\x1b[31m")
    except ValueError:
        record = logging.LogRecord(
            "qa", logging.ERROR, "f", 1, "\r\n\u0085\u202e%s", ("x\ny",), sys.exc_info()
        )
    text = JsonLines().format(record)

    assert text.isascii()
    assert text.isprintable()
    assert json.loads(text)["message"] == "\r\n\u0085\u202ex\ny"
    assert "ValueError" in json.loads(text)["error"]
