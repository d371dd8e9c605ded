"""What all rooms need of the file system: durable writes, sums, the writer lock, honest errors."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from qa.errors import StoreBusy, StoreError, StoreReadOnly

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

DATABASE = "articles.sqlite"
_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_RETRY_SECONDS = 0.02


def write_durably(path: Path, data: bytes | memoryview) -> None:
    """The file holds all of the data, or what it held before, whatever happens meanwhile.

    Raises:
        OSError: if the data could not be written; the old file still stands.
    """
    unfinished = path.with_name(f"{path.name}.new")
    try:
        with open(unfinished, "wb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)  # vectors can be turned back into text


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable, where the system has a way to."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sum_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class WriterLock:
    """One writer at a time, over threads and processes; who holds it may take it again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "lock"
        self._thread = threading.RLock()
        self._depth = 0
        self._file: BinaryIO | None = None

    @contextlib.contextmanager
    def held(self, timeout: float) -> Iterator[None]:
        """Holds the lock within the block.

        Raises:
            StoreBusy: if somebody else still holds it after the timeout (seconds).
        """
        with told(self._folder):
            taken = self.take(timeout)
        if not taken:
            raise StoreBusy(
                f"Another process is writing to {self._folder}: {self._holder()}. "
                "Wait until it has ended, then run the command again."
            )
        try:
            yield
        finally:
            self.release()

    def take(self, timeout: float = 0) -> bool:
        """Takes the lock and says whether that worked in time."""
        deadline = time.monotonic() + timeout
        if not self._thread.acquire(timeout=timeout):
            return False
        try:
            taken = self._depth > 0 or self._lock_file(deadline)
        except BaseException:
            self._thread.release()
            raise
        if taken:
            self._depth += 1
        else:
            self._thread.release()
        return taken

    def release(self) -> None:
        """Gives the lock back."""
        self._depth -= 1
        if self._depth == 0 and self._file is not None:
            self._file.close()  # which also unlocks it
            self._file = None
        self._thread.release()

    def _lock_file(self, deadline: float) -> bool:
        file = open(self._path, "ab", opener=_private)  # noqa: SIM115 - stays open while held
        try:
            while not _locked(file):
                if time.monotonic() >= deadline:
                    file.close()
                    return False
                time.sleep(_RETRY_SECONDS)
        except BaseException:
            file.close()
            raise
        with contextlib.suppress(OSError):  # the name of the holder is a courtesy
            file.truncate(0)
            file.write(f"process {os.getpid()} ({' '.join(sys.argv)[:100]})".encode())
            file.flush()
        self._file = file
        return True

    def _holder(self) -> str:
        try:
            return self._path.read_bytes().decode("utf-8", "replace") or "an unnamed process"
        except OSError:
            return "an unnamed process"


def _locked(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(1 << 30)  # beyond the holder's name, which others must be able to read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            return False
        raise
    return True


@contextlib.contextmanager
def told(folder: Path) -> Iterator[None]:
    """What SQLite and the system report becomes a StoreError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _told_by_sqlite(folder, error) from error
    except OSError as error:
        raise _told_by_system(folder, error) from error


def _told_by_sqlite(folder: Path, error: sqlite3.Error) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL" or name.startswith(("SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHM")):
        return _full(folder)
    if name.startswith("SQLITE_READONLY"):
        return read_only_error(folder)
    if name.startswith("SQLITE_BUSY"):
        return StoreBusy(f"Another process is writing to {folder}. Run the command again.")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StoreError(
            f"{folder / DATABASE} is damaged ({error}). It holds the articles, so nothing of it is "
            "deleted. Put a backup in its place, or move it away and run: qa ingest"
        )
    return StoreError(f"{folder / DATABASE} cannot be used: {error}.")


def _told_by_system(folder: Path, error: OSError) -> StoreError:
    if error.errno in _FULL:
        return _full(folder)
    if error.errno in _FORBIDDEN:
        return read_only_error(folder)
    return StoreError(f"{folder} cannot be used: {error}. Articles already stored are safe.")


def _full(folder: Path) -> StoreError:
    return StoreError(
        f"No space left in {folder}. Nothing was lost: every article that was acknowledged is "
        "stored. Free some space and run the command again."
    )


def read_only_error(folder: Path) -> StoreReadOnly:
    """The error for a change where only reading is possible."""
    return StoreReadOnly(
        f"{folder} is read-only: it can be searched, but not changed. "
        "Make it writable, or set QA_INDEX_DIR to a folder that is."
    )
