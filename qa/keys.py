"""API keys with roles: a JSON file of digests, looked up in constant time, followed while it lives.

A key is shown once, when it is made; the file holds only its SHA-256. A key has 256 random bits, so
that a fast digest is as safe as a slow one.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import logging
import os
import re
import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from qa.errors import SettingError

logger = logging.getLogger(__name__)

Role = Literal["read", "write", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may do what those before it may do."""

_NAME = re.compile(r"[\w.@-]{1,64}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the file holds it: who has it, what it may do, and its digest."""

    name: str
    role: Role
    sha256: str
    created: str
    revoked: str | None = None


def allows(role: Role, needed: Role) -> bool:
    """Whether who has a role may do what needs another."""
    return ROLES.index(role) >= ROLES.index(needed)


def add_key(path: Path, name: str, role: Role) -> str:
    """Makes a key and writes down its digest; the key itself is nowhere else than in the result.

    Raises:
        SettingError: if the name is taken or cannot be used, or the file cannot be used.
    """
    if not _NAME.fullmatch(name):
        raise SettingError(
            f"{name!r} cannot name a key. Use 1 to 64 letters, digits or _ . @ - for it."
        )
    key = f"qa_{secrets.token_urlsafe(32)}"
    with _changing(path) as keys:
        if any(each.name == name and not each.revoked for each in keys):
            raise SettingError(f"A key is named {name!r} already. Revoke it, or use another name.")
        keys.append(Key(name, role, _digest(key), _now()))
    return key


def revoke_key(path: Path, name: str) -> None:
    """Ends a key; its entry stays, so that a file of revoked keys alone opens nothing.

    Raises:
        SettingError: if no key has this name, or the file cannot be used.
    """
    with _changing(path) as keys:
        for place, each in enumerate(keys):
            if each.name == name and not each.revoked:
                keys[place] = replace(each, revoked=_now())
                return
        raise SettingError(f"No key is named {name!r}. `qa keys list` names them.")


def read_keys(path: Path) -> list[Key]:
    """The keys of a file, revoked ones among them; none where there is no file.

    Raises:
        SettingError: if it is not a file of keys.
    """
    try:
        return [_key(each) for each in json.loads(path.read_text(encoding="utf-8"))["keys"]]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SettingError(
            f"{path} cannot be read: {error.strerror}. Run as the user who owns it."
        ) from None
    except (ValueError, TypeError, LookupError) as error:
        raise SettingError(
            f"{path} is not a file of API keys ({type(error).__name__}). Put back a copy of it, "
            "or move it away and make new keys with `qa keys add`."
        ) from None


def _key(entry: dict[str, str | None]) -> Key:
    key = Key(**entry)  # type: ignore[arg-type]  # checked right below
    strings = (key.name, key.created, key.revoked or "")
    if key.role not in ROLES or not _DIGEST.fullmatch(key.sha256):
        raise ValueError(key.name)
    if not all(isinstance(each, str) for each in strings):
        raise TypeError(key.name)
    return key


class KeyRing:
    """The keys of a file as they are now: what another process changes counts at once.

    Raises:
        SettingError: at the start, if the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen = _state(path)
        self._keys: Sequence[Key] = read_keys(path)

    @property
    def is_empty(self) -> bool:
        """Whether no key was ever made."""
        return not self._current()

    def find(self, given: str) -> Key | None:
        """The key that was given, unless it is unknown or revoked; looks at every one of them."""
        digest = _digest(given).encode()
        found = None
        for key in self._current():
            if hmac.compare_digest(key.sha256.encode(), digest) and not key.revoked:
                found = key
        return found

    def _current(self) -> Sequence[Key]:
        with self._lock:
            if (state := _state(self._path)) != self._seen:
                self._seen = state
                self._read(gone=state is None)
            return self._keys

    def _read(self, gone: bool) -> None:
        """A file that has gone or is damaged must open nothing: the last keys stay in force."""
        try:
            if gone and self._keys:
                raise SettingError(f"{self._path} has gone.")
            self._keys = read_keys(self._path)
        except SettingError as error:
            logger.error("The API keys stay as they were: %s", error)


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


@contextlib.contextmanager
def _changing(path: Path) -> Iterator[list[Key]]:
    """The keys to be changed; written all at once, for the owner alone, when the block ends well.

    The draft is the lock: who finds one there does not change the file at the same time.
    """
    draft = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SettingError(
            f"{path} is being changed by another command. If there is none, delete {draft}."
        ) from None
    except OSError as error:
        raise SettingError(f"{path} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            keys = read_keys(path)
            yield keys
            json.dump({"keys": [asdict(key) for key in keys]}, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException as error:
        # Only here: once this draft has taken the place of the file, the next one is another's.
        draft.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise SettingError(f"{path} cannot be written: {error.strerror}.") from None
        raise


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
