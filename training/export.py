"""Stage 10: one folder that sentence-transformers and the service read alike.

``model.safetensors`` holds ``embeddings`` (int8) and ``weights`` (float32, one a row); their
product is the table. ``tokenizer.json`` carries the normal form. ``README.md`` is the model card.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from training.files import log
from training.table import Floats

CARD = Path(__file__).with_name("card.md")
LIBRARY = "sentence_transformers"
MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": f"{LIBRARY}.sentence_transformer.modules.static_embedding.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": f"{LIBRARY}.base.modules.normalize.Normalize",
    },
]
SETTINGS = {
    "default_prompt_name": None,
    "model_type": "SentenceTransformer",
    "prompts": {"document": "", "query": ""},
    "similarity_fn_name": "cosine",
}
MODEL2VEC = {"model_type": "model2vec", "architectures": ["StaticModel"], "normalize": True}


def quantised(table: Floats) -> dict[str, np.ndarray]:
    """The rows as int8 and the factor of each row."""
    factors = np.abs(table).max(axis=1) / 127
    safe = np.where(factors > 0, factors, 1)
    whole = np.clip(np.rint(table / safe[:, None]), -127, 127).astype(np.int8)
    return {"embeddings": whole, "weights": safe.astype(np.float32)}


def sums(folder: Path) -> str:
    """The sha256 of every file but the card, one a line."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "README.md")
    lines = [
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder)}" for p in files
    ]
    return "\n".join(lines)


def export(table: Floats, tokenizer: Path, folder: Path, figures: str = "") -> None:
    """Writes the folder; the card quotes the figures."""
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    (folder / "1_Normalize/config.json").write_text("{}")
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    save_file(quantised(table), folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    contents = {
        "modules.json": MODULES,
        "config_sentence_transformers.json": SETTINGS,
        "config.json": {**MODEL2VEC, "hidden_dim": table.shape[1]},
    }
    for name, content in contents.items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n")
    card = CARD.read_text(encoding="utf-8") if CARD.exists() else ""
    filled = card.replace("{figures}", figures).replace("{sums}", sums(folder))
    (folder / "README.md").write_text(filled, encoding="utf-8")


def run(work: Path, folder: Path, table: str = "table") -> None:
    """Writes the folder from ``<table>.npy``; takes the figures from ``figures.md`` where it is."""
    figures = work / "figures.md"
    text = figures.read_text(encoding="utf-8") if figures.exists() else "(not measured yet)"
    export(np.load(work / f"{table}.npy"), work / "tokenizer.json", folder, text)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    log(work, "export").info("%s: %.1f MB", folder, size / 1e6)
