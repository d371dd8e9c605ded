"""The dense follower: FAISS in memory, with a checked snapshot on disk to start from.

FAISS itself does not notice damaged files and ``faiss.write_index`` does not notice a full disk, so
the snapshot is written by our own code and believed only after its SHA-256.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import math
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from qa.local_store.changes import Changes, Keys
from qa.local_store.files import write_durably
from qa.types import Vectors

ALL_UP_TO = 100_000
"""Vectors up to which every one is compared; beyond, ``optimise`` makes inverted lists."""

_SAMPLES_A_LIST = 64
_PROBES = 48
_CODES = "SQ8_direct_signed"
"""Whole numbers of 8 bits: a scan takes as long as it reads memory, and half floats take twice."""
_SPANNED = 6.0
"""What the codes span, in standard deviations of the numbers of a unit vector; more is cut off."""
_log = logging.getLogger(__name__)
_untyped: Any = faiss  # its type stubs know neither keywords nor arrays


class Dense:
    """Vectors under the keys of their windows; searched by any thread while one changes it."""

    def __init__(self, folder: Path, identity: str, embedder: str, dim: int) -> None:
        self._vectors = folder / "vectors.faiss"
        self._note = folder / "vectors.json"
        self._made_from = {"identity": identity, "embedder": embedder, "dim": dim, "codes": _CODES}
        self._dim = dim
        self._scale = 127 * max(1.0, math.sqrt(dim) / _SPANNED)
        self._index: Any = _flat(dim)
        self._gate = _Gate()
        self.seq = 0
        self.saved_seq = 0

    @property
    def count(self) -> int:
        """How many vectors can be found."""
        return int(self._index.ntotal)

    def load(self, newest: int) -> None:
        """Starts from the snapshot if it is whole, fits and is not ahead of the truth."""
        try:
            note, data = self._snapshot(newest)
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("%s is made anew: %s", self._vectors, error)
            return
        self._index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        self.seq = self.saved_seq = note["seq"]

    def _snapshot(self, newest: int) -> tuple[dict[str, Any], bytes]:
        note = json.loads(self._note.read_bytes())
        data = self._vectors.read_bytes()
        if note["made_from"] != self._made_from:
            raise ValueError("it belongs to another index or another embedder")
        if note["size"] != len(data) or note["sha256"] != hashlib.sha256(data).hexdigest():
            raise ValueError("it is damaged")
        if not 0 <= note["seq"] <= newest:
            raise ValueError("it is not a former state of the articles")
        return note, data

    def problems(self, newest: int) -> list[str]:
        """What is wrong with the snapshot, in sentences."""
        try:
            self._snapshot(newest)
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError) as error:
            return [f"{self._vectors} cannot be used: {error}."]
        return []

    def save(self) -> None:
        """Writes the snapshot; the note comes last, so a half-written pair is never believed."""
        with self._gate.shared():
            seq, count, data = self.seq, self.count, faiss.serialize_index(self._index).data
            kind = "flat" if _is_flat(self._index) else "inverted lists"
        write_durably(self._vectors, data)
        note = {
            "seq": seq,
            "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data),
            "count": count,
            "kind": kind,
            "made_from": self._made_from,
        }
        write_durably(self._note, json.dumps(note).encode())
        self.saved_seq = seq

    def follow(self, changes: Changes) -> None:
        """Becomes current, at one moment for all who search."""
        if changes.since == 0:
            return self.renew(changes)
        added, removed = list(changes.windows()), changes.removed_windows()
        with self._gate.exclusive():
            for keys, vectors in added:
                self._index.add_with_ids(self._coded(vectors), keys)
            if removed:
                self._index.remove_ids(_keys_in(removed))
            self.seq = changes.seq

    def renew(self, changes: Changes) -> None:
        """Makes the whole index anew, of the kind that fits its size."""
        index = self._empty(changes)
        for keys, vectors in changes.windows():
            index.add_with_ids(self._coded(vectors), keys)
        with self._gate.exclusive():
            self._index, self.seq, self.saved_seq = index, changes.seq, 0

    def _empty(self, changes: Changes) -> faiss.Index:
        count = changes.window_count()
        if count <= ALL_UP_TO:
            return _flat(self._dim)
        lists = round(4 * math.sqrt(count))
        index = _made(self._dim, f"IVF{lists},{_CODES}")
        # The codes are of the vectors themselves, as in the flat index.
        _untyped.downcast_index(index).by_residual = False
        index.train(self._coded(changes.sample(lists * _SAMPLES_A_LIST)))
        return index

    def _coded(self, vectors: Vectors) -> Vectors:
        """The whole numbers that are kept of vectors."""
        return np.asarray(np.clip(np.rint(vectors * self._scale), -127, 127), np.float32)

    def search(
        self, vector: Vectors, k: int, allowed: Sequence[tuple[int, int]] | None = None
    ) -> list[tuple[int, float]]:
        """Key and cosine of the nearest windows, best first; ``allowed`` are ranges of keys.

        Cosines are right to about 0.001.
        """
        if allowed is not None and not allowed:
            return []
        faiss.omp_set_num_threads(1)  # holds for this thread; more of them wait for each other
        with self._gate.shared():
            if not self.count:
                return []
            parameters = self._parameters(allowed)
            scores, keys = self._index.search(
                self._coded(vector.reshape(1, -1)), min(k, self.count), params=parameters
            )
        cosines = scores[0] / self._scale**2
        found = zip(keys[0].tolist(), cosines.tolist(), strict=True)
        return [(key, score) for key, score in found if key >= 0]  # -1 stands for "no more"

    def _parameters(self, allowed: Sequence[tuple[int, int]] | None) -> faiss.SearchParameters:
        parameters: faiss.SearchParameters
        selector = _selector(allowed) if allowed is not None else None
        if _is_flat(self._index):
            parameters = _untyped.SearchParameters(sel=selector)
        else:  # behind a filter the few right ones may lie in any list
            probes = self._index.nlist if selector else _PROBES
            parameters = _untyped.SearchParametersIVF(sel=selector, nprobe=probes)
        return parameters


def _flat(dim: int) -> faiss.Index:
    return _made(dim, f"IDMap2,{_CODES}")


def _made(dim: int, description: str) -> faiss.Index:
    return faiss.index_factory(dim, description, faiss.METRIC_INNER_PRODUCT)


def _is_flat(index: faiss.Index) -> bool:
    return isinstance(index, faiss.IndexIDMap2)


def _keys_in(ranges: Sequence[tuple[int, int]]) -> Keys:
    return np.concatenate([np.arange(first, last + 1, dtype=np.int64) for first, last in ranges])


def _selector(ranges: Sequence[tuple[int, int]]) -> faiss.IDSelector:
    bits = np.zeros(max(last for _, last in ranges) + 1, dtype=np.bool_)
    for first, last in ranges:
        bits[first : last + 1] = True
    selector: faiss.IDSelector = _untyped.IDSelectorBitmap(np.packbits(bits, bitorder="little"))
    return selector


class _Gate:
    """Many readers at once or one writer; a waiting writer goes before new readers."""

    def __init__(self) -> None:
        self._entrance = threading.Lock()
        self._left = threading.Condition()
        self._readers = 0

    @contextlib.contextmanager
    def shared(self) -> Iterator[None]:
        with self._entrance, self._left:
            self._readers += 1
        try:
            yield
        finally:
            with self._left:
                self._readers -= 1
                self._left.notify_all()

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        with self._entrance, self._left:
            self._left.wait_for(lambda: self._readers == 0)
            yield
