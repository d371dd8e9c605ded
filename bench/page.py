"""How fast and how heavy the page is: first sentence after Enter, weight, requests, layout shift.

    python -m bench.page

Serves the five articles from a temporary index and drives Chromium. Timings depend on the machine
and on what else it does; the time inside the server stands beside them.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.page_stub import FLAGS, chromium

HOUSE = Path(__file__).parent.parent
QUESTIONS = (
    "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?",
    "Quyết định 290-QĐ/TW nói về gì?",
    "co bao nhieu dich vu cong truc tuyen dat muc do 4",
    "Ai là Trưởng Ban Dân vận Tỉnh ủy Quảng Ninh?",
)
RUNS = 20
WATCH = """(question) => new Promise((resolve) => {
    const before = document.querySelectorAll(".sentence").length;
    const seen = new MutationObserver(() => {
        if (document.querySelectorAll(".sentence").length === before) return;
        seen.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - started));
    });
    seen.observe(document.getElementById("conversation"), {childList: true, subtree: true});
    box.value = question;
    const started = performance.now();
    const enter = {key: "Enter", bubbles: true, cancelable: true};
    box.dispatchEvent(new KeyboardEvent("keydown", enter));
})"""
SIZES = """() => Object.fromEntries(
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .map((each) => [each.name, each.decodedBodySize]))"""
SHIFTS = """() => { window.shift = 0; new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) shift += each.value;
}).observe({type: "layout-shift", buffered: true}); }"""


@contextmanager
def served_seeds() -> Iterator[str]:
    """The address of a server over a temporary index of the five articles."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"QA_INDEX_DIR": f"{folder}/index"}
        qa = [sys.executable, "-m", "qa"]
        subprocess.run([*qa, "ingest", "seeds"], cwd=HOUSE, env=environment, check=True)
        serve = [*qa, "serve", "--port", "0"]
        server = subprocess.Popen(
            serve, cwd=HOUSE, env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            found = re.search(r"http://[\d.:]+", server.stdout.readline())  # type: ignore[union-attr]
            yield found[0]  # type: ignore[index]
        finally:
            server.terminate()
            server.wait()


def measure(page: Page, address: str) -> dict[str, Any]:
    """The figures of one visit."""
    page.goto(address)
    page.wait_for_selector("[data-ready]")
    sizes: dict[str, int] = page.evaluate(SIZES)
    files = {url: size for url, size in sizes.items() if "/v1/" not in url}
    foreign = [url for url in sizes if not url.startswith(address)]
    page.evaluate(SHIFTS)
    waits = []
    for run in range(RUNS):
        waits.append(page.evaluate(WATCH, QUESTIONS[run % len(QUESTIONS)]))
        page.wait_for_selector(".turn:last-child .actions")
    return {
        "first_sentence_ms": {
            "median": round(statistics.median(waits), 1),
            "least": round(min(waits), 1),
            "most": round(max(waits), 1),
            "runs": RUNS,
        },
        "weight_bytes": sum(files.values()),
        "files": len(files),
        "foreign_requests": foreign,
        "layout_shift": round(page.evaluate("shift"), 4),
    }


def main() -> None:
    """Prints the figures as JSON."""
    with served_seeds() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        print(json.dumps(measure(page, address), indent=1))
        browser.close()


if __name__ == "__main__":
    main()
