"""Screenshots of every view of the page over an index, to be looked at.

    python -m bench.screenshots screenshots

The five articles are served from a temporary index; each view is taken at 1280 and at 390 pixels,
light and dark.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.page import served_seeds
from tests.page_stub import FLAGS, chromium

SIZES = {"desk": (1280, 800), "phone": (390, 844)}
PASTED = """Trang chủ | Tin tức
Bắc Giang: Đối thoại với nhân dân
10/05/2024 08:15

Sáng 10/5, Ban Dân vận Tỉnh ủy Bắc Giang tổ chức 42 cuộc đối thoại với nhân dân.
Đường dây nóng: 0204 000 000
"""


def main(folder: Path) -> None:
    """Takes the screenshots of all sizes and themes."""
    folder.mkdir(parents=True, exist_ok=True)
    with served_seeds() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for size, (width, height) in SIZES.items():
            for theme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=theme,
                    reduced_motion="reduce",
                    has_touch=size == "phone",
                    is_mobile=size == "phone",
                )
                shoot(context.new_page(), address, f"{folder}/{{}}-{size}-{theme}.png")
                context.close()


def shoot(page: Page, address: str, file: str) -> None:
    """Takes every view in the order in which a reader meets them."""

    def take(view: str) -> None:
        page.screenshot(path=file.format(view))

    page.goto(address)
    page.wait_for_selector("[data-ready]")
    take("empty")
    page.click("#filters summary")
    take("filters")
    page.click("#filters summary")
    ask(page, "co bao nhieu dien hinh dan van kheo")
    take("answer")
    page.click(".answer .chip")
    page.wait_for_selector("mark.current")
    take("source")
    page.keyboard.press("Escape")
    ask(page, "Chỉ thị 20/CT-TTg nói gì?")
    take("refusal")
    page.evaluate("location.hash = '#/articles'")
    page.wait_for_selector("#browse-list li")
    take("browse")
    page.evaluate("location.hash = '#/history'")
    page.wait_for_selector("#history-list li")
    take("history")
    page.evaluate("location.hash = '#/add'")
    page.fill("#add-text", PASTED)
    page.click("#add-paste")
    page.wait_for_selector("#add-list li")
    take("add")


def ask(page: Page, question: str) -> None:
    """Asks, and waits for the reply."""
    page.fill("#box", question)
    page.press("#box", "Enter")
    page.wait_for_selector(".turn:last-child .status:not(.busy)")
    page.wait_for_selector(".turn:last-child .actions")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"))
