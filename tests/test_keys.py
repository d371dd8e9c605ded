import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from qa.errors import SettingError
from qa.keys import KeyRing, add_key, allows, read_keys, revoke_key


@pytest.fixture
def path(tmp_path):
    return tmp_path / "index" / "keys.json"


def test_a_key_is_found_by_itself_alone_and_stored_as_a_digest(path):
    key = add_key(path, "báo-cáo", "write")
    ring = KeyRing(path)

    found = ring.find(key)
    assert (found.name, found.role) == ("báo-cáo", "write")
    for wrong in ("", "qa_", key[:-1], key + "x", key.upper(), "khóa", "\udcff", found.sha256):
        assert ring.find(wrong) is None
    assert key not in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_each_key_is_another_and_long_enough_to_guess_at_in_vain(path):
    made = {add_key(path, f"k{n}", "read") for n in range(5)}

    assert len(made) == 5
    assert {(key[:3], len(key)) for key in made} == {("qa_", 46)}


def test_what_is_changed_counts_at_once(path):
    ring = KeyRing(path)
    assert ring.is_empty

    first, second = (add_key(path, name, "read") for name in ("a", "b"))
    assert [ring.find(key).name for key in (first, second)] == ["a", "b"]
    revoke_key(path, "a")
    assert (ring.find(first), ring.find(second).name) == (None, "b")
    revoke_key(path, "b")
    assert (ring.find(second), ring.is_empty) == (None, False)


def test_a_name_can_be_given_again_once_its_key_is_revoked(path):
    old = add_key(path, "a", "read")
    with pytest.raises(SettingError, match="named 'a' already"):
        add_key(path, "a", "admin")
    revoke_key(path, "a")
    new = add_key(path, "a", "admin")

    ring = KeyRing(path)
    assert (ring.find(old), ring.find(new).role) == (None, "admin")
    assert [bool(key.revoked) for key in read_keys(path)] == [True, False]


@pytest.mark.parametrize("name", ["", " ", "a b", "x" * 65, "a\n", "../a", "<i>"])
def test_a_name_that_would_disturb_a_log_is_refused(path, name):
    with pytest.raises(SettingError, match="cannot name a key"):
        add_key(path, name, "read")


def test_revoking_an_unknown_key_says_how_to_find_the_known_ones(path):
    with pytest.raises(SettingError, match="qa keys list"):
        revoke_key(path, "a")


def damaged(role="read", digest="0" * 64, name="a", created="2026-01-01"):
    entry = {"name": name, "role": role, "sha256": digest, "created": created}
    return json.dumps({"keys": [entry]})


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"keys": 1}',
        '{"keys": [1]}',
        '{"keys": [{"name": "a"}]}',
        damaged(role="root"),
        damaged(digest="0" * 63),
        damaged(digest=7),
        damaged(name=7),
        damaged(created=None),
    ],
)
def test_a_damaged_file_opens_nothing(path, content, caplog):
    key = add_key(path, "a", "write")
    ring = KeyRing(path)

    path.write_text(content, encoding="utf-8")

    with pytest.raises(SettingError, match="is not a file of API keys"):
        KeyRing(path)
    assert ring.find(key).name == "a"
    assert not ring.is_empty
    assert "stay as they were" in caplog.text
    with pytest.raises(SettingError):
        add_key(path, "b", "read")
    assert path.read_text(encoding="utf-8") == content


def test_a_file_that_has_gone_opens_nothing(path):
    key = add_key(path, "a", "write")
    ring = KeyRing(path)
    path.unlink()

    assert (ring.find(key).name, ring.is_empty) == ("a", False)


def test_what_another_command_has_begun_is_left_to_it(path, monkeypatch):
    begun, replace = path.with_name(f".{path.name}.new"), Path.replace

    def replaced(draft, target):
        replace(draft, target)
        begun.write_text("another's")

    monkeypatch.setattr(Path, "replace", replaced)
    add_key(path, "a", "read")

    assert begun.read_text() == "another's"


def test_two_commands_do_not_lose_a_key_to_each_other(path):
    """Several processes at once: each makes its key, or says that it could not."""
    script = "import sys; from pathlib import Path; from qa.keys import add_key;" + (
        "add_key(Path(sys.argv[1]), sys.argv[2], 'read')"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, path, f"k{n}"], stderr=subprocess.PIPE)
        for n in range(4)
    ]
    refused = [b"is being changed by another command" in each.communicate()[1] for each in running]

    made = {f"k{n}" for n, each in enumerate(running) if each.returncode == 0}
    assert {key.name for key in read_keys(path)} == made
    assert [each.returncode != 0 for each in running] == refused
    assert list(Path(path.parent).iterdir()) == [path]


def test_a_role_may_do_what_the_lesser_ones_may():
    assert [
        (role, needed)
        for role in ("read", "write", "admin")
        for needed in ("read", "write", "admin")
        if allows(role, needed)
    ] == [
        ("read", "read"),
        ("write", "read"),
        ("write", "write"),
        ("admin", "read"),
        ("admin", "write"),
        ("admin", "admin"),
    ]
