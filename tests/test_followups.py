import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.api import create_app
from qa.errors import RejectedInput
from qa.followups import full_question, unframed
from qa.types import Turn

GOLD = Path(__file__).parent / "gold"
CASES = [json.loads(line) for line in (GOLD / "followups.jsonl").read_text("utf-8").splitlines()]
QUANG_NINH = "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?"


@pytest.fixture(scope="module")
def client(reading_engine):
    with TestClient(create_app(reading_engine)) as opened:
        yield opened


def turns(case):
    said = [Turn("user", text) for text in case["said"]]
    return [*said, Turn("assistant", case["answer"])] if "answer" in case else said


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["asked"])
def test_a_follow_up_is_completed_and_a_full_question_left_alone(case):
    assert full_question(case["asked"], turns(case)) == (case["full"] or case["asked"])


@pytest.mark.parametrize(
    ("said", "asked", "full"),
    [
        ("Năm 2018 có gì mới?", "Còn ２０１９ thì sao?", "Năm 2019 có gì mới?"),
        ("Năm ２０１８ có gì mới?", "Còn 2019 thì sao?", "Năm 2019 có gì mới?"),
        ("Năm 2018 có gì mới?", "Còn 20\u030119 thì sao?", "Năm 2019 có gì mới?"),
        ("Năm 2018 có gì mới?", "Còn\u200b 2019 thì sao?", "Năm 2019 có gì mới?"),
        ("Mục đích cu\u0309\u0302a cấp tỉnh?", "Cấp xã?", "Mục đích củ\u0302a Cấp xã?"),
    ],
)
def test_letters_of_other_keyboards_are_read_as_the_usual_ones(said, asked, full):
    assert full_question(asked, [Turn("user", said)]) == full


def test_who_issued_it_is_asked_of_what_was_spoken_of():
    said = [Turn("user", "Kế hoạch 150-KH/TU ra ngày bao nhiêu?")]

    assert "150-KH/TU" in full_question("của cơ quan nào ban hành", said)


def test_a_full_question_keeps_the_letters_it_was_typed_in():
    asked = "Phong trào  dân vận khéo – Quảng Trị ２０１９ có gì mới?"

    assert full_question(asked, [Turn("user", QUANG_NINH)]) == asked


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (
            "Dạ cho em hỏi, MTTQ bảo vệ quyền lợi của những ai ạ?",
            "MTTQ bảo vệ quyền lợi của những ai?",
        ),
        ("cho em hoi quang ninh co bao nhieu ho a", "quang ninh co bao nhieu ho"),
        ("Dạ, thưa anh, Quảng Ninh có mấy xã ạ?", "Quảng Ninh có mấy xã?"),
        ("Xin chào bạn, dân vận là gì vậy ạ?", "Dân vận là gì?"),
        ("Dân vận là gì nhé?", "Dân vận là gì?"),
        ("Em muốn hỏi Chỉ thị 16 nói gì", "Chỉ thị 16 nói gì"),
        ("Could you tell me who chaired the meeting?", "Who chaired the meeting?"),
        ("thì cho tôi hỏi là ai ký quyết định ấy nhỉ", "ai ký quyết định ấy nhỉ"),
        ("Bạn ơi cho hỏi chỉ thị 16 nói gì", "Chỉ thị 16 nói gì"),
        ("Vĩnh Long có mấy xã vậy mọi người?", "Vĩnh Long có mấy xã?"),
        ("Da Lat co bao nhieu ho?", "Da Lat co bao nhieu ho?"),
        ("Chào mừng đại hội có những gì?", "Chào mừng đại hội có những gì?"),
        ("dat loai a", "dat loai a"),
        ("Xin chào", "Xin chào"),
        ("Dạ", "Dạ"),
        ("“Dân vận khéo” là gì?", "“Dân vận khéo” là gì?"),
        ("“Dân vận khéo” là gì ạ?", "“Dân vận khéo” là gì?"),
    ],
)
def test_what_is_only_polite_is_left_out(typed, asked):
    assert unframed(typed) == asked


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (
            "Bài về Thái Nguyên do Minh Thúy viết, còn bài về Vĩnh Long là của ai?",
            "Bài về Vĩnh Long là của ai?",
        ),
        (
            "Quảng Ninh họp ngày 27/12, vậy ở Thái Nguyên ông Vũ Hồng Bắc có phải là Bí thư không?",
            "Ở Thái Nguyên ông Vũ Hồng Bắc có phải là Bí thư không?",
        ),
        ("Đến cuối năm 2019, còn bao nhiêu hộ nghèo?", None),
        ("Quảng Ninh có 14 quy chế, còn Vĩnh Long có bao nhiêu?", None),
        ("Dân Kon Hring chuyển về khu mới, vậy khu này thuộc xã nào?", None),
        ("Ai phát biểu ở Quảng Ninh, còn ở Thái Nguyên ai phát biểu chỉ đạo hội nghị?", None),
    ],
)
def test_a_statement_that_leads_to_a_question_is_left_out_where_it_is_not_needed(typed, asked):
    assert unframed(typed) == (asked or typed)


def test_the_set_holds_enough_of_both_kinds():
    assert len(CASES) >= 40
    assert min(sum(each["full"] is None for each in CASES), len(CASES) // 3) >= 16


def test_no_gold_question_takes_anything_from_another():
    gold = [json.loads(line) for line in (GOLD / "danvan.jsonl").read_text("utf-8").splitlines()]
    asked = [" ".join(each["question"].split()) for each in gold]

    assert [full_question(text, [Turn("user", QUANG_NINH)]) for text in asked] == asked


def test_what_the_conversation_holds_beside_questions_changes_nothing():
    assert full_question("Còn Vĩnh Long?", [Turn("assistant", "Xin chào.")]) == "Còn Vĩnh Long?"


def test_any_conversation_is_read():
    odd = ["", " ", "?", "còn", "Còn thì sao?", "\u0301" * 500, "ở đó ở đó", "x" * 20_000, "năm đó"]
    for text in odd:
        for before in odd:
            assert isinstance(full_question(text, [Turn("user", before)]), str)


def test_the_reply_shows_what_was_searched(reading_engine):
    reply = reading_engine.ask("con vinh long thi sao", conversation=[Turn("user", QUANG_NINH)])

    asked = "Toàn tỉnh Vĩnh Long có bao nhiêu điển hình dân vận khéo?"
    assert (reply.question.text, reply.question.searched) == ("con vinh long thi sao", asked)
    change = reply.question.changes[0]
    assert (change.kind, change.before, change.after) == (
        "follow_up", "con vinh long thi sao", asked,
    )  # fmt: skip


def test_a_follow_up_is_answered_as_its_full_question(reading_engine):
    before = [Turn("user", "Quảng Ninh có bao nhiêu dịch vụ công trực tuyến mức độ 4?")]

    reply = reading_engine.ask("Còn Vĩnh Long thì sao?", conversation=before)

    assert "59 dịch vụ công trực tuyến" in reply.sentences[-1].text  # the first one leads to it


def test_what_a_long_turn_would_make_too_long_is_searched_as_typed(reading_engine):
    before = [Turn("user", "Hội nghị triển khai công tác dân vận " * 140)]

    question = reading_engine.ask("Khi nào?", conversation=before).question

    assert (question.text, question.searched, question.changes) == ("Khi nào?", "Khi nào?", ())


def test_text_that_is_none_is_refused_in_a_conversation_too(reading_engine):
    with pytest.raises(RejectedInput) as rejected:
        reading_engine.ask("Còn Vĩnh Long?", conversation=[Turn("user", "điển hình \ud800")])

    assert rejected.value.code == "question_not_text"


@pytest.mark.parametrize(
    "conversation",
    [
        "Quảng Ninh",
        [{"role": "system", "content": "x"}],
        [{"role": "user"}],
        [{"role": "user", "content": 1}],
        [{"role": "user", "content": "x", "more": 1}],
        [{"role": "user", "content": "x" * 20_001}],
        [{"role": "user", "content": "x"}] * 21,
    ],
)
def test_a_malformed_conversation_is_a_problem(client, conversation):
    sent = {"question": "Còn Vĩnh Long?", "conversation": conversation}
    response = client.post("/v1/ask", json=sent)

    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_conversation_comes_over_http(client, accept):
    sent = {
        "question": "Còn Vĩnh Long thì sao?",
        "conversation": [{"role": "user", "content": QUANG_NINH}],
    }
    response = client.post("/v1/ask", json=sent, headers={"Accept": accept})

    assert response.status_code == 200
    assert '"kind":"follow_up"' in response.text.replace('": "', '":"')
