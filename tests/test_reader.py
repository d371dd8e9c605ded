import unicodedata
from datetime import date

import pytest

from qa.reader import answer_type
from qa.reader.speakers import speaker_of
from qa.types import Answer, Header, NoAnswer, Speaker

REPORT = Header("a", "Tiêu đề", "a.txt", "00", date(2024, 3, 5))


def answer(engine, question):
    reply = engine.ask(question)
    assert isinstance(reply, Answer), reply
    return reply


def refusal(engine, question):
    reply = engine.ask(question)
    assert isinstance(reply, NoAnswer), reply
    return reply


def marks(engine, reply):
    return [
        engine.article(each.article.article_id).text[slice(*each.mark)]
        for each in reply.citations
        if each.mark
    ]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Toàn tỉnh có bao nhiêu điển hình?", "figure"),
        ("co may dieu hinh", "figure"),
        ("How many services?", "figure"),
        ("Hội nghị diễn ra khi nào?", "date"),
        ("hop hom nao", "date"),
        ("Ai chủ trì?", "person"),
        ("Who spoke?", "person"),
        ("Thực hiện theo kết luận số bao nhiêu?", "document"),
        ("Văn bản nào quy định?", "document"),
        ("Đoàn kiểm tra làm việc ở đâu?", "place"),
        ("Chủ đề năm 2018 là gì?", "free"),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question(question, kind):
    assert answer_type(question) == kind


def test_a_figure_is_answered_and_marked(reading_engine):
    reply = answer(reading_engine, "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?")

    assert reply.sentences[0].text == (
        "Năm qua, toàn tỉnh có 2.705 điển hình “Dân vận khéo” đăng ký các cấp."
    )
    assert marks(reading_engine, reply)[0] == "2.705"
    assert reply.mode == "extractive"
    assert 0 < reply.confidence <= 1


def test_a_document_is_answered_and_marked(reading_engine):
    reply = answer(reading_engine, "Kế hoạch số mấy của Ban Thường vụ Tỉnh ủy về góp ý văn kiện?")

    assert "Kế hoạch số 150-KH/TU" in marks(reading_engine, reply)


def test_every_citation_is_a_slice_of_its_article(reading_engine):
    for question in ("công tác dân vận năm 2019", "dan van kheo", "cải cách hành chính"):
        reply = answer(reading_engine, question)
        for each in reply.citations:
            text = reading_engine.article(each.article.article_id).text
            assert text[each.start : each.end] == each.quote


@pytest.mark.parametrize(
    ("question", "reason", "told"),
    [
        ("Chỉ thị 20/CT-TTg nói về gì?", "number_not_found", "20/CT-TTg"),
        ("Chỉ thị số 20 nói về gì?", "number_not_found", "16/CT-TTg"),
        ("Công tác dân vận ở Cà Mau thế nào?", "entity_mismatch", "Cà Mau"),
        ("Công tác dân vận năm 2011 ra sao?", "period_mismatch", "2011"),
        ("Đồng chí Phạm Văn Lạ Hoắc nói gì về dân vận?", "entity_mismatch", "Phạm Văn Lạ Hoắc"),
        ("Cách nấu phở bò Nam Định ngon?", "entity_mismatch", "Nam Định"),
        ("giá vàng hôm nay bao nhiêu", "off_topic", "không thuộc"),
        ("là gì?", "not_a_question", "không phải là một câu hỏi"),
    ],
)
def test_a_refusal_names_what_is_missing(reading_engine, question, reason, told):
    refused = refusal(reading_engine, question)

    assert refused.reason == reason
    assert told in refused.explanation


def test_a_refusal_speaks_the_language_of_the_question(reading_engine):
    refused = refusal(reading_engine, "What does directive 20/CT-TTg say?")

    assert refused.explanation.startswith("The articles do not mention document number 20/CT-TTg.")


def test_an_empty_collection_has_no_hits(tmp_path):
    from qa.engine import open_engine
    from qa.settings import read_settings

    engine = open_engine(read_settings(index_dir=tmp_path / "index"), create=True)

    refused = refusal(engine, "Công tác dân vận là gì?")

    engine.close()
    assert (refused.reason, refused.coverage.articles) == ("no_hits", 0)


def test_an_article_that_was_deleted_after_the_search_is_not_cited(engine):
    searched = engine.search("dịch vụ công trực tuyến mức độ 4 ở Vĩnh Long")
    gone = searched.hits[0].article
    engine.delete(gone.article_id)

    reply = engine.read(searched)

    assert gone not in [hit.article for hit in reply.hits]
    assert isinstance(reply, NoAnswer)


def test_every_form_of_a_question_gets_the_same_answer(reading_engine):
    question = "Quảng Ninh có bao nhiêu điển hình dân vận khéo?"
    expected = answer(reading_engine, question)

    for form in (unicodedata.normalize("NFD", question), "\u200b".join(question)):
        assert answer(reading_engine, form).citations == expected.citations


@pytest.mark.parametrize(
    ("sentence", "name", "role"),
    [
        (
            "Phát biểu tại hội nghị, Bí thư Huyện ủy Lê Văn Tám nhấn mạnh vai trò của cơ sở.",
            "Lê Văn Tám",
            "Bí thư Huyện ủy",
        ),
        (
            "Đồng chí Trần Thị Hoa, Ủy viên Ban Thường vụ, Trưởng Ban Dân vận Tỉnh ủy, khẳng định: "
            "dân là gốc.",
            "Trần Thị Hoa",
            "Ủy viên Ban Thường vụ, Trưởng Ban Dân vận Tỉnh ủy",
        ),
        ("Ông Phạm Văn Bảy cho biết xã đã về đích.", "Phạm Văn Bảy", None),
    ],
)
def test_a_sentence_that_reports_a_speech_has_a_speaker(sentence, name, role):
    assert speaker_of(sentence, [], REPORT) == Speaker(name, role, date(2024, 3, 5))


def test_a_sentence_that_goes_on_has_the_speaker_of_those_before():
    before = ["Ông Phạm Văn Bảy cho biết xã đã về đích.", "Cả xã đều vui."]

    goes_on = speaker_of("Đồng thời, đề nghị cấp trên hỗ trợ.", before, REPORT)

    assert goes_on == Speaker("Phạm Văn Bảy", None, date(2024, 3, 5))


@pytest.mark.parametrize(
    "sentence", ["Xã có 12 mô hình.", "Ông Phạm Văn Bảy sinh năm 1960.", "Đề nghị cấp trên hỗ trợ."]
)
def test_other_sentences_have_none(sentence):
    assert speaker_of(sentence, [], REPORT) is None


def test_a_cited_speech_says_who_spoke(reading_engine):
    reply = answer(reading_engine, "Thủ tướng cho biết năm 2020 được chọn là năm gì?")

    assert reply.citations[0].speaker == Speaker(
        "Nguyễn Xuân Phúc", "Thủ tướng Chính phủ", date(2020, 1, 10)
    )
