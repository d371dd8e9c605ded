import sys
from contextlib import closing
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from qa.engine import open_engine, rebuild_index, temporary_engine
from qa.errors import ArticleError, NotFound, RejectedInput, SettingError, StoreMismatch
from qa.settings import read_settings
from qa.types import Answer
from tests.conftest import SEEDS
from tests.test_embedding import static_folder

TEXT = "Thông báo họp xã\n\nXã Tân Lập họp bàn về đường làng ngày 3/4/2021. Có 77 hộ dự họp."


def test_ingest_tells_the_outcome_of_each_file(tmp_path):
    settings = read_settings(index_dir=tmp_path / "index")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    engine = open_engine(settings, create=True)

    first = [(each.path.name, each.outcome) for each in engine.ingest([tmp_path])]
    again = [(each.path.name, each.outcome) for each in engine.ingest([tmp_path / "a.txt"])]
    engine.close()

    assert first == [("a.txt", "added"), ("b.txt", None)]
    assert again == [("a.txt", "unchanged")]


def test_what_is_there_is_not_embedded_again(engine, monkeypatch):
    monkeypatch.setattr(engine, "embedder", None)

    assert [each.outcome for each in engine.ingest([SEEDS])] == ["unchanged"] * 5


def test_a_copy_from_another_source_leaves_the_first_as_it_is(tmp_path, engine):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"RSS Youtube Facebook\n\n{TEXT}", encoding="utf-8")

    first = [each.outcome for each in engine.ingest([tmp_path])]
    again = [each.outcome for each in engine.ingest([tmp_path])]

    assert (first, again) == (["added", "unchanged"], ["unchanged", "unchanged"])
    [stored] = [each for each in engine.headers() if each.title == "Thông báo họp xã"]
    assert (stored.source, engine.coverage().index_seq) == ("a.txt", 6)


def test_of_files_that_differ_in_their_date_alone_the_first_stays(tmp_path, engine, monkeypatch):
    for name, day in (("a/x.txt", "03/04/2021"), ("b/x.txt", "05/06/2022"), ("c.txt", "2/1/2020")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT.replace("\n\n", f"\n\n{day}\n\n"), encoding="utf-8")

    first = [each.outcome for each in engine.ingest([tmp_path])]
    monkeypatch.setattr(engine, "embedder", None)
    again = [each.outcome for each in engine.ingest([tmp_path])]

    assert (first, again) == (["added", "unchanged", "unchanged"], ["unchanged"] * 3)
    [stored] = [each for each in engine.headers() if each.title == "Thông báo họp xã"]
    assert (stored.source, stored.published) == ("x.txt", date(2021, 4, 3))


def test_a_copy_with_another_date_in_a_later_run_is_an_update(tmp_path, engine):
    for name, day in (("a.txt", "03/04/2021"), ("b.txt", "05/06/2022")):
        (tmp_path / name).write_text(TEXT.replace("\n\n", f"\n\n{day}\n\n"), encoding="utf-8")

    assert [each.outcome for each in engine.ingest([tmp_path / "b.txt"])] == ["added"]
    assert [each.outcome for each in engine.ingest([tmp_path])] == ["updated", "unchanged"]
    [stored] = [each for each in engine.headers() if each.title == "Thông báo họp xã"]
    assert (stored.source, stored.published) == ("a.txt", date(2021, 4, 3))


def test_another_source_of_a_named_article_is_an_update(engine):
    assert engine.add_text(TEXT, source="a", article_id="x") == ("x", "added")
    assert engine.add_text(TEXT, source="b", article_id="x") == ("x", "updated")
    assert engine.article("x").source == "b"


def test_what_else_is_known_of_an_article_is_an_update(engine):
    article_id, _ = engine.add_text(TEXT, source="a")

    assert engine.add_text(TEXT, source="a", outlet="Báo Xã") == (article_id, "updated")
    assert engine.add_text(TEXT, source="b", outlet="Báo Huyện") == (article_id, "updated")
    assert engine.article(article_id).outlet == "Báo Huyện"


def test_a_missing_path_is_an_error_before_anything_is_read(tmp_path, engine):
    with pytest.raises(ArticleError, match="nowhere"):
        list(engine.ingest([SEEDS, tmp_path / "nowhere"]))


def test_an_added_article_is_found_by_the_next_question(engine):
    article_id, outcome = engine.add_text(TEXT, source="x")

    reply = engine.ask("Có bao nhiêu hộ dự họp xã Tân Lập?")

    assert outcome == "added"
    assert isinstance(reply, Answer)
    assert reply.citations[0].article.article_id == article_id
    assert engine.add_text(TEXT, source="x") == (article_id, "unchanged")


def test_another_process_is_followed(index, engine):
    other = open_engine(read_settings(index_dir=index))
    other.add_text(TEXT, source="x")
    other.close()

    assert engine.refresh()
    assert engine.search("hộ dự họp xã Tân Lập").hits[0].article.source == "x"


def test_an_unknown_article_is_not_found(engine):
    with pytest.raises(NotFound, match="No article has the id 'khong-co'"):
        engine.article("khong-co")
    with pytest.raises(NotFound, match="No article has the id 'khong-co'"):
        engine.delete("khong-co")


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("", "question_empty"),
        (" \n\t\u00a0", "question_empty"),
        ("\x00\x01", "question_empty"),
        ("x" * 2001, "question_too_long"),
        ("dân vận \ud800", "question_not_text"),
    ],
)
def test_a_question_that_cannot_be_served_is_rejected(reading_engine, question, code):
    with pytest.raises(RejectedInput) as rejected:
        reading_engine.ask(question)

    assert rejected.value.code == code
    assert question.strip() == "" or question not in str(rejected.value)


@pytest.mark.parametrize(
    "question",
    [
        "Quảng Ninh có bao nhiêu điển hình dân vận khéo?",
        "Quảng Ninh hay Vĩnh Long có nhiều điển hình hơn?",
        "What does Directive 16/CT-TTg say about the reform?",
        "cong tac dan van la gi",
    ],
)
@pytest.mark.parametrize("top_k", [1, 3, 12, 50])
def test_a_number_of_hits_changes_neither_the_answer_nor_their_order(
    reading_engine, question, top_k
):
    usual, reply = reading_engine.ask(question), reading_engine.ask(question, top_k=top_k)

    assert replace(reply, hits=usual.hits) == usual
    assert reply.hits[:8] == usual.hits[:top_k]
    assert len(usual.hits) == 8
    assert min(top_k, 12) <= len(reply.hits) <= top_k


@pytest.mark.parametrize("top_k", [1, 3, 12, 50])
def test_a_longer_list_of_hits_begins_with_the_shorter_one(reading_engine, top_k):
    usual = reading_engine.search("công tác dân vận", reread=True).hits

    found = reading_engine.search("công tác dân vận", top_k=top_k, reread=True).hits

    assert found[:8] == usual[:top_k]
    assert min(top_k, 12) <= len(found) <= top_k


def test_a_reply_says_what_it_took(reading_engine):
    assert set(reading_engine.ask("dân vận khéo").timing_ms) == {"search", "read"}


def test_another_embedder_is_refused_until_the_index_is_rebuilt(index, tmp_path):
    folder = static_folder(tmp_path / "m", {"embeddings": np.eye(3, dtype=np.float32)})
    settings = read_settings(index_dir=index, embedder=str(folder))
    with pytest.raises(StoreMismatch, match="Rebuild it with: qa index rebuild"):
        open_engine(settings)

    told = []
    rebuild_index(settings, lambda article: told.append(article.source))

    assert len(told) == 5
    with closing(open_engine(settings)) as engine:
        assert len(engine.headers()) == 5


def shown(reply):
    """What a reply tells: the words it cites, or why it cites none."""
    if isinstance(reply, Answer):
        return [each.quote for each in reply.citations]
    return reply.reason, reply.explanation


ASKED = [
    "Tỉnh Vĩnh Long giải quyết hồ sơ qua dịch vụ công trực tuyến mức độ mấy?",
    "Chỉ thị số 16/CT-TTg ban hành ngày nào?",
    "Cách nấu phở bò ngon tại nhà?",
    "Thủ tục ly hôn thuận tình gồm những giấy tờ gì?",
    "Lãi suất vay mua nhà tháng này",
]


def test_what_is_found_by_another_embedder_is_read_and_refused_as_ever(
    index, tmp_path, reading_engine
):
    """Three words, all others the same: to this model all texts lie as near as can be."""
    folder = static_folder(tmp_path / "m", {"embeddings": np.eye(3, dtype=np.float32)})
    settings = read_settings(index_dir=index, embedder=str(folder))
    rebuild_index(settings, lambda article: None)

    with closing(open_engine(settings)) as engine:
        replies = [engine.ask(text) for text in ASKED]

    assert [shown(each) for each in replies] == [shown(reading_engine.ask(text)) for text in ASKED]
    assert [isinstance(each, Answer) for each in replies] == [True, True, False, False, False]


def test_what_keeps_an_engine_from_opening_closes_the_index_again(index, monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)

    with pytest.raises(SettingError, match="openai client is not installed") as raised:
        open_engine(read_settings(index_dir=index, llm_url="http://127.0.0.1:1/v1"))

    assert raised.value.__traceback__  # which would hold the open index
    assert not (index / "articles.sqlite-wal").exists()


def test_a_temporary_engine_leaves_nothing_behind(tmp_path):
    with temporary_engine(read_settings(index_dir=tmp_path / "unused")) as engine:
        engine.add_text(TEXT, source="x")
        only = [engine.headers()[0].article_id]
        assert engine.rankings("họp xã Tân Lập") == dict.fromkeys(
            ("lexical", "dense", "fused", "reranked", "final"), only
        )

    assert list(tmp_path.iterdir()) == []
