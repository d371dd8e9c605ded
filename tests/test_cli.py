import json
import subprocess
import sys

import pytest

from qa.cli import main
from qa.engine import open_engine
from qa.evaluation.measures import RETRIEVAL
from qa.settings import read_settings
from tests.conftest import SEEDS

GOLD = '{"id": "1", "question": "%s", "article": %s, "gold": %s, "kind": "figure", "lang": "vi"}\n'


@pytest.fixture
def qa(monkeypatch, capsys, tmp_path):
    """Runs a command over an index of its own; gives exit code, stdout, stderr."""
    monkeypatch.setenv("QA_INDEX_DIR", str(tmp_path / "index"))

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["qa", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return ended.value.code or 0, told.out, told.err

    return run


@pytest.fixture
def seeded(qa, index):
    """The same over a copy of the index of the five articles."""
    return qa


def test_ingest_counts_and_a_second_time_changes_nothing(qa):
    assert qa("ingest", SEEDS) == (0, "5 added, 0 updated, 0 unchanged.\n", "")
    assert qa("ingest", SEEDS) == (0, "0 added, 0 updated, 5 unchanged.\n", "")


def test_a_bad_file_is_named_and_the_others_are_kept(qa, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/tot.txt").write_text("Họp xã\n\nXã họp bàn về đường làng ở nhà văn hóa.\n")
    (tmp_path / "in/rong.txt").write_text("")

    code, out, err = qa("ingest", tmp_path / "in")

    assert (code, out) == (1, "1 added, 0 updated, 0 unchanged.\n")
    assert "rong.txt" in err
    assert qa("index", "articles")[1].count("Họp xã") == 1


def test_a_missing_folder_is_one_sentence(qa, tmp_path):
    code, out, err = qa("ingest", tmp_path / "khong-co")

    assert (code, out) == (1, "")
    assert "khong-co" in err
    assert "Traceback" not in err
    assert err.count("\n") == 1


def test_asking_without_an_index_says_how_to_build_it(qa):
    code, _, err = qa("ask", "dân vận là gì?")

    assert code == 1
    assert "Build it with: qa ingest" in err


def test_an_answer_is_printed_with_its_citation(seeded):
    code, out, _ = seeded("ask", "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?")

    assert code == 0
    assert out.startswith(
        "Năm qua, toàn tỉnh có 2.705 điển hình “Dân vận khéo” đăng ký các cấp. [1]"
    )
    assert "[1] Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở" in out
    assert "16/01/2018" in out


def test_a_refusal_has_its_own_exit_code(seeded):
    code, out, _ = seeded("ask", "Chỉ thị 20/CT-TTg nói gì?")

    assert code == 3
    assert "number_not_found" in out


def test_json_is_the_reply_of_the_api(seeded):
    code, out, _ = seeded("ask", "--json", "dịch vụ công trực tuyến mức độ 4 có bao nhiêu?")

    reply = json.loads(out)
    assert (code, reply["kind"]) == (0, "answer")
    assert reply["citations"][0]["article"]["source"] == "003_4a44d92a0926bdba.txt"
    code, out, _ = seeded("search", "--json", "--top-k", "3", "hiến đất")
    assert (code, len(json.loads(out)["hits"])) == (0, 3)


def test_a_search_explains_itself_when_asked(seeded):
    code, out, _ = seeded("search", "dân vận khéo zzyzx", "--top-k", "1", "--explain")

    rows = {line[:16].strip(): line for line in out.splitlines() if line.startswith("   ")}
    assert code == 0
    assert "lexical #" in rows["found by"]
    assert "vận khéo ×" in rows["pairs"]
    assert "zzyzx" in rows["missing"]


def test_a_search_names_documents_and_translations_when_asked(seeded):
    documents = seeded("search", "Directive 16/CT-TTg", "--top-k", "1", "--explain")[1]
    reform = seeded("search", "What is the reform about?", "--top-k", "1", "--explain")[1]

    assert "16/CT-TTg ×" in documents
    assert "number #1" in documents
    assert "reform = cải cách ×" in reform
    assert "translated #" in reform


def test_a_search_shows_numbered_passages(seeded):
    code, out, _ = seeded("search", "--place", "Vĩnh Long", "hiến đất")

    assert code == 0
    assert out.startswith("1. Tiếp tục triển khai công tác dân vận đồng bộ, hiệu quả")


def test_a_search_without_a_passage_says_so(seeded):
    code, out, err = seeded("search", "--place", "Cà Mau", "hiến đất")

    assert (code, out) == (0, "")
    assert err == "No passage fits. Leave out a filter, or ask in other words.\n"


def test_the_index_is_looked_after(seeded):
    code, out, _ = seeded("index", "status", "--json")
    assert (code, json.loads(out)["articles"]) == (0, 5)
    assert seeded("index", "verify") == (0, "The index is sound.\n", "")
    assert seeded("index", "optimise") == (0, "The index is optimised.\n", "")
    listed = json.loads(seeded("index", "articles", "--json")[1])
    assert seeded("index", "delete", listed[0]["article_id"])[0] == 0
    assert len(json.loads(seeded("index", "articles", "--json")[1])) == 4
    assert seeded("index", "rebuild") == (0, "The index is rebuilt.\n", "")
    assert json.loads(seeded("index", "status", "--json")[1])["articles"] == 4


def test_gold_questions_are_measured_and_gated(seeded, tmp_path):
    gold, gate = tmp_path / "gold.jsonl", tmp_path / "gate.json"
    asked = "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?"
    right = GOLD % (asked, '"002_85b40926dc323564.txt"', '["2.705"]')
    gold.write_text(right, encoding="utf-8")
    gate.write_text('{"contains_gold": 1.0, "mark_exact": 1.0}')

    code, out, _ = seeded(
        "eval", "gold", gold, "--json", tmp_path / "r.json", "--html", tmp_path / "r.html",
        "--gate", gate,
    )  # fmt: skip

    assert code == 0
    assert ["contains_gold", "1.000"] in [line.split() for line in out.splitlines()]
    assert json.loads((tmp_path / "r.json").read_text())["figures"]["citation_verbatim"] == 1.0
    assert (tmp_path / "r.html").read_text().startswith("<!doctype html>")
    gold.write_text(right.replace("2.705", "9.999"), encoding="utf-8")
    code, _, err = seeded("eval", "gold", gold, "--gate", gate)
    assert (code, "contains_gold" in err) == (1, True)


def test_a_bad_gold_line_is_named(seeded, tmp_path):
    (tmp_path / "gold.jsonl").write_text("{}\n")

    code, _, err = seeded("eval", "gold", tmp_path / "gold.jsonl")

    assert code == 1
    assert "gold.jsonl" in err
    assert "Traceback" not in err


def test_a_beir_folder_is_indexed_apart_and_measured(qa, tmp_path):
    folder = tmp_path / "tiny"
    folder.mkdir()
    documents = {"a": "Xã Tân Lập họp bàn về đường làng.", "b": "Huyện tổ chức hội thi nấu ăn."}
    rows = [{"_id": name, "title": "", "text": text} for name, text in documents.items()]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": "hội thi nấu ăn"}))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\tb\t1\n")

    code, out, _ = qa("eval", "beir", folder, "--perturbed", "--json", tmp_path / "f.json")

    (measured,) = json.loads((tmp_path / "f.json").read_text())["sets"]
    assert code == 0
    assert out.splitlines()[0].split()[:2] == ["tiny", "accuracy@1"]
    assert list(measured["systems"]) == ["lexical", "dense", "fused", "reranked", "final"]
    assert measured["systems"]["final"]["figures"]["MRR@10"] == 1.0
    assert measured["perturbed"]["NFD"] == {"recall@5": 1.0, "share": 1.0}
    assert not (tmp_path / "index").exists()


def test_unanswerable_questions_are_mixed_in(qa, tmp_path):
    said = {"roads": "Xã Tân Lập họp bàn về 12 con đường.", "food": "Hội thi nấu ăn có 7 đội."}
    for name, text in said.items():
        (tmp_path / name).mkdir()
        row = {"_id": name, "title": "", "text": text}
        asked = {"_id": "q", "text": text.replace("12", "mấy").replace("7", "mấy")[:-1] + "?"}
        answers = {"query_id": "q", "answers": ["12", "7"]}
        for file, content in (("corpus", row), ("queries", asked), ("answers", answers)):
            (tmp_path / name / f"{file}.jsonl").write_text(json.dumps(content))
        (tmp_path / name / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\nq\t{name}\t1\n")
    folders = [tmp_path / name for name in said]

    code, out, _ = qa("eval", "refusals", *folders, "--json", tmp_path / "r.json")

    report = json.loads((tmp_path / "r.json").read_text())
    assert code == 0
    assert report["questions"] == {"answerable": 2, "foreign": 2, "near": 0}
    assert [each["answered"] for each in report["weighed"]] == [True, False, True, False]
    assert out.splitlines()[1].split() == ["all", "1.000", "of", "2", "0.000", "of", "2", "-"]
    code, _, err = qa("eval", "refusals", folders[0])
    assert (code, "all are answerable" in err) == (1, True)


def test_two_runs_are_compared(qa, tmp_path):
    for name, value in (("a", 1.0), ("b", 0.0)):
        measures = {measure: {"q": value, "r": 1.0} for measure in RETRIEVAL}
        report = {"sets": [{"set": "tiny", "systems": {"final": {"per_question": measures}}}]}
        (tmp_path / f"{name}.json").write_text(json.dumps(report))

    code, out, _ = qa("eval", "compare", tmp_path / "a.json", tmp_path / "b.json")

    assert code == 0
    row = ["tiny", "2", "accuracy@1", "1.0000", "0.5000", "+0.5000"]
    assert out.splitlines()[1].split()[:6] == row
    code, _, err = qa("eval", "compare", tmp_path / "a.json", tmp_path / "b.json", "--system", "x")
    assert (code, "not ranked by 'x'. Name one of final." in err) == (1, True)


def test_a_report_that_cannot_be_written_is_one_sentence(seeded, tmp_path):
    (tmp_path / "gold.jsonl").write_text(GOLD % ("Giá vàng?", "null", "[]"), encoding="utf-8")

    code, _, err = seeded("eval", "gold", tmp_path / "gold.jsonl", "--json", tmp_path / "no/r.json")

    assert (code, "cannot be written" in err) == (1, True)


def test_settings_are_listed_with_their_meaning(qa, tmp_path):
    code, out, _ = qa("settings")

    assert code == 0
    assert "QA_EMBEDDER" in out
    assert json.loads(qa("settings", "--json")[1])["index_dir"] == str(tmp_path / "index")


def test_a_bad_setting_is_one_sentence(qa, monkeypatch):
    monkeypatch.setenv("QA_PORT", "năm")

    code, _, err = qa("ask", "x")

    assert code == 1
    assert err.startswith("Error: QA_PORT is 'năm'.")


def test_to_listen_to_others_must_be_allowed(seeded):
    code, _, err = seeded("serve", "--host", "0.0.0.0", "--port", "0")

    assert code == 1
    assert "QA_ALLOW_REMOTE=1" in err


def test_keys_are_made_listed_and_revoked(qa, tmp_path):
    code, key, told = qa("keys", "add", "báo-cáo", "--role", "write")
    assert (code, key[:3], len(key)) == (0, "qa_", 47)
    assert "only its digest is stored" in told
    assert qa("keys", "revoke", "báo-cáo") == (0, "Revoked báo-cáo.\n", "")

    listed = json.loads(qa("keys", "list", "--json")[1])
    assert [(each["name"], each["role"], bool(each["revoked"])) for each in listed] == [
        ("báo-cáo", "write", True)
    ]
    assert "sha256" not in listed[0]
    assert "báo-cáo  write" in qa("keys", "list")[1]
    assert qa("keys", "revoke", "báo-cáo")[0] == 1
    assert qa("keys", "add", "x", "--role", "root")[0] == 2


def test_rated_questions_come_out_as_candidates_for_gold(seeded, index):
    engine = open_engine(read_settings(index_dir=index), receipts=True)
    reply = engine.ask("Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?")
    engine.rate(reply.reply_id, "up", "Đúng")
    engine.close()

    code, out, _ = seeded("feedback", "export")

    line = json.loads(out)
    assert (code, line["gold"][0], line["rating"], line["reason"]) == (0, "2.705", "up", "Đúng")


def test_a_cold_question_imports_neither_torch_nor_the_server(index):
    command = (
        "import sys; from qa.cli import main; sys.argv = ['qa', 'ask', 'dân vận khéo']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = 'torch sentence_transformers fastapi uvicorn langchain_text_splitters'.split()\n"
        "print(sorted(set(heavy) & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", command],
        capture_output=True, text=True, env={"QA_INDEX_DIR": str(index), "PATH": ""},
    )  # fmt: skip

    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_a_redirect_that_is_not_utf_8_still_gets_vietnamese(index):
    done = subprocess.run(
        [sys.executable, "-m", "qa", "ask", "--json", "dân vận khéo"],
        capture_output=True,
        env={"QA_INDEX_DIR": str(index), "PATH": "", "PYTHONIOENCODING": "cp1252"},
    )

    assert json.loads(done.stdout.decode("utf-8"))["question"]["text"] == "dân vận khéo"


def test_help_lists_the_commands(qa):
    code, out, _ = qa("--help")

    assert code == 0
    for command in ("ingest", "ask", "search", "serve", "index", "eval", "settings"):
        assert command in out
