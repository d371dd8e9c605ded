import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from qa.embedding import SHIPPED, StaticEmbedder, TransformerEmbedder, open_embedder, unit
from qa.errors import ModelError


@pytest.fixture(scope="module")
def shipped():
    return open_embedder()


def static_folder(folder, tensors):
    words = {"dân": 0, "vận": 1, "khéo": 2}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="khéo"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    folder.mkdir()
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file(tensors, folder / "model.safetensors")
    modules = [{"idx": 0, "name": "0", "path": "", "type": "x.StaticEmbedding"}]
    (folder / "modules.json").write_text(json.dumps(modules))
    return folder


def test_a_static_vector_is_the_unit_mean_of_its_tokens(tmp_path):
    table = np.array([[3, 0], [0, 3], [1, 1]], dtype=np.float32)
    embedder = open_embedder(str(static_folder(tmp_path / "m", {"embeddings": table})))

    vectors = embedder.embed_passages(["dân vận", "khéo", " ", ""])

    half = np.sqrt(0.5)
    assert vectors == pytest.approx(np.array([[half, half], [half, half], [0, 0], [0, 0]]))


def test_what_was_learnt_reads_with_the_shipped_table_whatever_finds(tmp_path, shipped):
    table = np.eye(3, dtype=np.float32)
    other = open_embedder(str(static_folder(tmp_path / "m", {"embeddings": table})))

    assert open_embedder() is shipped
    assert shipped.table is other.table is shipped
    assert StaticEmbedder(SHIPPED).table.fingerprint == shipped.fingerprint


def test_quantised_rows_are_multiplied_by_their_own_factor(tmp_path):
    tensors = {
        "embeddings": np.array([[100, 0], [0, 100], [1, 1]], dtype=np.int8),
        "weights": np.array([0.03, 0.04, 1.0], dtype=np.float32),
    }
    embedder = open_embedder(str(static_folder(tmp_path / "m", tensors)))

    assert embedder.embed_questions(["dân vận"]) == pytest.approx(np.array([[0.6, 0.8]]))
    assert embedder.embed_pieces("dân vận") == pytest.approx(np.array([[3, 0], [0, 4]]))
    assert embedder.embed_pieces("").shape == (0, 2)


def test_both_loaders_give_the_same_vectors_for_the_shipped_weights(shipped):
    texts = ["Công tác dân vận chính quyền", "mass mobilisation", "290-QĐ/TW", "hoà bình"]

    transformer = TransformerEmbedder(SHIPPED)

    assert transformer.embed_passages(texts) == pytest.approx(
        shipped.embed_passages(texts),
        abs=5e-4,  # float16 sums in the one, float32 in the other
    )


def test_the_shipped_model_is_small_enough_for_git():
    assert sum(file.stat().st_size for file in SHIPPED.rglob("*") if file.is_file()) < 40 * 2**20


def test_the_shipped_model_loads_without_torch():
    command = (
        "import sys; from qa.embedding import open_embedder;"
        "open_embedder().embed_questions(['dân vận']);"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True)

    assert done.stdout.strip() == "[]", done.stderr


@given(st.lists(st.text(max_size=80), max_size=5))
def test_vectors_are_finite_of_unit_length_or_zero_alone_or_together(shipped, texts):
    vectors = shipped.embed_passages(texts)
    lengths = np.linalg.norm(vectors, axis=1)

    assert vectors.shape == (len(texts), shipped.dim)
    assert np.all(np.isclose(lengths, 1, atol=1e-5) | (lengths == 0))
    for row, text in zip(vectors, texts, strict=True):
        assert row == pytest.approx(shipped.embed_passages([text])[0], abs=1e-6)


@pytest.mark.parametrize("text", ["", " \n\t", "…!? — (“”)", "🙂" * 50, "\x00\ud7ff"])
def test_text_without_letters_and_digits_is_a_zero_vector(shipped, text):
    assert shipped.embed_questions([text]).tolist() == [[0] * shipped.dim]


@pytest.mark.parametrize("text", ["日本語", "слово", "x" * 100_000, "dan van 🙂"])
def test_other_scripts_and_letters_without_sense_are_unit_vectors(shipped, text):
    assert np.linalg.norm(shipped.embed_questions([text])) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ["dân vận 🙂", "…dân vận?!", "dân vận " * 100_000])
def test_signs_pictures_and_a_megabyte_leave_the_words(shipped, text):
    assert shipped.embed_questions([text]) == pytest.approx(
        shipped.embed_questions(["dân vận"]), abs=1e-3
    )


def test_unit_keeps_zero_rows():
    rows = unit(np.array([[3, 4], [0, 0]], dtype=np.float32))

    assert rows.tolist() == [pytest.approx([0.6, 0.8]), [0, 0]]


def copied(tmp_path):
    folder = tmp_path / "m"
    return static_folder(folder, {"embeddings": np.eye(3, dtype=np.float32)})


@pytest.mark.parametrize("planted", ["modeling.py", "sub/helper.py", "sub/pytorch_model.bin"])
def test_a_folder_that_could_run_code_is_refused(tmp_path, planted):
    folder = copied(tmp_path)
    (folder / planted).parent.mkdir(exist_ok=True)
    (folder / planted).write_bytes(b"import os")

    with pytest.raises(ModelError, match="could run code"):
        open_embedder(str(folder))


def test_settings_that_load_code_are_refused(tmp_path):
    folder = copied(tmp_path)
    (folder / "config.json").write_text('{"auto_map": {"AutoModel": "x.Y"}}')

    with pytest.raises(ModelError, match="asks for code of its own"):
        open_embedder(str(folder))


def test_a_table_that_does_not_fit_the_tokenizer_is_refused(tmp_path):
    folder = static_folder(tmp_path / "m", {"embeddings": np.eye(2, dtype=np.float32)})

    with pytest.raises(ModelError, match="3 tokens but 2 vectors"):
        open_embedder(str(folder))


def test_damaged_weights_are_named(tmp_path):
    folder = copied(tmp_path)
    (folder / "model.safetensors").write_bytes(b"\x00" * 40)

    with pytest.raises(ModelError, match=r"cannot be read: .*Install it again"):
        open_embedder(str(folder))


def test_a_hub_model_is_not_fetched_offline():
    with pytest.raises(ModelError, match="QA_OFFLINE is on"):
        open_embedder("intfloat/does-not-exist-here", offline=True)


def test_the_fingerprint_names_the_weights(tmp_path):
    first = StaticEmbedder(copied(tmp_path)).fingerprint
    weights = load_file(tmp_path / "m" / "model.safetensors")
    save_file({name: each + 1 for name, each in weights.items()}, tmp_path / "m/model.safetensors")

    assert StaticEmbedder(tmp_path / "m").fingerprint != first
    assert first.startswith("static@")


@pytest.fixture(scope="module")
def transformer_folder(tmp_path_factory):
    """A transformer of a few thousand random weights, saved as sentence-transformers saves it."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query", "passage", ":", "dan", "van", "kheo"]
    (folder / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder / "bare")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "bare")
    transformer = Transformer(str(folder / "bare"))
    model = SentenceTransformer(modules=[transformer, Pooling(16)])
    model.prompts = {"query": "query: ", "document": "passage: "}
    model.save(str(folder / "whole"), safe_serialization=True)
    return folder / "whole"


def test_a_transformer_uses_its_own_prompts(transformer_folder):
    embedder = open_embedder(str(transformer_folder))

    question, passage = embedder.embed_questions(["dan van"]), embedder.embed_passages(["dan van"])

    assert embedder.window is None
    assert (question.shape, embedder.dim) == ((1, 16), 16)
    assert np.linalg.norm(question) == pytest.approx(1, abs=1e-5)
    assert not np.allclose(question, passage)


def test_a_family_that_wants_prefixes_gets_them(transformer_folder, tmp_path):
    import shutil

    folder = tmp_path / "multilingual-e5-tiny"
    shutil.copytree(transformer_folder, folder)
    with_prompts = open_embedder(str(folder)).embed_questions(["dan van"])
    settings = folder / "config_sentence_transformers.json"
    content = json.loads(settings.read_text()) | {"prompts": {"query": "", "document": ""}}
    settings.write_text(json.dumps(content))

    assert open_embedder(str(folder)).embed_questions(["dan van"]) == pytest.approx(with_prompts)
