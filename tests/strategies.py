"""Hypothesis strategies: Vietnamese text in any form, and articles made of it."""

from hypothesis import strategies as st

from qa.types import Article
from qa.vietnamese import nfc

SYLLABLES = [
    "công", "tác", "dân", "vận", "Quảng", "Ninh", "năm", "2019", "quyết", "định", "290-QĐ/TW",
    "MTTQ", "CT-XH", "TP.", "Hồ", "Chí", "Minh", "hoà", "thuỷ", "quý", "khoá", "ngoài", "đường",
    "2.705", "575,6", "tỷ", "đồng", "“khéo”", "M.", "Đ/c", "...", "…", "?", "!", ";", ",", "(", ")",
]  # fmt: skip

words = st.sampled_from(SYLLABLES)
sentences = st.lists(words, min_size=1, max_size=30).map(lambda found: " ".join(found) + ".")
paragraphs = st.lists(sentences, min_size=1, max_size=6).map(" ".join)
texts = st.lists(paragraphs, min_size=1, max_size=6).map("\n".join)
any_text = st.text(max_size=400) | texts


def article_of(text: str, article_id: str = "a") -> Article:
    return Article(article_id, "Tiêu đề", "nguon.txt", "0" * 64, text=nfc(text))


articles = texts.map(article_of)
