"""Text to unit vectors; owns sentence_transformers (imported late), safetensors and tokenizers.

Two embedders: a static table (the shipped model, read without torch) and any sentence-transformers
model. Both read safetensors only and run no code that comes with a model. What ranks, reads and
tells confidence has learnt from the vectors of the shipped table and reads with it (``table``),
whatever model finds.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from qa.errors import ModelError
from qa.types import Embedder, Table, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHIPPED = Path(__file__).parent / "model"
WINDOW_SENTENCES = 2  # a static table blurs over long text

_WEIGHTS = "model.safetensors"
_PICKLED = ("*.bin", "*.pt", "*.pth", "*.pkl", "*.pickle", "*.ckpt", "*.joblib")
_FETCHED = ["*.safetensors", "*.json", "*.txt", "*.model"]  # never code, never pickles
_RUNS_CODE = ("auto_map", "_attn_implementation_internal")
# Families that want a word before the text but do not say so in their files.
_PREFIXES = {"e5": ("query: ", "passage: ")}


def open_embedder(name: str | None = None, *, offline: bool = False) -> Embedder:
    """The embedder of a folder or hub name; the shipped one for ``None`` or an empty name.

    Raises:
        ModelError: if it cannot be found, is not safetensors, or would run code of its own.
    """
    if not name:
        return shipped()
    folder = model_folder(name, offline=offline)
    refuse_unsafe(folder)
    return StaticEmbedder(folder) if _is_static(folder) else TransformerEmbedder(folder, name)


@functools.cache
def shipped() -> StaticEmbedder:
    """The shipped table, always the same one."""
    return StaticEmbedder(SHIPPED)


_FEW = 16
"""Texts that are cut into tokens one by one; to hand them to several threads takes longer."""
_RECENT = 256
"""Texts whose tokens are kept: of a question, its vector and its pieces are wanted."""
_TOGETHER = 256
"""Texts whose rows are added up at once; of long ones, some 30 MB."""


class StaticEmbedder:
    """A table of token vectors: the mean over a text's tokens, at unit length; needs no torch.

    Reads what sentence-transformers' ``StaticEmbedding`` and model2vec write: ``embedding.weight``
    or ``embeddings`` (float or int8), with ``weights`` as a factor per token where there is one.
    Text without a known token gives a zero vector.
    """

    window = WINDOW_SENTENCES

    def __init__(self, folder: Path) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            tensors = load_file(folder / _WEIGHTS)
        except Exception as error:  # tokenizers raises nothing more specific
            raise ModelError(
                f"The embedding model in {folder} cannot be read: {error}. Install it again."
            ) from None
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._encoded = functools.lru_cache(maxsize=_RECENT)(self._encode)
        self._table = _table(tensors, folder)
        self._factors = tensors.get("weights")
        if self._tokenizer.get_vocab_size() > len(self._table):
            raise ModelError(
                f"{folder} has {self._tokenizer.get_vocab_size()} tokens but "
                f"{len(self._table)} vectors. Install the model again."
            )
        self.fingerprint = f"static@{_digest([folder / _WEIGHTS, folder / 'tokenizer.json'])}"
        self.dim = int(self._table.shape[1])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dim)."""
        tokens = self._tokens(texts)
        sums = np.zeros((len(tokens), self.dim), dtype=np.float32)
        for start in range(0, len(tokens), _TOGETHER):
            self._add(sums[start : start + _TOGETHER], tokens[start : start + _TOGETHER])
        return unit(sums)

    embed_questions = embed_passages

    @property
    def table(self) -> Table:
        """The shipped table, be it this one."""
        return self if self.fingerprint == shipped().fingerprint else shipped()

    def embed_pieces(self, text: str) -> Vectors:
        """The rows of the tokens, of which the vector of the text is the mean."""
        return self._rows(self._encoded(text))

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        if len(texts) <= _FEW:
            return [self._encoded(text) for text in texts]
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [each.ids for each in encoded]

    def _encode(self, text: str) -> list[int]:
        return self._tokenizer.encode(text, add_special_tokens=False).ids

    def _add(self, sums: Vectors, tokens: Sequence[list[int]]) -> None:
        """Adds up the rows of the tokens of each text; a mean of them points the same way."""
        held = [at for at, each in enumerate(tokens) if each]
        if held:
            starts = np.cumsum([0, *(len(tokens[at]) for at in held[:-1])])
            rows = self._rows([token for each in tokens for token in each])
            sums[held] = np.add.reduceat(rows, starts)

    def _rows(self, tokens: list[int]) -> Vectors:
        rows = self._table[np.array(tokens, dtype=np.int64)].astype(np.float32)
        if self._factors is not None:
            rows *= self._factors[tokens, None].astype(np.float32)
        return rows


class TransformerEmbedder:
    """A sentence-transformers model of a checked folder, with its query and passage prompts."""

    window = None

    def __init__(self, folder: Path, name: str | None = None) -> None:
        self._model = _load_transformer(folder)
        self._question_prefix, self._passage_prefix = _prefixes(name or folder.name, self._model)
        weights = sorted(folder.rglob("*.safetensors"))
        self.fingerprint = f"{name or folder.name}@{_digest(weights)}"
        self.dim = int(self._model.get_embedding_dimension() or 0)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dim)."""
        prefixed = [self._passage_prefix + text for text in texts]
        return self._unit(self._model.encode_document(prefixed, convert_to_numpy=True))

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dim)."""
        prefixed = [self._question_prefix + text for text in texts]
        return self._unit(self._model.encode_query(prefixed, convert_to_numpy=True))

    @property
    def table(self) -> Table:
        """The shipped table: what a token of such a model means depends on all the others."""
        return shipped()

    def _unit(self, vectors: object) -> Vectors:
        return unit(np.asarray(vectors, dtype=np.float32).reshape(-1, self.dim))


def unit(vectors: NDArray[np.float32]) -> Vectors:
    """The rows at unit length; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def model_folder(name: str, *, offline: bool) -> Path:
    """The local folder of a model; a hub name is fetched first unless ``offline``.

    Raises:
        ModelError: if it is not there and cannot be fetched.
    """
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download  # late: only an operator who names a hub model

    try:
        return Path(snapshot_download(name, allow_patterns=_FETCHED, local_files_only=offline))
    except (OSError, ValueError) as error:
        how = "QA_OFFLINE is on" if offline else type(error).__name__
        raise ModelError(
            f"QA_EMBEDDER is {name!r}: no such folder, and the hub did not give it ({how}). "
            "Name a folder, or fetch the model once with QA_OFFLINE off."
        ) from None


def refuse_unsafe(folder: Path) -> None:
    """Raises ModelError for a folder with code, pickled weights or settings that load code."""
    for planted in [*folder.rglob("*.py"), *_pickles_alone(folder)]:
        raise ModelError(
            f"{planted} could run code when loaded. Only safetensors models are read: "
            "convert it, or remove the file."
        )
    for settings in folder.rglob("*.json"):
        if settings.name != "tokenizer.json" and _loads_code(settings):
            raise ModelError(
                f"{settings} asks for code of its own ({' or '.join(_RUNS_CODE)}). "
                "Choose a model that sentence-transformers knows."
            )
    if not any(folder.rglob("*.safetensors")):
        raise ModelError(f"{folder} holds no *.safetensors. Name a sentence-transformers folder.")


def _pickles_alone(folder: Path) -> list[Path]:
    pickles = [found for pattern in _PICKLED for found in folder.rglob(pattern)]
    return [found for found in pickles if not any(found.parent.glob("*.safetensors"))]


def _loads_code(settings: Path) -> bool:
    try:
        content = json.loads(settings.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ModelError(f"{settings} is not JSON. Install the model again.") from None
    return isinstance(content, dict) and any(key in content for key in _RUNS_CODE)


def _is_static(folder: Path) -> bool:
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return str(modules[0]["type"]).endswith("StaticEmbedding") and modules[0]["path"] == ""
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _table(tensors: dict[str, NDArray[np.float32]], folder: Path) -> NDArray[np.float32]:
    for name in ("embedding.weight", "embeddings"):
        if name in tensors:
            return tensors[name]
    raise ModelError(f"{folder / _WEIGHTS} has no table of embeddings. Install the model again.")


def _load_transformer(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer  # seconds and torch: only when wanted

    try:
        return SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise ModelError(
            f"sentence-transformers cannot load {folder}: {error}. Check QA_EMBEDDER."
        ) from None


def _prefixes(name: str, model: SentenceTransformer) -> tuple[str, str]:
    if any(model.prompts.values()):
        return "", ""  # encode_query and encode_document put them in
    parts = name.lower().replace("/", "-").replace("_", "-").split("-")
    return next((pair for family, pair in _PREFIXES.items() if family in parts), ("", ""))


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
