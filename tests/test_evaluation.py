"""Gold files, measures, reports and the server that is asked."""

import json
import math
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import NotFound, QaError, RejectedInput
from qa.evaluation import (
    PERTURBATIONS,
    BeirSet,
    GoldQuestion,
    article_text_from,
    ask_server,
    beir_questions,
    check_gate,
    compare_runs,
    evaluate,
    evaluate_retrieval,
    measure_rankings,
    measure_reading,
    measure_refusals,
    mix,
    paired_bootstrap,
    perturb,
    rankings_json,
    rankings_rows,
    read_beir,
    read_gate,
    read_gold,
    read_report,
    read_sets,
    reading_rows,
    refusal_rows,
    refusals_html,
    refusals_json,
    report_html,
    report_json,
    report_text,
    weigh,
)
from qa.evaluation.measures import calibration_error, percentile, risk_coverage
from qa.vietnamese import fold, nfc

TEXT = "Mở đầu. Toàn tỉnh có 2.705 điển hình. Hết."
FIGURE = GoldQuestion("f", "Bao nhiêu điển hình?", "one.txt", ("2.705",), "figure", "vi")
POLICY = GoldQuestion("p", "Chủ đề là gì?", "two.txt", ("môi trường",), "policy", "vi", "typo")
FOREIGN = GoldQuestion("w", "Weather?", None, (), "unanswerable_offtopic", "en")


def hit(source: str, text: str = "") -> dict:
    return {"article": {"article_id": source, "source": source}, "text": text}


def citation(quote: str, mark: str | None = None, moved: int = 0) -> dict:
    start = TEXT.index(quote)
    found = {
        "article": {"article_id": "one", "source": "one.txt"},
        "start": start + moved,
        "quote": quote,
    }
    found |= {"end": start + moved + len(quote), "mark": None}
    if mark is not None:
        at = TEXT.index(mark) + moved
        found["mark"] = {"start": at, "end": at + len(mark)}
    return found


def answer(text: str, hits: list, citations: list = (), confidence: float = 0.9) -> dict:
    return {
        "kind": "answer",
        "sentences": [{"text": text}],
        "citations": list(citations),
        "hits": hits,
        "confidence": confidence,
    }


def refusal(reason: str = "off_topic", hits: list = ()) -> dict:
    return {"kind": "no_answer", "reason": reason, "hits": list(hits)}


def report_of(replies: dict[GoldQuestion, dict]):
    by_text = {question.question: reply for question, reply in replies.items()}
    texts = {"one": TEXT}
    return evaluate(list(replies), by_text.__getitem__, texts.get)


RIGHT = answer(
    "Toàn tỉnh có 2.705 điển hình.",
    [hit("two.txt"), hit("seeds/one.txt", TEXT), hit("two.txt")],
    [citation("Toàn tỉnh có 2.705 điển hình.", "2.705 điển hình")],
    0.8,
)


# Gold files


def gold_line(**changes) -> str:
    row = {"id": "a", "question": "Ai?", "article": "x.txt", "gold": ["Bà"], "kind": "person"}
    return json.dumps(row | {"lang": "vi"} | changes, ensure_ascii=False)


def test_gold_lines_are_read_with_nfc_gold_and_an_optional_slice(tmp_path):
    path = tmp_path / "gold.jsonl"
    refused = gold_line(
        id="b", article=None, gold=[], kind="chitchat", lang="en", slice="typo",
        reasons=["not_a_question"],
    )  # fmt: skip
    path.write_text(
        "\ufeff" + gold_line(gold=["Ba\u0300", "Cô"]) + "\n\n" + refused, encoding="utf-8"
    )
    assert read_gold(path) == [
        GoldQuestion("a", "Ai?", "x.txt", ("Bà", "Cô"), "person", "vi", None),
        GoldQuestion("b", "Ai?", None, (), "chitchat", "en", "typo", reasons=("not_a_question",)),
    ]


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("{", "no valid JSON"),
        ("[" * 100_000, "no valid JSON"),
        ("[1]", "no JSON object"),
        ('{"id": "a"}', "missing ['article', 'gold', 'kind', 'lang', 'question']"),
        (gold_line(id="b", colour="red"), "unknown ['colour']"),
        (gold_line(id=""), "\"id\" is ''"),
        (gold_line(id=7), '"id" is 7'),
        (gold_line(id="b", question="  "), '"question" is'),
        (json.dumps(json.loads(gold_line(id="b")) | {"question": "\ud800"}), '"question" is'),
        (gold_line(id="b", article=3), '"article" is 3'),
        (gold_line(id="b", gold="Bà"), "\"gold\" is 'Bà'"),
        (gold_line(id="b", gold=[""]), "\"gold\" is ['']"),
        (gold_line(id="b", gold=[]), "article and gold do not fit"),
        (gold_line(id="b", article=None), "article and gold do not fit"),
        (gold_line(id="b", lang="fr"), "\"lang\" is 'fr'"),
        (gold_line(id="b", slice=1), '"slice" is 1'),
        (gold_line(id="b", held="no"), "\"held\" is 'no'"),
        (gold_line(id="b", gold=[], article=None, reasons="x"), "\"reasons\" is 'x'"),
        (gold_line(id="b", gold=[], article=None, reasons=["x"]), "\"reasons\" is ['x']"),
        (gold_line(id="b", reasons=["off_topic"]), "but there is gold"),
        (gold_line(), "the id 'a' is used twice"),
    ],
)
def test_a_bad_gold_line_is_rejected_with_file_line_and_fault(tmp_path, bad, complaint):
    path = tmp_path / "gold.jsonl"
    path.write_text(gold_line() + "\n" + bad + "\n", encoding="utf-8")
    with pytest.raises(RejectedInput) as caught:
        read_gold(path)
    assert str(caught.value).startswith(f"{path}:2: ")
    assert complaint in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00a", None, b"\n \n"])
def test_a_gold_file_that_holds_no_text_is_rejected_by_name(tmp_path, content):
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RejectedInput, match=r"gold\.jsonl (cannot be read|holds no question)"):
        read_gold(path)


# Outcomes


def test_an_outcome_says_rank_gold_marks_and_citations():
    outcome = report_of({FIGURE: RIGHT}).outcomes[0]
    assert outcome.sources == ("two.txt", "one.txt")
    assert outcome.article_rank == 2
    assert outcome.gold_in_answer
    assert outcome.gold_in_hits
    assert outcome.marks == ("2.705 điển hình",)
    assert not outcome.mark_exact
    assert outcome.mark_contains
    assert outcome.mark_f1 == pytest.approx(2 * 2 / (2 + 4))
    assert outcome.verbatim == (True,)
    assert outcome.relevant == (True,)
    assert outcome.sentences == (True,)
    assert outcome.confidence == 0.8
    assert outcome.is_right


def test_a_mark_that_is_a_gold_text_is_exact():
    exact = answer("2.705", [], [citation("Toàn tỉnh có 2.705 điển hình.", "2.705")])
    outcome = report_of({FIGURE: exact}).outcomes[0]
    assert (outcome.mark_exact, outcome.mark_f1) == (True, 1.0)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("có 2.705 nơi", True),
        ("có 12.705 nơi", False),
        ("có 2.7056 nơi", False),
        ("có 2.705", True),
    ],
)
def test_gold_words_must_stand_whole(said, right):
    assert report_of({FIGURE: answer(said, [])}).outcomes[0].gold_in_answer is right


def test_gold_words_are_found_whatever_the_unicode_form_and_blanks():
    decomposed = answer("chất lượng mo\u0302i \u00a0tru\u031bo\u031b\u0300ng tốt", [])
    assert report_of({POLICY: decomposed}).outcomes[0].gold_in_answer


def test_gold_words_in_hits_count_only_in_the_first_five_of_the_right_article():
    sixth = answer("", [hit("two.txt", "môi trường")] * 5 + [hit("one.txt", "2.705")])
    assert not report_of({FIGURE: sixth}).outcomes[0].gold_in_hits
    assert not report_of({FIGURE: answer("", [hit("two.txt", "2.705")])}).outcomes[0].gold_in_hits


@pytest.mark.parametrize(
    "wrong",
    [
        citation("Toàn tỉnh", moved=1),
        citation("Toàn tỉnh") | {"quote": "Toàn tinh"},
        citation("Toàn tỉnh") | {"article": {"article_id": "gone", "source": "gone.txt"}},
        citation("Hết.") | {"start": -4, "end": len(TEXT)},
        citation("Hết.") | {"start": 3, "end": 3, "quote": ""},
    ],
)
def test_a_citation_that_its_article_does_not_bear_out_is_not_verbatim(wrong):
    report = report_of({FIGURE: answer("2.705", [], [citation("Hết."), wrong])})
    assert report.outcomes[0].verbatim == (True, False)
    assert report.figures["citation_verbatim"] == 0.5


def test_a_citation_is_relevant_in_a_right_answer_and_from_the_article_that_answers():
    other = citation("Hết.") | {"article": {"article_id": "two", "source": "two.txt"}}
    right = report_of({FIGURE: answer("Có 2.705 nơi.", [], [citation("Hết."), other])})
    wrong = report_of({FIGURE: answer("Có 9 nơi.", [], [citation("Hết.")])})
    foreign = report_of({FOREIGN: answer("2.705", [], [citation("Hết.")])})

    assert right.outcomes[0].relevant == (True, False)
    assert right.figures["citation_precision"] == 0.5
    assert wrong.figures["citation_relevant"] == foreign.figures["citation_relevant"] == 0


def test_precision_of_citations_counts_those_that_are_both_verbatim_and_relevant():
    moved = citation("Hết.") | {"start": 3}
    report = report_of({FIGURE: answer("2.705", [], [citation("Hết."), moved])})

    assert report.figures["citation_relevant"] == 1
    assert report.figures["citation_precision"] == report.figures["citation_verbatim"] == 0.5


def test_sentences_are_told_apart_by_whether_they_hold_the_gold_words():
    reply = answer("", []) | {"sentences": [{"text": "Có 2.705 nơi."}, {"text": "Hết."}]}
    report = report_of({FIGURE: reply, FOREIGN: reply})

    assert report.outcomes[0].sentences == (True, False)
    assert report.figures["sentence_accuracy"] == 0.5
    assert report.figures["contains_gold"] == 1


def test_citations_are_not_judged_without_articles():
    report = evaluate([FIGURE], lambda _: RIGHT)
    assert "citation_verbatim" not in report.figures


def test_a_reply_of_another_form_is_named_with_its_question():
    with pytest.raises(QaError, match=r"question f has not the form.*'hits'"):
        evaluate([FIGURE], lambda _: {"kind": "no_answer", "reason": "off_topic"})


# Figures


def test_figures_of_four_questions_are_those_worked_out_by_hand():
    second = replace(FIGURE, question_id="g", question="Mấy?")
    report = report_of(
        {
            FIGURE: RIGHT,  # right article second
            second: refusal("weak_evidence", [hit("one.txt")]),
            POLICY: answer("sai", [hit("two.txt")], confidence=0.6),
            FOREIGN: refusal(),
        }
    )
    expected = {
        "questions": 4,
        "article_first": 2 / 3,
        "gold_in_hits@5": 1 / 3,
        "answered_share": 2 / 3,
        "contains_gold": 1 / 3,
        "mark_exact": 0,
        "mark_contains": 1 / 2,
        "mark_f1": (2 / 3) / 2,
        "sentence_accuracy": 1 / 2,
        "citation_verbatim": 1,
        "citation_relevant": 1,
        "citation_precision": 1,
        "refusal_precision": 1 / 2,
        "refusal_recall": 1,
        "recall@5": 1,
        "MRR@10": (1 / 2 + 1 + 1) / 3,
        "nDCG@10": (1 / math.log2(3) + 1 + 1) / 3,
        "calibration_error": (0.2 + 0.6) / 2,
    }
    measured = {name: value for name, value in report.figures.items() if "latency" not in name}
    assert measured == pytest.approx(expected)
    assert report.risk_coverage == ((1 / 4, 0.0), (2 / 4, 1 / 2))
    assert set(report.slices) == {
        "kind:figure", "kind:policy", "kind:unanswerable_offtopic", "lang:en", "lang:vi",
        "slice:typo",
    }  # fmt: skip
    assert report.slices["slice:typo"]["contains_gold"] == 0
    assert report.slices["kind:figure"]["contains_gold"] == 0.5


def test_refusals_are_judged_by_their_reasons():
    number = replace(FOREIGN, question="Chỉ thị 20?", reasons=("number_not_found",))
    either = replace(FOREIGN, question="Ở đâu?", reasons=("off_topic", "no_hits"))
    missed = replace(FOREIGN, question="Mai mưa?", reasons=("off_topic",))
    report = report_of({
        number: refusal("number_not_found"),
        either: refusal("no_hits"),
        missed: refusal("number_not_found"),
        FOREIGN: refusal("weak_evidence"),
        FIGURE: refusal("weak_evidence"),
    })  # fmt: skip

    assert report.reasons == {
        "no_hits": {"refused": 1, "precision": 1, "recall": 1},
        "number_not_found": {"refused": 2, "precision": 0.5, "recall": 1},
        "off_topic": {"refused": 0, "recall": 0.5},
        "weak_evidence": {"refused": 2, "precision": 0.5},
    }
    assert check_gate(report, {"reason:off_topic/recall": 0.5}) == []
    assert "refused (number_not_found)" in report_text(report)
    assert "<td>off_topic</td>" in report_html(report)


def test_refusing_all_has_full_recall_and_answers_nothing():
    figures = report_of({FIGURE: refusal(), POLICY: refusal(), FOREIGN: refusal()}).figures
    assert figures["refusal_recall"] == 1
    assert figures["refusal_precision"] == pytest.approx(1 / 3)
    assert figures["answered_share"] == 0
    assert figures["contains_gold"] == 0


def test_an_answer_to_a_foreign_question_is_wrong_and_at_risk():
    report = report_of({FIGURE: RIGHT, FOREIGN: answer("Nắng.", [], confidence=0.95)})
    assert report.figures["refusal_recall"] == 0
    assert "refusal_precision" not in report.figures
    assert report.risk_coverage == ((0.5, 1.0), (1.0, 0.5))


def test_percentiles_are_measured_values():
    values = [float(each) for each in range(1, 101)]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.95, 1.0)] == [1, 50, 95, 100]
    assert percentile([7.0], 0.95) == 7


def test_equal_confidences_make_one_point():
    answered = [(0.5, True), (0.9, True), (0.5, False), (0.5, True)]
    assert risk_coverage(answered, 8) == [(1 / 8, 0.0), (4 / 8, 1 / 4)]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())), st.randoms())
def test_the_curve_ignores_order_grows_in_coverage_and_ends_at_the_share_of_wrong(pairs, random):
    curve = risk_coverage(pairs, len(pairs) + 1)
    shuffled = random.sample(pairs, len(pairs))
    assert risk_coverage(shuffled, len(pairs) + 1) == curve
    assert [coverage for coverage, _ in curve] == sorted({coverage for coverage, _ in curve})
    if pairs:
        assert curve[-1][1] == sum(not right for _, right in pairs) / len(pairs)


def test_calibration_error_is_the_gap_over_bins():
    perfect = [(0.5, True), (0.5, False), (1.0, True), (0.0, False)]
    assert calibration_error(perfect) == 0
    assert calibration_error([(1.0, False), (0.95, True)]) == pytest.approx(0.95 / 2)


# Retrieval


def test_retrieval_figures_are_those_worked_out_by_hand():
    qrels = {"one": {"a": 1, "b": 1, "z": 0}, "two": {"c": 1}, "judged wrong": {"d": 0}}
    ranking = [("z", 9.0), ("a", 8.0), *((f"x{n}", 7.0) for n in range(4)), ("b", 1.0)]
    found = evaluate_retrieval({"one": ranking, "unknown": [("a", 1.0)]}, qrels)
    ideal = 1 + 1 / math.log2(3)
    assert found.per_question["recall@5"] == {"one": 0.5, "two": 0.0}
    assert found.per_question["nDCG@10"]["one"] == pytest.approx(
        (1 / math.log2(3) + 1 / math.log2(8)) / ideal
    )
    assert found.mean == pytest.approx(
        {
            "accuracy@1": 0,
            "recall@5": 0.25,
            "recall@10": 0.5,
            "MRR@10": 0.25,
            "nDCG@10": found.per_question["nDCG@10"]["one"] / 2,
        }
    )


def test_of_equal_scores_the_first_is_better():
    qrels = {"q": {"a": 1}}
    first = evaluate_retrieval({"q": [("a", 1.0), ("b", 1.0)]}, qrels)
    second = evaluate_retrieval({"q": [("b", 1.0), ("a", 1.0)]}, qrels)
    assert (first.mean["accuracy@1"], second.mean["accuracy@1"]) == (1, 0)
    assert second.mean["MRR@10"] == 0.5


def test_nothing_judged_has_no_figures():
    assert evaluate_retrieval({"q": [("a", 1.0)]}, {"q": {"a": 0}}).mean == {}


DOCUMENTS = st.sampled_from([f"d{n}" for n in range(14)])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(DOCUMENTS, st.floats(-5, 5)), max_size=14, unique_by=lambda pair: pair[0]),
    st.sets(DOCUMENTS, min_size=1, max_size=4),
)
def test_recall_never_falls_as_k_grows_and_every_measure_is_a_share(ranking, right):
    found = evaluate_retrieval({"q": ranking}, {"q": dict.fromkeys(right, 1)}).mean
    assert found["recall@5"] <= found["recall@10"]
    assert found["accuracy@1"] <= found["MRR@10"]
    assert all(0 <= value <= 1 for value in found.values())


@settings(max_examples=20, deadline=None)
@given(st.sets(DOCUMENTS, min_size=1, max_size=5))
def test_a_perfect_ranking_scores_one_in_every_measure(right):
    others = [f"other{n}" for n in range(3)]
    ranking = [(each, 2.0) for each in sorted(right)] + [(each, 1.0) for each in others]
    found = evaluate_retrieval({"q": ranking}, {"q": dict.fromkeys(right, 1)}).mean
    assert found == pytest.approx(dict.fromkeys(found, 1.0))


# Systems side by side

SET = BeirSet(
    corpus={"a": ("", "một"), "b": ("", "hai")},
    queries={"q": "Ai họp?", "r": "Năm 2019 có gì?", "s": "Who met?", "t": "Không ai biết"},
    qrels={"q": {"a": 1}, "r": {"b": 1}, "s": {"a": 1}},
    answers={},
    types={"r": "date"},
)


def test_every_system_has_its_figures_and_the_final_one_its_slices():
    report = measure_rankings("tiny", SET, lambda question: {"dense": ["b"], "final": ["a", "b"]})

    assert report.systems["dense"].mean["accuracy@1"] == pytest.approx(1 / 3)
    assert report.systems["final"].mean["MRR@10"] == pytest.approx((1 + 0.5 + 1) / 3)
    assert report.slices["lang:en"]["questions"] == 1
    assert (
        report.slices["with a figure"]["accuracy@1"] == report.slices["type:date"]["MRR@10"] - 0.5
    )
    assert rankings_rows(report)[0][1] == ["dense", *["0.3333"] * 5]


def test_a_system_that_finds_nothing_has_no_row_and_one_that_finds_little_says_so():
    def rank(question):
        return {"number": ["b"] if "2019" in question else [], "none": [], "final": ["a"]}

    report = measure_rankings("tiny", SET, rank)

    assert [row[0] for row in rankings_rows(report)[0]] == ["tiny", "number, 1 of 3", "final"]
    assert report.systems["number"].mean["accuracy@1"] == pytest.approx(1 / 3)


def test_perturbed_questions_are_told_as_shares_of_the_clean_ones():
    def rank(question):
        return {"final": ["a", "b"] if question != question.upper() else ["a"]}

    report = measure_rankings("tiny", SET, rank, ["upper case", "NFD"])

    assert report.perturbed["upper case"] == pytest.approx({"recall@5": 2 / 3, "share": 2 / 3})
    assert report.perturbed["NFD"] == {"recall@5": 1.0, "share": 1.0}


def test_a_part_of_a_set_is_judged_by_its_own_questions():
    even, odd = SET.part("even"), SET.part("odd")

    assert (list(even.queries), list(odd.queries)) == (["q", "s"], ["r", "t"])
    assert (
        measure_rankings("x", odd, lambda _: {"final": ["b"]}).systems["final"].mean["accuracy@1"]
        == 1
    )
    assert SET.part(sample=2).queries == SET.part(sample=2).queries
    assert len(SET.part("even", 1).queries) == 1
    with pytest.raises(RejectedInput, match="'third' is no half"):
        SET.part("third")


def test_two_reports_are_compared_measure_by_measure():
    def report(first):
        found = measure_rankings("tiny", SET, lambda _: {"final": first, "fused": ["a"]})
        return {"sets": [json.loads(json.dumps(rankings_json(found)))]}

    rows = compare_runs(report(["a", "b"]), report(["b"]), "final", "fused")

    assert rows[1][:6] == ["tiny", "3", "accuracy@1", "0.6667", "0.6667", "+0.0000"]
    assert rows[2][:6] == ["tiny", "3", "recall@5", "1.0000", "0.6667", "+0.3333"]
    with pytest.raises(RejectedInput, match="no set in common"):
        compare_runs(report(["a"]), {"sets": []}, "final", "final")
    with pytest.raises(RejectedInput, match=r"not ranked by 'dense'\. Name one of"):
        compare_runs(report(["a"]), report(["a"]), "dense", "final")
    with pytest.raises(RejectedInput, match="has not the form"):
        compare_runs(report(["a"]), {"sets": [{"set": "tiny"}]}, "final", "final")


def test_runs_of_other_questions_are_not_compared():
    def report(part):
        found = measure_rankings("tiny", part, lambda _: {"final": ["a"]})
        return {"sets": [rankings_json(found)]}

    with pytest.raises(RejectedInput, match="Of tiny, 3 and 2 questions were asked"):
        compare_runs(report(SET), report(SET.part("even")), "final", "final")


def test_sets_are_read_by_the_names_of_their_folders(tmp_path):
    one, two = tmp_path / "a/same", tmp_path / "b/same"
    for folder in (one, two):
        folder.mkdir(parents=True)
        beir_folder(folder)

    assert list(read_sets([one])) == ["same"]
    assert list(read_sets([one], "odd")["same"].queries) == ["q2"]
    with pytest.raises(RejectedInput, match="Two folders are called 'same'"):
        read_sets([one, two])
    (one / "answers.jsonl").unlink()
    assert read_sets([one])["same"].answers == {}
    with pytest.raises(RejectedInput, match="has no answers"):
        read_sets([one], answered=True)


# Perturbed questions

ASKED = "Chỉ thị số 16 của Thủ tướng yêu cầu đổi mới dân vận"


@pytest.mark.parametrize("way", PERTURBATIONS)
def test_a_seed_repeats_a_perturbation_and_another_one_varies_it(way):
    assert perturb(way, ASKED, "1") == perturb(way, ASKED, "1")
    assert perturb(way, "?", "1") == "?"
    many = {perturb(way, ASKED, str(seed)) for seed in range(20)}
    assert (len(many) > 5) == (way in ("half-accented", "1 typo", "2 typos", "Telex"))


def test_forms_of_a_question_say_the_same_letters():
    assert perturb("unaccented", ASKED, "1") == fold(ASKED)
    assert fold(perturb("half-accented", ASKED, "1")) == fold(ASKED)
    assert perturb("half-accented", ASKED, "1") not in (ASKED, fold(ASKED))
    assert nfc(perturb("NFD", ASKED, "1")) == ASKED != perturb("NFD", ASKED, "1")
    assert perturb("upper case", ASKED, "1").lower() == ASKED.lower()


def test_telex_is_what_the_keyboard_writes():
    assert perturb("Telex", "vận", "1") == "vaanj"
    assert perturb("Telex", "Đường", "1") == "Dduwowngf"
    assert perturb("Telex", "who", "1") == "who"


@pytest.mark.parametrize(("way", "count"), [("1 typo", 1), ("2 typos", 2)])
def test_typos_change_as_many_words(way, count):
    for seed in range(30):
        words = zip(ASKED.split(), perturb(way, ASKED, str(seed)).split(), strict=True)
        assert sum(before != after for before, after in words) <= count


# Bootstrap


def values(*numbers: float) -> dict[str, float]:
    return {f"q{place}": number for place, number in enumerate(numbers)}


def test_bootstrap_of_equal_systems_finds_no_difference():
    same = values(0, 1, 0.5, 1)
    found = paired_bootstrap(same, same, samples=200)
    assert (found.difference, found.p_value) == (0, 1)


def test_bootstrap_of_a_constant_gain_leaves_nothing_to_chance():
    gain = paired_bootstrap(values(1, 1, 1), values(0, 0, 0), samples=199)
    assert (gain.difference, gain.p_value) == (1, 1 / 200)


def test_bootstrap_of_two_questions_gives_the_chance_worked_out_by_hand():
    found = paired_bootstrap(values(1, 1), values(0, 1), samples=4000)
    assert found.difference == 0.5
    assert found.p_value == pytest.approx(1 / 2, abs=0.03)  # both drawn alike


def test_bootstrap_repeats_itself_and_does_not_mind_the_order_of_questions():
    first, second = values(*[1, 0.25] * 10), values(*[0.5, 1, 0.75, 0] * 5)
    backwards = dict(reversed(first.items()))
    found = paired_bootstrap(first, second, samples=500, seed=3)
    assert paired_bootstrap(backwards, second, samples=500, seed=3) == found
    assert found.difference == 0.0625
    opposite = paired_bootstrap(second, first, samples=500, seed=3)
    assert (opposite.difference, opposite.p_value) == pytest.approx(
        (-found.difference, found.p_value)
    )


@pytest.mark.parametrize(("first", "second"), [({}, {}), (values(1), values(1, 0))])
def test_bootstrap_of_different_questions_is_refused(first, second):
    with pytest.raises(QaError, match="cannot be paired"):
        paired_bootstrap(first, second)


# BEIR folders and gates


def beir_folder(folder, **files):
    contents = {
        "corpus.jsonl": '{"_id": "d1", "title": "T", "text": "Một."}\n'
        '{"id": "d2", "text": "Hai."}\n',
        "queries.jsonl": '{"_id": "q1", "text": "Mấy?"}\n{"id": "q2", "text": "What is it?"}\n',
        "qrels.tsv": "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n",
        "answers.jsonl": '{"query_id": "q1", "answers": ["Mo\u0323\u0302t"]}\n'
        '{"query_id": "q2", "answers": ["?"], "is_impossible": true}\n',
    } | {name.replace("_", "."): text for name, text in files.items()}
    for name, text in contents.items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_beir_folder_is_read_with_either_name_of_the_id(tmp_path):
    beir = read_beir(beir_folder(tmp_path))
    assert beir.corpus == {"d1": ("T", "Một."), "d2": ("", "Hai.")}
    assert beir.queries == {"q1": "Mấy?", "q2": "What is it?"}
    assert beir.qrels == {"q1": {"d1": 1, "d2": 0}}
    assert beir.answers == {"q1": ("Một",), "q2": ()}
    assert beir_questions(beir) == [
        GoldQuestion("q1", "Mấy?", "d1", ("Một",), "beir", "vi"),
        GoldQuestion("q2", "What is it?", None, (), "beir", "en"),
    ]


def test_a_beir_folder_without_answers_asks_nothing(tmp_path):
    beir = read_beir(beir_folder(tmp_path, answers_jsonl=None))
    assert (beir.answers, beir_questions(beir)) == ({}, [])


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({"corpus_jsonl": None}, r"corpus\.jsonl cannot be read"),
        ({"corpus_jsonl": '{"title": "T"}'}, r'corpus\.jsonl:1: "id" is None'),
        ({"queries_jsonl": '{"id": "q1"}'}, r'queries\.jsonl:1: "text" is None'),
        ({"qrels_tsv": "q\td\tscore\nq1 d1 1\n"}, r"qrels\.tsv:2: 'q1 d1 1' is no judgement"),
        ({"answers_jsonl": '{"query_id": "q1"}'}, r'answers\.jsonl:1: "answers" is None'),
    ],
)
def test_a_bad_beir_file_is_rejected_with_its_line(tmp_path, files, complaint):
    with pytest.raises(RejectedInput, match=complaint):
        read_beir(beir_folder(tmp_path, **files))


def test_the_gate_names_what_stays_behind():
    report = report_of({FIGURE: RIGHT, FOREIGN: answer("Nắng.", [])})
    gate = {
        "contains_gold": 1.0,
        "refusal_recall": 0.95,
        "kind:figure/mark_exact": 0.5,
        "latency_max_ms": 60_000,
        "latency_p50_ms": 0,
        "calibration_error": 0.9,
        "beauty": 1,
    }
    assert [sentence.split(",")[0] for sentence in check_gate(report, gate)] == [
        "refusal_recall is 0",
        "kind:figure/mark_exact is 0",
        f"latency_p50_ms is {report.figures['latency_p50_ms']:.4g}",
        "beauty was not measured",
    ]
    assert check_gate(report, {"contains_gold": 1, "article_first": 0}) == []


def test_a_gate_is_a_json_object_of_numbers(tmp_path):
    path = tmp_path / "gate.json"
    path.write_text('{"contains_gold": 0.85,\n "questions": 100}')
    assert read_gate(path) == {"contains_gold": 0.85, "questions": 100.0}
    for bad in ("[]", '{"contains_gold": "0.85"}', '{"x": true}', '{"x": NaN}', "{", ""):
        path.write_text(bad)
        with pytest.raises(RejectedInput, match=r"gate\.json"):
            read_gate(path)


def test_figures_of_another_command_are_no_report_of_rankings(tmp_path):
    path = tmp_path / "r.json"
    path.write_text('{"sets": []}')
    assert read_report(path) == {"sets": []}
    for other in ('{"figures": {}}', "[]", '{"sets": 3}'):
        path.write_text(other)
        with pytest.raises(RejectedInput, match=r"r\.json holds no figures of `qa eval beir`"):
            read_report(path)


# Pages

HOSTILE = GoldQuestion(
    "<i>", "<script>alert('x')</script> & \"?\"", "one.txt", ("2.705",), "<b>kind", "vi", "a&b"
)


def test_the_json_report_holds_each_outcome_and_survives_json():
    report = report_of({FIGURE: RIGHT, FOREIGN: refusal()})
    written = json.loads(json.dumps(report_json(report), allow_nan=False))
    assert written["figures"]["contains_gold"] == 1
    assert written["slices"]["lang:en"]["refusal_recall"] == 1
    assert written["risk_coverage"] == [{"coverage": 0.5, "risk": 0.0}]
    assert [(each["id"], each["right"]) for each in written["outcomes"]] == [
        ("f", True),
        ("w", True),
    ]


def test_the_text_report_aligns_columns_and_lists_what_went_wrong():
    report = report_of({FIGURE: RIGHT, POLICY: refusal("weak_evidence"), FOREIGN: answer("a", [])})
    lines = report_text(report).splitlines()
    assert lines[0].split() == ["questions", "3"]
    assert lines[0].index("3") == lines[1].index("0.")
    (head,) = [line for line in lines if line.startswith("slice ")]
    (row,) = [line for line in lines if line.startswith("slice:typo")]
    assert row[head.index("contains_gold") :].startswith("0.000")
    assert row[head.index("mark_exact") :].startswith("-")
    assert lines[-3].split() == ["id", "kind", "what", "question"]
    assert "refused (weak_evidence), gold not in the first hits  Chủ đề là gì?" in lines[-2]
    assert "answered, should be refused" in lines[-1]


def test_the_html_report_escapes_all_that_is_not_its_own():
    page = report_html(report_of({HOSTILE: refusal("<u>reason")}))
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;?&quot;" in page
    assert "kind:&lt;b&gt;kind" in page
    assert "slice:a&amp;b" in page
    assert "refused (&lt;u&gt;reason)" in page
    assert not any(foreign in page for foreign in ("<script", "<b>", "<u>", "<i>", "a&b"))


def test_the_html_report_is_well_formed_loads_nothing_and_plots_the_curve():
    page = report_html(report_of({FIGURE: RIGHT, FOREIGN: answer("a", [], confidence=0.1)}))
    assert "http" not in page
    body = page[page.index("<body>") : page.index("</html>")]
    line = ElementTree.fromstring(body).find(".//polyline")
    assert line is not None
    assert line.get("points") == "240.0,255.0 435.0,150.0"


# Refusals under test

OWN = BeirSet(
    corpus={"a": ("", "một"), "b": ("", "hai")},
    queries={"q": "Ai họp?", "r": "Mấy xã?", "s": "Không ai biết?"},
    qrels={"q": {"a": 1}, "r": {"b": 1}},
    answers={"q": ("bà An",), "r": ("7",), "s": ()},
)
OTHER = BeirSet({"c": ("", "ba")}, {"x": "Thuế?", "y": "Luật?"}, {"x": {"c": 1}}, {})
TWIN = BeirSet({"a": ("", "một")}, {"q": "Who met?"}, {"q": {"a": 1}}, {})


def test_as_many_unanswerable_questions_are_mixed_in_none_from_a_set_of_the_same_articles():
    mixed = mix({"own": OWN, "other": OTHER, "twin": TWIN})["own"]

    assert [(each.question, each.kind) for each in mixed[:3]] == [
        ("Ai họp?", "answerable"), ("Mấy xã?", "answerable"), ("Không ai biết?", "near"),
    ]  # fmt: skip
    assert [each.kind for each in mixed[3:]] == ["foreign"]
    assert mixed[3].question in OTHER.queries.values()
    assert mixed[0].gold == ("bà An",)
    assert mix({"own": OWN, "other": OTHER, "twin": TWIN})["own"] == mixed
    assert [each.kind for each in mix({"own": OWN, "other": OTHER})["other"]] == [
        "answerable", "foreign",
    ]  # fmt: skip


@pytest.mark.parametrize(("sets", "share"), [({"twin": TWIN}, "all"), ({}, "none")])
def test_a_mixture_of_one_kind_is_refused(sets, share):
    with pytest.raises(RejectedInput, match=f"{share} are answerable"):
        mix(sets)


def reply_of(kind: str, confidence: float, least: float, said: str = "", cited: str = "a") -> dict:
    reply = {"kind": kind, "confidence": confidence, "least_confidence": least}
    if kind == "no_answer":
        return reply
    return reply | {
        "sentences": [{"text": said}], "citations": [{"article": {"article_id": cited}}],
    }  # fmt: skip


def test_one_least_certainty_is_moved_over_the_questions_of_all_sets():
    mixed = [each for every in mix({"own": OWN, "other": OTHER}).values() for each in every]
    replies = {
        ("own", "Ai họp?"): reply_of("answer", 0.8, 0.2, "Bà An họp."),
        ("own", "Mấy xã?"): reply_of("no_answer", 0.1, 0.2),
        ("own", "Không ai biết?"): reply_of("answer", 0.4, 0.2, "?"),
        ("other", "Thuế?"): reply_of("answer", 0.9, 0.5, "Có.", cited="c"),
    }
    asked = iter(mixed)

    def ask(question: str) -> dict:
        return replies.get((next(asked).asked_over, question), reply_of("no_answer", 0.0, 0.0))

    report = measure_refusals(weigh(mixed, ask))

    assert [(each.answered, each.certainty) for each in report.weighed[:3]] == [
        (True, 4.0), (False, 0.5), (True, 2.0),
    ]  # fmt: skip
    assert [each.right for each in report.weighed if each.answered] == [False, False, True]
    assert [(each.certainty, dict(each.answered)) for each in report.points] == [
        (4.0, {"answerable": 1 / 3, "foreign": 0, "near": 0}),
        (2.0, {"answerable": 1 / 3, "foreign": 0, "near": 1}),
        (1.8, {"answerable": 2 / 3, "foreign": 0, "near": 1}),
        (0.5, {"answerable": 1, "foreign": 0, "near": 1}),
    ]
    assert report.risk_coverage == ((1 / 6, 1.0), (2 / 6, 1.0), (3 / 6, 2 / 3))
    now, along = refusal_rows(report)
    assert now[1] == ["all", "0.667 of 3", "0.000 of 2", "1.000 of 1"]
    assert along[-1] == ["0.500", "1.000", "0.000", "1.000"]
    assert refusals_json(report)["at"] == {
        "answerable": 0.9,
        "certainty": 0.5,
        "answered": {"answerable": 1, "foreign": 0, "near": 1},
    }
    json.dumps(refusals_json(report), allow_nan=False)
    body = refusals_html(report)
    body = body[body.index("<body>") : body.index("</html>")]
    lines = [each.get("points") for each in ElementTree.fromstring(body).iter("polyline")]
    assert lines[0] == "175.0,255.0 175.0,255.0 305.0,255.0 435.0,255.0"
    assert lines[1] == "175.0,255.0 175.0,45.0 305.0,45.0 435.0,45.0"


# A running server


class Stub(BaseHTTPRequestHandler):
    status, body, asked = 200, b"{}", None

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        type(self).asked = (self.path, json.loads(self.rfile.read(length)))
        self.do_GET()

    def do_GET(self):
        type(self).path_read = self.path
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_):
        pass


@contextmanager
def serving(status: int, body: bytes) -> Iterator[tuple[str, type[Stub]]]:
    handler = type("Reply", (Stub,), {"status": status, "body": body})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", handler
        finally:
            server.shutdown()
            thread.join()


def test_a_server_is_asked_at_v1_ask_and_its_reply_comes_back():
    reply = refusal("no_hits")
    with serving(200, json.dumps(reply).encode()) as (url, stub):
        assert ask_server(url + "/")("Ở đâu?") == reply
        assert stub.asked == ("/v1/ask", {"question": "Ở đâu?"})


@pytest.mark.parametrize(
    ("status", "body", "complaint"),
    [
        (500, b"{}", "answered with the status 500"),
        (422, b"{}", "answered with the status 422"),
        (404, b"", "answered with the status 404"),
        (200, b"<html>", "did not reply with JSON"),
        (200, b"\xff\xfe", "did not reply with JSON"),
        (200, b"[" * 100_000, "did not reply with JSON"),
        (200, b"[]", "did not reply with a JSON object"),
        (200, b'{"kind": "maybe"}', "replied with the kind 'maybe'"),
    ],
)
def test_what_a_server_does_wrong_is_told_with_its_address(status, body, complaint):
    with serving(status, body) as (url, _), pytest.raises(QaError) as caught:
        ask_server(url)("Ai?")
    assert str(caught.value).startswith(f"{url}/v1/ask ")
    assert complaint in str(caught.value)


def test_a_server_that_is_not_there_is_told_with_its_address():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(QaError, match=rf"127\.0\.0\.1:{port}/v1/ask cannot be reached"):
        ask_server(f"http://127.0.0.1:{port}")("Ai?")


def test_a_server_that_says_nothing_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(QaError, match="cannot be reached"):
            ask_server(url, timeout=0.05)("Ai?")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8000",
        "file:///etc/passwd",
        "ftp://host",
        "http://",
        "http://a:b",
        "http://h/ă",
    ],
)
def test_only_http_addresses_are_asked(url):
    with pytest.raises(RejectedInput, match="is no address of a server"):
        ask_server(url)
    with pytest.raises(RejectedInput, match="is no address of a server"):
        article_text_from(url)


def test_the_text_of_an_article_is_read_once_from_the_server():
    with serving(200, '{"text": "Một."}'.encode()) as (url, stub):
        article_text = article_text_from(url)
        assert article_text("a/b c") == "Một."
        assert stub.path_read == "/v1/articles/a%2Fb%20c"
        stub.body = b'{"text": "Hai."}'
        assert article_text("a/b c") == "Một."


def test_an_article_that_the_server_does_not_have_has_no_text():
    with serving(404, b"{}") as (url, _):
        assert article_text_from(url)("gone") is None
    assert issubclass(NotFound, QaError)


def test_sentence_choice_is_measured_beside_baselines():
    beir = BeirSet(
        corpus={
            "a": ("", "Trời đẹp. Xã có 12 mô hình. Dân vui."),
            "b": ("", "Huyện có 7 xã. Trời mưa."),
        },
        queries={"1": "Xã có bao nhiêu mô hình?", "2": "Huyện có bao nhiêu xã?"},
        qrels={"1": {"a": 1}, "2": {"b": 1}},
        answers={"1": ("12",), "2": ("7 xã",)},
    )

    def ours(question, article):
        return ["Xã có 12 mô hình."] if article else ["Trời mưa.", "Huyện có 7 xã."]

    figures = measure_reading(beir, ours, lambda question: "b", lambda every: np.eye(len(every)))

    assert figures.questions == 2
    assert figures.shares["ours"] == {"given@1": 0.5, "given@3": 0.5, "end@1": 0.0, "end@3": 0.5}
    assert figures.shares["first"] == {"given@1": 0.5, "given@3": 1.0, "end@1": 0.5, "end@3": 0.5}
    assert figures.shares["bm25"] == {"given@1": 1.0, "given@3": 1.0, "end@1": 0.5, "end@3": 0.5}
    assert reading_rows(figures)[0] == ["2 questions", "given@1", "given@3", "end@1", "end@3"]
