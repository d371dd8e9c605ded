"""``kill -9`` at random moments of ingest: what was acknowledged is there, and the index opens.

A server that has imported everything and opened nothing forks the children that are killed. A child
writes down what it begins and what has been acknowledged; the parent opens the index after each
kill and compares. ``QA_TEST_KILLS`` says how often.
"""

import contextlib
import hashlib
import multiprocessing
import os
import random
import signal
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from qa.local_store import open_store
from qa.types import Article, Chunk, Filter, Window

KILLS = int(os.environ.get("QA_TEST_KILLS", "200"))
KILLS_A_FOLDER = 20
DIM = 32
DELETED = 0
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def opened_in(folder):
    return open_store(folder, embedder="hash", dim=DIM, chunking="lines")


def article(article_id, version):
    text = f"{token(article_id, version)} dân vận\nphần hai của {token(article_id, version)}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(article_id, "Tiêu đề", "kill.txt", digest, text=text)


def token(article_id, version):
    return f"{article_id}bản{version}"


def pieces_of(given):
    end = given.text.index("\n")
    spans = [(0, end), (end + 1, len(given.text))]
    chunks = [Chunk(given.article_id, *span, given.text[slice(*span)]) for span in spans]
    windows = [Window(each.chunk_id, each.start, each.end) for each in chunks]
    return chunks, windows, np.stack([vector_of(each.text) for each in chunks])


def vector_of(text):
    drawn = np.frombuffer(hashlib.sha256(text.encode()).digest(), np.int8).astype(np.float32)
    return drawn / np.linalg.norm(drawn)


# In the child


def ingest(folder, log, seed, ack_first):
    drawn = random.Random(seed)
    known = {article_id: max(versions) for article_id, versions in read_log(log).items()}
    opened = opened_in(folder)
    with log.open("ab", buffering=0) as told:
        while True:
            with opened.batch() if drawn.random() < 0.7 else contextlib.nullcontext():
                for _ in range(4):
                    change(opened, drawn, known, told, ack_first)


def change(opened, drawn, known, told, ack_first):
    new = f"bài{len(known)}"
    article_id = drawn.choice([new, new, *known])
    version = drawn.randrange(1, 10**6)
    if known.get(article_id) and drawn.random() < 0.3:
        version = DELETED
    told.write(f"began {article_id} {version}\n".encode())
    if ack_first:
        told.write(f"done {article_id} {version}\n".encode())
    if version == DELETED:
        opened.delete(article_id)
    else:
        given = article(article_id, version)
        opened.upsert(given, *pieces_of(given))
    if not ack_first:
        told.write(f"done {article_id} {version}\n".encode())
    known[article_id] = version


def serve_forks(orders):
    while order := orders.recv():
        child = os.fork()
        if child == 0:
            try:
                ingest(*order)
            finally:
                os._exit(1)
        orders.send(child)
        orders.send(os.waitpid(child, 0)[1])


# In the parent


def read_log(path):
    """What may be stored of each article: what was acknowledged last, or what began since."""
    possible = {}
    for line in path.read_text().splitlines() if path.exists() else []:
        word, article_id, version = line.split()
        if word == "done":
            possible[article_id] = {int(version)}
        else:
            possible.setdefault(article_id, {DELETED}).add(int(version))
    return possible


@pytest.fixture
def place(tmp_path):
    """In memory where possible: kill -9 takes nothing from a file, so a disk only costs time."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)


@pytest.fixture
def forks(monkeypatch):
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        monkeypatch.setenv(name, "1")  # the server must not have threads when it forks
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve_forks, args=(theirs,))
    server.start()
    yield ours
    ours.send(None)
    server.join(10)


def killed(forks, folder, log, seed, ack_first=False):
    forks.send((folder, log, seed, ack_first))
    child = forks.recv()
    time.sleep(random.Random(seed).uniform(0.002, 0.06))
    os.kill(child, signal.SIGKILL)
    return forks.recv()


def lost(opened, possible):
    """The articles that are stored in no way in which they may be."""
    stored = {each.article_id: each.sha256 for each in opened.headers(limit=10**6)}
    assert stored.keys() <= possible.keys()
    return [
        article_id
        for article_id, versions in possible.items()
        if not any(is_stored(opened, stored, article_id, version) for version in versions)
    ]


def is_stored(opened, stored, article_id, version):
    if version == DELETED:
        return article_id not in stored
    expected = article(article_id, version)
    if stored.get(article_id) != expected.sha256:
        return False
    assert opened.article(article_id) == expected
    assert found(opened, expected, version) == [expected.text.split("\n")] * 2
    return True


def found(opened, expected, version):
    """What its own token finds, and what its own vectors find, as texts."""
    only = Filter(article_ids=(expected.article_id,))
    lexical = opened.matching({token(expected.article_id, version): 1.0}, 5)
    dense = [opened.nearest(vector_of(line), 1)[0] for line in expected.text.split("\n")]
    assert len(opened.nearest(vector_of("x"), 5, only)) == 2
    return [texts(opened, hits) for hits in (lexical, dense)]


def texts(opened, hits):
    passages = opened.passages([hit.key for hit in hits])
    return [passages[hit.key].chunk.text for hit in sorted(hits, key=lambda hit: hit.key)]


def test_no_acknowledged_change_is_lost_and_the_index_always_opens(forks, place):
    acknowledged = 0
    for kill in range(KILLS):
        folder = place / f"index{kill // KILLS_A_FOLDER}"
        log = Path(f"{folder}.log")
        assert killed(forks, folder, log, seed=kill) == signal.SIGKILL
        opened = opened_in(folder)
        assert (kill, lost(opened, read_log(log)), opened.verify()) == (kill, [], [])
        opened.close()
        acknowledged += log.exists() and log.read_text().count("done")
    assert acknowledged > KILLS  # or the children died before they did anything


def test_the_harness_sees_a_loss_where_acknowledging_comes_first(forks, place):
    folder, log = place / "index", place / "log"
    for kill in range(100):
        assert killed(forks, folder, log, seed=kill, ack_first=True) == signal.SIGKILL
        opened = opened_in(folder)
        losses = lost(opened, read_log(log))
        opened.close()
        if losses:
            return
    pytest.fail("100 children acknowledged before the commit, and nothing was seen to be lost")
