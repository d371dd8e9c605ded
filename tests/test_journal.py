import json
import multiprocessing
import os
import sqlite3
import threading
from dataclasses import replace
from datetime import date

import pytest

from qa import __version__, journal
from qa.engine import open_engine
from qa.errors import ReplyNotFound, StoreError
from qa.journal import FILE, Journal, open_journal, read_feedback
from qa.settings import read_settings
from qa.types import Answer, Citation, Coverage, Header, NoAnswer, Question, Sentence

ARTICLE = Header("a", "Tiêu đề", "a.txt", "aa00", date(2018, 1, 16))
QUESTION = Question("Có bao nhiêu?", "Có bao nhiêu?", "vi", {"có": 1.0})
QUOTE = "Có 2.705 điển hình."
COVERAGE = Coverage(5, date(2020, 6, 25), 7)
ASKED = "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?"


def answer():
    citation = Citation(1, ARTICLE, 10, 29, QUOTE, (13, 18))
    sentence = Sentence(QUOTE, (1,), "verbatim")
    return Answer(QUESTION, (sentence,), (citation,), (), 0.9, "extractive", COVERAGE)


def refusal():
    return NoAnswer(QUESTION, "off_topic", "Không thuộc.", (), COVERAGE)


@pytest.fixture
def opened(tmp_path):
    kept = open_journal(tmp_path, 3, "static-1")
    yield kept
    kept.close()


def count(folder, table="replies"):
    with sqlite3.connect(folder / FILE) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_a_receipt_says_what_was_replied_and_with_what(opened, tmp_path):
    reply = answer()
    opened.keep(reply)

    at_once = opened.receipt(reply.reply_id)
    opened.close()
    reopened = open_journal(tmp_path, 3, "static-2")
    written = reopened.receipt(reply.reply_id)
    reopened.close()

    assert written == at_once
    assert (written["id"], written["reply"]["id"]) == (reply.reply_id, reply.reply_id)
    assert written["reply"]["sentences"] == [
        {"text": QUOTE, "citations": [1], "support": "verbatim"}
    ]
    assert written["versions"] == {
        "package": __version__, "embedder": "static-1", "index_seq": 7,
    }  # fmt: skip
    assert written["asked_at"] == reply.asked_at.isoformat(timespec="seconds")


def test_an_unknown_reply_has_no_receipt(opened):
    assert opened.receipt("r_000000000000000000000000") is None


def test_the_oldest_receipts_go(opened, tmp_path):
    replies = [answer() for _ in range(5)]
    for reply in replies:
        opened.keep(reply)
    opened.close()

    reopened = open_journal(tmp_path, 3, "static-1")
    kept = [reopened.receipt(reply.reply_id) is not None for reply in replies]
    reopened.close()

    assert kept == [False, False, True, True, True]


def test_the_last_word_of_a_reader_is_kept_as_a_candidate_gold_line(opened, tmp_path):
    first, second = answer(), refusal()
    for reply in (first, second):
        opened.keep(reply)
    assert opened.rate(first.reply_id, "down", "sai số")
    assert opened.rate(second.reply_id, "up")
    assert opened.rate(first.reply_id, "up")

    assert read_feedback(tmp_path) == [
        {"id": first.reply_id, "question": "Có bao nhiêu?", "article": "a.txt", "gold": ["2.705"],
         "kind": "answer", "lang": "vi", "rating": "up", "reason": None},
        {"id": second.reply_id, "question": "Có bao nhiêu?", "article": None, "gold": [],
         "kind": "no_answer", "lang": "vi", "rating": "up", "reason": None},
    ]  # fmt: skip


def test_an_unmarked_citation_is_gold_as_a_whole(opened, tmp_path):
    reply = answer()
    reply = replace(reply, citations=(replace(reply.citations[0], mark=None),))
    opened.keep(reply)
    opened.rate(reply.reply_id, "up")

    assert read_feedback(tmp_path)[0]["gold"] == [QUOTE]


def test_feedback_outlives_the_receipt(opened, tmp_path):
    rated = answer()
    opened.keep(rated)
    opened.rate(rated.reply_id, "up")
    for _ in range(4):
        opened.keep(answer())
    opened.close()

    assert read_feedback(tmp_path)[0]["id"] == rated.reply_id


def test_an_unknown_reply_cannot_be_rated(opened, tmp_path):
    assert not opened.rate("r_0", "up")
    assert read_feedback(tmp_path) == []


def test_where_nobody_asked_there_is_no_feedback(tmp_path):
    assert read_feedback(tmp_path / "nowhere") == []


def test_what_people_asked_is_for_the_owner_alone(opened, tmp_path):
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_threads_lose_no_receipt(tmp_path):
    kept = open_journal(tmp_path, 10_000, "static-1")
    replies = [answer() for _ in range(200)]
    threads = [
        threading.Thread(target=lambda part=replies[n::8]: [kept.keep(reply) for reply in part])
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(kept.receipt(reply.reply_id) for reply in replies)
    kept.close()
    assert count(tmp_path) == 200


def _keep_many(folder, number):
    kept = open_journal(folder, 10_000, "static-1")
    for _ in range(number):
        kept.keep(refusal())
    kept.close()


def test_processes_share_one_file(tmp_path):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_keep_many, args=(tmp_path, 25)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert count(tmp_path) == 75


def test_a_receipt_that_cannot_be_written_fails_no_answer(opened, tmp_path, caplog, monkeypatch):
    def full(self, batch):
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(Journal, "_write", full)
        opened.keep(answer())
        while opened._waiting:
            threading.Event().wait(0.01)
    later = answer()
    opened.keep(later)
    opened.close()

    assert caplog.messages == ["1 receipts could not be kept: database or disk is full"]
    assert count(tmp_path) == 1


def test_receipts_that_pile_up_are_left_out_with_a_warning(opened, caplog, monkeypatch):
    monkeypatch.setattr(journal, "MOST_WAITING", 0)
    reply = answer()

    opened.keep(reply)

    assert opened.receipt(reply.reply_id) is None
    assert caplog.messages == ["Too many receipts wait to be written; one was left out."]


def test_a_damaged_journal_is_named_and_answers_go_on(tmp_path, caplog):
    (tmp_path / FILE).write_bytes(b"not a database, but long enough to be looked at" * 100)

    assert open_journal(tmp_path, 3, "static-1") is None
    assert caplog.messages == [f"No receipts are kept: file is not a database in {tmp_path / FILE}"]
    with pytest.raises(StoreError, match=r"Move journal\.sqlite away"):
        read_feedback(tmp_path)


@pytest.mark.parametrize(("keep", "receipts"), [(0, True), (10, False)])
def test_none_are_kept_where_none_are_wanted(index, keep, receipts):
    engine = open_engine(read_settings(index_dir=index, keep_replies=keep), receipts=receipts)
    reply = engine.ask(ASKED)
    with pytest.raises(ReplyNotFound, match="QA_KEEP_REPLIES"):
        engine.receipt(reply.reply_id)
    with pytest.raises(ReplyNotFound, match=reply.reply_id):
        engine.rate(reply.reply_id, "up")
    engine.close()

    assert not (index / FILE).exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_keeps_none_with_one_warning(tmp_path, caplog):
    tmp_path.chmod(0o500)
    try:
        assert open_journal(tmp_path, 3, "static-1") is None
    finally:
        tmp_path.chmod(0o700)
    assert len(caplog.messages) == 1


def test_a_folder_that_is_none_keeps_none_with_one_warning(tmp_path, caplog):
    (tmp_path / "file").touch()

    assert open_journal(tmp_path / "file", 3, "static-1") is None
    assert len(caplog.messages) == 1


def test_a_receipt_says_what_became_of_the_cited_articles(index):
    engine = open_engine(read_settings(index_dir=index), receipts=True)
    reply = engine.ask(ASKED)
    cited = reply.citations[0].article
    same = engine.receipt(reply.reply_id)["articles"]
    engine.add_text("Bài viết đã thay.\n\nCó 3 điển hình.", source="x", article_id=cited.article_id)
    changed = engine.receipt(reply.reply_id)["articles"]
    engine.delete(cited.article_id)
    gone = engine.receipt(reply.reply_id)["articles"]
    engine.close()

    expected = {"article_id": cited.article_id, "sha256": cited.sha256}
    assert same == [expected | {"state": "same"}]
    assert changed == [expected | {"state": "changed"}]
    assert gone == [expected | {"state": "gone"}]


def test_what_was_written_is_plain_json(opened, tmp_path):
    opened.keep(answer())
    opened.close()

    with sqlite3.connect(tmp_path / FILE) as connection:
        (written,) = connection.execute("SELECT receipt FROM replies").fetchone()
    assert json.loads(written)["reply"]["citations"][0]["quote"] == QUOTE
