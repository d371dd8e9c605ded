"""Sentence and quote pairs by which the verifier is measured: controlled changes and paraphrases.

    python -m training.verification          # writes tests/gold/verify.jsonl anew

Every pair holds a sentence against real words of ``seeds/``. Sentences that follow are written by
hand (``paraphrases.jsonl``: which sentence, what it says in other words); those that do not are
made from the quotes and the paraphrases by one change each: a figure, a year, a name, a "không".
Which third is held out is decided by a hash of the sentence, so no tuning can choose it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.articles import article_files, read_article
from qa.reader.sentences import article_spans

HOUSE = Path(__file__).parent.parent
PARAPHRASES = Path(__file__).parent / "paraphrases.jsonl"
OUT = HOUSE / "tests/gold/verify.jsonl"
MOST_OF_A_KIND = 2
"""Changes of one kind that one text gives at most."""

Change = tuple[str, str, str]
# Kind, pattern, and what takes its place; every place where the pattern fits is one change.
CHANGES: tuple[Change, ...] = (
    ("figure", r"\b2\.?705\b", "2.750"), ("figure", r"\b922\b", "929"), ("figure", r"\b59\b", "95"),
    ("figure", r"\b28 đơn", "82 đơn"), ("figure", r"575,6", "557,6"),
    ("figure", r"61\.000", "16.000"), ("figure", r"67\.900", "67.000"),
    ("figure", r"8\.?900", "9.800"), ("figure", r"\b14/14\b", "13/14"),
    ("figure", r"\b(?:10|mười) năm", "20 năm"), ("figure", r"\b(?:2|hai) năm", "3 năm"),
    ("figure", r"10\.441", "10.414"), ("figure", r"XIII", "XII"), ("figure", r"XIV", "XV"),
    ("bound", r"(?:hơn|trên) (?=\d)", ""), ("bound", r"(?<=có )(?=\d)", "hơn "),
    ("bound", r"(?:hơn|trên) (?=\d)", "gần "), ("bound", r"(?<=vận động được )(?=\d)", "khoảng "),
    ("unit", r"t[ỷỉ] đồng", "triệu đồng"), ("unit", r" ?m2", " ha"),
    ("unit", r"(?<=\d) dịch vụ", "% dịch vụ"),
    ("date", r"\b27/12", "17/12"), ("date", r"27 tháng 12", "27 tháng 11"),
    ("date", r"\b9/1\b", "19/1"), ("date", r"9 tháng 1\b", "9 tháng 10"),
    ("date", r"16/5/2016", "16/5/2015"), ("date", r"16 tháng 5 năm", "16 tháng 6 năm"),
    ("date", r"25/6/2020", "26/5/2020"), ("date", r"25 tháng 6", "25 tháng 7"),
    ("date", r"0?9/10/2019", "10/9/2019"), ("date", r"9 tháng 10", "9 tháng 12"),
    ("year", r"\b2019\b", "2018"), ("year", r"\b2020\b", "2021"), ("year", r"\b2018\b", "2017"),
    ("year", r"\b2025\b", "2030"), ("year", r"\b2019\b", "2020"), ("year", r"\b2020\b", "2019"),
    ("document", r"16/CT", "18/CT"), ("document", r"290- ?QĐ/TW", "290-QĐ/TU"),
    ("document", r"\b290\b", "29"), ("document", r"150-KH", "105-KH"),
    ("document", r"120-KL", "120-NQ"), ("document", r"83- ?QĐ/TU", "38-QĐ/TU"),
    ("place", r"Quảng Ninh", "Quảng Nam"), ("place", r"Vĩnh Long", "Vĩnh Phúc"),
    ("place", r"Thái Nguyên", "Thái Bình"), ("place", r"Vĩnh Long", "Quảng Ninh"),
    ("name", r"Ngô Hoàng Ngân", "Ngô Hoàng Nam"), ("name", r"Vũ Hồng Bắc", "Vũ Văn Bắc"),
    ("name", r"Nguyễn Xuân Phúc", "Nguyễn Phú Trọng"),
    ("name", r"Trương Thị Mai", "Trương Hòa Bình"),
    ("name", r"Bùi Tuấn Quang", "Bùi Quang Tuấn"), ("name", r"Nguyễn Văn Hưởng", "Nguyễn Văn Hùng"),
    ("name", r"Trương Hòa Bình", "Nguyễn Xuân Phúc"), ("name", r"Điểu K'ré", "Trương Thị Mai"),
    ("body", r"Ban Dân vận", "Ban Tuyên giáo"), ("body", r"Tỉnh ủy", "Huyện ủy"),
    ("body", r"Ban Dân vận (?:Trung ương|TW)", "Ban Dân vận Tỉnh ủy"),
    ("body", r"Ban Thường vụ", "Ban Chấp hành"), ("body", r"Bộ Chính trị", "Ban Bí thư"),
    ("body", r"(?:UBND|Ủy ban nhân dân)", "HĐND"), ("body", r"(?:HĐND|Hội đồng nhân dân)", "UBND"),
    ("body", r"(?:MTTQ|Mặt trận Tổ quốc)", "Hội Nông dân"), ("body", r"cấp xã", "cấp huyện"),
    ("body", r"cấp huyện", "cấp xã"),
    ("office", r"Phó Bí thư(?: Thường trực)?", "Bí thư"), ("office", r"Phó Trưởng", "Trưởng"),
    ("office", r"(?<!Phó )Trưởng Ban", "Phó Trưởng Ban"), ("office", r"Phó Thủ tướng", "Thủ tướng"),
    ("office", r"(?<!Phó )Chủ tịch", "Phó Chủ tịch"),
    ("office", r"(?<!Phó )Thủ tướng", "Chủ tịch nước"),
    ("negation dropped", r"không (?=để)", ""), ("negation dropped", r"không để (?=xảy|phát)", ""),
    ("negation added", r"(?:đã )(?=đẩy mạnh|xây dựng|quan tâm|đạt|tiếp|chỉ đạo|lựa chọn|nâng cao)",
     "chưa "),
    ("negation added", r"(?<= )(?=(?:tổ chức|chủ trì|phát biểu|góp phần|có đổi mới|phối hợp) )",
     "không "),
    ("negation added", r"(?<= )(?=(?:lan tỏa|hoạt động theo|tham gia|được (?:mở rộng|chọn)|sẽ) )",
     "không "),
    ("duty", r"\bcần ", "có thể "), ("duty", r"\bcần ", "phải "), ("duty", r"\bcần ", ""),
    ("duty", r"\bphải ", "nên "), ("duty", r"\bphải ", "có thể "), ("duty", r"\bsẽ ", "đã "),
    ("duty", r"\bđã (?=\w)", "sẽ "), ("duty", r"\bđã (?=\w)", "cần "), ("duty", r"đề nghị ", ""),
    ("duty", r"\bđã (?=\w)", "có thể "), ("duty", r"\btiếp tục ", "không được tiếp tục "),
    ("quantity", r"[Mm]ột số", "tất cả"), ("quantity", r"[Mm]ột số ", ""),
    ("quantity", r"\bnhiều (?=\w)", "tất cả "), ("quantity", r"tất cả các", "một số"),
    ("quantity", r"[Mm]ỗi ", "Một số "), ("quantity", r"[Đđ]ông đảo", "một số"),
    ("quantity", r"[Tt]oàn tỉnh", "một số huyện"), ("quantity", r"\bcác cấp\b", "một số cấp"),
    ("direction", r"\bgiảm ", "tăng "), ("direction", r"\btăng cường ", "giảm "),
    ("direction", r"\bnâng cao ", "hạ thấp "), ("direction", r"đẩy mạnh", "hạn chế"),
    ("direction", r"mở rộng", "thu hẹp"), ("direction", r"tích cực", "tiêu cực"),
    ("direction", r"đồng tình", "phản đối"), ("direction", r"được nâng lên", "bị hạ xuống"),
    ("direction", r"chỉ số PCI thấp", "chỉ số PCI cao"), ("direction", r"hợp pháp", "bất hợp pháp"),
    ("clause", r"[.…]*$", ", và được Trung ương thưởng cờ thi đua."),
    ("clause", r"[.…]*$", " để chuẩn bị thành lập thành phố mới."),
    ("swap", r"(chính quyền)( .{3,40}? )(nhân dân|người dân)", r"\3\2\1"),
    ("swap", r"(Ban Dân vận Trung ương)(.+?)(Ban Cán sự Đảng Chính phủ)(?= tổ chức)",
     r"Hội nghị toàn quốc\2\3"),
    ("swap", r"(\d[\d.,]*)( .+?)(\d[\d.,]*)(?= (?:tỷ|ngày công|đơn vị|điển hình|người|vụ việc))",
     r"\3\2\1"),
    ("swap", r"(năm 2019)(.+)(năm 2020)", r"\3\2\1"),
    ("swap", r"(cán bộ, công chức, viên chức và (?:Nhân dân|người dân))( tham gia giám sát )"
     r"(cơ quan hành chính nhà nước các cấp)", r"\3\2\1"),
)  # fmt: skip


def main() -> None:
    """Writes the labelled pairs."""
    pairs = {each["sentence"] + each["quote"]: each for each in labelled()}
    lines = [json.dumps(each, ensure_ascii=False) for each in pairs.values()]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def labelled() -> Iterator[dict[str, Any]]:
    """All pairs: the paraphrases, and the changes of quotes and paraphrases."""
    sources, wordings = _sources(), list(_paraphrases())
    for at, says, follows, change in wordings:
        yield _pair(says, sources[at], follows, change)
    true = [(at, says) for at, says, follows, _ in wordings if follows]
    for at, text in [*true, *((at, words) for at, (words, _, _) in sources.items())]:
        quote = f"{sources[at][1]} {sources[at][0]}"
        for kind, changed in _changed(text):
            if changed.strip(" .") not in quote and not _too_many(kind, changed):
                yield _pair(changed, sources[at], False, kind)


def _too_many(kind: str, changed: str) -> bool:
    """Invented clauses fit every sentence; a quarter of them is enough."""
    return kind == "clause" and hashlib.sha256(changed.encode()).digest()[2] % 4 > 0


def _sources() -> dict[str, tuple[str, str, str]]:
    """Sentences of the seeds by their place, with the one before and what heads the article."""
    sources = {}
    for number, path in enumerate(article_files([HOUSE / "seeds"])):
        article = read_article(path)
        spans = article_spans(article.text, article.author)
        sentences = [article.text[slice(*span)] for span in spans]
        context = "\n".join((article.title, *article.places))
        for at, sentence in enumerate(sentences):
            sources[f"{number}.{at}"] = (sentence, sentences[at - 1] if at else "", context)
    return sources


def _paraphrases() -> Iterator[tuple[str, str, bool, str]]:
    for line in PARAPHRASES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["at"], row["says"], row.get("follows", True), row.get("change", "paraphrase")


def _changed(text: str) -> Iterator[tuple[str, str]]:
    made: dict[str, int] = {}
    for kind, pattern, instead in CHANGES:
        for found in re.finditer(pattern, text):
            changed = text[: found.start()] + found.expand(instead) + text[found.end() :]
            if changed == text or made.get(kind, 0) == MOST_OF_A_KIND:
                continue
            made[kind] = made.get(kind, 0) + 1
            yield kind, changed[0].upper() + changed[1:]
            break


def _pair(
    sentence: str, source: tuple[str, str, str], follows: bool, change: str
) -> dict[str, Any]:
    words, before, context = source
    digest = hashlib.sha256(f"{sentence}\n{words}".encode()).digest()
    return {
        "sentence": sentence,
        "quote": f"{before} {words}".strip() if digest[1] % 2 else words,
        "context": context,
        "follows": follows,
        "change": change,
        "held_out": digest[0] % 3 == 0,
    }


if __name__ == "__main__":
    main()
