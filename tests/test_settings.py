from pathlib import Path

import pytest

from qa.errors import SettingError
from qa.settings import read_settings


@pytest.fixture(autouse=True)
def no_surroundings(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("QA_PORT", "QA_INDEX_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_defaults():
    settings = read_settings()

    assert (settings.index_dir, settings.port, settings.host) == (Path("index"), 8000, "127.0.0.1")


def test_the_environment_wins_over_the_file_and_a_given_value_over_both(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("QA_PORT=1\nQA_INDEX_DIR=kho\n", encoding="utf-8")
    monkeypatch.setenv("QA_PORT", "2")

    assert read_settings().port == 2
    assert read_settings().index_dir == Path("kho")
    assert read_settings(port=3, host=None).port == 3


def test_a_bad_value_is_named_with_what_to_do(monkeypatch):
    monkeypatch.setenv("QA_PORT", "năm")

    with pytest.raises(SettingError, match=r"QA_PORT is 'năm'\..*`qa settings` lists them"):
        read_settings()
