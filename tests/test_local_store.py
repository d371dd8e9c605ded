import contextlib
import errno
import json
import math
import multiprocessing
import os
import resource
import shutil
import sqlite3
import stat
import tempfile
import threading
from collections import Counter
from datetime import date
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.errors import StoreBusy, StoreError, StoreMismatch, StoreReadOnly
from qa.local_store import dense, followers, lexical, open_store, rebuild, store
from qa.types import Article, Chunk, Coverage, Facets, Filter, Window
from qa.vietnamese import terms

DIM = 8
NEAR = DIM**0.5 / 127  # what a cosine of whole numbers may be off at most
MADE_FROM = {"embedder": "stub", "dim": DIM, "chunking": "lines"}
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # most tests need no real disk
HANOI = "Hà Nội dân vận khéo\nCán bộ gần dân"
SAPA = "Sa Pa giúp đỡ dân tộc thiểu số\nMặt trận tổ quốc"


def article(article_id, text, **known):
    known = {
        "title": f"Bài {article_id}",
        "source": f"{article_id}.txt",
        "sha256": "0" * 64,
    } | known
    return Article(article_id=article_id, text=text, **known)


def pieces_of(given, dim=DIM):
    """A chunk for each line and a window for each of its halves; vectors drawn by the text."""
    chunks, windows, start = [], [], 0
    for line in given.text.split("\n"):
        chunk = Chunk(given.article_id, start, start + len(line), line)
        middle = start + max(1, len(line) // 2)
        chunks.append(chunk)
        windows.append(Window(chunk.chunk_id, start, middle))
        windows.append(Window(chunk.chunk_id, middle - 1, chunk.end))
        start = chunk.end + 1
    spans = [given.text[window.start : window.end] for window in windows]
    return chunks, windows, np.stack([vector_of(span, dim) for span in spans])


def vector_of(text, dim=DIM):
    seed = int.from_bytes(text.encode("utf-8", "replace")[:200], "little")
    drawn = np.random.default_rng(seed).standard_normal(dim).astype(np.float32)
    return drawn / np.linalg.norm(drawn)


def put(opened, *given):
    return [opened.upsert(each, *pieces_of(each)) for each in given]


def texts(opened, found):
    passages = opened.passages([each.key for each in found])
    return [passages[each.key].chunk.text for each in found]


def words(*given):
    return dict.fromkeys(given, 1.0)


@pytest.fixture
def folder():
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name) / "index"


@pytest.fixture
def opened(folder):
    made = open_store(folder, **MADE_FROM)
    yield made
    made.close()


@pytest.fixture
def two(opened):
    put(
        opened,
        article("hanoi", HANOI, places=("Hà Nội",), outlet="Nhân Dân", published=date(2020, 6, 25)),
        article("sapa", SAPA, places=("Lào Cai", "Sa Pa"), published=date(2018, 1, 16)),
    )
    return opened


# What it keeps


def test_an_empty_store_finds_nothing(opened):
    assert opened.coverage() == Coverage(articles=0, newest=None, index_seq=0)
    assert opened.nearest(vector_of("a"), 5) == []
    assert opened.matching(words("dân"), 5) == []
    assert opened.document_frequencies(["dân"]) == (0, {"dân": 0})
    assert opened.headers() == []
    assert opened.article("none") is None
    assert opened.passages([1, 2]) == {}
    assert opened.verify() == []


def test_an_article_comes_back_as_it_went_in(opened):
    given = article(
        "đường/ß 1",
        HANOI,
        published=date(2020, 2, 29),
        outlet="Báo “Nhân Dân”",
        author="Nguyễn Văn A",
        places=("Hà Nội", "Sa Pa"),
        url="https://example.org/?a=1",
        language="en",
        stripped=("Trang chủ", ""),
    )
    assert put(opened, given) == ["added"]
    assert opened.article("đường/ß 1") == given


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["a", "b", "c"]),
        ("dan van", ["a", "b"]),
        ("DÂN VÂ", ["a", "b"]),  # a word that Telex has not finished
        ("kheo dân", ["a"]),
        ("ân", []),
        ("290-qđ/tw", ["c"]),
        ("%", ["a", "b", "c"]),
        ("vận _", ["a", "b"]),
    ],
)
def test_titles_are_found_by_the_beginnings_of_their_words(opened, typed, found):
    put(
        opened,
        article("a", HANOI, title="“Dân vận khéo” ở xã"),
        article("b", HANOI, title="Công tác DÂN VẬN"),
        article("c", HANOI, title="Quyết định 290-QĐ/TW"),
    )
    assert [each.article_id for each in opened.headers(title=typed)] == found
    assert [each.article_id for each in opened.headers(after="a", title=typed)] == [
        each for each in found if each > "a"
    ]


def test_facets_count_the_articles_of_each_value(opened):
    put(
        opened,
        article(
            "a", HANOI, places=("Hà Nội", "Sa Pa"), outlet="Nhân Dân", published=date(2020, 6, 25)
        ),
        article("b", SAPA, places=("Sa Pa",), outlet="nhân dân", published=date(2018, 1, 16)),
        article("c", SAPA, outlet="Lao Động", published=date(2020, 1, 1)),
    )
    assert opened.facets() == Facets(
        places=(("Sa Pa", 2), ("Hà Nội", 1)),
        outlets=(("nhân dân", 2), ("Lao Động", 1)),
        years=(("2020", 2), ("2018", 1)),
    )


def test_the_same_again_changes_nothing(two):
    before = two.coverage()
    known = two.article("hanoi")
    assert put(two, known) == ["unchanged"]
    assert two.coverage() == before == Coverage(2, date(2020, 6, 25), 2)


def test_other_metadata_is_an_update(two):
    assert put(two, article("hanoi", HANOI, author="Tố Hữu")) == ["updated"]
    assert two.article("hanoi").author == "Tố Hữu"
    assert two.coverage() == Coverage(2, date(2018, 1, 16), 3)


def test_an_update_takes_the_place_of_the_old_text(two):
    put(two, article("hanoi", "Thủ đô khói bụi"))
    assert texts(two, two.matching(words("khói"), 5)) == ["Thủ đô khói bụi"]
    assert two.matching(words("khéo"), 5) == []
    assert two.nearest(vector_of("Thủ đô "), 1)[0].score == pytest.approx(1, abs=NEAR)
    assert two.verify() == []


def test_a_deleted_article_is_found_no_more(two):
    assert two.delete("hanoi") is True
    assert two.delete("hanoi") is False
    assert two.article("hanoi") is None
    assert two.matching(words("khéo"), 5) == []
    assert set(texts(two, two.nearest(vector_of("x"), 9))) == set(SAPA.split("\n"))
    assert two.coverage() == Coverage(1, date(2018, 1, 16), 3)
    assert two.verify() == []


def test_a_deleted_article_can_come_back(two):
    known = two.article("hanoi")
    two.delete("hanoi")
    assert put(two, known) == ["added"]
    assert texts(two, two.matching(words("khéo"), 5)) == ["Hà Nội dân vận khéo"]


def test_an_article_may_have_no_chunks(opened):
    assert opened.upsert(article("a", "x"), [], [], np.zeros((0, DIM), np.float32)) == "added"
    assert opened.article("a").text == "x"
    assert opened.delete("a") is True
    assert opened.verify() == []


@pytest.mark.parametrize(
    ("chunks", "windows", "vectors", "message"),
    [
        ([Chunk("a", 0, 3, "abd")], [], (0, DIM), "a:0-3 is not a slice of a"),
        ([Chunk("b", 0, 3, "abc")], [], (0, DIM), "b:0-3 is not a slice of a"),
        ([Chunk("a", 1, 1, "")], [], (0, DIM), "a:1-1 is not a slice of a"),
        ([], [Window("a:0-3", 0, 3)], (1, DIM), "A window of a belongs to none of its chunks"),
        ([], [], (1, DIM), r"0 windows need finite vectors of shape \(0, 8\), not \(1, 8\)"),
        ([], [], (0, 9), r"0 windows need finite vectors of shape \(0, 8\), not \(0, 9\)"),
    ],
)
def test_pieces_that_do_not_fit_are_refused(opened, chunks, windows, vectors, message):
    with pytest.raises(ValueError, match=message):
        opened.upsert(article("a", "abc"), chunks, windows, np.ones(vectors, np.float32))
    assert opened.coverage().articles == 0


def test_a_vector_that_is_not_a_number_is_refused(opened):
    chunk = Chunk("a", 0, 3, "abc")
    broken = np.full((1, DIM), np.nan, np.float32)
    with pytest.raises(ValueError, match="finite"):
        opened.upsert(article("a", "abc"), [chunk], [Window("a:0-3", 0, 3)], broken)


def test_passages_are_slices_with_the_header_of_their_article(two):
    found = two.matching(words("tổquốc"), 1)
    passage = two.passages([found[0].key, 999])[found[0].key]
    assert passage.chunk == Chunk("sapa", 31, 47, "Mặt trận tổ quốc")
    assert passage.article == two.article("sapa").header


def test_windows_come_with_the_chunk_and_the_vector_they_belong_to(two):
    keys = [each.key for each in two.matching(words("tổquốc"), 1)]
    passage = two.passages(keys)[keys[0]]

    found = two.windows([*keys, 999])

    assert list(found) == keys
    text = two.article("sapa").text
    for (start, end), vector in zip(*found[keys[0]], strict=True):
        assert passage.chunk.start <= start < end <= passage.chunk.end
        assert vector == pytest.approx(vector_of(text[start:end]), abs=1e-3)
    assert two.windows([]) == {}


# Lists and filters


def test_headers_come_in_pages_in_the_order_of_ids(opened):
    put(opened, *(article(name, "a") for name in ("b", "đ", "a", "c")))
    assert [each.article_id for each in opened.headers(limit=3)] == ["a", "b", "c"]
    assert [each.article_id for each in opened.headers(after="c", limit=3)] == ["đ"]
    assert opened.headers(after="đ") == []
    assert opened.headers(limit=0) == []


def test_headers_come_from_the_newest_and_a_page_follows_what_is_gone(opened):
    days = {
        "a": date(2019, 1, 2),
        "b": None,
        "c": date(2020, 6, 25),
        "d": date(2019, 1, 2),
        "e": None,
    }
    put(opened, *(article(name, "x", published=day) for name, day in days.items()))

    def listed(after=None, limit=9):
        return opened.headers(after=after, limit=limit, order="newest")

    assert [each.article_id for each in listed()] == ["c", "a", "d", "b", "e"]
    for number, last in enumerate(listed(), start=1):
        opened.delete(last.article_id)
        assert len(listed(last.position("newest"))) == 5 - number
    assert [each.position("id") for each in opened.headers()] == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filter(), {"hanoi", "sapa"}),
        (Filter(places=("ha noi",)), {"hanoi"}),
        (Filter(places=("SA  PA", "nowhere")), {"sapa"}),
        (Filter(places=("LÀO CAI", "Hà Nội")), {"hanoi", "sapa"}),
        (Filter(places=("Sa",)), set()),
        (Filter(outlets=("nhan dan",)), {"hanoi"}),
        (Filter(since=date(2018, 1, 16)), {"hanoi", "sapa"}),
        (Filter(since=date(2018, 1, 17)), {"hanoi"}),
        (Filter(until=date(2020, 6, 24)), {"sapa"}),
        (Filter(until=date(2018, 1, 16), places=("Hà Nội",)), set()),
        (Filter(article_ids=("sapa", "x")), {"sapa"}),
        (Filter(article_ids=("'; DROP TABLE articles; --",)), set()),
    ],
)
def test_filters_hold_in_the_list_and_in_both_searches(two, filters, found):
    assert {each.article_id for each in two.headers(filters=filters)} == found
    for hits in (
        two.nearest(vector_of("x"), 9, filters),
        two.matching(words("dân", "mặt"), 9, filters),
        two.matching(words("dan", "mat"), 9, filters, folded=True),
    ):
        passages = two.passages([hit.key for hit in hits])
        assert {passage.article.article_id for passage in passages.values()} == found


def test_a_filter_does_not_change_scores(two):
    everywhere = two.matching(words("dân"), 9)
    there = two.matching(words("dân"), 9, Filter(article_ids=("hanoi",)))
    assert there == [hit for hit in everywhere if hit in there]
    assert texts(two, there) == ["Cán bộ gần dân", "Hà Nội dân vận khéo"]


def test_what_was_read_before_follows_what_is_deleted_and_changed(two):
    keys = [hit.key for hit in two.matching(words("dân"), 9)]
    before = two.passages(keys)
    with contextlib.closing(open_store(two.folder, **MADE_FROM, read_only=True)) as reading:
        assert reading.passages(keys) == before
        assert list(reading.windows(keys)) == list(two.windows(keys)) == sorted(keys)
        two.delete("sapa")
        put(two, article("hanoi", HANOI, title="Tên mới"))

        assert two.passages(keys) == reading.passages(keys) == {}
        assert two.windows(keys) == reading.windows(keys) == {}
    after = two.passages([hit.key for hit in two.matching(words("dân"), 9)])
    assert {each.article.title for each in after.values()} == {"Tên mới"}
    assert not set(before) & set(after)


def test_no_more_passages_are_kept_than_there_is_room_for(two, monkeypatch):
    monkeypatch.setattr(store, "_MOST_KEPT", 2)
    keys = [hit.key for hit in two.matching(words("dân"), 9)]

    assert len(keys) == 3
    assert two.passages(keys) == two.passages(keys)
    assert list(two.passages(keys)) == sorted(keys)
    assert two._passages._held == {}


# The two searches


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), articles=st.integers(1, 12), k=st.integers(1, 30))
def test_nearest_agrees_with_numpy(seed, articles, k):
    drawn = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        opened = open_store(Path(name) / "index", **MADE_FROM)
        best = {}
        question = unit(drawn.standard_normal(DIM))
        with opened.batch():
            for number in range(articles):
                given = article(f"a{number}", "\n".join("bcd"[: drawn.integers(1, 4)]))
                chunks, windows, _ = pieces_of(given)
                # Few different values, so that there are equals to put in order.
                vectors = unit(drawn.integers(-1, 2, (len(windows), DIM)))
                opened.upsert(given, chunks, windows, vectors)
                scores = vectors.astype(np.float16).astype(np.float32) @ question
                for window, score in zip(windows, scores, strict=True):
                    best[window.chunk_id] = max(best.get(window.chunk_id, -9), float(score))
        found = opened.nearest(question, k)
        expected = sorted(best.values(), reverse=True)[:k]
        assert [hit.score for hit in found] == pytest.approx(expected, abs=NEAR)
        passages = opened.passages([hit.key for hit in found])
        assert [best[passages[hit.key].chunk.chunk_id] for hit in found] == pytest.approx(
            expected, abs=NEAR
        )
        assert found == sorted(found, key=lambda hit: (-hit.score, hit.key))
        opened.close()


def unit(vectors):
    lengths = np.maximum(1e-9, np.linalg.norm(vectors, axis=-1, keepdims=True))
    return (vectors / lengths).astype(np.float32)


def test_nearest_names_the_best_window(two):
    line = "Sa Pa giúp đỡ dân tộc thiểu số"
    hit = two.nearest(vector_of(line[: len(line) // 2]), 1)[0]
    assert (hit.window, texts(two, [hit])) == ((0, 15), [line])
    assert hit.score == pytest.approx(1, abs=NEAR)


def test_the_next_chunk_is_found_behind_any_number_of_windows_of_the_first(opened):
    given = article("a", "một\nhai")
    (first, second), _, _ = pieces_of(given)
    near, far = vector_of("near"), vector_of("far")
    windows = [Window(first.chunk_id, 0, 1 + number % 3) for number in range(200)]
    windows.append(Window(second.chunk_id, second.start, second.end))
    opened.upsert(given, [first, second], windows, np.stack([near] * 200 + [far]))

    assert texts(opened, opened.nearest(near, 2)) == ["một", "hai"]


def test_nothing_is_near_to_a_vector_of_zeros(two):
    assert two.nearest(np.zeros(DIM, np.float32), 5) == []


def test_nothing_is_asked_for_and_nothing_comes(two):
    assert two.nearest(vector_of("x"), 0) == []
    assert two.matching(words("dân"), 0) == []
    assert two.matching({}, 5) == []


def test_matching_agrees_with_bm25_written_out(opened):
    drawn = np.random.default_rng(5)
    vocabulary = [f"từ{number}" for number in range(40)]
    for number in range(30):
        lines = (" ".join(drawn.choice(vocabulary, drawn.integers(1, 9))) for _ in range(4))
        put(opened, article(f"a{number}", "\n".join(lines), title="x"))
    documents = {
        f"{header.article_id}:{chunk.start}-{chunk.end}": terms(f"{header.title}\n{chunk.text}")
        for header in opened.headers(limit=99)
        for chunk in pieces_of(opened.article(header.article_id))[0]
    }
    for asked in ({"từ1": 1.0, "từ2": 0.3, "từ3từ4": 2.0, "nowhere": 1.0}, {"từ5": 1.0}):
        expected = bm25(asked, documents)
        found = opened.matching(asked, 200)
        passages = opened.passages([hit.key for hit in found])
        scores = {passages[hit.key].chunk.chunk_id: hit.score for hit in found}
        assert scores == pytest.approx(expected, abs=2e-3)
        assert found == sorted(found, key=lambda hit: (-hit.score, hit.key))


def bm25(asked, documents, k1=1.2, b=0.75):
    """The formula; lengths below 40 are exact in tantivy, longer ones are rounded."""
    average = sum(map(len, documents.values())) / len(documents)
    scores = {}
    for name, found in documents.items():
        counted = Counter(found)
        for term, weight in asked.items():
            holding = sum(term in other for other in documents.values())
            idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            share = counted[term] + k1 * (1 - b + b * len(found) / average)
            if counted[term]:
                score = weight * idf * counted[term] * (k1 + 1) / share
                scores[name] = scores.get(name, 0) + score
    return scores


def test_equal_scores_come_in_the_order_of_arrival_whatever_k(opened):
    with opened.batch():
        put(opened, *(article(f"{number:03}", "giống nhau", title="x") for number in range(60)))
    everything = [hit.key for hit in opened.matching(words("giống"), 60)]
    assert everything == sorted(everything)
    assert [hit.key for hit in opened.matching(words("giống"), 7)] == everything[:7]


def test_the_title_is_searched_and_accents_can_be_left_out(two):
    assert set(texts(two, two.matching(words("bàisapa"), 9))) == set(SAPA.split("\n"))
    assert two.matching(words("khéo"), 5) == two.matching(words("kheo"), 5, folded=True)
    assert two.matching(words("kheo"), 5) == []


def test_folded_terms_that_become_one_add_their_weights(two):
    apart = two.matching({"dân": 1.0, "dan": 0.5}, 5, folded=True)
    assert apart == two.matching({"dan": 1.5}, 5, folded=True)


def test_document_frequencies_count_chunks(two):
    assert two.document_frequencies(["dân", "khéo", "bài", "x"]) == (
        4,
        {"dân": 3, "khéo": 1, "bài": 4, "x": 0},
    )


def test_removed_chunks_leave_the_statistics_of_words(two):
    two.delete("sapa")
    assert two.document_frequencies(["dân", "quốc"]) == (2, {"dân": 2, "quốc": 0})


def test_a_vector_takes_a_byte_for_each_number(opened):
    def held():
        return len(faiss.serialize_index(opened._followers.dense._index))

    empty = held()
    put(opened, article("a", "\n".join(f"dòng {number}" for number in range(50))))
    assert held() - empty == opened.statistics()["windows"] * (DIM + 8)  # and a key


def test_a_large_index_gets_inverted_lists_and_keeps_its_answers(opened, monkeypatch):
    monkeypatch.setattr(dense, "ALL_UP_TO", 300)
    with opened.batch():
        put(
            opened,
            *(article(f"a{number}", f"dòng {number}\nhai {number}") for number in range(120)),
        )
    question = vector_of("a")
    best = opened.nearest(question, 10)
    opened.optimise()
    assert json.loads((opened.folder / "vectors.json").read_bytes())["kind"] == "inverted lists"
    found = opened.nearest(question, 10)
    assert found[0] == best[0]
    assert len({*found} & {*best}) >= 8
    known = opened.article("a7")
    only = Filter(article_ids=("a7",))
    assert {hit.key for hit in opened.nearest(question, 5, only)} == {15, 16}
    opened.delete("a7")
    assert opened.nearest(question, 5, only) == []
    put(opened, known)
    assert len(opened.nearest(question, 5, only)) == 2
    assert opened.verify() == []


# Followers: lost, damaged, lagging


def answers(opened):
    return (
        opened.headers(),
        [(hit.key, hit.window, round(hit.score, 5)) for hit in opened.nearest(vector_of("x"), 9)],
        opened.matching(words("dân", "mặt"), 9),
        opened.matching(words("dan"), 9, folded=True),
        opened.document_frequencies(["dân"]),
    )


@pytest.fixture
def grown(two):
    """A store that has been updated and deleted from, so that its files have a history."""
    with two.batch():
        put(two, *(article(f"a{number}", f"dân {number}\nmặt {number}") for number in range(20)))
    put(two, article("a3", "dân dân"))
    two.delete("a4")
    return two


def truncate(file):
    file.write_bytes(file.read_bytes()[:-1])


def flip(file):
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 4
    file.write_bytes(data)


def zero(file):
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[: size // 2] + bytes(size - size // 2))


def lengthen(file):
    file.write_bytes(file.read_bytes() + b"x")


def swap(file):
    other = next(each for each in sorted(file.parent.iterdir()) if each.is_file() and each != file)
    file.write_bytes(other.read_bytes() + b" ")


DAMAGES = [truncate, flip, zero, lengthen, swap, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_follower_is_made_anew(grown, folder, damage):
    expected = answers(grown)
    grown.close()
    whole = folder.with_name("whole")
    shutil.copytree(folder, whole)
    followers = [
        each.relative_to(whole)
        for each in sorted(whole.rglob("*"))
        if each.is_file() and not each.name.startswith(("articles.sqlite", "lock", "."))
    ]
    assert len(followers) >= 10
    for name in followers:
        shutil.rmtree(folder)
        shutil.copytree(whole, folder)
        if (folder / name).stat().st_size or damage is not truncate:
            damage(folder / name)
        again = open_store(folder, **MADE_FROM)
        assert (name, answers(again), again.verify()) == (name, expected, [])
        again.close()


def test_followers_of_another_index_are_not_believed(two, folder, tmp_path):
    expected = answers(two)
    two.close()
    other = open_store(tmp_path / "other", **MADE_FROM)
    put(other, article("x", "dân khác"), article("y", "mặt khác"))
    other.close()
    for name in ("vectors.faiss", "vectors.json", "lexical.json"):
        shutil.copy(tmp_path / "other" / name, folder / name)
    shutil.copytree(tmp_path / "other" / "lexical", folder / "lexical", dirs_exist_ok=True)
    again = open_store(folder, **MADE_FROM)
    assert (answers(again), again.verify()) == (expected, [])
    again.close()


def test_followers_ahead_of_a_backup_are_not_believed(two, folder, tmp_path):
    two.close()
    shutil.copy(folder / "articles.sqlite", tmp_path / "backup")
    later = open_store(folder, **MADE_FROM)
    put(later, article("late", "dân đến muộn"))
    later.close()
    shutil.copy(tmp_path / "backup", folder / "articles.sqlite")
    again = open_store(folder, **MADE_FROM)
    assert texts(again, again.matching(words("muộn"), 5)) == []
    assert len(again.nearest(vector_of("x"), 99)) == 4
    assert again.verify() == []
    again.close()


def test_words_made_in_another_way_are_made_anew(two, folder, monkeypatch):
    two.close()
    monkeypatch.setattr(lexical, "ANALYSIS", "one/2")
    monkeypatch.setattr(lexical, "terms", lambda text: ["một"])
    again = open_store(folder, **MADE_FROM)
    assert again.document_frequencies(["một", "dân"]) == (4, {"một": 4, "dân": 0})
    again.close()


def test_a_snapshot_that_lags_is_brought_up_at_the_start(two, folder):
    two.close()
    for name in ("vectors.faiss", "vectors.json", "lexical.json", "lexical"):
        (shutil.copytree if (folder / name).is_dir() else shutil.copy)(
            folder / name, folder.with_name(name)
        )
    later = open_store(folder, **MADE_FROM)
    put(later, article("late", "dân đến muộn"), article("sapa", "Sa Pa khác"))
    later.delete("hanoi")
    expected = answers(later)
    later.close()
    shutil.rmtree(folder / "lexical")
    for name in ("vectors.faiss", "vectors.json", "lexical.json", "lexical"):
        (shutil.copytree if folder.with_name(name).is_dir() else shutil.copy)(
            folder.with_name(name), folder / name
        )
    again = open_store(folder, **MADE_FROM)
    assert (answers(again), again.verify()) == (expected, [])
    again.close()


def test_verify_names_what_is_damaged(two, folder):
    two.optimise()
    flip(folder / "vectors.faiss")
    truncate(next((folder / "lexical").glob("*/*.term")))
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        connection.execute("DELETE FROM windows WHERE key = 1")
    connection.close()
    problems = "\n".join(two.verify())
    assert "vectors.faiss cannot be used: it is damaged" in problems
    assert ".term is damaged" in problems
    assert "The dense follower has 8 of 7 entries" in problems


def test_a_follower_that_lags_never_gives_what_was_deleted(two, folder):
    late = open_store(folder, **MADE_FROM)
    two.delete("hanoi")
    assert texts(late, late.matching(words("dân"), 9)) == [SAPA.split("\n")[0]]
    assert set(texts(late, late.nearest(vector_of("x"), 1))) <= set(SAPA.split("\n"))
    assert len(late.nearest(vector_of("x"), 9)) == 2
    late.close()


def test_another_open_store_sees_changes_after_refresh(two, folder):
    follower = open_store(folder, **MADE_FROM)
    put(two, article("new", "Cần Thơ gạo trắng"))
    assert follower.matching(words("gạo"), 5) == []
    assert follower.refresh() is True
    assert texts(follower, follower.matching(words("gạo"), 5)) == ["Cần Thơ gạo trắng"]
    assert follower.nearest(vector_of("Cần Thơ "), 1) == two.nearest(vector_of("Cần Thơ "), 1)
    assert follower.refresh() is False
    two.delete("new")
    assert follower.refresh() is True
    assert answers(follower) == answers(two)
    follower.close()


def test_refresh_brings_the_files_up_when_their_writer_died(two, folder):
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        connection.execute("UPDATE articles SET text = replace(text, 'khéo', 'giỏi')")
        connection.execute(
            "INSERT INTO changes (article, kind, first_chunk, last_chunk, first_window, "
            "last_window) VALUES (1, 'stored', 0, -1, 0, -1)"
        )
    connection.close()
    assert two.refresh() is True
    assert len(two.matching(words("giỏi"), 5)) == 1


def test_what_a_killed_writer_left_is_swept(two, folder):
    left = next((folder / "lexical").iterdir()) / "0123456789.1.del"
    left.write_bytes(b"half")
    put(two, article("new", "gạo"))
    assert not left.exists()
    assert two.verify() == []


def test_files_written_without_their_note_are_made_anew(two, folder):
    note = (folder / "lexical.json").read_bytes()
    put(two, article("new", "gạo"))
    (folder / "lexical.json").write_bytes(note)  # as if killed after the commit
    put(two, article("newer", "sắn"))
    assert texts(two, two.matching(words("gạo", "sắn"), 5)) == ["gạo", "sắn"]
    assert two.verify() == []


def in_another_process(target, *given):
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=target, args=given)
    process.start()
    process.join(60)
    assert process.exitcode == 0


def _add_elsewhere(folder):
    opened = open_store(folder, **MADE_FROM)
    put(opened, article("new", "Cần Thơ gạo trắng"))
    opened.close()


def test_another_process_is_followed(two, folder):
    in_another_process(_add_elsewhere, folder)
    assert two.refresh() is True
    assert texts(two, two.matching(words("gạo"), 5)) == ["Cần Thơ gạo trắng"]


# Writers


def test_a_batch_is_durable_at_once_and_found_at_its_end(opened, folder):
    with opened.batch():
        put(opened, article("first", "một"))  # the first change of a batch is found at once
        put(opened, article("second", "hai"))
        with sqlite3.connect(folder / "articles.sqlite") as connection:
            assert connection.execute("SELECT count(*) FROM articles").fetchone() == (2,)
        connection.close()
    assert len(opened.matching(words("hai"), 5)) == 1
    assert json.loads((folder / "vectors.json").read_bytes())["seq"] == 2


def test_an_error_within_a_batch_is_the_callers_own(opened):
    with opened.batch():
        put(opened, article("zero", "không"))
    with pytest.raises(FileNotFoundError), opened.batch():
        put(opened, article("first", Path("there is no such file").read_text()))
    assert len(opened.matching(words("không"), 5)) == 1


def test_the_second_writer_is_told_who_writes(two, folder, monkeypatch):
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.05)
    second = open_store(folder, **MADE_FROM)
    with two.batch():
        with pytest.raises(StoreBusy, match=rf"writing to .*index: process {os.getpid()} \(.*\)\."):
            put(second, article("new", "x"))
        assert second.delete is not None
    assert put(second, article("new", "x")) == ["added"]
    second.close()


def test_a_reader_opens_while_somebody_writes(two, folder, monkeypatch):
    monkeypatch.setattr(followers, "_PATIENCE_SECONDS", 0.1)
    with two.batch():
        put(two, article("new", "gạo"), article("newer", "sắn"))
        reader = open_store(folder, **MADE_FROM)
        assert texts(reader, reader.matching(words("khéo"), 5)) == ["Hà Nội dân vận khéo"]
        assert len(reader.nearest(vector_of("x"), 99)) == 6
        reader.close()
        shutil.rmtree(folder / "lexical")
        reader = open_store(folder, **MADE_FROM)
        assert texts(reader, reader.matching(words("sắn"), 5)) == ["sắn"]
        reader.close()
        put(two, article("newest", "ngô"))
    assert two.verify() == []


def search_until(done, opened, seen):
    while not done.is_set():
        found = opened.nearest(vector_of("x"), 5) + opened.matching(words("dân"), 5)
        passages = opened.passages([hit.key for hit in found]).values()
        seen.update(passage.chunk.text.split()[0] for passage in passages)


def write_and_delete(opened, name):
    for number in range(8):
        put(opened, article(f"{name}{number % 3}", f"dân {number}"))
        opened.delete(f"{name}{number % 2}")
        opened.refresh()


def _add_many(folder, name):
    opened = open_store(folder, **MADE_FROM)
    for number in range(10):
        put(opened, article(f"{name}{number}", f"{name} {number}"))
    opened.close()


def test_two_processes_write_by_turns(folder):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add_many, args=(folder, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    opened = open_store(folder, **MADE_FROM)
    assert len(opened.headers()) == len(opened.matching(words("a", "b"), 99)) == 20
    assert opened.coverage().index_seq == 20
    assert opened.verify() == []
    opened.close()


def test_threads_search_while_others_write(opened):
    seen, done = set(), threading.Event()
    readers = [threading.Thread(target=search_until, args=(done, opened, seen)) for _ in range(3)]
    writers = [threading.Thread(target=write_and_delete, args=(opened, name)) for name in "ab"]
    for thread in readers + writers:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert seen == {"dân"}
    assert [each.article_id for each in opened.headers()] == ["a2", "b2"]
    assert opened.verify() == []


# Another embedder


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"embedder": "b"}, r"index was made with stub \(8 .*\), but the embedder is now b \(8 "),
        (
            {"dim": 9},
            r"made with stub \(8 numbers a vector\), but the embedder is now stub \(9 numbers",
        ),
        ({"chunking": "c"}, r"made of chunks cut by lines, but this version cuts by c"),
    ],
)
def test_an_index_made_from_something_else_is_refused(two, folder, other, message):
    two.close()
    with pytest.raises(StoreMismatch, match=rf"{message}.*Rebuild it with: qa index rebuild"):
        open_store(folder, **(MADE_FROM | other))


def test_another_format_is_refused(two, folder):
    two.close()
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        connection.execute("UPDATE settings SET value = '99' WHERE name = 'format'")
    connection.close()
    with pytest.raises(StoreMismatch, match="is in format 99, but this version reads format 1"):
        open_store(folder, **MADE_FROM)


def test_rebuild_keeps_the_articles_and_replaces_the_rest(two, folder):
    expected = [two.article("hanoi"), two.article("sapa")]
    two.close()
    other = {"embedder": "b", "dim": 5, "chunking": "c"}
    assert rebuild(folder, **other, pieces=lambda each: pieces_of(each, 5)) == 2
    again = open_store(folder, **other)
    assert [again.article("hanoi"), again.article("sapa")] == expected
    assert again.nearest(vector_of("Sa Pa giúp đỡ d", 5), 1)[0].score == pytest.approx(1, abs=NEAR)
    assert again.verify() == []
    again.close()


def test_articles_are_filed_under_the_localities_that_they_name(opened):
    put(
        opened,
        article("x", "Huyện Ba Chẽ và xã Tân Lập họp dân ở Hà Nội.", places=("Quảng Ninh",)),
        article("y", "Xã hội và xã Tân An.", title="Phường Hồng Gai"),
    )

    def filed(place):
        return [each.article_id for each in opened.headers(filters=Filter(places=(place,)))]

    assert filed("huyện Ba Chẽ") == filed("xa tan lap") == filed("quang ninh") == ["x"]
    assert filed("phường Hồng Gai") == ["y"]
    assert filed("Hà Nội") == filed("xã hội") == []
    names = ["xã tân", "xã tân lập", "xa tan an", "xã tân mai"]
    assert opened.named_places(names) == ["xã tân lập", "xa tan an"]
    assert opened.named_places([]) == []
    put(opened, article("x", "Xã Tân Mai họp."))
    assert opened.named_places(names) == ["xa tan an", "xã tân mai"]
    assert opened.verify() == []


def test_outlets_are_known_by_their_names_and_the_beginnings_of_their_addresses(opened):
    outlets = ("Nhân Dân", "nhân dân", "nhandan.vn", "Nhân Dân Cuối tuần", "baoquangninh.com.vn")
    put(opened, *(article(str(at), HANOI, outlet=name) for at, name in enumerate(outlets)))

    assert opened.named_outlets(["nhan dan", "nhandan", "dân"]) == ["Nhân Dân", "nhandan.vn"]
    assert opened.named_outlets(["BAOQUANGNINH", "nhandan.com"]) == ["baoquangninh.com.vn"]
    assert opened.named_outlets([]) == []


def test_a_rebuild_files_the_articles_of_an_older_index_anew(two, folder):
    put(two, article("x", "Huyện Ba Chẽ họp dân."))
    two.close()
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        connection.execute("DELETE FROM places")
    connection.close()

    rebuild(folder, embedder="b", dim=5, chunking="c", pieces=lambda each: pieces_of(each, 5))

    again = open_store(folder, embedder="b", dim=5, chunking="c")
    assert again.named_places(["huyện Ba Chẽ", "Hà Nội", "Sa Pa"]) == [
        "huyện Ba Chẽ", "Hà Nội", "Sa Pa",
    ]  # fmt: skip
    again.close()


def test_an_interrupted_rebuild_leaves_the_old_index(two, folder):
    expected = answers(two)
    two.close()

    def pieces(each):
        if each.article_id == "sapa":
            raise KeyboardInterrupt
        return pieces_of(each, 5)

    with pytest.raises(KeyboardInterrupt):
        rebuild(folder, embedder="b", dim=5, chunking="c", pieces=pieces)
    again = open_store(folder, **MADE_FROM)
    assert (answers(again), again.verify()) == (expected, [])
    again.close()


def test_a_running_store_notices_that_it_was_rebuilt(two, folder):
    rebuild(folder, embedder="b", dim=5, chunking="c", pieces=lambda each: pieces_of(each, 5))
    assert two.nearest(vector_of("x"), 5) == []
    with pytest.raises(StoreMismatch, match="has been rebuilt with b, but this process still uses"):
        two.refresh()
    with pytest.raises(StoreMismatch, match="Start it again"):
        put(two, article("new", "x"))


# Folders that cannot be used


def test_a_missing_index_is_not_made_unless_asked_for(folder):
    with pytest.raises(StoreError, match=r"no index in .*index\. Build it with: qa ingest"):
        open_store(folder, **MADE_FROM, create=False)
    with pytest.raises(StoreError, match="Build it with: qa ingest"):
        rebuild(folder, **MADE_FROM, pieces=pieces_of)
    assert not folder.exists()


def test_what_is_opened_to_read_is_not_written(two, folder):
    expected = answers(two)
    two.close()
    before = sorted(folder.rglob("*"))
    reader = open_store(folder, **MADE_FROM, read_only=True)
    assert (answers(reader), reader.verify(), reader.refresh()) == (expected, [], False)
    for change in (lambda: put(reader, article("new", "x")), lambda: reader.delete("hanoi")):
        with pytest.raises(StoreReadOnly, match="index is read-only: it can be searched, but not"):
            change()
    reader.close()
    files = {each for each in folder.rglob("*") if not each.name.endswith(("-wal", "-shm"))}
    assert sorted(files) == before


def test_a_reader_answers_from_memory_where_files_are_damaged(two, folder):
    expected = answers(two)
    two.close()
    (folder / "lexical.json").unlink()
    flip(folder / "vectors.faiss")
    reader = open_store(folder, **MADE_FROM, read_only=True)
    assert answers(reader) == expected
    reader.close()


def _use_without_rights(folder):
    vector_of("x")  # imports what the other user may not read
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    opened = open_store(folder, **MADE_FROM)
    assert texts(opened, opened.matching(words("khéo"), 5)) == ["Hà Nội dân vận khéo"]
    assert len(opened.nearest(vector_of("x"), 9)) == 4
    with pytest.raises(StoreReadOnly, match="is read-only"):
        put(opened, article("new", "x"))
    opened.close()
    with pytest.raises(StoreReadOnly, match="new is read-only"):
        open_store(folder / "new", **MADE_FROM)


def test_a_folder_without_write_permission_is_searched(two, folder):
    two.close()
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        copy = Path(name) / "index"
        shutil.copytree(folder, copy)
        open_to_all(copy.parent, 0o555)
        try:
            in_another_process(_use_without_rights, copy)
        finally:
            open_to_all(copy.parent, 0o755)


def open_to_all(folder, mode):
    for each in [folder, *folder.rglob("*")]:
        each.chmod(mode)


@pytest.mark.parametrize(
    "damage", [truncate_to_nothing := lambda file: file.write_bytes(b""), zero]
)
def test_a_damaged_database_is_named_and_kept(two, folder, damage):
    two.close()
    database = folder / "articles.sqlite"
    damage(database)
    kept = database.read_bytes()
    with pytest.raises(StoreError, match=r"articles\.sqlite is damaged"):
        open_store(folder, **MADE_FROM)
    assert database.read_bytes() == kept


def test_a_file_that_is_no_database_is_named_and_kept(folder):
    folder.mkdir()
    (folder / "articles.sqlite").write_bytes(b"Not a database at all" * 99)
    with pytest.raises(StoreError, match=r"articles\.sqlite is damaged \(file is not a database\)"):
        open_store(folder, **MADE_FROM)
    assert (folder / "articles.sqlite").read_bytes() == b"Not a database at all" * 99


def _fill(folder):
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    opened = open_store(folder, **MADE_FROM)
    acknowledged = []
    with pytest.raises(StoreError, match=r"No space left in .*index\. Nothing was lost"):
        _put_until_full(opened, acknowledged)
    assert len(opened.matching(words("dân"), 3)) == 3
    opened.close()
    (folder / "acknowledged").write_text(" ".join(acknowledged))


def _put_until_full(opened, acknowledged):
    for number in range(500):
        put(opened, article(f"a{number}", f"dân {number} " + "đầy " * 400))
        acknowledged.append(f"a{number}")


def test_a_full_disk_loses_nothing(folder):
    folder.mkdir()
    in_another_process(_fill, folder)
    acknowledged = (folder / "acknowledged").read_text().split()
    assert len(acknowledged) > 10
    opened = open_store(folder, **MADE_FROM)
    stored = {each.article_id for each in opened.headers(limit=999)}
    assert stored >= set(acknowledged)
    assert opened.verify() == []
    assert put(opened, article("more", "x")) == ["added"]
    opened.close()


def test_a_full_disk_while_serving_keeps_the_old_answers(two, folder, monkeypatch):
    other = open_store(folder, **MADE_FROM)
    expected = answers(other)

    def full(path, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(lexical, "write_durably", full)
    with pytest.raises(StoreError, match="Nothing was lost"):
        put(two, article("new", "gạo"))
    assert two.article("new").text == "gạo"
    assert other.refresh() is True
    assert answers(other)[2:] == expected[2:]
    monkeypatch.undo()
    assert other.refresh() is True
    assert texts(other, other.matching(words("gạo"), 5)) == ["gạo"]
    other.close()


def test_a_full_disk_at_the_start_does_not_keep_from_searching(two, folder, monkeypatch):
    expected = answers(two)
    two.close()
    (folder / "lexical.json").unlink()

    def full(path, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(lexical, "write_durably", full)
    again = open_store(folder, **MADE_FROM)
    assert answers(again) == expected
    again.close()


def test_the_files_are_private(two, folder):
    two.optimise()
    modes = {
        each.name: stat.S_IMODE(each.stat().st_mode)
        for each in folder.rglob("*")
        if each.is_file() and not each.name.startswith(".tantivy")
    }
    assert set(modes.values()) == {0o600}
    assert {"articles.sqlite", "articles.sqlite-wal", "vectors.faiss"} <= set(modes)


def test_statistics_say_how_far_everything_is(two):
    found = two.statistics()
    assert found.pop("bytes") > 10_000
    assert found == {
        "articles": 2,
        "chunks": 4,
        "windows": 8,
        "seq": 2,
        "dense_seq": 2,
        "lexical_seq": 2,
    }


def test_a_closed_store_says_so(two):
    two.close()
    two.close()
    with pytest.raises(StoreError, match="has been closed"):
        two.coverage()


# No article holds a NUL: reading refuses control characters.
TEXT_OF_ARTICLES = st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["đ", "é", "名", "a/b c", "😀"]),
            st.text(TEXT_OF_ARTICLES, min_size=1, max_size=20),
            st.booleans(),
        ),
        max_size=8,
    )
)
def test_any_history_leaves_what_a_dictionary_would_hold(history):
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        opened = open_store(Path(name) / "index", **MADE_FROM)
        expected = {}
        for article_id, text, stays in history:
            given = article(article_id, text)
            chunk = Chunk(article_id, 0, len(text), text)
            window = Window(chunk.chunk_id, 0, len(text))
            outcome = opened.upsert(given, [chunk], [window], vector_of(text)[None])
            known = expected.get(article_id)
            assert outcome == ("unchanged" if known == given else "updated" if known else "added")
            expected[article_id] = given
            if not stays:
                assert opened.delete(article_id) is True
                del expected[article_id]
        assert [each.article_id for each in opened.headers()] == sorted(expected)
        assert {name: opened.article(name) for name in expected} == expected
        assert sorted(texts(opened, opened.nearest(vector_of("x"), 99))) == sorted(
            each.text for each in expected.values()
        )
        assert opened.verify() == []
        opened.close()
