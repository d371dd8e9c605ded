"""Both followers of the truth: brought up at the start, after each change and by ``refresh``.

The dense one lives in each process; the lexical one lies on disk for all, and is written by whoever
holds the writer lock, while the others read.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from qa.local_store.changes import Changes
from qa.local_store.dense import Dense
from qa.local_store.files import WriterLock
from qa.local_store.lexical import Lexical
from qa.local_store.rows import latest
from qa.local_store.truth import Truth
from qa.types import Manifest

_PATIENCE_SECONDS = 5.0
_RETRY_SECONDS = 0.02
_WINDOWS_A_CHANGE = 100  # replaying a change costs about as much as writing so many vectors
_log = logging.getLogger(__name__)


class Followers:
    """``dense`` and ``lexical``, each current to some change of the truth."""

    def __init__(
        self, folder: Path, truth: Truth, lock: WriterLock, manifest: Manifest, read_only: bool
    ) -> None:
        identity = truth.settings()["identity"]
        self.dense = Dense(folder, identity, manifest.embedder, manifest.dim)
        self.lexical = Lexical(folder, identity)
        self._truth = truth
        self._lock = lock
        self._read_only = read_only
        self._changing = threading.RLock()

    def start(self) -> None:
        """Brings up what is on disk, or makes it anew where it is damaged or missing."""
        self.dense.load(self._latest())
        self._follow_dense()
        if self._read_only:
            return self._read_lexical()
        self._save_if_possible()
        try:
            started = self._start_lexical()
        except OSError as error:
            _log.warning("The lexical index cannot be written: %s", error)
            started = False
        if not started:
            self._hold_lexical_in_memory()

    def _start_lexical(self) -> bool:
        """Reads or writes it; gives up when somebody else writes for long."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self._write_lexical() or self.lexical.load(self._latest()):
                return True
            time.sleep(_RETRY_SECONDS)
        return False

    def are_current(self) -> bool:
        """Whether nothing has changed since they were brought up."""
        return self._latest() == self.dense.seq == self.lexical.seq

    def catch_up(self) -> None:
        """Follows what others have written, as far as that is possible without waiting."""
        if not self._changing.acquire(blocking=False):
            return  # another thread is at it
        try:
            self._follow_dense()
            if self._read_only:
                self._read_lexical()
            elif not self._write_lexical():
                self.lexical.load(self._latest())  # the holder of the lock writes it
        except OSError as error:
            _log.warning("The lexical index stays at change %d: %s", self.lexical.seq, error)
        finally:
            self._changing.release()

    def follow(self) -> None:
        """Becomes current; the caller holds the writer lock."""
        with self._changing:
            self._follow_dense()
            self._write_lexical()

    def renew(self) -> None:
        """Makes both anew, of the kinds that fit their sizes; the caller holds the writer lock."""
        with self._changing:
            with self._changes(0) as changes:
                self.dense.renew(changes)
            with self._changes(0) as changes:
                self.lexical.renew(changes)

    def save(self) -> None:
        """Writes the snapshot where replaying would take longer; the caller holds the lock."""
        with self._changing:
            behind = self.dense.seq - self.dense.saved_seq
            worth = not self.dense.saved_seq or behind * _WINDOWS_A_CHANGE >= self.dense.count
            if behind and worth:
                self.dense.save()

    def close(self) -> None:
        """Saves what is behind, and gives back the files."""
        self._save_if_possible()
        self.lexical.close()

    def _save_if_possible(self) -> None:
        """Without a snapshot the next start only takes longer."""
        try:
            if not self._read_only and self._lock.take():
                with contextlib.ExitStack() as stack:
                    stack.callback(self._lock.release)
                    self.save()
        except OSError as error:
            _log.warning("The vectors have no new snapshot: %s", error)

    def _latest(self) -> int:
        with self._truth.reading() as connection:
            return latest(connection)

    @contextlib.contextmanager
    def _changes(self, since: int) -> Iterator[Changes]:
        with self._truth.reading() as connection:
            yield Changes(connection, since)

    def _follow_dense(self) -> None:
        with self._changes(self.dense.seq) as changes:
            if changes.seq > changes.since:
                self.dense.follow(changes)

    def _write_lexical(self) -> bool:
        """Brings the files up if nobody else is writing; says whether it could."""
        if not self._lock.take():
            return False
        try:
            whole = self.lexical.load(self._latest())
            if not (whole and self._append_lexical()):
                with self._changes(0) as changes:
                    self.lexical.renew(changes)
        finally:
            self._lock.release()
        return True

    def _append_lexical(self) -> bool:
        """Adds what is new to the files; says whether they are good enough to go on with."""
        try:
            with self._changes(self.lexical.seq) as changes:
                if changes.seq > changes.since:
                    self.lexical.follow(changes)
        except OSError as error:
            _log.warning("The lexical index is made anew: %s", error)
            return False
        return not self.lexical.is_worn()

    def _read_lexical(self) -> None:
        whole = self.lexical.load(self._latest(), links=True)
        if not whole or self.lexical.seq != self._latest():
            self._hold_lexical_in_memory()

    def _hold_lexical_in_memory(self) -> None:
        with self._changes(0) as changes:
            self.lexical.hold_in_memory(changes)
