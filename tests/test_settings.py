from pathlib import Path

import pytest

from qa.errors import SettingError
from qa.settings import Settings, read_settings


@pytest.fixture(autouse=True)
def no_surroundings(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"QA_{name.upper()}", raising=False)


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


@pytest.mark.parametrize("name", Settings.model_fields)
def test_an_empty_value_counts_as_not_set(monkeypatch, tmp_path, name):
    variable = f"QA_{name.upper()}"
    default = read_settings()

    (tmp_path / ".env").write_text(f"{variable}=\n", encoding="utf-8")
    of_the_file = read_settings()
    monkeypatch.setenv(variable, "")
    of_both = read_settings()

    assert of_the_file == of_both == default
    assert of_both.keys_file == Path("index/keys.json")


def test_an_empty_variable_does_not_hide_what_the_file_sets(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("QA_PORT=1\n", encoding="utf-8")
    monkeypatch.setenv("QA_PORT", "")

    assert read_settings().port == 1
