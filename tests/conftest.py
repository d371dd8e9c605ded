"""What most tests share: the five articles indexed once, and closed doors to the outside."""

import os
import shutil
import socket
from pathlib import Path

import hypothesis
import pytest

from qa.engine import Engine, open_engine
from qa.settings import read_settings

# A busy machine is no fault of the code: no deadlines, and on CI the same examples every time.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch):
    """A connection to anywhere else is a mistake in a test."""
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        assert host in ("127.0.0.1", "::1", "localhost"), f"connects to {address}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def seeded_index(tmp_path_factory):
    """A folder with the index of the five articles; copy it, do not change it."""
    folder = tmp_path_factory.mktemp("seeded") / "index"
    engine = open_engine(read_settings(index_dir=folder), create=True)
    assert [each.outcome for each in engine.ingest([SEEDS])] == ["added"] * 5
    engine.close()
    return folder


@pytest.fixture
def index(seeded_index, tmp_path):
    """A copy of the index of the five articles, to be changed at will."""
    return Path(shutil.copytree(seeded_index, tmp_path / "index"))


@pytest.fixture
def engine(index):
    opened = open_engine(read_settings(index_dir=index))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reading_engine(seeded_index) -> Engine:
    """The engine over the five articles for tests that only ask."""
    opened = open_engine(read_settings(index_dir=seeded_index), read_only=True)
    yield opened
    opened.close()
