import hashlib
import json
import lzma
import random
from pathlib import Path

import numpy as np
import pytest
import torch

from qa.articles import read_article
from qa.embedding import StaticEmbedder, shipped
from qa.evaluation import read_beir
from qa.types import Article
from qa.vietnamese import search_form, syllables
from training import (
    accents,
    asked,
    confidence,
    corpus,
    dictionary,
    evaluate,
    lexicon,
    names,
    overlap,
    questions,
    sentences,
    tokenizer,
)
from training.answered import Answered, cut_question, judged, legal
from training.export import export, quantised
from training.files import rows, write_rows
from training.invented import invented
from training.pairs import Pair, cloze, glossed, translated, write
from training.table import Table, unit
from training.weigh import lent

SENTENCES = [
    "Công tác dân vận của Tỉnh ủy Quảng Ninh đạt nhiều kết quả trong năm 2019.",
    "Mặt trận Tổ quốc các cấp vận động nhân dân hiến đất làm đường giao thông nông thôn.",
    "Ban Dân vận phối hợp với Ủy ban nhân dân tỉnh ban hành quyết định số 290-QĐ/TW.",
    "Toàn tỉnh có 1.234 điển hình dân vận khéo được khen thưởng trong bốn năm qua.",
]
GOLD = Path(__file__).parent / "gold"
ENGLISH = "The Fatherland Front persuaded people to give land for rural roads."


@pytest.fixture(scope="module")
def small():
    words, text = tokenizer.coded(tokenizer.normalised([*SENTENCES, ENGLISH] * 40))
    return tokenizer.build(tokenizer.vocabulary(words, text, ["government"], size=2000))


def test_a_file_appears_only_whole_and_is_read_back(tmp_path):
    path = tmp_path / "deep" / "some.jsonl"
    assert write_rows(path, [{"a": "đ"}, {"a": 2}]) == 2
    assert list(rows(path)) == [{"a": "đ"}, {"a": 2}]
    assert [found.name for found in path.parent.iterdir()] == ["some.jsonl"]


def test_cleaning_joins_blanks_drops_control_characters_and_composes_accents():
    assert corpus.clean("Da\u0302n  va\u0302\u0323n\x00\n\n khéo ") == "Dân vận\nkhéo"


def test_a_file_name_is_no_title():
    assert corpus.clean_title("luat-so-41-2024-qh15-42576") == ""
    assert corpus.clean_title("Dân vận khéo") == "Dân vận khéo"


def test_a_sentence_without_end_is_cut_and_scraps_are_dropped():
    found = list(corpus.sentences("một " * 70 + "\nhai ba"))
    assert [len(sentence.split()) for sentence in found] == [60, 10]


def test_text_that_repeats_what_is_measured_stays_out(tmp_path):
    write_rows(tmp_path / "corpus.jsonl", [{"id": "1", "title": "", "text": SENTENCES[1]}])
    measured = overlap.measured_grams([tmp_path])
    assert overlap.overlaps("Tin: " + SENTENCES[1].upper(), measured)
    assert not overlap.overlaps(SENTENCES[0], measured)
    row = {"title": "Tin", "abstract": "", "text": "\n".join(SENTENCES[:2])}
    cleaned = corpus.clean_row(row, measured)
    assert cleaned == {"title": "Tin", "abstract": "", "sentences": SENTENCES[:1], "left_out": 1}
    assert corpus.clean_row({"anchor": "hiến đất", "positive": SENTENCES[1]}, measured) is None


def test_a_pair_marked_as_different_is_no_pair():
    row = {"anchor": "một", "positive": "hai", "kind": "non-paraphrase", "label": 0}
    assert corpus.clean_row(row, frozenset()) is None


def test_a_sentence_seen_in_many_articles_is_furniture():
    articles = [{"sentences": ["Chia sẻ bài viết này", f"Tin số {n}"]} for n in range(26)]
    assert [row["sentences"] for row in corpus.without_furniture(articles)][3] == ["Tin số 3"]


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh uỷ hoà HOÀN quý quỳ thuý khoá ngoài khoẻ xoè",
        "Quyết định số 290-QĐ/TW, ngày 25/02/2010: “CT-XH” — 1.234,5%…",
        "Hoa\u0300 bi\u0300nh\u200b\u00a0Ðảng_uỷ ＤＡ＋Ｎ",
        "chi thi 16 noi ve gi? What is Directive 16 about?",
        "",
        " \n\t ",
        "😀 日本 слово",
    ],
)
def test_the_tokenizer_writes_text_as_the_search_form_does(text):
    assert tokenizer.normalizer().normalize_str(text) == " ".join(syllables(text))


def test_both_tone_placements_give_the_same_pieces(small):
    assert small.encode("Tỉnh uỷ").ids == small.encode(search_form("TỈNH ỦY")).ids


def test_a_phrase_of_the_field_is_one_piece(small):
    assert small.encode("dân vận").tokens == [" dân  vận "]


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Thị Thuỳ Xuyến", "16/CT-TTg 04/2019/NĐ-CP", "98765432", "dan van kheo", "Kyrgyzstan"],
)
def test_no_letter_or_digit_is_lost(small, text):
    pieces = small.encode(text).tokens
    assert "".join(pieces).split() == syllables(text)
    assert 0 not in small.encode(text).ids


def test_a_listed_word_gets_a_piece(small):
    assert small.encode("government").tokens == [" government "]


def test_without_a_list_the_frequent_english_words_get_a_piece(tmp_path):
    texts = ["The Front, the people and the law of 2013", "the people"]
    write_rows(tmp_path / "parallel.jsonl", [{"en": text, "vi": "dân"} for text in texts])
    assert tokenizer.english_words(tmp_path)[:2] == ["the", "people"]
    assert set(tokenizer.english_words(tmp_path)) == {"the", "people", "front", "and", "law"}


@pytest.mark.parametrize(
    ("sentence", "language", "asking", "answer"),
    [
        (SENTENCES[0], "vi", "năm nào", "2019"),
        (SENTENCES[3], "vi", "bao nhiêu", "1.234"),
        ("nơi đây vua Trần Nhân Tông đã từ bỏ ngôi báu rồi đi tu", "vi", "ai", "Tông"),
        ("Hội nghị toàn quốc lần này được mở tại Quảng Ninh", "vi", "ở đâu", "Quảng"),
        ("The Front persuaded about 300 people to give land", "en", "how many", "300"),
        ("The Front persuaded people to give land in 2019", "en", "when", "2019"),
    ],
)
def test_a_fact_is_asked_for_with_its_question_word(sentence, language, asking, answer):
    found = [questions.for_a_fact(sentence, random.Random(n), language) for n in range(60)]
    asked = [one for one in found if f" {asking} " in f" {one} "]
    assert asked
    assert not any(answer in one.split() for one in asked)


def test_a_sentence_without_a_fact_asks_for_none():
    assert questions.for_a_fact("mọi người đều vui", random.Random(1)) == ""


def test_a_question_is_cut_from_its_sentence_and_asks():
    asked = [questions.question(SENTENCES[0], random.Random(seed)) for seed in range(40)]
    words = set(SENTENCES[0].split())
    typed = [phrase for _, phrases in questions.FACTS["vi"] for phrase in phrases]
    asking = {word for phrase in (*questions.ASKING["vi"], *typed) for word in phrase.split()}
    assert all(set(one.split()) <= words | {"2019"} | asking for one in asked)
    assert 10 < sum(not set(one.split()) <= words for one in asked) < 38


def test_an_abbreviation_is_opened_and_a_long_form_closed():
    assert questions.opened_or_closed("MTTQ tỉnh", random.Random(1)) == "mặt trận tổ quốc tỉnh"
    assert questions.opened_or_closed("Mặt trận Tổ quốc", random.Random(1)) == "MTTQ"


def test_a_misspelling_changes_one_word_and_short_words_never():
    changed = questions.misspelt("công tác dân vận", random.Random(3)).split()
    assert sum(a != b for a, b in zip(changed, ["công", "tác", "dân", "vận"], strict=True)) == 1
    assert questions.misspelt("ai là", random.Random(3)) == "ai là"


def test_some_questions_lose_their_accents():
    found = {questions.varied("dân vận khéo", random.Random(seed)) for seed in range(60)}
    assert {"dân vận khéo", "dan van kheo"} <= found


def test_cloze_pairs_lead_from_every_sentence_to_text_near_it():
    row = {"set": "small", "title": "Dân vận", "abstract": "", "sentences": SENTENCES}
    found = list(cloze(row, random.Random(5)))
    assert [pair.document for pair in found] == ["Dân vận"] * 4
    known = {word for text in SENTENCES for word in text.split()} | {"Dân", "vận"}
    assert all(set(pair.positive.split()) <= known for pair in found)


def test_an_english_name_in_brackets_leads_to_its_sentence():
    text = "Mặt trận Tổ quốc (tiếng Anh: Fatherland Front) là một liên minh chính trị."
    row = {"set": "small", "title": "Mặt trận", "abstract": "", "sentences": [text]}
    (found,) = glossed(row, random.Random(1))
    assert found.anchor.endswith("Fatherland Front")
    assert "Fatherland" not in found.positive
    assert "là một liên minh chính trị" in found.positive


def test_a_word_list_pairs_what_names_the_same_thing(tmp_path):
    for language, words, name in (("en", ["rice", "bowl"], "Laos"), ("vi", ["cơm", "bát"], "Lào")):
        folder = tmp_path / language
        folder.mkdir()
        picture = {"annotations": {"identity": {"x": "y"}, "annotations": {"R": {"tts": words}}}}
        (folder / "annotations.json").write_text(json.dumps(picture))
        named = {"main": {language: {"localeDisplayNames": {"territories": {"LA": name}}}}}
        (folder / "territories.json").write_text(json.dumps(named))
    assert [(row["anchor"], row["positive"]) for row in lexicon.pairs(tmp_path)] == [
        ("rice bowl", "cơm bát"),
        ("Laos", "Lào"),
    ]


def test_parallel_sentences_pair_in_both_directions():
    row = {"set": "s", "en": ENGLISH, "vi": SENTENCES[1]}
    after = {"set": "s", "en": "More.", "vi": SENTENCES[2]}
    found = list(translated(row, after, random.Random(1)))
    assert [pair.kind for pair in found] == ["en-vi", "en-vi-question", "vi-en", "vi-en-question"]
    assert (found[0].anchor, found[0].positive) == (ENGLISH, SENTENCES[1])
    assert found[1].positive == f"{SENTENCES[1]} {SENTENCES[2]}"


def written_pairs(work, small):
    found = [
        Pair(" ".join(text.split()[2:8]), text, f"{n}", "cloze") for n, text in enumerate(SENTENCES)
    ]
    return write(work, "pairs", found * 4, small)


def test_pairs_are_stored_as_the_tokens_of_their_texts(tmp_path, small):
    pytest.importorskip("torch")
    from training.train import Pairs

    assert written_pairs(tmp_path, small) == {"cloze": 16}
    ids, lengths = Pairs(tmp_path, "pairs").side(1, np.array([1, 0]))
    assert ids[: lengths[0]].tolist() == small.encode(SENTENCES[1]).ids
    assert ids[lengths[0] :].tolist() == small.encode(SENTENCES[0]).ids


def test_training_lowers_the_loss_and_is_the_same_with_the_same_seed(tmp_path, small):
    pytest.importorskip("torch")
    from training.train import Pairs, Recipe, start, train_step

    small.save(str(tmp_path / "tokenizer.json"))
    written_pairs(tmp_path, small)
    recipe = Recipe(dim=16, nested=(8,), batch=4, steps=1)
    pairs, chosen = Pairs(tmp_path, "pairs"), np.arange(4)

    def losses():
        model = start(tmp_path, recipe, pairs)
        return [train_step(model, pairs, chosen, recipe, 0.1) for _ in range(8)]

    first = losses()
    assert first[-1] < first[0] / 2
    assert losses() == first


def test_windows_compete_with_far_windows_of_their_document_alone(tmp_path, small):
    pytest.importorskip("torch")
    from training.train import Pairs

    placed = [("a", 0), ("a", 2), ("a", 3), ("a", -1), ("b", 0)]
    found = [Pair("dân vận", SENTENCES[0], document, "cloze", place) for document, place in placed]
    write(tmp_path, "pairs", found, small)
    alike = Pairs(tmp_path, "pairs").alike(np.arange(5))
    assert alike.astype(int).tolist() == [
        [0, 1, 0, 1, 0],
        [1, 0, 1, 1, 0],
        [0, 1, 0, 1, 0],
        [1, 1, 1, 0, 0],
        [0, 0, 0, 0, 0],
    ]


def test_training_that_was_stopped_goes_on_to_the_same_rows(tmp_path, small, monkeypatch):
    pytest.importorskip("torch")
    from training import train

    small.save(str(tmp_path / "tokenizer.json"))
    written_pairs(tmp_path, small)
    recipe = train.Recipe(dim=16, nested=(8,), batch=4, steps=4, temperature=1)
    monkeypatch.setattr(train, "SAVE_EVERY", 2)
    train.run(tmp_path, recipe, ("pairs",), "whole")
    step, left = train.train_step, iter([True, True, True])

    def stopping(*arguments):
        if not next(left, False):
            raise KeyboardInterrupt
        return step(*arguments)

    monkeypatch.setattr(train, "train_step", stopping)
    with pytest.raises(KeyboardInterrupt):
        train.run(tmp_path, recipe, ("pairs",), "stopped")
    monkeypatch.setattr(train, "train_step", step)
    train.run(tmp_path, recipe, ("pairs",), "stopped")
    assert np.array_equal(np.load(tmp_path / "stopped.npy"), np.load(tmp_path / "whole.npy"))
    assert not (tmp_path / "stopped.safetensors").exists()


def test_evening_halves_what_the_axes_differ_by_and_puts_the_widest_first():
    pytest.importorskip("torch")
    from training.even import evened

    texts = np.random.default_rng(1).normal(size=(500, 3)).astype(np.float32) * [1, 16, 4]
    found = evened(texts, texts)
    widths = np.sqrt((found**2).mean(axis=0))
    assert (widths / widths[2]).tolist() == pytest.approx([4, 2, 1], rel=0.1)
    assert np.median(np.linalg.norm(found, axis=1)) == pytest.approx(63, rel=1e-4)


def test_rare_rows_move_faster_within_bounds():
    pytest.importorskip("torch")
    from training.harder import pace

    assert pace(np.array([0, 1, 100, 10_000, 100])).tolist() == pytest.approx([5, 5, 2, 0.3, 2])


def test_a_phrase_is_made_of_its_syllables_and_a_word_of_its_letters(small):
    pytest.importorskip("torch")
    from training.train import parts

    made_of = parts(small)[small.token_to_id(" dân  vận ")].indices
    found = {small.id_to_token(int(part)) for part in made_of}
    assert {" dân ", " vận ", " dan ", " van "} <= found


def test_an_unaccented_piece_borrows_half_the_mean_of_its_accented_forms():
    pieces = [("<unk>", -9.0), (" dân ", -1.0), (" dàn ", -1.0), (" dan ", -2.0), (" xe ", -1.0)]
    table = np.array([[0, 0], [4, 0], [0, 2], [1, 1], [5, 5]], dtype=np.float32)
    found = lent(table, tokenizer.build(pieces))
    assert found.tolist() == [[0, 0], [4, 0], [0, 2], [2, 1.5], [5, 5]]


def test_int8_rows_stay_within_half_a_step_and_zero_rows_stay_zero():
    table = np.array([[0.5, -1.0, 0.25], [0, 0, 0]], dtype=np.float32)
    stored = quantised(table)
    again = stored["embeddings"] * stored["weights"][:, None]
    assert np.abs(again - table).max() <= 0.5 / 127
    assert again[1].tolist() == [0, 0, 0]


def exported(folder, small):
    small.save(str(folder / "source.json"))
    size = small.get_vocab_size()
    table = np.random.default_rng(1).normal(size=(size, 32)).astype(np.float32)
    table[[0, small.token_to_id(" ")]] = 0
    export(table, folder / "source.json", folder / "model")
    return folder / "model", table


def test_the_exported_folder_gives_the_mean_row_at_unit_length(tmp_path, small):
    folder, table = exported(tmp_path, small)
    text = SENTENCES[0]
    wanted = unit(table[small.encode(text).ids].mean(axis=0, keepdims=True))
    assert np.allclose(Table(small, table).encode([text]), wanted, atol=1e-6)
    assert np.allclose(StaticEmbedder(folder).embed_passages([text]), wanted, atol=0.01)


def test_text_without_known_pieces_is_zero_and_other_text_finite(tmp_path, small):
    folder, _ = exported(tmp_path, small)
    found = StaticEmbedder(folder).embed_passages(
        ["", "?!…", "日本語", "dân vận " * 20_000, "😀 dân"]
    )
    assert np.linalg.norm(found, axis=1).round(5).tolist() == [0, 0, 0, 1, 1]


def test_texts_in_one_batch_do_not_touch_each_other(small):
    table = Table(small, np.eye(small.get_vocab_size(), dtype=np.float32))
    together = table.encode([SENTENCES[0], "", SENTENCES[1]])
    assert np.array_equal(together[2], table.encode([SENTENCES[1]])[0])


def test_the_modules_are_those_that_sentence_transformers_loads(tmp_path, small):
    modules = json.loads((exported(tmp_path, small)[0] / "modules.json").read_text())
    names = [module["type"].rsplit(".", 1)[1] for module in modules]
    assert names == ["StaticEmbedding", "Normalize"]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_sentence_transformers_reads_the_same_vectors(tmp_path, small):
    library = pytest.importorskip("sentence_transformers")
    folder, _ = exported(tmp_path, small)
    texts = [*SENTENCES, ENGLISH]
    theirs = library.SentenceTransformer(str(folder)).encode(texts)
    assert np.allclose(theirs, StaticEmbedder(folder).embed_passages(texts), atol=1e-5)


def test_neighbours_share_a_cluster_and_batches_hold_each_pair_once(tmp_path, small):
    pytest.importorskip("torch")
    from training.harder import clustered, near_batches
    from training.train import Pairs, Recipe

    chance = np.random.default_rng(1)
    vectors = unit(np.repeat(np.eye(4, dtype=np.float32), 5, axis=0))
    cluster = clustered(vectors, 20, chance).reshape(4, 5)
    assert all(len(set(row)) == 1 for row in cluster.tolist())
    written_pairs(tmp_path, small)
    table = chance.normal(size=(small.get_vocab_size(), 64)).astype(np.float32)
    recipe = Recipe(batch=8, steps=2, temperature=1)
    found = list(near_batches(table, Pairs(tmp_path, "pairs"), recipe, chance))
    assert sorted(np.concatenate(found)) == list(range(16))


def test_a_folder_is_measured_by_halves(tmp_path):
    asked = [{"id": f"q{n}", "text": f"câu {n}"} for n in range(4)]
    write_rows(tmp_path / "corpus.jsonl", [{"id": "a", "text": "một"}, {"id": "b", "text": "hai"}])
    write_rows(tmp_path / "queries.jsonl", asked)
    lines = ["query-id\tcorpus-id\tscore", "q0\ta\t1", "q1\tb\t1", "q2\tb\t0", "q3\ta\t1"]
    (tmp_path / "qrels.tsv").write_text("\n".join(lines))
    folder = evaluate.read_folder(tmp_path)
    assert folder.questions == ["câu 0", "câu 1", "câu 3"]
    odd = evaluate.half(folder, "odd")
    assert (odd.questions, odd.relevant) == (["câu 1"], [{1}])


def test_measures_count_the_place_of_the_first_relevant_document():
    scores = np.array([[0.1, 0.9, 0.5], [0.9, 0.1, 0.5]], dtype=np.float32)
    found = evaluate.measures(scores, [{1}, {2}]).tolist()
    assert found == pytest.approx([0.5, 1, 1, 0.75, (1 + 1 / np.log2(3)) / 2])


def test_bm25_prefers_the_rarer_word_and_the_shorter_document():
    scores = evaluate.bm25(["dân vận", "dân vận khéo ở xã", "dân chủ"], ["khéo", "chủ", "vận"])
    assert scores.argmax(axis=1).tolist() == [1, 2, 0]


def test_windows_are_two_sentences_that_overlap():
    assert evaluate.windows("Một câu. Hai câu. Ba câu.") == [
        "Một câu. Hai câu.",
        "Hai câu. Ba câu.",
    ]
    assert evaluate.windows("Một câu.") == ["Một câu."]


def test_a_legal_question_is_answered_by_the_sentence_its_conclusion_says_again(tmp_path):
    passage = (
        "Căn cứ Điều 5 quy định như sau:\nNgười dân nộp đơn tại ủy ban nhân dân xã.\n"
        "Thời hạn giải quyết là mười lăm ngày làm việc.\n"
        "Như vậy, thời hạn giải quyết đơn là mười lăm ngày làm việc."
    )
    row = {"anchor": "Đơn được giải quyết bao lâu?", "positive": passage, "doc": "d"}
    other = {"anchor": "Khác?", "positive": "Không nói gì về việc này cả.", "doc": "d"}
    write_rows(
        tmp_path / "policy_tailieu" / "pairs.jsonl",
        [each | {"kind": "legal-question-answer"} for each in (row, other)],
    )
    plain = tmp_path / "policy_tailieu" / "pairs.jsonl"
    plain.with_suffix(".jsonl.xz").write_bytes(lzma.compress(plain.read_bytes()))

    ((article, asked),) = legal(tmp_path, random.Random(0), 5)

    answers = [[article.text[slice(*span)] for span in each.spans] for each in asked]
    assert answers[0] == ["Thời hạn giải quyết là mười lăm ngày làm việc."]
    assert "Như vậy" not in article.text


def _asked_of(tmp_path, monkeypatch, lines):
    text = "Xã có 12 thôn.\nĐường rộng 4 m."
    write_rows(tmp_path / "viwiki2017" / "docs.jsonl", [{"title": "Xã Tân Tiến", "text": text}])
    plain = tmp_path / "viwiki2017" / "docs.jsonl"
    plain.with_suffix(".jsonl.xz").write_bytes(lzma.compress(plain.read_bytes()))
    name = hashlib.sha256(text.encode()).hexdigest()[:16]
    of_all = {"set": "viwiki2017", "text": name, "from": 15, "to": 30, "unanswered": ["Ai làm?"]}
    write_rows(tmp_path / "asked.jsonl", [of_all | line for line in lines])
    monkeypatch.setattr(asked, "QUESTIONS", tmp_path / "asked.jsonl")
    return list(asked.passages(tmp_path))


def test_a_passage_comes_with_what_it_answers_and_what_it_does_not(tmp_path, monkeypatch):
    line = {"answered": [["Bề ngang con đường?", 11, 14]], "within": [["Rộng mấy?", 11, 14]]}
    (passage,) = _asked_of(tmp_path, monkeypatch, [line])
    article, (question,) = passage.page
    assert (article.title, article.text) == ("Xã Tân Tiến", "Đường rộng 4 m.")
    assert [article.text[slice(*span)] for span in question.spans] == ["4 m"]
    assert (question.question, passage.unanswered) == ("Bề ngang con đường?", ("Ai làm?",))
    assert passage.within == (Answered("Rộng mấy?", "asked-0", ((11, 14),), "within"),)


def test_a_passage_that_measures_is_not_learned_from(tmp_path, monkeypatch):
    lines = [{"answered": [[f"Câu {n}?", 11, 14]], "measures": n == 1} for n in range(3)]
    every = _asked_of(tmp_path, monkeypatch, lines)
    learned = asked.passages(tmp_path, "learning")
    assert [each.article.article_id for each in learned] == ["asked-0", "asked-2"]
    assert asked.write_set(every, tmp_path / "set") == 2
    written = read_beir(tmp_path / "set")
    assert written.queries == {"asked-1-0": "Câu 1?", "asked-1-1": "Ai làm?"}
    assert written.qrels == {"asked-1-0": {"asked-1": 1}}
    assert (len(written.corpus), written.answers["asked-1-0"]) == (3, ("4 m",))


def test_other_data_than_the_questions_were_written_for_is_refused(tmp_path, monkeypatch):
    _asked_of(tmp_path, monkeypatch, [{"answered": [["Bề ngang?", 11, 14]]}])
    (tmp_path / "viwiki2017" / "docs.jsonl.xz").write_bytes(lzma.compress(b""))
    with pytest.raises(LookupError, match="viwiki2017 holds no article"):
        list(asked.passages(tmp_path))


def test_news_of_sentence_pairs_is_put_together_with_its_title(tmp_path, monkeypatch):
    lines = [{"src": "N1", "vi": each} for each in ("Tin vui", "Một.", "Hai.", "Ba.", "Bốn.")]
    write_rows(tmp_path / "data.jsonl", lines)
    (tmp_path / "parallel_evbnews").mkdir()
    packed = lzma.compress((tmp_path / "data.jsonl").read_bytes())
    (tmp_path / "parallel_evbnews" / "data.jsonl.xz").write_bytes(packed)
    name = hashlib.sha256("Một. Hai. Ba.\nBốn.".encode()).hexdigest()[:16]
    line = {"set": "parallel_evbnews", "text": name, "from": 14, "to": 18}
    write_rows(tmp_path / "asked.jsonl", [line | {"answered": [], "unanswered": []}])
    monkeypatch.setattr(asked, "QUESTIONS", tmp_path / "asked.jsonl")
    (passage,) = asked.passages(tmp_path)
    assert (passage.article.title, passage.article.text) == ("Tin vui", "Bốn.")


def test_an_invented_article_comes_with_the_words_that_answer(tmp_path):
    text = "Xã Tân Tiến mở đường\n\nĐường rộng 4 m. Dân góp 300 ngày công."
    line = {"name": "x1", "text": text, "unanswered": ["Ai thiết kế?"]}
    answered = [["Rộng mấy?", ["4 m"]], ["Dân góp gì?", ["300 ngày công", "300 ngày"]]]
    write_rows(tmp_path / "invented.jsonl", [line | {"answered": answered}])

    (passage,) = invented(tmp_path / "invented.jsonl")

    assert (passage.article.article_id, passage.article.title) == ("x1", "Xã Tân Tiến mở đường")
    found = [[passage.article.text[slice(*span)] for span in one.spans] for one in passage.answered]
    assert found == [["4 m"], ["300 ngày công", "300 ngày"]]
    assert passage.unanswered == ("Ai thiết kế?",)


def test_an_invented_article_without_the_words_that_answer_is_refused(tmp_path):
    line = {"name": "x1", "text": "Tin vui\n\nĐường rộng 4 m.", "unanswered": []}
    write_rows(tmp_path / "invented.jsonl", [line | {"answered": [["Rộng mấy?", ["5 m"]]]}])

    with pytest.raises(LookupError, match="x1 does not hold"):
        list(invented(tmp_path / "invented.jsonl"))


def test_nothing_that_measures_is_learned_from():
    gold = [row["question"] for path in GOLD.glob("*.jsonl") for row in rows(path)
            if "question" in row]  # fmt: skip
    learned = {
        question
        for passage in invented()
        for question in (*passage.unanswered, *(one.question for one in passage.answered))
    }
    titles = {passage.article.title for passage in invented()}

    assert len(learned) > 1400
    assert learned.isdisjoint(gold)
    assert titles.isdisjoint(read_article(path).title for path in GOLD.rglob("*.txt"))


def test_accents_are_learned_from_accented_questions_and_not_from_those_that_measure(
    tmp_path, monkeypatch
):
    passages = [
        {"answered": [["Ai ký?", 0, 2], ["Ở đâu?", 0, 2]], "unanswered": ["vi sao"]},
        {"answered": [["Khi nào?", 0, 2]], "unanswered": [], "measures": True},
    ]
    invented = [{"text": "Tin\nMới", "answered": [["Số mấy?", ["1"]]], "unanswered": []}]
    write_rows(tmp_path / "asked.jsonl", passages)
    write_rows(tmp_path / "invented.jsonl", invented)
    for name in ("articles", "pairs", "parallel"):
        write_rows(tmp_path / f"{name}.jsonl", [])
    monkeypatch.setattr(accents, "QUESTIONS", tmp_path / "asked.jsonl")
    monkeypatch.setattr(accents, "INVENTED", tmp_path / "invented.jsonl")

    learned = list(accents.learned_from(tmp_path))

    assert learned == ["Tin", "Mới"] + [
        each for text in ("Ai ký?", "Ở đâu?", "Số mấy?") for each in [text] * accents.ASKED
    ]
    assert list(accents.questions_of(measures=True)) == ["Khi nào?"]


def test_a_question_is_cut_around_what_it_asks_for():
    sentence = "Toàn tỉnh có 1.234 điển hình dân vận khéo được khen thưởng trong bốn năm qua."

    asked = cut_question(sentence, "", random.Random(4))

    assert asked.endswith("?")
    assert "1.234" not in asked


def test_only_every_other_judged_question_is_learnt_from(tmp_path):
    write_rows(tmp_path / "corpus.jsonl", [{"id": "d", "title": "", "text": "Xã có 12 thôn."}])
    write_rows(tmp_path / "queries.jsonl", [{"id": n, "text": f"Câu {n}?"} for n in "abc"])
    (tmp_path / "qrels.tsv").write_text("".join(f"{n}\td\t1\n" for n in "abc"))
    write_rows(tmp_path / "answers.jsonl", [{"query_id": n, "answers": ["12"]} for n in "abc"])

    ((_, asked),) = judged([tmp_path])

    assert [(each.question, each.spans) for each in asked] == [
        ("Câu a?", ((6, 8),)), ("Câu c?", ((6, 8),)),
    ]  # fmt: skip


def test_rankers_side_by_side_score_as_their_mean():
    rows = np.random.default_rng(0).normal(size=(9, len(sentences.NAMES))).astype(np.float32)
    models = [sentences.Ranker(rows) for _ in range(3)]
    with torch.no_grad():
        models[0].linear.weight.fill_(0.1)
        each = [model(torch.tensor(rows)).numpy() for model in models]
        joined = sentences.side_by_side(models, rows)(torch.tensor(rows)).numpy()
    assert joined.tolist() == pytest.approx((sum(each) / 3).tolist(), abs=1e-5)


def test_confidence_tells_what_is_answered_and_its_threshold_lets_most_of_it_through():
    chance = np.random.default_rng(0)
    rows = chance.normal(size=(400, len(confidence.EVIDENCE))).astype(np.float32)
    cases = [confidence.Case(row, bool(row[0] > 0), number) for number, row in enumerate(rows)]

    found = confidence.chances(confidence.fit(cases), cases)
    least = confidence.threshold(found, cases)

    answerable = np.array([case.answerable for case in cases])
    assert found[answerable].min() > found[~answerable].mean()
    share = (found[answerable] >= least).mean()
    assert share == pytest.approx(confidence.ANSWERED, abs=0.01)


def test_no_evidence_for_an_answer_is_learnt_to_speak_against_it():
    rows = np.zeros((200, len(confidence.EVIDENCE)), np.float32)
    rows[:100, [confidence.EVIDENCE.index(name) for name in ("score", "unknown")]] = 1
    cases = [confidence.Case(row, number >= 100, 0) for number, row in enumerate(rows)]

    _, _, weights, _ = confidence.fit(cases)

    learnt = dict(zip(confidence.EVIDENCE, weights.tolist(), strict=True))
    assert learnt["score"] == 0.0
    assert learnt["unknown"] < -1


def test_collections_are_asked_what_they_answer_and_what_only_others_answer(monkeypatch):
    monkeypatch.setattr(confidence, "COLLECTIONS", 2)
    sources = {
        "law": [page("law", n, f"Điều {n} quy định mức phạt {n} triệu đồng.") for n in range(8)],
        "news": [page("news", n, f"Ngày {n}, xã {n} khai hội đua thuyền.") for n in range(8)],
    }

    cases = list(confidence.read_cases(sources, {}, shipped(), random.Random(0)))

    for number in range(2):
        answerable = [case.answerable for case in cases if case.collection == number]
        own = sum(answerable)
        assert confidence.FEWEST <= own <= confidence.MOST_OF_A_SOURCE * 8
        assert answerable[:own] == [True] * own
    held = confidence.EVIDENCE.index("best_covered")
    lowest = min(case.shown[held] for case in cases if case.answerable)
    others = [case.shown[held] for case in cases if not case.answerable]
    assert lowest > sum(others) / len(others)


def test_what_sounds_as_if_a_collected_article_answered_it_is_asked_as_unanswerable(monkeypatch):
    monkeypatch.setattr(confidence, "COLLECTIONS", 1)
    monkeypatch.setattr(confidence, "_shown", lambda *given: np.array([len(given[3].spans)]))
    pages = [page("law", n, f"Điều {n} quy định mức phạt {n} triệu đồng.") for n in range(8)]
    missed = {f"law-{n}": [Answered("Điều nào?", f"law-{n}", (), "law")] for n in range(8)}

    cases = list(confidence.read_cases({"law": pages}, missed, shipped(), random.Random(0)))

    own = sum(case.answerable for case in cases)
    assert [(case.shown[0], case.answerable) for case in cases] == [
        *[(1, True)] * own, *[(0, False)] * own, *[(1, False)] * (8 - own)
    ]  # fmt: skip


def page(source, number, text):
    """An article that answers the question made of its own words."""
    name = f"{source}-{number}"
    article = Article(name, "", source=name, sha256=name, text=text)
    return article, [Answered(text.rstrip(".") + "?", name, ((0, len(text)),), source)]


# The dictionary for questions in English


@pytest.mark.parametrize(("rounds", "right"), [(1, 3 / 4), (2, 7 / 8), (6, 127 / 128)])
def test_each_round_of_alignment_halves_the_doubt_of_three_sentences(monkeypatch, rounds, right):
    monkeypatch.setattr(dictionary, "ROUNDS", rounds)

    cells, shares = dictionary.alignment([[0], [0, 1], [1]], [[0], [0, 1], [1]], 2)

    assert cells.tolist() == [0, 1, 2, 3]
    assert shares.tolist() == pytest.approx([right, 1 - right, 1 - right, right])


def test_words_that_stand_beside_different_ones_find_their_translations():
    english = ["Big house.", "New house.", "Big garden 5.", "New garden 5."]
    vietnamese = [["nhà", "to"], ["nhà", "mới"], ["khu vườn", "to", "5"], ["khu vườn", "mới", "5"]]

    made = dictionary.dictionary(dictionary.english_words(english) * 3, vietnamese * 3)

    assert {word: max(each, key=each.get) for word, each in made.items()} == {
        "big": "to", "house": "nhà", "new": "mới", "garden": "khu vườn",
    }  # fmt: skip
    assert made["house"] == {"nhà": 1.0}
    assert all(sum(each.values()) == pytest.approx(1, abs=0.003) for each in made.values())


def test_a_word_that_stands_everywhere_is_spread_over_its_neighbours():
    made = dictionary.dictionary([["is", "big"], ["is", "new"]] * 3, [["to"], ["mới"]] * 3)

    assert made["is"] == {"to": 0.5, "mới": 0.5}
    assert made["big"] == {"to": 1.0}


def test_words_seen_too_seldom_have_no_number():
    assert dictionary.numbered([["a", "b"], ["a"], ["a", "c"], ["c", ""], ["c"]]) == (
        ["a", "c"],
        [[0], [0], [0, 1], [1], [1]],
    )


def test_words_that_belong_together_are_one_word_too(monkeypatch):
    monkeypatch.setattr(dictionary, "LEAST_PAIR", 3)
    texts = ["Land reform began.", "Then land reform ended.", "A land reform.", "Land is a gift."]

    assert dictionary.english_words(texts)[0] == ["land reform", "land", "reform", "began"]
    assert dictionary.english_words(texts)[3] == ["land", "is", "a", "gift"]


def test_vietnamese_is_cut_into_words_with_blanks_between_their_syllables(small):
    words = dictionary.vietnamese_words(["Công tác dân vận"], small)[0]

    assert " ".join(words) == "công tác dân vận"
    assert len(words) < 4


def test_parallel_sentences_that_repeat_what_is_measured_stay_out(tmp_path):
    pairs = [{"en": ENGLISH, "vi": SENTENCES[0]}, {"en": "Rural roads.", "vi": SENTENCES[1]}]
    write_rows(tmp_path / "parallel_a/part.jsonl", pairs)
    write_rows(tmp_path / "other/part.jsonl", pairs)
    measured = frozenset(overlap.grams(SENTENCES[1]))

    assert list(dictionary.read_parallel(tmp_path, measured)) == [(ENGLISH, SENTENCES[0])]


def test_people_are_asked_about_whom_one_article_alone_names():
    told = {
        "a": ("", "Ông Lê Văn Tám họp với bà Trần Thị Hai."),
        "b": ("", "Bà Trần Thị Hai gặp ông Nguyễn Xuân."),
    }

    assert names.named_once(told) == {"Lê Văn Tám": "a"}
