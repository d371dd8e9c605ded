import json
import unicodedata
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from qa.errors import ModelError
from qa.identifiers import OFFICES
from qa.reader import extractive
from qa.reader.acts import lacked_act, lacked_life, lacked_of_a_row, untold
from qa.reader.choosing import choose
from qa.reader.comparing import sides
from qa.reader.confidence import Confidence
from qa.reader.conflicts import contradicting
from qa.reader.counting import tells_a_number
from qa.reader.features import ALONE, NAMES, alone, asked, features, leans
from qa.reader.focus import lacked_focus
from qa.reader.kinds import answer_type, office_asked, repeated, slot_terms
from qa.reader.lacks import LOOKS, Lack, facts, lacked_acronym, names_a_person
from qa.reader.marks import mark
from qa.reader.matching import coverage
from qa.reader.meanings import Meanings
from qa.reader.ranker import RANKER_ALONE, Ranker
from qa.reader.ranking import Ranked, rank
from qa.reader.records import lacked_record
from qa.reader.refusals import unstated
from qa.reader.scopes import (
    lacked_area,
    lacked_home,
    lacked_level,
    lacked_locality,
    lacked_part,
    lacked_span,
    lacked_time,
)
from qa.reader.sentences import beside, byline, candidates
from qa.reader.spans import bodies, defines, introduction, people, roles, spans_of, subjects
from qa.reader.speakers import speaker_of
from qa.reader.unsaid import (
    lacked_age,
    lacked_date,
    lacked_day,
    lacked_definition,
    lacked_fault,
    lacked_firm,
    lacked_holder,
    lacked_name,
    lacked_names,
    lacked_number,
    lacked_province,
    lacked_somebody,
    lacked_somewhere,
    lacked_words,
)
from qa.types import Answer, Article, Chunk, Header, Hit, NoAnswer, Question, Speaker
from qa.vietnamese import content, fold, language, question_terms

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
        ("Quyết định 83 ngày tháng ban hành", "date"),
        ("Who spoke?", "person"),
        ("Thực hiện theo kết luận số bao nhiêu?", "document"),
        ("Văn bản nào quy định?", "document"),
        ("Đoàn kiểm tra làm việc ở đâu?", "place"),
        ("họp ngày bao nhiêu", "date"),
        ("Ông Lê Văn Tám giữ chức vụ gì?", "role"),
        ("le van tam la ai", "role"),
        ("chu tich ubnd tinh la ai", "person"),
        ("Chỉ thị 16 nói về gì?", "subject"),
        ("Đơn vị nào ban hành kế hoạch?", "body"),
        ("Nghị quyết gồm những nội dung nào?", "list"),
        ("Kể ra những mặt còn yếu", "list"),
        ("Nêu các nhiệm vụ của xã", "list"),
        ("Chủ đề năm 2018 là gì?", "definition"),
        ("Vì sao phải đối thoại?", "reason"),
        ("Why was it chosen?", "reason"),
        ("Xã có được thưởng không?", "yesno"),
        ("Kết quả ra sao?", "how"),
        ("What is Le Van Tam's role at the committee?", "role"),
        ("What is the Party's role in this?", "definition"),
        ("So sánh Quảng Ninh với Vĩnh Long", "comparison"),
        ("truong ban dan van tinh uy", "person"),
        ("số dịch vụ công của tỉnh", "figure"),
        ("cải cách hành chính", "free"),
        ("Chỉ thị 16/CT-TTg do ai ban hành?", "body"),
        ("Who issued Decision 290-QD/TW?", "body"),
        ("Huyện ủy phối hợp với ai tổ chức hội thi?", "body"),
        ("đơn vị tổ chức hội nghị tổng kết", "body"),
        ("Kế hoạch số 150-KH/TU liên quan đến việc gì?", "subject"),
        ("Mô hình này có tác dụng gì?", "how"),
        ("Vinamilk nắm bao nhiêu cổ phần?", "figure"),
        ("Quỹ nào hỗ trợ?", "free"),
        ("Đợt thi đua kéo dài bao lâu?", "figure"),
        ("How long did it last?", "figure"),
        ("Sao Hội Phụ nữ lại góp chè?", "reason"),
        ("Yếu kém bắt nguồn từ đâu?", "reason"),
        ("Có ai trả trễ hạn không?", "yesno"),
        ("Cán bộ đã làm gì?", "free"),
        ("How do teams reach skippers whose boats are away?", "how"),
        ("What is the number of the plan?", "document"),
        ("What is the position of Lê Văn Tám?", "role"),
        ("In Huế, which volunteer team was made of people who had recovered?", "body"),
        ("Which village was picked?", "place"),
        ("What is the deadline for the report?", "date"),
        ("Nghị quyết về bảo hiểm y tế mang số mấy?", "document"),
        ("Which guideline sets the conditions?", "document"),
        ("Huấn luyện viên nào đưa anh về?", "person"),
        ("Nhà ngôn ngữ học nào đề xuất?", "person"),
        ("Vị sư nào lo phần tiếng Khmer?", "person"),
        ("Vì nguyên nhân nào mà xã chậm?", "reason"),
        ("Cho hỏi họ tên chủ tịch xã", "person"),
        ("Mỗi tổ gồm những ai?", "list"),
        ("Chỉ thị 31-CT/TU tập trung vào bốn mảng công việc nào?", "list"),
        ("Which police officer came up with it?", "person"),
        ("Chủ tịch huyện là ông bà nào?", "person"),
        ("Trưởng đoàn kiểm tra tổng kết 10 năm QĐ 290 tại tỉnh Vĩnh Long", "person"),
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
        ("cảm ơn bạn nhiều nhé", "not_a_question", "không phải là một câu hỏi"),
        ("Bí thư Tỉnh ủy Vĩnh Long là ai?", "entity_mismatch", "Bí thư Tỉnh ủy"),
        ("Vĩnh Long có bao nhiêu dịch vụ công mức độ 3?", "entity_mismatch", "độ 3"),
        ("Quyết định 83-QĐ/TU ban hành ngày nào?", "weak_evidence", "ngày của văn bản"),
        ("Hội nghị sáng 27/12 có bao nhiêu đại biểu?", "weak_evidence", "số “đại biểu”"),
        ("Chi phí của Hội nghị sáng 27/12 là bao nhiêu?", "weak_evidence", "số “chi phí”"),
        ("Đồng chí Nguyễn Văn Hưởng sinh năm nào?", "entity_mismatch", "sinh năm"),
        ("Quê của ông Bùi Tuấn Quang ở đâu, quê quán nào?", "entity_mismatch", "quê"),
        ("Chủ đề công tác dân vận Quảng Ninh năm 2016?", "period_mismatch", "nói về năm 2018"),
    ],
)
def test_a_refusal_names_what_is_missing(reading_engine, question, reason, told):
    refused = refusal(reading_engine, question)

    assert refused.reason == reason
    assert told in refused.explanation


def test_a_refusal_speaks_the_language_of_the_question(reading_engine):
    refused = refusal(reading_engine, "What does directive 20/CT-TTg say?")

    assert refused.explanation.startswith("The articles do not mention document number 20/CT-TTg.")


def test_what_is_compared_may_stand_in_two_articles(reading_engine):
    asked_for = "Quảng Ninh và Vĩnh Long khác nhau thế nào về dịch vụ công trực tuyến?"

    reply = answer(reading_engine, asked_for)

    assert "59 dịch vụ công trực tuyến" in " ".join(each.quote for each in reply.citations)


def test_places_that_are_compared_are_answered_one_by_one(reading_engine):
    asked_for = (
        "So sánh số điển hình dân vận khéo đăng ký của Quảng Ninh với số dịch vụ công trực tuyến "
        "của Vĩnh Long"
    )

    reply = answer(reading_engine, asked_for)

    first, *_, last = (each.quote for each in reply.citations)
    assert "2.705 điển hình" in first
    assert "59 dịch vụ công trực tuyến" in last


@pytest.mark.parametrize(
    ("asked_for", "sentence", "before", "lacks"),
    [
        ("Ông Lê Văn Tám phát biểu gì?", "Ông Lê Văn Tám chủ trì hội nghị.", "", True),
        ("Ông Lê Văn Tám phát biểu gì?", "Ông Lê Văn Tám yêu cầu giữ rừng.", "", False),
        ("Ông Lê Văn Tám nói gì?", "Rừng phải giữ.", "Ông Lê Văn Tám nhấn mạnh.", False),
        ("Ông Lê Văn Tám nói gì?", "Ông Lê Văn Tám dự họp.", "Bà Ba phát biểu.", True),
        ("Ông Lê Văn Tám làm gì?", "Ông Lê Văn Tám dự họp.", "", False),
        ("Ông Lê Văn Tám nói gì?", "Bà Lê Thị Hai nhấn mạnh.", "Ông Lê Văn Tám dự họp.", True),
        ("Trưởng đoàn đề nghị Vĩnh Long làm gì?", "Đề nghị tỉnh phân công lại.", "", False),
        ("Chủ tịch xã phát biểu những gì?", "Bà Lê Thị Hai phát biểu.", "", True),
        ("Chủ tịch xã phát biểu những gì?", "Chủ tịch Lê Thị Hai phát biểu.", "", False),
        ("Chủ tịch xã phát biểu những gì?", "Sáng 18/7, xã tổ chức hội nghị.", "", True),
        ("Chủ tịch xã nói gì?", "Câu nói ấy nay đã quen ở xã.", "", True),
        ("Ông Thái Nguyên Lê Văn Tám nói gì?", "Ông Lê Văn Tám dự họp.", "", True),
    ],
)
def test_that_somebody_was_there_does_not_tell_what_they_said(asked_for, sentence, before, lacks):
    lack = lacked_words(Question(asked_for, asked_for, "vi", {}), sentence, before)

    assert bool(lack) == lacks
    named = ": không câu nào thuật lời của Lê Văn Tám"
    assert not lack or lack.instead in (named, ": không câu nào nêu lời của người được hỏi")


@pytest.mark.parametrize(
    ("asked_for", "sentence", "told"),
    [
        ("Hạn chế của công tác dân vận là gì?", "Công tác đạt nhiều kết quả.", "hạn chế"),
        ("Tồn tại, khó khăn của tỉnh", "Tỉnh tập trung phát triển.", "tồn tại"),
        ("Công tác này có khó khăn gì?", "Công tác đạt nhiều kết quả.", "khó khăn"),
        ("Nguyên nhân của những hạn chế", "Cán bộ tích cực.", "hạn chế"),
        ("Hạn chế của công tác dân vận là gì?", "Nhiều nơi còn thiếu cán bộ.", ""),
        ("Để hạn chế tai nạn thì làm gì?", "Các xã lập chốt gác.", ""),
        ("Kết quả của công tác dân vận", "Công tác đạt nhiều kết quả.", ""),
    ],
)
def test_limits_that_are_asked_for_are_told_in_words_of_limits(asked_for, sentence, told):
    lack = lacked_fault(Question(asked_for, asked_for, "vi", {}), sentence)

    assert (lack.instead if lack else "") == (told and f": không câu nào nêu {told}")


@pytest.mark.parametrize(
    ("asked_for", "explanation"),
    [
        ("Chỉ số hài lòng của người dân Quảng Ninh đạt bao nhiêu?", "con số được hỏi."),
        ("Vũ Hồng Bắc ở Quảng Ninh làm gì?", "không nói về Vũ Hồng Bắc (Quảng Ninh)."),
        ("Trưởng Ban Dân vận Tỉnh ủy Vĩnh Long là ai?", "Trưởng Ban Dân vận Tỉnh ủy Vĩnh Long."),
        ("Ông Vũ Hồng Bắc phát biểu gì?", "không câu nào thuật lời của Vũ Hồng Bắc."),
    ],
)
def test_a_refusal_says_in_whole_words_what_no_article_tells(
    reading_engine, asked_for, explanation
):
    assert reading_engine.ask(asked_for).explanation.endswith(explanation)


@pytest.mark.parametrize("typed", ["Trương Thị Mai là ai?", "truong thi mai la ai"])
def test_who_somebody_of_the_family_truong_is_is_told_by_their_office(reading_engine, typed):
    (citation,) = answer(reading_engine, typed).citations

    start, end = (place - citation.start for place in citation.mark)
    assert "Trưởng Ban Dân vận Trung ương" in citation.quote[start:end]


def test_a_caption_is_no_part_of_an_answer_that_sentences_give(reading_engine):
    reply = answer(reading_engine, "Kết quả công tác dân vận của tỉnh Thái Nguyên năm 2019")

    shown = [each.text for each in reply.sentences]
    assert any(each.startswith("Đối với Thái Nguyên, các cấp ủy, chính quyền") for each in shown)
    assert all(each.endswith(".") for each in shown)


def test_a_compared_sentence_on_which_another_one_leans_is_cited_once(engine):
    quoted = [
        "Tỉnh Quảng Ninh có 120 mô hình dân vận khéo.",
        "Do đó, tỉnh Vĩnh Long học theo và có 45 mô hình dân vận khéo.",
    ]
    engine.add_text(
        f"Kết quả phong trào dân vận khéo\n\n{' '.join(quoted)}",
        article_id="one",
        source="one",
    )

    reply = answer(engine, "So sánh số mô hình dân vận khéo của Quảng Ninh với Vĩnh Long")

    assert [each.quote for each in reply.citations] == quoted


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_is_known_wherever_offices_are(office):
    title, asked_for = office.capitalize(), f"Ai là {office} Nhà máy Bình An?"
    told = f"Ông Lê Văn Tám, {title} Ban Dân vận; bà Lê Thị Hai, nguyên phó {office} tỉnh."
    said = speaker_of(f"Ông Lê Văn Tám, {title} Nhà máy Bình An, nhấn mạnh.", [], REPORT)

    assert office_asked(asked_for) == fold(office)
    assert answer_type(f"{office} nhà máy nào dự họp") == "person"
    assert answer_type(f"{office} nhà máy Bình An") == "person"
    assert [told[slice(*span)] for span in roles(told)] == [
        f"{title} Ban Dân vận",
        f"nguyên phó {office} tỉnh",
    ]
    assert said == Speaker("Lê Văn Tám", f"{title} Nhà máy Bình An", REPORT.published)
    of_a_body = in_vietnamese(f"Ai là {office} hội nông dân?")
    assert any(look(of_a_body, facts("Huyện họp.")) for look in LOOKS)


def test_those_who_attend_are_no_title_of_who_speaks():
    said = speaker_of("Đại biểu dự họp nghe ông Lê Văn Tám nhấn mạnh.", [], REPORT)

    assert said == Speaker("Lê Văn Tám", None, REPORT.published)


def test_no_word_of_a_meeting_is_a_place():
    text = "Phát biểu tại Hội nghị, tại Huế và tại Hà Nội"

    assert [text[slice(*span)] for span in spans_of("place", text)] == ["Huế", "Hà Nội"]


def test_a_side_of_a_comparison_is_the_question_about_one_place():
    text = "So sánh số mô hình của Quảng Ninh với Vĩnh Long"
    terms = dict.fromkeys(question_terms(content(text)), 1.0)

    about = sides(Question(text, text, "vi", terms))

    assert list(about) == ["Quảng Ninh", "Vĩnh Long"]
    assert about["Vĩnh Long"].searched == "số mô hình của với vĩnh long"
    assert "quảngninh" not in about["Vĩnh Long"].terms
    assert "môhình" in about["Vĩnh Long"].terms


@pytest.mark.parametrize(
    "asked_for",
    ["So sánh số điển hình của Quảng Ninh với Vĩnh Long", "Vì sao lá cây có màu xanh?"],
)
def test_what_articles_name_is_gathered_once_a_question(reading_engine, monkeypatch, asked_for):
    looked_through = []

    def counted(text, published):
        looked_through.append(text)
        return facts(text, published)

    monkeypatch.setattr(extractive, "facts", counted)
    hits = reading_engine.ask(asked_for).hits

    assert len(looked_through) == len({hit.article.article_id for hit in hits})


def test_one_place_has_no_sides():
    assert sides(Question("Vĩnh Long thì sao?", "Vĩnh Long thì sao?", "vi", {})) == {}


def test_a_comparison_with_what_no_article_names_says_so(reading_engine):
    refused = refusal(reading_engine, "So sánh công tác dân vận của Quảng Ninh và Cà Mau")

    assert refused.reason == "entity_mismatch"
    assert "Cà Mau" in refused.explanation


def test_a_question_for_yes_or_no_gets_the_sentence_that_settles_it(reading_engine):
    reply = answer(reading_engine, "Vĩnh Long có dịch vụ công trực tuyến mức độ 4 không?")

    assert "59 dịch vụ công trực tuyến đạt mức độ 4" in reply.sentences[-1].text


def test_the_day_of_an_english_question_is_no_number_of_its_own():
    there = facts("Sáng 27/12, Tỉnh ủy họp.")

    assert not any(look(in_english("Who met on 27 December?"), there) for look in LOOKS)
    missing = [look(in_english("Who met on December 28th?"), there) for look in LOOKS]
    assert [each.missing for each in missing if each] == []


def test_the_number_of_an_english_question_needs_no_word_beside_it():
    lacks = [
        look(in_english("How many services at level 4?"), facts("Mức độ 4.")) for look in LOOKS
    ]
    missed = [look(in_english("How many services at level 4?"), facts("Mức 3.")) for look in LOOKS]

    assert [each.missing for each in lacks if each] == []
    assert [each.missing for each in missed if each] == ["4"]


@pytest.mark.parametrize(
    ("asked_for", "sentence", "what"),
    [
        ("Dân vận là gì?", "Ban Dân vận họp về công tác dân vận.", "Dân vận"),
        ("dan van kheo la gi", "Phong trào “Dân vận khéo” lan rộng.", "dan van kheo"),
        ("Dân vận là gì?", "Dân vận là vận động tất cả lực lượng.", ""),
        ("Dân vận nghĩa là gì?", "“Dân vận” (DV) được hiểu là vận động.", ""),
        ("Chủ đề là gì?", "Chủ đề năm nay: “Gần dân”.", ""),
        ("Quyết định 290 là gì?", "Thực hiện Quyết định 290 của Bộ Chính trị.", ""),
        ("Dân vận là gì?", "Hội nghị kết thúc.", ""),
        ("What is dân vận?", "Ban Dân vận họp về công tác dân vận.", "dân vận"),
        ("What does “dan van kheo” mean?", "Phong trào “Dân vận khéo” lan rộng.", "dan van kheo"),
        ("What is dân vận?", "Dân vận là vận động tất cả lực lượng.", ""),
        ("What is the theme?", "Chủ đề năm nay: “Gần dân”.", ""),
        ("Theo Bác, dân vận là gì?", "Bác đăng bài báo “Dân vận”.", "dân vận"),
        ("Sala là gì?", "Sala - ngôi nhà hội họp của bà con - đông vui.", ""),
        ("Học phần mới là gì?", "- Học phần mới: là học phần học lần đầu.", ""),
        ("Dạy trực tiếp là gì?", "2. Phương thức dạy trực tiếp: là dạy ở lớp.", ""),
    ],
)
def test_a_sentence_that_only_uses_a_word_does_not_define_it(asked_for, sentence, what):
    assert lacked_definition(Question(asked_for, asked_for, "vi", {}), sentence) == what


@pytest.mark.parametrize(
    ("asked_for", "text", "told"),
    [
        ("Nhiệm kỳ là mấy năm?", "Nghị định 159 có 12 điều.", False),
        ("Nhiệm kỳ là mấy năm?", "Nhiệm kỳ là 2 năm.", True),
        ("Nhiệm kỳ là mấy năm?", "Nhiệm kỳ là hai năm.", True),
        ("Chi bao nhiêu tiền?", "Chi trong 10 ngày.", False),
        ("Chi bao nhiêu tiền?", "Chi 10 triệu đồng.", True),
        ("Kinh phí họp là bao nhiêu?", "Họp triển khai nhiệm vụ 2020. Đồng chí Tám dự.", False),
        ("Kinh phí họp về “Dân vận” 9/1/2020 hết bao nhiêu?", "Họp ngày 9/1 về 2019.", False),
        ("Có bao nhiêu xã?", "Có 12 xã.", True),
        ("Có bao nhiêu xã?", "3. Các xã họp.", False),
        ("Họp trong bao lâu?", "Họp suốt một tuần.", True),
        ("Hỗ trợ bao nhiêu tiền?", "Hỗ trợ 5.000 tệ.", True),
        ("Bé nặng bao nhiêu ký?", "Bé nặng 1,8 kg.", True),
        ("Đền bao nhiêu một mét vuông?", "Đền 118 triệu đồng/m2.", True),
        ("Cao đến bao nhiêu dù hiếm?", "Cao tới 60 cm.", True),
        ("Có bao nhiêu mô hình?", "Có 59 dịch vụ mức 4; mở rộng thêm; nhiều mô hình hay.", False),
        ("Có bao nhiêu mô hình?", "Có 59 dịch vụ; nhiều mô hình hay; thêm 12 mô hình.", True),
    ],
)
def test_a_number_of_something_else_tells_nothing(reading_engine, asked_for, text, told):
    question = asked(Question(asked_for, asked_for, "vi", {}), Meanings(reading_engine.embedder))

    assert tells_a_number(question, text) == told


def test_a_sentence_that_names_its_person_does_not_lean():
    assert leans("Ông nói tiếp.")
    assert not leans("Ông Lê Văn Tám nói tiếp.")


def test_a_word_that_only_looks_like_a_pronoun_without_accents_does_not_lean():
    leaning = ("Chị kể tiếp.", "Bà kể tiếp.", "Cô kể tiếp.", "Họ kể tiếp.", "Theo đó, xã họp.")
    others = (
        "Chỉ thị 16 nói rõ.",
        "Ba xã họp.",
        "Có 12 tổ.",
        "Hộ nghèo giảm.",
        "Từ đồ cũ, dân bán.",
    )

    assert all(map(leans, leaning))
    assert not any(map(leans, others))


@pytest.mark.parametrize(
    ("asked_for", "right"),
    [
        ("Thủ tướng là ai?", "Lê Văn Tám"), ("Phó Thủ tướng là ai?", "Trần Văn Hai"),
        ("Who is the Prime Minister?", "Lê Văn Tám"),
        ("Who is the Deputy Prime Minister?", "Trần Văn Hai"),
    ],
)  # fmt: skip
def test_a_deputy_does_not_hold_the_office(reading_engine, asked_for, right):
    meanings = Meanings(reading_engine.embedder)
    text = (
        "Đồng chí Lê Văn Tám, Ủy viên Bộ Chính trị, Thủ tướng Chính phủ; "
        "đồng chí Trần Văn Hai, Ủy viên Bộ Chính trị, Phó Thủ tướng Thường trực dự họp."
    )

    span = mark(asked(reading_engine.search(asked_for).question, meanings), text, meanings)

    assert text[slice(*span)] == right


@pytest.mark.parametrize(
    "text",
    [
        "Hôm qua, Ban Cán sự Đảng Chính phủ họp.",
        "Giám đốc Sở Nội vụ họp.",
        "Họp tại Thành phố Hồ Chí Minh.",
    ],
)
def test_a_part_of_the_name_of_a_body_or_a_city_is_no_person(text):
    assert people(text) == []


def test_a_city_that_bears_the_name_of_a_person_is_no_person_who_is_missing(engine):
    engine.add_text("TP HCM sẽ cấm xe máy vào trung tâm từ năm 2030.", source="x", article_id="x")

    reply = answer(engine, "TP.HCM cấm xe máy vào trung tâm từ năm nào?")

    assert marks(engine, reply)[0] == "năm 2030"


def test_a_death_is_told_in_several_words():
    asked_for = Question("Ông Tám qua đời năm nào?", "Ông Tám qua đời năm nào?", "vi", {})

    told = ("Lê Văn Tám (sinh 1937 - mất 19/2/2013).", "Ông Tám hy sinh năm 1972.")
    assert [lacked_life(asked_for, each) for each in told] == [None, None]
    assert lacked_life(asked_for, "Ông Tám họp năm 1972.").missing == "qua đời"


def test_the_name_of_the_country_is_no_person_who_is_missing(reading_engine):
    reply = answer(
        reading_engine, "Mặt trận Tổ quốc Việt Nam tỉnh Vĩnh Long vận động được bao nhiêu tiền?"
    )

    assert marks(reading_engine, reply)[0] == "575,6 tỷ đồng"


def test_dates_of_a_life_stand_behind_a_name():
    asked_for = Question("Ông Tám sinh năm nào?", "Ông Tám sinh năm nào?", "vi", {})

    assert lacked_life(asked_for, "Lê Văn Tám (10 tháng 2 năm 1912 – 1999) là cán bộ.") is None
    assert lacked_life(asked_for, "Lê Văn Tám (đại biểu) họp năm 1999.").missing == "sinh năm"


def test_where_somebody_comes_from_is_told_behind_the_day_of_birth():
    asked_for = Question("Chu Lai quê ở đâu?", "Chu Lai quê ở đâu?", "vi", {})
    assert lacked_life(asked_for, "Chu Lai sinh ngày 5 tháng 2 năm 1946, tại xã Hưng Đạo.") is None
    assert lacked_life(asked_for, "Chu Lai sinh ngày 5 tháng 2; ông họp tại xã.").missing == "quê ở"


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Ngày lễ rơi vào thứ mấy?", "Ngày lễ rơi vào Chủ Nhật.", True),
        ("Đại hội lần thứ mấy?", "Đại hội lần thứ XIII họp tháng Một.", True),
        ("Đại hội lần thứ mấy?", "Đại hội họp ngày 5.", False),
        ("Bị phạt tù bao lâu?", "Án tù từ một đến năm năm.", True),
        ("Chỉ số đạt bao nhiêu?", "Chỉ số được cải thiện.", False),
        ("Vốn của nhà máy điện là bao nhiêu tỷ đồng?", "Nhà máy điện gồm 18 trụ.", False),
        ("Vốn của nhà máy điện là bao nhiêu tỷ đồng?", "Nhà máy điện tốn 18 tỷ đồng.", True),
        ("Nhà máy điện có mấy trụ?", "Nhà máy điện gồm 18 trụ.", True),
    ],
)
def test_a_number_is_told_in_figures_in_words_or_as_a_day(
    reading_engine, asked_for, sentence, tells
):
    meanings = Meanings(reading_engine.embedder)

    assert (
        tells_a_number(asked(Question(asked_for, asked_for, "vi", {}), meanings), sentence) == tells
    )


def test_a_sentence_that_begins_with_a_word_defines_it_best():
    told = (
        "Thành ủy, hay Đảng ủy thành phố, là cơ quan lãnh đạo.",
        "Bí thư Thành ủy là người đứng đầu.",
        "Thành ủy họp.",
    )

    assert [defines(each, "thanh uy") for each in told] == [2, 1, 0]


@pytest.mark.parametrize(
    ("text", "what", "tells"),
    [
        ("Chỉ số hiệu quả quản trị (PAPI) giảm 3 bậc.", "papi", True),
        ("Tỉnh đứng thứ 3 về PAPI.", "papi", False),
        ("Hội đồng nhân dân (HĐND) họp.", "hdnd", True),
        ("Nhà nào cũng có vỏ lãi - loại xuồng máy nhỏ.", "vo lai", True),
        ("Nhà nào cũng có vỏ lãi - cả nhà giàu.", "vo lai", False),
    ],
)
def test_what_stands_in_brackets_or_behind_a_dash_defines(text, what, tells):
    assert bool(defines(text, what)) == tells


def test_a_definition_goes_before_what_only_uses_the_word(reading_engine):
    meanings = Meanings(reading_engine.embedder)
    question = asked(reading_engine.search("Dân vận là gì?").question, meanings)
    of = article(
        "Đó không phải dân vận gì. Dân vận, nói cho ngắn với những người chưa đi họp ở xã bao giờ, "
        "là việc chung của cả làng, cả nước và không trừ một ai, từ già đến trẻ."
    )
    found = [each.candidate for each in ranked(of, 0, 1)]

    scores = Ranker().scores(features(question, found, meanings))
    order = rank(question, found, scores, lambda text: mark(question, text, meanings))

    assert [each.row for each in order] == [1, 0]
    assert order[0].chance < order[1].chance  # so that the test can fail


def test_what_is_chosen_keeps_its_mark_where_another_sentence_leans_on_it():
    of = article("Xã Bình An có 12 mô hình. Trong đó, 5 mô hình của thanh niên.")
    first, second = ranked(of, 0, 1, chances=[0.5, 0.5])
    pair = [replace(first, mark=(14, 16)), replace(second, mark=(10, 11))]

    assert [each.mark for each in choose(pair, "list", {"a": of})] == [(14, 16), (10, 11)]


def test_only_the_head_of_a_list_comes_with_a_point_where_the_list_is_not_asked_for():
    of = article("Dự họp có:\n- Bà Lê Thị Hai;\n- Ông Lê Văn Tám;\n- Ông Trần Văn Ba.")

    one = choose(ranked(of, 2), "person", {"a": of})
    every = choose(ranked(of, 2), "list", {"a": of})

    assert texts(one) == ["Dự họp có:", "- Ông Lê Văn Tám;"]
    assert len(texts(every)) == 4


@pytest.mark.parametrize(
    ("asked_for", "text", "right"),
    [
        ("Có bao nhiêu đại biểu?", "Kỳ họp thứ 6 theo Điều 35 có 12 đại biểu.", "12"),
        ("Có bao nhiêu đại biểu?", "Kỳ họp thứ 6 theo Điều 35.", None),
        ("Lễ là ngày nào?", "Công văn năm 2025 nói về lễ.", None),
        ("Lễ là ngày nào?", "Lễ là ngày 15/10.", "ngày 15/10"),
        ("Đại hội lần thứ mấy?", "Năm 2020 có Đại hội lần thứ XIII.", "lần thứ XIII"),
        ("Số tiền thu được?", "Trong 10 năm thu 575,6 tỷ đồng.", "575,6 tỷ đồng"),
        ("Xã được chọn là xã gì?", "Xã được chọn là “xã kiểu mẫu”.", "xã kiểu mẫu"),
        ("Nội dung Chỉ thị 16/CT-TTg?", "Chỉ thị số 16/CT-TTg về dân vận.", "dân vận"),
        (
            "Quy định 366-QĐ/TW ban hành ngày nào?",
            "Ngày 30/8/2025, Ban Bí thư ban hành Quy định 366-QĐ/TW.",
            "Ngày 30/8/2025",
        ),
        (
            "Quy định 366-QĐ/TW ban hành ngày nào?",
            "Ngày 30/8/2025, Ban Bí thư họp; có Quy định 366-QĐ/TW.",
            None,
        ),
        (
            "Ai là Phó Chủ tịch xã An?",
            "Có bà Lê Thị Hai, Phó Chủ tịch xã An và ông Lê Văn Tám, Chủ tịch xã Bình.",
            "Lê Thị Hai",
        ),
        ("Ai là Giám đốc sở?", "Ông Lê Văn Tám, Phó Giám đốc sở họp.", None),
        ("Ai là Bí thư xã?", "Ông Lê Văn Tám làm Bí thư xã thay ông Lê Văn Ba.", "Lê Văn Tám"),
        ("Ai là Bí thư xã?", "Bí thư xã thay cho ông Lê Văn Ba.", None),
        ("Ông Tám sinh năm nào?", "Ông Tám (10 tháng 2 năm 1912) họp.", "10 tháng 2 năm 1912"),
        ("Ban Thường vụ tổ chức gì?", "Đồng chí Lê Văn Tám, Ủy viên Ban.", None),
        ("Ai là tổng thư ký?", "Tổng thư ký Quốc hội Nguyễn Văn Hai họp.", "Nguyễn Văn Hai"),
    ],
)
def test_marks_are_what_can_answer(reading_engine, asked_for, text, right):
    meanings = Meanings(reading_engine.embedder)

    span = mark(asked(reading_engine.search(asked_for).question, meanings), text, meanings)

    assert (span and text[slice(*span)]) == right


@pytest.mark.parametrize(
    ("asked_for", "told"),
    [
        ("Ai viết bài này?", "hiệu quả” ghi “TUYẾT NGA”."),
        ("Bài báo về Vĩnh Long đăng ngày nào?", "hiệu quả” ghi “25/06/2020”."),
        ("When was the article about Vinh Long published?", "hiệu quả” bears “25/06/2020”."),
    ],
)
def test_what_an_article_bears_is_told_where_no_article_is_named(reading_engine, asked_for, told):
    refused = reading_engine.ask(asked_for)

    assert refused.reason == "weak_evidence"
    assert refused.explanation.endswith(told)


@pytest.mark.parametrize(
    ("asked_for", "line", "author"),
    [
        ("Ai viết bài về Vĩnh Long?", "Tin, ảnh: TUYẾT NGA", "TUYẾT NGA"),
        ("Bài báo về Vĩnh Long do ai viết?", "Tin, ảnh: TUYẾT NGA", "TUYẾT NGA"),
        ("Who wrote the article about Vinh Long?", "Tin, ảnh: TUYẾT NGA", "TUYẾT NGA"),
        (
            "tac gia bai Tang cuong cong tac dan van chinh quyen trong tinh hinh hien nay la ai",
            "Lê Trang",
            "Lê Trang",
        ),
    ],
)
def test_the_byline_answers_who_wrote_an_article(reading_engine, asked_for, line, author):
    reply = answer(reading_engine, asked_for)

    assert [sentence.text for sentence in reply.sentences] == [line]
    assert marks(reading_engine, reply) == [author]
    assert reply.citations[0].speaker is None
    assert reply.confidence >= reply.least_confidence > 0


def test_a_byline_is_no_sentence_and_stands_beside_none(reading_engine):
    hits = reading_engine.search("công tác dân vận", top_k=50).hits
    names = {hit.article.article_id for hit in hits}
    articles = {name: reading_engine.article(name) for name in names}

    found = candidates(hits, articles)

    bylines = {"M.Yến", "Minh Thúy", "Tin, ảnh: TUYẾT NGA", "Lê Trang"}
    assert bylines.isdisjoint({each.text for each in found})
    assert bylines.isdisjoint({each.before for each in found} | {each.after for each in found})
    lines = [byline(hit, articles[hit.article.article_id]) for hit in hits]
    assert {line.text for line in lines if line} == bylines


@pytest.mark.parametrize(
    "asked_for",
    [
        "Thông tin về Mặt trận Tổ quốc Việt Nam năm 2020?",
        "Công khai thông tin trong Đảng từ năm nào?",
        "Bài học của Đảng năm 2020 là gì?",
        "Tác giả bài hát là ai?",
        "Ai viết bài thơ này?",
    ],
)
def test_what_only_looks_like_a_question_about_an_article_is_none(asked_for):
    header = Header("a", "Tin", "a", "0", date(2020, 1, 10), author="Lê Trang")

    assert lacked_record(Question(asked_for, asked_for, "vi", {}), header) == ""


@pytest.mark.parametrize(
    ("asked_for", "told"),
    [
        ("Tác giả bài Giữ rừng ở vùng cao là ai?", ": bài “Giữ rừng ở vùng cao” ghi “Lê Trang”"),
        ("Bài viết Giữ rừng ở vùng cao do ai viết?", ": bài “Giữ rừng ở vùng cao” ghi “Lê Trang”"),
        ("bai giu rung ai viet", ": bài “Giữ rừng ở vùng cao” ghi “Lê Trang”"),
        ("Bài về rừng là của ai?", ": bài “Giữ rừng ở vùng cao” ghi “Lê Trang”"),
        ("Bài về rừng đăng trên báo nào?", ": bài “Giữ rừng ở vùng cao” ghi “Nhân Dân”"),
        ("Which news site did the story come from?", ": bài “Giữ rừng ở vùng cao” ghi “Nhân Dân”"),
        (
            "Author of article “Giu rung o vung cao” is who?",
            ": bài “Giữ rừng ở vùng cao” ghi “Lê Trang”",
        ),
        ("Who is write the news about forests?", ": bài “Giữ rừng ở vùng cao” ghi “Lê Trang”"),
        ("The text, it come from which website?", ": bài “Giữ rừng ở vùng cao” ghi “Nhân Dân”"),
        ("Bài phát biểu do ai viết?", ""),
        ("Bài hát của ai?", ""),
        ("Ai viết đơn xin giữ rừng?", ""),
        ("Tác giả của mô hình giữ rừng là ai?", ""),
    ],
)
def test_the_author_of_an_article_that_is_named_by_its_title_is_told(asked_for, told):
    header = Header("a", "Giữ rừng ở vùng cao", "a", "0", author="Lê Trang", outlet="Nhân Dân")

    assert lacked_record(Question(asked_for, asked_for, "vi", {}), header) == told


def test_an_article_without_author_says_so():
    asked_for = Question("Ai viết bài này?", "Ai viết bài này?", "vi", {})

    told = lacked_record(asked_for, Header("a", "Tin", "a", "0"))

    assert told == ": bài “Tin” không ghi điều này"


@pytest.mark.parametrize(
    ("asked_for", "told", "missing"),
    [
        ("Ai là Tổng giám đốc Sun?", "Sun bổ nhiệm Phó tổng giám đốc Lê Thị Hai.", "Tổng giám đốc"),
        ("Ai là Tổng giám đốc Sun?", "Tổng giám đốc Sun là bà Lê Thị Hai.", None),
        ("Phó giám đốc sở là ai?", "Phó giám đốc sở Lê Thị Hai.", None),
        ("Chủ tịch tập đoàn Sun là ai?", "Sun World ra mắt.", "Chủ tịch"),
        ("Mẹ của ông Tám là ai?", "Ông Tám nhớ má.", None),
        ("Mẹ của ông Tám là ai?", "Ông Tám nhớ nhà.", "Mẹ"),
        ("Ai chủ trì hội nghị?", "Bà Lê Thị Hai chủ trì.", None),
        ("Ai là giám đốc Vinhomes?", "Giám đốc Vinamilk Lê Thị Hai.", "giám đốc"),
        ("Ai là giám đốc Vinamilk?", "Giám đốc Vinamilk Lê Thị Hai.", None),
        ("Đồn trưởng đồn Pa Ủ tên là gì?", "Chính trị viên đồn Lê Văn Ba.", "Đồn trưởng"),
        ("Vị nào trụ trì chùa Phước Huệ?", "Chùa có ông Lê Văn Ba giúp.", "trụ trì"),
        ("Trụ trì chùa Phước Huệ, xã Tân An, là vị nào?", "Ông Lê Văn Ba giúp chùa.", "Trụ trì"),
        ("Trụ trì chùa Phước Huệ là vị nào?", "Thượng tọa Ba trụ trì chùa.", None),
    ],
)
def test_the_holder_of_an_office_stands_where_the_office_does(asked_for, told, missing):
    asked_for = Question(asked_for, asked_for, "vi", {})
    lack = lacked_holder(asked_for, told, is_named=True)

    assert (lack and lack.missing) == missing


def test_an_office_without_a_name_tells_of_no_holder():
    asked_for, told = "Ai là bí thư huyện?", "Bí thư huyện dự họp."
    english = Question("Who was the Party secretary of Ba Che?", "", "en", {})

    assert lacked_holder(Question(asked_for, asked_for, "vi", {}), told, is_named=False)
    assert lacked_holder(replace(english, searched=english.text), told, is_named=False)
    assert office_asked("Who is the chairman of the committee?") == "chu tich"
    assert office_asked("Who is the deputy director of the board?") == ""


def test_the_author_of_an_article_is_known_to_a_question_that_names_them(reading_engine):
    reply = reading_engine.ask("Tác giả Lê Trang viết rằng đạo đức công vụ theo phương châm nào?")

    assert "Nói đi đôi với làm" in " ".join(each.text for each in reply.sentences)


def test_an_office_that_is_missing_is_named_as_it_was_typed(reading_engine):
    refused = reading_engine.ask("Ai là Chủ tịch UBND tỉnh Quảng Ninh?")

    assert refused.explanation.endswith("không nói về Chủ tịch Ủy ban nhân dân tỉnh Quảng Ninh.")


@pytest.mark.parametrize(
    ("asked_for", "again"),
    [
        ("HĐND Quảng Ninh đã làm gì?", {"hoidong", "dongnhan", "nhandan"}),
        ("Đoàn kiểm tra đề nghị tỉnh Vĩnh Long làm gì?", {"denghi"}),
        ("Tỉnh ủy làm được những gì?", {"tinhuy"}),
        ("Vì sao xã giải quyết kiến nghị của dân?", set()),
        ("Yêu cầu khi lập sổ gốc là gì?", set()),
        ("Sinh viên cần đáp ứng yêu cầu gì?", set()),
        ("Hội nghị diễn ra ở đâu?", set()),
    ],
)
def test_who_does_something_is_named_again_by_the_answer(reading_engine, asked_for, again):
    meant = reading_engine.search(asked_for).question.searched

    assert repeated(meant) == again


@pytest.mark.parametrize(
    ("asked_for", "begins"),
    [
        ("Mặt trận Tổ quốc Quảng Ninh làm gì trong năm 2019?", "MTTQ và các tổ chức"),
        ("Đoàn kiểm tra đề nghị tỉnh Vĩnh Long làm gì?", "Đồng thời, đề nghị"),
        ("How much money was mobilised in Vinh Long?", "Theo đó, toàn tỉnh hiện có 59"),
    ],
)
def test_what_must_be_said_is_said_by_every_sentence(reading_engine, asked_for, begins):
    reply = answer(reading_engine, asked_for)

    assert len(reply.sentences) == 1
    assert reply.sentences[0].text.startswith(begins)


def test_a_sum_of_another_article_answers_nothing(reading_engine):
    refused = reading_engine.ask("kinh phi to chuc hoi nghi truc tuyen toan quoc la bao nhieu")

    assert refused.reason == "weak_evidence"
    assert refused.explanation.endswith("không bài nào nêu số “kinh phí”.")


@pytest.mark.parametrize(
    ("chances", "first"),
    [((0.5, 0.3, 0.2), 2), ((0.9, 0.08, 0.02), 0), ((0.3, 0.68, 0.02), 2), ((0.2, 0.2, 0.6), 2)],
)
def test_a_statement_goes_before_a_caption_and_a_question(reading_engine, chances, first):
    meanings = Meanings(reading_engine.embedder)
    question = asked(reading_engine.search("Điểm cầu Thái Nguyên").question, meanings)
    of = article(
        "Toàn cảnh điểm cầu Thái Nguyên\nĐiểm cầu Thái Nguyên ra sao?\n"
        "Cùng dự hội nghị ở điểm cầu tỉnh Thái Nguyên còn có đồng chí Vũ Hồng Bắc."
    )
    found = [each.candidate for each in ranked(of, 0, 1, 2)]

    scores = np.log(np.array(chances, np.float32))
    order = rank(question, found, scores, lambda text: mark(question, text, meanings))

    assert order[0].row == first


@pytest.mark.parametrize(
    ("asked_for", "nearest", "marked", "first"),
    [
        ("Xã có bao nhiêu tổ?", "Xã có ba tổ.", "Huyện có 12 tổ.", "nearest"),
        ("Xã có bao nhiêu tổ?", "Xã lập tổ.", "Huyện có 12 tổ.", "marked"),
        ("Họp bao lâu thì xong?", "Họp một tiếng thì xong.", "Xong sau 3 ngày.", "nearest"),
        ("Dân nên họp khi nào?", "Dân nên họp buổi tối.", "Ngày 2/3 dân họp.", "nearest"),
        ("Dân họp ngày nào?", "Dân họp buổi tối.", "Ngày 2/3 dân họp.", "marked"),
        ("Những người nào được quà?", "Quà cho hộ nghèo.", "Ông Lê Văn Tám trao.", "nearest"),
        ("Ai trao quà?", "Lễ trao quà đông vui.", "Ông Lê Văn Tám trao.", "marked"),
        ("Ai trao quà?", "Quà do Jacob Oswald trao.", "Ông Lê Văn Tám đến.", "nearest"),
    ],
)
def test_what_is_told_in_words_needs_no_mark_to_be_first(
    reading_engine, asked_for, nearest, marked, first
):
    meanings = Meanings(reading_engine.embedder)
    found = [each.candidate for each in ranked(article(f"{nearest}\n{marked}"), 0, 1)]

    order = rank(
        asked(in_vietnamese(asked_for), meanings),
        found,
        np.log(np.array((0.7, 0.3), np.float32)),
        lambda text: mark(asked(in_vietnamese(asked_for), meanings), text, meanings),
    )

    assert order[0].candidate.text == {"nearest": nearest, "marked": marked}[first]


def in_vietnamese(text):
    return Question(text, text, "vi", {})


def in_english(text):
    return Question(text, text, "en", {})


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Ai ký Quyết định 290?", "Quyết định 290 được cụ thể hóa.", False),
        ("Quyet dinh 290 do ai ky?", "Bí thư ký Quyết định 290.", True),
        ("Ai chủ trì hội nghị?", "Bà Lê Thị Hai phát biểu tại hội nghị.", False),
        ("Ai chủ trì hội nghị?", "Hội nghị do bà Lê Thị Hai điều hành.", True),
        ("Who is the person sign Quyet dinh 290?", "Bà Lê Thị Hai phát biểu.", False),
        ("Who chaired the meeting?", "Bà Lê Thị Hai phát biểu tại hội nghị.", False),
        ("Who chaired the meeting?", "Bà Lê Thị Hai chủ trì hội nghị.", True),
        ("What rank did the province get?", "Tỉnh quan tâm chỉ số.", False),
        ("What rank did the province get?", "Tỉnh xếp thứ 3.", True),
        ("What satisfaction score was given?", "Dân hài lòng với chính quyền.", False),
        ("What satisfaction score was given?", "Mức hài lòng đạt 92%.", True),
        ("What was the province's score?", "Dân hài lòng với chính quyền.", False),
        ("What PCI ranking did the province reach?", "Tỉnh cải thiện chỉ số PCI.", False),
        ("What is to be done where the score is low?", "Tăng cường kiểm tra.", True),
        ("Trước ông Tám thì ai làm Bí thư?", "Bí thư Lê Văn Tám dự.", False),
        ("Trước ông Tám thì ai làm Bí thư?", "Người tiền nhiệm là bà Hai.", True),
        (
            "UBND xã nào hiến đất nhiều nhất?",
            "Mở rộng đến 28 đơn vị cấp xã, nhất là năm nay.",
            False,
        ),
        ("Dự toán cây cầu là bao nhiêu?", "Tôm bán được hơn trước 7.000 đồng/kg.", False),
        ("Dự toán cây cầu là bao nhiêu?", "Kinh phí làm cầu là 3 tỷ đồng.", True),
        ("UBND xã nào hiến đất nhiều nhất?", "Xã Tân Lập hiến nhiều nhất.", True),
        ("Ai đứng đầu ban?", "Ban triển khai nhiệm vụ.", False),
        ("Người đứng đầu ban tên là gì?", "Ban triển khai nhiệm vụ.", False),
        ("Ai đứng đầu ban?", "Trưởng ban là bà Lê Thị Hai.", True),
        ("Hội nghị họp ở hội trường nào?", "Hội nghị họp sáng 27/12.", False),
        ("In which building was it held?", "Hội nghị họp tại trụ sở Tỉnh ủy.", True),
        ("Chỉ thị 16 thay thế chỉ thị nào?", "Triển khai Chỉ thị 16.", False),
        ("Ông Tám bị phê bình vì sao?", "Ông Tám được đánh giá cao.", False),
        ("Ai dự lễ ký kết?", "Bà Lê Thị Hai dự lễ.", True),
        ("Họ tên người ký kế hoạch?", "Góp ý theo kế hoạch của Tỉnh ủy.", False),
        ("Hạn chót gửi góp ý là ngày nào?", "Góp ý theo kế hoạch ngày 09/10/2019.", False),
        ("Hạn chót gửi góp ý là ngày nào?", "Góp ý trước ngày 09/10/2019.", True),
        ("Thẩm định theo tiêu chí nào?", "Qua thẩm định chọn 922 điển hình.", False),
        ("Hội nghị khai mạc lúc mấy giờ?", "Hội nghị họp ngày 9/1.", False),
        ("Hội nghị khai mạc lúc mấy giờ?", "Hội nghị họp lúc 8 giờ.", True),
        ("Số điện thoại của ban là gì?", "Ban xây dựng quy chế.", False),
        ("Số điện thoại của ban là gì?", "Ban lập đường dây nóng cho 80 xã.", False),
        ("Số điện thoại của ban là gì?", "Gọi số 0203 3835 678.", True),
        ("Ai phụ trách tổ?", "Ông Lê Văn Tám, tổ trưởng, kể.", True),
        ("Giao bộ nào theo dõi?", "Bộ Chính trị ban hành quy chế.", False),
        ("Giao bộ nào theo dõi?", "Bộ Nội vụ theo dõi.", True),
        ("Báo cáo chậm nhất vào ngày nào?", "Báo cáo theo kế hoạch ngày 9/10.", False),
        ("Phong trào do cơ quan nào phát động?", "Tỉnh đẩy mạnh phong trào.", False),
        ("Là đảng bộ nào?", "Đảng ủy Tổng công ty.", True),
        ("Ai thay ông Tám?", "Ông Tám dự họp.", False),
        ("Ai thay ông Tám?", "Bà Hai thay ông Tám.", True),
        ("Ai thay mặt tỉnh dự?", "Bà Hai dự.", True),
        ("Người ký kết luận là ai?", "Thực hiện kết luận.", False),
        ("Huyện nào đăng ký nhiều nhất?", "Huyện Ba Chẽ đăng ký.", False),
        ("Huyện nào đăng ký nhiều nhất?", "Dẫn đầu là huyện Ba Chẽ.", True),
        ("Huyện nào đăng ký?", "Toàn tỉnh đăng ký.", False),
        ("Huyện nào đầu tiên lập tổ?", "Huyện Ba Chẽ lập tổ.", False),
        ("Nơi đầu tiên lập tổ là xã nào?", "Xã Tân Lập đi đầu lập tổ.", True),
        ("Trước khi làm Bí thư, ông Tám giữ chức gì?", "Bí thư Lê Văn Tám dự.", False),
        ("Trước khi làm Bí thư, ông Tám giữ chức gì?", "Ông Tám từng là Chủ tịch xã.", True),
        ("Cơ quan khối có trụ sở ở đâu?", "Cơ quan khối tại huyện Ba Chẽ họp.", False),
        ("Cơ quan khối có trụ sở ở đâu?", "Cơ quan khối đặt tại số 2.", True),
        ("Xã được đoàn xếp loại gì?", "Đoàn đến xã làm việc.", False),
        ("Những huyện, sở nào bị nêu tên?", "Các đơn vị yếu bị nêu tên.", False),
        ("Sở nào soạn đề án?", "Đề án về dân chủ ở cơ sở.", False),
        ("Sở nào soạn đề án?", "Sở Nội vụ soạn đề án.", True),
        ("Tỉnh giao đồng chí nào phụ trách?", "Đồng chí Lê Văn Tám đánh giá cao tỉnh.", False),
        ("Tỉnh giao đồng chí nào phụ trách?", "Tỉnh phân công đồng chí Lê Văn Tám.", True),
        ("Thủ tướng giao bộ nào chủ trì?", "Đại hội Đảng bộ các cấp chủ trì.", False),
        ("Thủ tướng giao bộ nào chủ trì?", "Thủ tướng giao Bộ Nội vụ chủ trì.", True),
        ("Họp ở địa điểm nào?", "Tỉnh đã họp sơ kết.", False),
        ("Họp tại hội trường hay trung tâm nào?", "Tỉnh đã họp sơ kết.", False),
        ("Họp tại hội trường hay trung tâm nào?", "Tỉnh họp tại trung tâm hội nghị.", True),
        ("Họp ở địa điểm nào?", "Tỉnh họp tại trung tâm hội nghị.", True),
        ("Ai dẫn đầu đoàn?", "Đoàn tổng kết 10 năm.", False),
        ("Ai dẫn đầu đoàn?", "Tổng Giám đốc Lê Văn Tám cùng đoàn.", True),
        ("Hạn gửi báo cáo là ngày nào?", "Báo cáo theo Kế hoạch ngày 9/10.", False),
        ("Hạn gửi báo cáo là ngày nào?", "Báo cáo gửi trước ngày 9/10.", True),
        ("Vi phạm bị kỷ luật ra sao?", "Thi đua thực hiện văn hóa công sở.", False),
        ("Vi phạm bị kỷ luật ra sao?", "Ai vi phạm thì bị khiển trách.", True),
        ("Ai nghĩ ra mô hình?", "Ông Lê Văn Ba khen mô hình.", False),
        ("Mô hình do ai đề xuất?", "Ông Lê Văn Ba, người khởi xướng mô hình.", True),
        ("Kinh phí tổ chức lễ là bao nhiêu?", "Lễ trao 150 triệu đồng cho trường.", False),
        ("Kinh phí tổ chức lễ là bao nhiêu?", "Lễ tốn 150 triệu đồng.", True),
        ("What was the budget of the campaign?", "Chiến dịch có 50 đội.", False),
        ("Thu nhập của dân là bao nhiêu?", "Dân góp 5 triệu đồng.", False),
        ("Ngân hàng trả lãi suất bao nhiêu?", "Số dư trên 50 triệu đồng.", False),
        ("Bão gây thiệt hại bao nhiêu tỷ?", "Tỉnh ủng hộ 2 tỷ đồng.", False),
        ("Có mấy công chức bị buộc thôi việc?", "4 công chức bị điều chuyển.", False),
        ("Riêng Phật giáo có bao nhiêu tín đồ?", "4 tôn giáo có 68.500 tín đồ.", False),
        ("Riêng Phật giáo có bao nhiêu tín đồ?", "Riêng Phật giáo có 20.000.", True),
        ("Có bao nhiêu đại biểu tham dự?", "Hội nghị nêu 18 chỉ tiêu.", False),
        ("Where did the province rank?", "Tỉnh có nhiều đổi mới.", False),
        ("Lúa giá bao nhiêu?", "Xã trồng 12 ha lúa.", False),
        ("Phụ cấp của trưởng thôn là bao nhiêu?", "Tỉnh chi 12 tỷ đồng cho ba năm.", False),
        ("Phụ cấp của trưởng thôn là bao nhiêu?", "Trưởng thôn hưởng trợ cấp 500.000 đồng.", True),
        ("Doanh thu của hợp tác xã là bao nhiêu?", "Mỗi hộ thu nhập 79 triệu đồng.", False),
        ("Doanh thu của hợp tác xã là bao nhiêu?", "Hợp tác xã bán được 79 triệu đồng chè.", True),
        ("Vé xe buýt là bao nhiêu?", "Tuyến chở 6.900 lượt người.", False),
        ("Mỗi học viên được tiền ăn bao nhiêu?", "Lớp học hết 486 triệu đồng.", False),
        ("Đội nhất được thưởng bao nhiêu tiền?", "Tỉnh góp 15 triệu đồng.", False),
        ("Đội nhất được thưởng bao nhiêu tiền?", "Đội nhất nhận giải 15 triệu đồng.", True),
        ("Bà con được bồi thường bao nhiêu tiền?", "Dự án tốn 685 tỷ đồng.", False),
        ("Bà con được bồi thường bao nhiêu tiền?", "Mỗi hộ nhận 200 triệu đồng.", True),
        ("Đường dài bao nhiêu km?", "Xã chia 3 tổ làm đường.", False),
        ("Đường dài bao nhiêu km?", "Đường dài 3km.", True),
        ("Khu rộng bao nhiêu héc-ta?", "Đường 293 qua khu.", False),
        ("Có phải huyện nào cũng làm?", "Toàn tỉnh đều làm.", True),
        ("Dân số huyện là bao nhiêu?", "Núi cao nhất huyện cao 253 mét.", False),
        ("Dân số huyện là bao nhiêu?", "Huyện có 12.000 người.", True),
        ("Xã vay của ngân hàng nào?", "Xã vay tiền của một ngân hàng.", False),
        ("Xã vay của ngân hàng nào?", "Xã vay tiền của Ngân hàng Chính sách.", True),
        ("Giải nhất thuộc về trường nào?", "Giải nhất có 15 triệu đồng.", False),
        ("Tổng kinh phí của đề án là bao nhiêu?", "Dân góp 5 triệu đồng.", False),
        ("Tổng kinh phí của đề án là bao nhiêu?", "Đề án có vốn 5 triệu đồng.", True),
        ("Học phí của lớp là bao nhiêu?", "Lớp có 12 học viên.", False),
        ("Xã được đánh giá bao nhiêu điểm?", "Xã đạt 95 điểm.", True),
        ("Giá thuê sạp là bao nhiêu?", "Tiền thuê là 95.000 đồng/m2.", True),
        ("Bị phạt bao nhiêu tiền?", "Công ty bồi thường 3 tỷ đồng.", False),
        ("Chủ đề dân vận năm 2016 là gì?", "Chỉ thị ngày 16/5/2016 về “Đổi mới”.", False),
        ("Năm 2016 chủ đề là gì?", "Chỉ thị ngày 16/5/2016 về “Đổi mới”.", False),
        ("Kế hoạch 3 có chủ đề gì?", "Kế hoạch 3 về “Đổi mới”.", True),
        ("Anh Sáng vay bao nhiêu tiền?", "Cơ sở có doanh thu 5,2 tỷ đồng.", False),
        ("Đường dây nóng là số mấy?", "Xã có năm kênh tiếp nhận.", False),
        ("Nghị định có hiệu lực từ ngày nào?", "Nghị định ngày 26/3/2021.", False),
        ("Giấy phép hết hạn ngày nào?", "Giấy phép ngày 2/3/2015.", False),
        ("Công viên khánh thành ngày nào?", "Ngày 6/3/2024, Thành ủy gặp mặt dân.", False),
        ("Trường thành lập năm nào?", "Năm 2017, trường có 20 thầy.", False),
        ("Sách do nhà xuất bản nào in?", "Sách in 3.000 bản.", False),
        ("Vụ án xử ở tòa nào?", "Công an phá 9 chuyên án.", False),
        ("What interest rate do they pay?", "402 hộ vay 40 triệu đồng.", False),
        ("Giai đoạn 2 tốn bao nhiêu?", "Nhà máy tốn 18 tỷ đồng.", False),
        ("Giai đoạn 2 tốn bao nhiêu?", "Giai đoạn hai tốn 18 tỷ đồng.", True),
        ("Giai đoạn 2 - 3 tuổi có mấy em?", "Lớp có 12 em.", True),
        ("Đường khởi công ngày nào?", "Theo Đề án ngày 2/3, dân hiến đất.", False),
        ("Lớp bế giảng ngày nào?", "Lớp khai giảng ngày 2/3.", False),
        ("Tỉnh đặt chỉ tiêu mở bao nhiêu lớp?", "Tỉnh đã mở 12 lớp.", False),
        ("Tỉnh đặt chỉ tiêu mở bao nhiêu lớp?", "Tỉnh phấn đấu mở 12 lớp.", True),
        ("Mỗi vụ được trả bao nhiêu?", "Tổ có 12 người.", False),
        ("Mỗi vụ được trả bao nhiêu?", "Tổ nhận 200.000 đồng/vụ.", True),
        ("Hòa giải viên nhận thù lao bao nhiêu?", "Tổ có 12 người.", False),
        ("Clip nào giành giải nhất?", "Các em gửi 40 clip.", False),
        ("Việc chưa giải đáp thì cơ quan nào trả lời?", "Sở trả lời trong 7 ngày.", True),
        ("Đường rộng bao nhiêu?", "Đường dài 4km.", False),
        ("Rừng rộng bao nhiêu?", "Rừng có 457ha.", True),
        ("Chi phí chữa là bao nhiêu?", "Bệnh viện khám 50 ca.", False),
        ("How much did the booklet cost?", "Ban in 8.500 bản.", False),
        ("How much did the booklet cost?", "Ban chi 20 triệu đồng.", True),
        ("Trong vốn ấy, riêng doanh nghiệp góp bao nhiêu?", "Vốn là 21 tỷ đồng.", False),
        ("Vườn sầu riêng lãi bao nhiêu?", "Vườn lãi 210 triệu đồng.", True),
        ("Giai đoạn một rộng bao nhiêu?", "Khu công nghiệp mở rộng 214ha.", False),
        ("Hỗ trợ chi phí cho bao nhiêu ca?", "Bệnh viện khám 50 ca.", True),
        ("Luật sư nào tham gia tổ?", "Tổ do ông Ba đứng đầu.", False),
        ("Chợ họp vào thứ mấy?", "Chợ có 20 cái cân.", False),
        ("How many cadres were disciplined?", "57 cuộc kiểm tra, chấn chỉnh 26 đơn vị.", False),
        ("Hồ sơ địa chỉ nhân đạo nêu ở đâu?", "Kế hoạch yêu cầu lập hồ sơ nhân đạo.", True),
        ("Có những câu lạc bộ nào?", "Nhóm chiêng và nhóm hát.", True),
        ("Sau buổi đầu tiên, tổ đổi cách họp thế nào?", "Tổ trải chiếu ngồi vòng tròn.", True),
        ("Phụ cấp của cán bộ ấp là bao nhiêu?", "Phụ cấp thấp nên 63 người nghỉ.", False),
        ("Phụ cấp của cán bộ ấp là bao nhiêu?", "Phụ cấp 0,3 mức lương cơ sở.", True),
        ("Mức thưởng cho điển hình", "Chọn 922 điển hình đề nghị khen thưởng.", False),
        ("Mức thưởng cho điển hình", "Mỗi điển hình được 2 triệu đồng.", True),
        ("Tiền thưởng chia thế nào?", "Tác giả nhận một nửa.", True),
        ("Who founded the club?", "Câu lạc bộ có 40 người.", False),
        ("Who founded the club?", "Bà Lan lập câu lạc bộ.", True),
    ],
)
def test_who_did_something_is_not_told_by_what_else_they_did(asked_for, sentence, tells):
    lack = lacked_act(Question(asked_for, asked_for, language(asked_for), {}), sentence)

    assert (lack is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Các tà đạo tên là gì?", "Tỉnh đấu tranh với các tà đạo.", False),
        ("Các tà đạo tên là gì?", "Tỉnh đấu tranh với tà đạo Dương Văn Mình.", True),
        ("Xin tên cụ thể của các tà đạo.", "Tỉnh đấu tranh với các tà đạo.", False),
        ("Thiết bị đo tên là gì?", "Họ đo bằng một chiếc actigraph.", True),
        ("Đại hội khai mạc ngày mấy?", "Năm 2020 tiến tới đại hội.", False),
        ("Đại hội khai mạc ngày mấy?", "Đại hội họp sáng 25/1.", True),
        ("Xong vào năm nào?", "Tiếp tục mở rộng mô hình.", False),
        ("Xong vào năm nào?", "Xong trong tháng tới.", True),
        ("Họp ở đâu?", "Tiếp tục mở rộng mô hình.", True),
        ("Làm từ tháng nào?", "Đơn thư giảm so với năm 2021.", False),
        ("Làm từ tháng nào?", "Bắt đầu từ 5/2020.", True),
        ("Trường lập năm nào?", "Trường có 20 thầy.", False),
        ("Trường lập năm nào?", "Trường lập năm 1949.", True),
        ("Tục này có từ thế kỷ nào?", "Có 2 kiểu phù rể.", False),
        ("Giám đốc Sở tên là gì?", "Sở Tư pháp có Kế hoạch số 3.", False),
        ("Giám đốc Sở tên là gì?", "Giám đốc Sở là ông Lê Văn Tám.", True),
        ("Ai ký Chỉ thị 14?", "Ban Thường vụ ký ban hành Chỉ thị 14.", False),
        ("Ai ký Chỉ thị 14?", "Bà Lê Thị Hai ký Chỉ thị 14.", True),
        ("Em gái của Edward tên là gì?", "Chàng tặng cô em Alice một chiếc xe.", True),
        ("CGD là tên gọi tắt của tổ gì?", "Tổ chạy giúp dân gọi là CGD.", True),
        ("Tên gọi khác của bệnh là gì?", "Bệnh này còn gọi là bệnh sán dải.", True),
        ("Người ký Chỉ thị 16 tên là gì?", "Chỉ thị 16 của Thủ tướng Chính phủ.", False),
        ("Tên của Chủ tịch xã là gì?", "Chủ tịch xã chỉ tiếp dân ba buổi.", False),
    ],
)
def test_a_name_or_a_day_is_told_by_what_can_be_one(asked_for, sentence, tells):
    asked_for = Question(asked_for, asked_for, "vi", {})

    assert (
        lacked_name(asked_for, sentence) or lacked_date(asked_for, sentence) is not None
    ) != tells


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Nhà thầu nào làm sân?", "Thanh niên góp 40 ngày công làm sân.", False),
        ("Nhà thầu nào làm sân?", "Một doanh nghiệp làm sân.", False),
        ("Nhà thầu nào làm sân?", "Công ty TNHH Bình An làm sân.", True),
        ("Doanh nghiệp nào ủng hộ?", "VNPT ủng hộ 40 triệu đồng.", True),
        ("Tên doanh nghiệp mua lúa là gì?", "Hợp tác xã ký với một doanh nghiệp.", False),
        ("Công ty làm gì?", "Một công ty mua lúa.", True),
        ("Nhà thầu làm sân xã Bình An tên là gì?", "Ông Tám kể chuyện làm sân.", False),
        ("Vắc-xin của hãng nào?", "Dân từ chối tiêm vì nghe đồn.", False),
    ],
)
def test_a_firm_is_told_by_its_name(asked_for, sentence, tells):
    assert (lacked_firm(Question(asked_for, asked_for, "vi", {}), sentence) is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "sentence", "beside", "told"),
    [
        ("Chủ đề năm 2016 là gì?", "Chủ đề năm 2018 là “Gần dân”.", "", "2016"),
        ("Chủ đề năm 2016 là “Gần dân”, phải không?", "Năm 2018 là “Gần dân”.", "", None),
        ("Việc năm 2016 là gì?", "Năm 2018 làm đường.", "Ngày 3/4/2016", "2016"),
        ("Năm 2016 xã làm thế nào?", "Năm 2018 làm đường.", "Ngày 3/4/2016", None),
        ("Vì sao năm 2016 còn yếu?", "Do giảm 12 người so với năm 2018.", "", None),
        ("Chủ đề năm 2016 là gì?", "Chủ đề là “Gần dân”.", "", None),
        ("Chủ đề là gì?", "Chủ đề năm 2018 là “Gần dân”.", "", None),
        ("Hội nghị tổng kết năm 2020 họp khi nào?", "Họp tổng kết 2019, bàn 2020.", "", "2020"),
        ("Hội nghị tổng kết năm 2019 họp khi nào?", "Họp tổng kết 2019, bàn 2020.", "", None),
        ("Hội nghị tổng kết vào năm 2020 có ai?", "Năm 2020 họp tổng kết 2019.", "", None),
        ("Vì sao năm 2016 còn yếu?", "Do khu nhà xây từ năm 1985.", "", None),
        ("Trước năm 2016, dân sợ gì?", "Năm 2015, dân sợ thuế.", "", None),
        ("Hạn báo cáo việc giao năm 2016 là khi nào?", "Báo cáo trước 30/6/2017.", "", None),
    ],
)
def test_a_sentence_about_another_year_does_not_answer(asked_for, sentence, beside, told):
    lack = lacked_time(Question(asked_for, asked_for, "vi", {}), sentence, beside)

    assert (lack and lack.missing) == told


@pytest.mark.parametrize(
    ("asked_for", "told", "missing"),
    [
        ("Luật Cư trú năm 2020 nói gì?", "Luật Cư trú quy định quyền tự do cư trú.", []),
        ("Theo BLDS 2015, hợp đồng là gì?", "Hợp đồng là sự thỏa thuận.", []),
        ("Luật Cư trú năm 2020 nói gì?", "Luật Cư trú năm 2006 hết hiệu lực.", ["2020"]),
        ("Luật Cư trú ban hành năm 2020?", "Luật Cư trú quy định.", ["2020"]),
        ("A sinh năm 2003 đủ tuổi kết hôn, đúng hay sai?", "Từ đủ 20 tuổi.", []),
        ("Các nhà khoa học Hoa Kỳ khuyên gì?", "Nhà khoa học Mỹ khuyên đi bộ.", []),
        ("Ai học ở ĐHQG-Hồ Chí Minh?", "Lan học ở ĐHQG-HCM.", []),
        ("Hè này ông Percy Spencer sinh ở đâu?", "Spencer sinh ở Maine.", []),
        ("Ca sĩ nào đoạt giải Việt Nam Idol?", "Cô đoạt giải Vietnam Idol.", []),
        ("Hôm qua ông Percy Spencer ở đâu?", "Percival đến.", ["Percy Spencer"]),
        ("Hôm qua ông Trần Văn Hai ở đâu?", "Ông Trần Văn Ba đến.", ["Trần Văn Hai"]),
        ("Người 20 tuổi là người thành niên, đúng hay sai?", "Từ đủ 18 tuổi.", []),
        ("Người 20 tuổi được gì?", "Từ đủ 18 tuổi.", ["Người 20"]),
        ("Ở Quảng Ninh Hội đồng nhân dân làm gì?", "Quảng Ninh đổi mới HĐND.", []),
        ("Tổng Bí thư nói gì?", "Phó Bí thư Tỉnh ủy nói.", ["Tổng Bí thư"]),
        ("Thủ tướng nói gì?", "Thủ tướng Chính phủ nói.", []),
        ("Tháng 6 năm 2020 ai đến?", "Ngày 25/6/2020 đoàn đến.", []),
        ("Có mấy dịch vụ mức 4?", "Có 59 dịch vụ mức độ 4.", []),
        ("Có mấy dịch vụ mức 3?", "Có 59 dịch vụ mức độ 4.", ["mức 3"]),
        ("Có vượt 60 dịch vụ không, hay bao nhiêu?", "Có 59 dịch vụ.", []),
        ("Có vượt quá 60 dịch vụ không, hay bao nhiêu?", "Có 59 dịch vụ.", []),
        ("Qua 3 năm, xã được gì?", "Xã sơ kết 2 năm.", ["Qua 3"]),
        ("Ta học gì ở Bác Hồ?", "Học theo phong cách Hồ Chí Minh.", []),
        ("Ta học gì ở Bác Hồ?", "Học theo Lê Văn Tám.", ["Bác Hồ"]),
        ("Ai đoạt giải hội thi lần thứ III?", "Hội thi lần thứ IV.", ["lần thứ III"]),
        ("Ai đoạt giải hội thi lần thứ IV?", "Hội thi lần thứ 4.", []),
        ("Vì sao phải chờ 5 năm?", "Hồ sơ kéo dài năm năm.", []),
        ("Sao có tới 23 tuyến làm kém?", "Trong đó 23 tuyến làm kém.", []),
        ("Ai đưa điện về trước Tết Tân Sửu?", "Điện về ngày 3/2/2021.", []),
        ("Đoàn Kinh tế - Quốc phòng 356 ở đâu?", "Đoàn KT-QP 356 ở Lai Châu.", []),
        ("quỹ của tỉnh và Quỹ Vì Dân thu mấy đồng?", "Quỹ “Vì Dân” thu 2 tỷ đồng.", []),
        ("vĩnh long 1 cửa điện tử ở đâu", "Hệ thống một cửa điện tử của Vĩnh Long.", []),
        ("Đoàn kiểm tra số 1 của tỉnh ở đâu?", "Đoàn số 2, bộ phận một cửa.", ["số 1"]),
        ("Lý do gì khiến 87 gia đình không muốn?", "87 hộ không muốn.", []),
        ("Lý do gì khiến 87 gia đình không muốn?", "78 hộ không muốn.", ["khiến 87"]),
        ("Nhóm đốn hơn 300 cây làm gì?", "Nhóm đốn 312 cây.", []),
        ("Cài lại windows 11 thế nào?", "Tổ có 11 người.", ["windows 11"]),
        ("Bí thư xã Phước Hưng Mai Thị Lan nói gì?", "Bà Mai Thị Lan ở xã Phước Hưng.", []),
        ("Ở bản người Dao Khau Phiêng có gì?", "Bản Khau Phiêng có rừng.", []),
        ("Chương trình 05-CTr/DUK-BDV nói gì?", "Chương trình số 05-CTr/ĐUK-BDV.", []),
        (
            "Trưởng Ban Dân tộc là ai?",
            "Ông Lê Văn Tám, Trưởng Ban Dân vận.",
            ["Trưởng Ban Dân tộc"],
        ),
        (
            "Trưởng Ban Dân vận Thị ủy là ai?",
            "Trưởng Ban Dân vận Tỉnh ủy.",
            ["Trưởng Ban Dân vận Thị ủy"],
        ),
        ("Giám đốc Công an nói gì?", "Ông Lê Văn Tám nói.", ["Giám đốc Công an"]),
        ("Thủ tướng ban hành Chỉ thị 16/CT-TTg đúng không?", "Chỉ thị 16/CT-TTg.", []),
        ("Thủ tướng đã đến xã đúng không?", "Bí thư đã đến xã.", ["Thủ tướng"]),
    ],
)
def test_what_a_question_names_is_missing_only_where_nothing_stands_for_it(
    asked_for, told, missing
):
    lacks = [look(Question(asked_for, asked_for, "vi", {}), facts(told)) for look in LOOKS]

    assert [lack.missing for lack in lacks if lack] == missing


@pytest.mark.parametrize(
    ("asked_for", "kind"),
    [
        ("Vì sao dùng máy chụp mạch?", "reason"), ("Xã dùng máy chụp hình không?", "yesno"),
        ("Có mấy nguyên tắc?", "figure"), ("co may nguyen tac", "figure"),
        ("Quy chế này được quy định ở đâu?", "free"),
        ("Ông Lê Văn Tám ở xã Bình An, huyện Ba Vì là ai?", "role"),
        ("Ông nào đứng đầu xã Bình An là ai?", "person"),
        ("Về số lượng đại biểu thì tỉnh nào dẫn đầu?", "place"),
        ("Tỷ lệ hài lòng đạt mức nào?", "figure"),
        ("When reforming the state, in which bodies must democracy be practised?", "free"),
        ("Over which years does it run?", "date"), ("On what exact day was it?", "date"),
        ("Quyết định 290-QĐ/TW là văn bản về cái gì?", "subject"),
        ("Tỉnh nào vận động hơn 67.900m2 đất?", "place"),
        ("Tỉnh nào làm tốt hơn?", "comparison"), ("Họp ở địa điểm nào?", "place"),
        ("Ông Tám là lãnh đạo cấp nào của Ban?", "role"),
        ("Which Prime Minister's directive of May 2016 is it?", "document"),
        ("Which Party body issued the directive?", "body"),
        ("Who is Truong Thi Mai?", "role"), ("Who is the chair?", "person"),
        ("Thủ tướng nhấn mạnh điều gì?", "free"), ("trưởng ban dân vận tỉnh", "person"),
        ("Ai giữ chức Bí thư Tỉnh ủy?", "person"), ("Ông Tám giữ chức gì?", "role"),
        ("Xã có khảo sát mấy chuyện của dân không?", "yesno"), ("Có mấy xã họp?", "figure"),
        ("Tỉnh nào đấu tranh với mấy đạo lạ?", "place"), ("Khóa mấy?", "figure"),
        ("Rừng có bị ai chặt trộm không?", "yesno"), ("Đã từng ký văn bản nào chưa?", "yesno"),
        ("Tính đến đầu 2018 có phải huyện nào cũng làm?", "yesno"),
        ("Ai tố giác có bị lộ tên không?", "yesno"), ("Ai vi phạm thì bị xử thế nào?", "how"),
        ("Vì sao không bỏ thư dù biết ai bán?", "reason"),
        ("Làm cách nào để không ai ôm mất hòm?", "how"),
        ("What did the families who had built tombs do?", "free"),
        ("Ngoài tỷ lệ đi bầu trên 99%, điều gì quan trọng hơn?", "free"),
        ("Giám đốc Sở ký Kế hoạch 305/KH-CAT-PV05 tên là gì?", "person"),
        ("Vì đâu mà họ tự nhắc, không cần ai kiểm tra?", "reason"),
        ("Sao người trẻ lại chọn siêu thị?", "reason"), ("Họ chưa dùng là do vướng gì?", "reason"),
        ("Bà Hảo lý giải thế nào về việc ấy?", "reason"),
        ("Thế nào thì được coi là tổ hợp tác?", "definition"),
        ("Nhóm tự quản được hiểu thế nào?", "definition"),
        ("Sắp lại các sạp theo cách nào?", "how"),
        ("Những tổ làm dịch vụ du lịch nào đón khách?", "list"), ("Mộ dời về xóm nào?", "place"),
        ("Chuyên gia nào ra vườn?", "person"), ("Which artisan teaches them?", "person"),
        ("Bà Lan là lãnh đạo gì?", "role"), ("Xin số quyết định mở lớp.", "document"),
        ("Kế hoạch phối hợp số bao nhiêu?", "document"), ("Hạn chót giao đất?", "date"),
        ("Buổi nào cũng chiếu lên mạng chứ?", "yesno"), ("Will they be fined?", "yesno"),
        ("Chỉ thị 14-CT/TW đề cập lĩnh vực nào?", "subject"),
    ],
)  # fmt: skip
def test_words_that_look_like_question_words_and_offices_are_told_apart(asked_for, kind):
    assert answer_type(asked_for) == kind


def test_what_was_looked_for_is_named_in_the_language_of_the_question(reading_engine):
    asked_for = "Hạn chót gửi tổng hợp ý kiến theo Kế hoạch 150-KH/TU là ngày nào?"
    english = "In which building was the review of 27 December 2019 in Quang Ninh held?"

    replies = [reading_engine.ask(each) for each in (asked_for, english)]

    assert [each.explanation.partition(": ")[2] for each in replies] == [
        "không câu nào nêu thời hạn.",
        "none tells of a building or hall.",
    ]


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Mấy đơn vị cấp huyện?", "Đến 28 đơn vị cấp xã.", False),
        ("Mấy đơn vị cấp xã?", "Đến 28 đơn vị cấp xã.", True),
        ("Mở rộng từ cấp nào?", "Đến 28 đơn vị cấp xã.", True),
        ("Mấy đơn vị cấp huyện?", "Có 14/14 địa phương.", True),
    ],
)
def test_what_is_told_of_one_level_is_not_told_of_another(asked_for, sentence, tells):
    assert (lacked_level(Question(asked_for, asked_for, "vi", {}), sentence) is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Tỷ lệ hộ nghèo của toàn tỉnh là bao nhiêu?", "Huyện có 17 xã, 52,7% hộ nghèo.", False),
        ("Tỷ lệ hộ nghèo của toàn tỉnh là bao nhiêu?", "Tỷ lệ của huyện là 52,7%.", False),
        ("Tỷ lệ hộ nghèo của toàn tỉnh là bao nhiêu?", "Tỉnh còn 5%, huyện có 7% hộ nghèo.", True),
        ("Tỷ lệ hộ nghèo là bao nhiêu?", "Tỷ lệ của huyện là 52,7%.", True),
        ("Tỉnh làm gì?", "Huyện có 17 xã.", True),
        ("Tỉnh có mấy đội?", "Huyện ủy giao 3 đội.", True),
        ("Huyện bàn giao xong ngày nào?", "Trên địa bàn tỉnh, ngày 2/3 đã xong.", False),
        ("Huyện bàn giao xong ngày nào?", "Tỉnh đôn đốc, ngày 2/3 đã xong.", True),
    ],
)
def test_what_is_counted_in_one_area_is_not_counted_in_another(asked_for, sentence, tells):
    assert (lacked_area(Question(asked_for, asked_for, "vi", {}), sentence) is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "told", "about", "tells"),
    [
        ("Sơn La có mấy mô hình?", "Toàn tỉnh có 12 mô hình.", ["Yên Bái"], False),
        ("Yên Bái có mấy mô hình?", "Toàn tỉnh có 12 mô hình.", ["Yên Bái"], True),
        ("Sơn La có mấy mô hình?", "Toàn tỉnh Sơn La có 12 mô hình.", ["Yên Bái"], True),
        ("Sơn La có mấy mô hình?", "Xã có 12 mô hình.", ["Yên Bái"], True),
        ("Sơn La có mấy mô hình?", "Toàn tỉnh có 12 mô hình.", [], True),
        ("Có mấy mô hình?", "Toàn tỉnh có 12 mô hình.", ["Yên Bái"], True),
    ],
)
def test_what_a_whole_province_has_is_of_that_which_the_article_is_about(
    asked_for, told, about, tells
):
    assert (lacked_home(in_vietnamese(asked_for), told, about) is None) == tells


def test_a_figure_of_several_years_is_none_of_one_alone():
    one, several = "Riêng năm 2016 giám sát mấy công trình?", "Trong 3 năm giám sát 614 công trình."
    question = Question(one, one, "vi", {})

    lack = lacked_time(question, several, "")

    assert lack == untold(question, "con số của riêng năm được hỏi", "")
    assert lacked_time(question, "Năm 2016 giám sát 61 công trình, trong 3 năm 614.", "") is None


def test_many_of_something_is_no_number_of_it(reading_engine):
    asked_for = reading_engine.search("Tỉnh có bao nhiêu mô hình dân vận khéo?").question
    wanted = asked(asked_for, Meanings(reading_engine.embedder))

    told = ("Tiếp 8.900 lượt dân; nhiều mô hình dân vận khéo.", "Có 12 mô hình dân vận khéo.")

    assert [tells_a_number(wanted, each) for each in told] == [False, True]


def test_no_number_of_a_document_is_told_by_a_sentence_that_names_none():
    texts = ("Đề án được duyệt theo quyết định số mấy?", "Lãnh đạo nào tiếp đoàn?")
    number, leader = (Question(each, each, "vi", {}) for each in texts)

    assert lacked_number(number, "Đề án được duyệt.", is_marked=False)
    assert lacked_number(number, "Duyệt theo Kế hoạch 3-KH/TU.", is_marked=True)
    assert lacked_number(number, "Duyệt theo Quyết định 3.", is_marked=True) is None
    assert lacked_number(number, "Duyệt theo 3-QĐ/TU.", is_marked=True) is None
    assert lacked_number(leader, "Đề án được duyệt.", is_marked=False) is None


@pytest.mark.parametrize(
    ("asked_for", "told"),
    [
        (
            "Đề án tăng cường dân vận trong bồi thường, hỗ trợ, tái định cư của Quảng Ninh được "
            "phê duyệt theo quyết định số bao nhiêu?",
            "số văn bản được hỏi",
        ),
        ("Tham luận cần: Kết luận số 120-KL/TW ban hành ngày nào?", "ngày của văn bản này"),
        ("Tôi đang viết bài: Quyết định 290-QĐ/TW ban hành ngày nào?", "ngày của văn bản này"),
    ],
)
def test_no_other_document_or_period_stands_for_what_a_document_lacks(
    reading_engine, asked_for, told
):
    assert refusal(reading_engine, asked_for).explanation.endswith(f"nêu {told}.")


def test_the_day_of_a_document_is_not_its_number(reading_engine):
    asked_for = "Số hiệu chỉ thị của Thủ tướng ban hành ngày 16/5/2016 là gì?"

    reply = reading_engine.ask(asked_for)

    assert marks(reading_engine, reply) == ["Chỉ thị số 16/CT-TTg"]


def test_a_share_is_asked_for_by_its_english_name(reading_engine):
    question = reading_engine.search("What percentage of the cases was settled?").question
    wanted = asked(question, Meanings(reading_engine.embedder))

    told = ("Giải quyết 300 vụ.", "Giải quyết 97,7% vụ.")

    assert [tells_a_number(wanted, each) for each in told] == [False, True]


@pytest.mark.parametrize(
    ("asked_for", "tells"),
    [
        ("Hội nghị họp ngày nào?", False),
        ("Chỉ thị ban hành ngày nào?", True),
        ("CT 16/CT-TTg ngày mấy", True),
        ("When was the directive issued?", True),
    ],
)
def test_the_day_of_a_document_is_that_of_nothing_else(asked_for, tells):
    sentence = "Hội nghị bàn Chỉ thị số 16/CT-TTg ngày 16/5/2016."
    mark = sentence.index("ngày"), len(sentence) - 1

    assert (lacked_day(Question(asked_for, asked_for, "vi", {}), sentence, mark) is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Sau Vĩnh Long, đoàn đến tỉnh nào?", "Đoàn đến Vĩnh Long.", False),
        ("Sau Vĩnh Long, đoàn đến tỉnh nào?", "Sau đó, đoàn đến Cà Mau.", True),
        ("Lãnh đạo tỉnh nào dự họp ở Vĩnh Long?", "Đoàn đến Vĩnh Long.", True),
        ("Đoàn đến tỉnh nào?", "Đoàn đến tỉnh.", False),
    ],
)
def test_another_province_is_not_told_by_the_one_that_was_named(asked_for, sentence, tells):
    assert (lacked_province(Question(asked_for, asked_for, "vi", {}), sentence) is None) == tells


def test_what_an_article_is_about_tells_the_province():
    asked_for = Question("Đoàn đến tỉnh nào?", "Đoàn đến tỉnh nào?", "vi", {})

    assert lacked_province(asked_for, "Đoàn đến tỉnh.", ("Cà Mau",)) is None


@pytest.mark.parametrize(
    ("asked_for", "told", "tells"),
    [
        ("Huyện Ba Chẽ có bao nhiêu mô hình?", "Toàn tỉnh có 922 mô hình.", False),
        ("Huyện Ba Chẽ có bao nhiêu mô hình?", "Ba Chẽ có 12 mô hình.", True),
        ("Huyện Ba Chẽ làm gì?", "Toàn tỉnh có 922 mô hình.", True),
        ("Huyện Vũng Liêm có bao nhiêu mô hình?", "Toàn huyện có 92 mô hình.", True),
        ("Huyện Tam Bình có bao nhiêu mô hình?", "Toàn huyện có 92 mô hình.", False),
    ],
)
def test_the_number_of_another_place_is_not_that_of_a_district(asked_for, told, tells):
    around = "Huyện Vũng Liêm hơn huyện Tam Bình. Ở Vũng Liêm, toàn huyện có 92 mô hình."

    lacked = lacked_locality(Question(asked_for, asked_for, "vi", {}), told, "", around)

    assert (lacked is None) == tells


@pytest.mark.parametrize(
    ("told", "tells"),
    [
        ("Thôn Mòn có 12 hộ nghèo.", True),
        ("Cả thôn có 12 hộ nghèo.", False),
        ("Thôn Sín Chải có 12 hộ nghèo.", False),
        ("Thôn Mòn có 12 hộ nghèo, thôn Sín Chải có 7 hộ.", True),
    ],
)
def test_a_sentence_that_names_another_hamlet_does_not_tell_of_one(told, tells):
    asked_for = in_vietnamese("Thôn Mòn có bao nhiêu hộ nghèo?")
    around = f"{told} Thôn Sín Chải ở xa, thôn Sín Chải ít hộ."

    lacked = lacked_locality(asked_for, told, "", around)

    assert (lacked is None) == tells
    assert lacked is None or "số của thôn Mòn" in lacked.instead


def test_a_sentence_beside_one_of_the_district_may_be_of_another():
    asked_for = in_vietnamese("Xã Tân Lập có bao nhiêu hộ nghèo?")
    sentence, beside = "Xã Si Pa Phìn có 12 hộ nghèo.", "Xã Tân Lập họp, xã Tân Lập vui."

    lacked = lacked_locality(asked_for, sentence, beside, f"{sentence} {beside}")

    assert lacked == untold(asked_for, "số của xã Tân Lập", "")


@pytest.mark.parametrize(
    "asked_for",
    [
        "Ai dẫn đầu đoàn xuống Vĩnh Long kiểm tra Quyết định 290?",
        "Trưởng đoàn kiểm tra về 10 năm thực hiện Quyết định 290 tại Vĩnh Long là ai?",
    ],
)
def test_who_did_something_is_told_by_the_sentence_that_says_so(reading_engine, asked_for):
    reply = answer(reading_engine, asked_for)

    assert marks(reading_engine, reply) == ["Bùi Tuấn Quang"]


@pytest.mark.parametrize(
    ("asked_for", "first"),
    [("Ai ký sổ cho những ai?", 0), ("Ai ký sổ?", 1)],
)
def test_who_gets_something_may_be_groups_without_a_name(asked_for, first):
    of = article("Sổ tay đến với già làng và các tổ. Ông Lê Văn Tám ký sổ.")
    groups, person = ranked(of, 0, 1)
    order = [groups, replace(person, mark=(4, 14))]

    led = extractive._doer_first(Question(asked_for, asked_for, "vi", {}), "person", order)

    assert led[0] is order[first]


@pytest.mark.parametrize(
    ("there", "elsewhere", "missing"),
    [
        ("Thái Nguyên họp.", "Chỉ số PCI tăng.", "PCI"),
        ("Chỉ số PCI của Thái Nguyên.", "Chỉ số PCI tăng.", None),
        ("Thái Nguyên họp.", "Hội nghị.", None),
    ],
)
def test_an_acronym_is_missing_where_only_another_article_has_it(there, elsewhere, missing):
    asked_for = Question("PCI của Thái Nguyên?", "PCI của Thái Nguyên?", "vi", {})

    lack = lacked_acronym(asked_for, [facts(there)], [facts(there), facts(elsewhere)])

    assert (lack.missing if lack else None) == missing


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Trong 922 điển hình được khen có bao nhiêu tập thể?", "Chọn 922 điển hình.", False),
        ("Trong 922 điển hình được khen có bao nhiêu tập thể?", "Khen 500 tập thể.", True),
        ("Trong 10 vụ việc đã nhận, giải quyết xong bao nhiêu vụ?", "Có 12 người, 10 vụ.", False),
        ("Trong 10 vụ việc đã nhận, giải quyết xong bao nhiêu vụ?", "Giải quyết 9 vụ.", True),
        ("Trong 5 tỷ đồng vận động được, doanh nghiệp góp bao nhiêu?", "Được 5 tỷ đồng.", False),
        ("Đã xử lý dứt điểm mấy vụ trong tổng số 10 vụ?", "Có 12 người, 10 vụ.", False),
        ("Đã xử lý dứt điểm mấy vụ trong tổng số 10 vụ?", "Đã xử lý 9 vụ.", True),
        ("Trong 10 vụ việc dân nêu, bao nhiêu vụ đã giải quyết xong?", "Có 10 vụ việc.", False),
        ("Trong hơn 9 vụ việc dân nêu, giải quyết xong bao nhiêu vụ?", "Có 10 vụ việc.", False),
        ("Trong 10 vụ việc dân nêu, bao nhiêu vụ đã giải quyết xong?", "Giải quyết 9 vụ.", True),
        ("Trong 6 tháng, khám cho mấy người?", "Khám cho 9 người.", True),
        ("Trong năm 2019 có bao nhiêu vụ?", "Năm 2019 có 9 vụ.", True),
    ],
)
def test_a_part_is_not_told_by_the_sum(asked_for, sentence, tells):
    assert (lacked_part(Question(asked_for, asked_for, "vi", {}), sentence) is None) == tells


def test_a_day_is_of_what_happened_though_it_was_about_a_document(reading_engine):
    asked_for = "Đoàn kiểm tra về Quyết định 290 đến Vĩnh Long hôm nào?"

    reply = reading_engine.ask(asked_for)

    assert marks(reading_engine, reply) == ["Ngày 25/6/2020"]


def test_the_past_year_is_that_before_an_article_of_its_first_months():
    told, asked_for = "Năm qua, tỉnh có 922 điển hình.", "Năm 2017 có bao nhiêu điển hình?"
    days = (date(2018, 1, 12), date(2017, 12, 28), date(2018, 6, 1), None)

    lacks = [
        [look(Question(asked_for, asked_for, "vi", {}), facts(told, day)) for look in LOOKS]
        for day in days
    ]

    assert [any(each) for each in lacks] == [False, False, True, True]


def test_a_figure_of_time_is_no_answer_to_how_many_of_something(reading_engine):
    wanted = asked(
        reading_engine.search("Tỉnh tiếp bao nhiêu vụ việc?").question,
        Meanings(reading_engine.embedder),
    )

    text = "Sau 10 năm, tỉnh tiếp nhận đơn của dân."
    assert mark(wanted, text, Meanings(reading_engine.embedder)) is None


def test_a_number_in_words_counts(reading_engine):
    wanted = asked(
        reading_engine.search("Hải quân có bao nhiêu chiếc tàu?").question,
        Meanings(reading_engine.embedder),
    )

    told = ("Hải quân có bốn chiếc tàu.", "Hải quân có 4 chiếc tàu.", "Hải quân có chiếc tàu.")
    assert [tells_a_number(wanted, each) for each in told] == [True, True, False]


def test_a_name_that_is_misspelt_by_a_letter_is_known():
    there = facts("Ông Lê Văn Tám đến xã.")

    known = ("Hôm qua ông Lê Văn Tấm nói gì?", "Hôm qua ông Trần Văn Hai nói gì?")
    assert [names_a_person(Question(each, each, "vi", {}), there) for each in known] == [
        True,
        False,
    ]


def test_what_stands_before_a_question_does_not_make_it_foreign():
    long = "Em mới về công tác ở phòng nội vụ của huyện nhà: xã có mấy tổ dân vận tự quản?"
    terms = dict.fromkeys(question_terms(content(long)), 1.0)

    share = coverage(Question(long, long, "vi", terms), ["Xã có ba tổ dân vận tự quản."])

    assert share > 0.9


def test_an_english_question_is_about_what_its_translations_say():
    words = {"women": {"phụ": 0.5, "nữ": 0.5}, "film": {"phim": 1.0}}
    asked_for = Question("How many women?", "How many women?", "en", {}, translations=words)

    assert coverage(asked_for, ["Phụ nữ tham gia."]) == 1.0
    assert coverage(asked_for, ["Nam giới tham gia."]) == 0.0


def test_an_abbreviation_that_the_collection_explains_answers_for_its_words(engine):
    engine.add_text("Tổ công nghệ số cộng đồng (TCNSCĐ) giúp dân.", source="a", article_id="a")
    engine.add_text("Xã Mường Lạn có 14 TCNSCĐ với 90 thành viên.", source="b", article_id="b")

    for asked_for in ("Tổ công nghệ số cộng đồng", "TCNSCĐ"):
        reply = answer(engine, f"Xã Mường Lạn có bao nhiêu {asked_for}?")

        assert reply.sentences[0].text == "Xã Mường Lạn có 14 TCNSCĐ với 90 thành viên."
        assert marks(engine, reply)[0] == "14"
        short, long, half = (
            coverage(reply.question, ["Xã Mường Lạn", what])
            for what in ("TCNSCĐ", "Tổ công nghệ số cộng đồng", "tổ công nghệ")
        )
        assert short == long > half


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


def article(text, name="a", **known):
    return Article(name, "", source=name, sha256=name, text=text, **known)


def hit(of, start=0, end=None, score=1.0):
    stop = len(of.text) if end is None else end
    return Hit(Chunk(of.article_id, start, stop, of.text[start:stop]), of.header, score, {})


def ranked(of, *places, chances=None):
    found = candidates([hit(of)], {of.article_id: of})
    given = chances or [1.0 / (1 + at) for at in range(len(places))]
    return [Ranked(found[place], 1.0, chance) for place, chance in zip(places, given, strict=True)]


def texts(chosen):
    return [each.candidate.text for each in chosen]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Chúng tôi gặp bà Lê Thị Hai, Phó Chủ tịch xã, về dân vận.", "Phó Chủ tịch xã"),
        ("Có bà Lê Thị Hai (Trưởng ban) dự.", "Trưởng ban"),
        ("Tiếp đoàn có Chủ tịch UBND tỉnh Lê Thị Hai.", "Chủ tịch UBND tỉnh"),
        ("Bà Lê Thị Hai: Tôi không né tránh.", None),
        ("Bà Lê Thị Hai gặp Chủ tịch xã.", None),
        ("Chủ tịch xã họp; bà Lê Thị Hai dự.", None),
    ],
)
def test_somebody_is_introduced_by_an_office_beside_the_name(text, office):
    span = introduction("le thi hai", text)

    assert (span and text[slice(*span)]) == office


def test_the_office_of_whom_an_interview_names_is_told_by_its_introduction():
    of = article(
        "Chúng tôi gặp bà Lê Thị Hai, Phó Chủ tịch xã. Bà Lê Thị Hai: Tôi không né tránh. "
        "Một chủ tịch xã bị dọa."
    )
    basis = SimpleNamespace(named={"a": facts(of.text)}, articles={"a": of})
    found = ranked(of, 1, 2)
    wanted = in_vietnamese("ba le thi hai giu chuc gi")

    first = extractive._introduced_first(wanted, "role", found, basis)[0]
    other = extractive._introduced_first(wanted, "person", found, basis)[0]
    nobody = extractive._introduced_first(in_vietnamese("Ai giữ chức?"), "role", found, basis)[0]

    assert first.candidate.text == "Chúng tôi gặp bà Lê Thị Hai, Phó Chủ tịch xã."
    assert first.candidate.text[slice(*first.mark)] == "Phó Chủ tịch xã"
    assert other.candidate.text == nobody.candidate.text == "Bà Lê Thị Hai: Tôi không né tránh."


@pytest.mark.parametrize(
    ("finder", "text", "found"),
    [
        (bodies, "Ngày 9/1, Ban Dân vận Trung ương phối hợp với Sở Nội vụ.",
         ["Ban Dân vận Trung ương", "Sở Nội vụ"]),
        (people, "Hôm qua đồng chí Lê Văn Tám đến xã.", ["Lê Văn Tám"]),
        (people, "Người đến xã là Lê Văn Tám.", ["Lê Văn Tám"]),
        (roles, "Ông Lê Văn Tám, Phó Bí thư Thường trực Tỉnh ủy, nói.",
         ["Phó Bí thư Thường trực Tỉnh ủy"]),
        (subjects, "Chỉ thị 16/CT-TTg của Thủ tướng về “Đổi mới công tác dân vận” đã ban hành.",
         ["Đổi mới công tác dân vận"]),
    ],
)  # fmt: skip
def test_spans_of_a_kind(finder, text, found):
    assert [text[slice(*span)] for span in finder(text)] == found


def test_sentences_of_overlapping_hits_are_read_once_and_know_their_neighbours():
    of = article("Một là dân. Hai là nước. Ba là nhà.")

    found = candidates([hit(of, 12), hit(of, 0, 24)], {"a": of})

    assert [each.text for each in found] == ["Hai là nước.", "Ba là nhà.", "Một là dân."]
    assert (found[0].before, found[0].after) == ("Một là dân.", "Ba là nhà.")
    assert beside(found[1], of.text, 1) is None


def test_what_is_asked_of_something_stands_beside_the_question_word():
    assert slot_terms("Vi khuẩn gây hại gì cho dân?") == frozenset(
        {"khuan", "gay", "hai", "khuangay", "gayhai", "cho", "dan", "chodan"}
    )


def test_a_sentence_that_leans_brings_the_one_before_it():
    of = article("Xã Bình An có ba thôn. Trong đó, hai thôn có tổ dân vận. Dân vui.")

    chosen = choose(ranked(of, 1, 2, chances=[0.9, 0.05]), "figure", {"a": of})

    assert texts(chosen) == ["Xã Bình An có ba thôn.", "Trong đó, hai thôn có tổ dân vận."]


@pytest.mark.parametrize(
    "text",
    [
        "Xã Bình An có ba thôn. Theo đó, mỗi thôn có một tổ dân vận.",
        "Toàn cảnh hội nghị\nTrong đó, hai thôn có tổ dân vận.",
    ],
)
def test_what_only_carries_on_or_follows_a_caption_brings_nothing(text):
    of = article(text)

    assert len(choose(ranked(of, 1), "figure", {"a": of})) == 1


def test_what_comes_of_something_is_told_by_the_sentence_that_goes_on():
    of = article("Xã đặt hàng Mặt trận vận động. Qua đó, dân đồng thuận hơn. Đường đã xong.")

    effect = choose(ranked(of, 0), "how", {"a": of})
    place = choose(ranked(of, 0), "place", {"a": of})

    assert texts(effect) == ["Xã đặt hàng Mặt trận vận động.", "Qua đó, dân đồng thuận hơn."]
    assert texts(place) == ["Xã đặt hàng Mặt trận vận động."]


def test_what_a_word_means_is_told_by_the_sentence_behind_it():
    of = article("Quận có phiếu tâm tư. Đó là tờ giấy không ghi tên. Phường nào cũng có.")

    meaning, figure = (choose(ranked(of, 0), kind, {"a": of}) for kind in ("definition", "figure"))

    assert texts(meaning) == ["Quận có phiếu tâm tư.", "Đó là tờ giấy không ghi tên."]
    assert texts(figure) == ["Quận có phiếu tâm tư."]


@pytest.mark.parametrize(
    ("kind", "first", "behind", "is_shown"),
    [
        ("list", "Xã mở hội thi.", "Mỗi đội thi ba phần: chào hỏi, kiến thức và tiểu phẩm.", True),
        ("list", "Đội gồm Lan, Hoa và Mai.", "Có ba phần: chào hỏi, kiến thức và kịch.", False),
        ("list", "Xã mở hội thi.", "Các đội đều vui.", False),
        ("reason", "Nhiều hộ không ký.", "Bà con cho biết giá thấp. Đó là do giá cũ.", True),
        ("reason", "Nhiều hộ không ký vì giá thấp.", "Đó là do giá cũ.", False),
        ("reason", "Nhiều hộ không ký.", "Năm sau làm lại.\nĐó là do giá cũ.", False),
        ("place", "Xã mở hội thi.", "Hội thi ở xã Tân Lập đông vui.", True),
        ("free", "Xã mở hội thi.", "Mỗi đội thi ba phần: chào hỏi, kiến thức và kịch.", False),
    ],
)
def test_what_a_sentence_only_speaks_of_is_told_behind_it(kind, first, behind, is_shown):
    of = article(f"{first} {behind}")

    told = texts(choose(ranked(of, 0), kind, {"a": of}))

    assert told == ([first, behind.split(". ")[-1]] if is_shown else [first])


def test_all_that_is_told_in_turn_is_shown_and_nothing_else():
    of = article(
        "Xã họp. Nêu ba bài học. Một là, nêu gương. Nhờ vậy dân tin. Hai là, công khai. "
        "Ba là, kiên trì. Một là chưa đủ. Dân vui."
    )
    lesson = ["Nêu ba bài học.", "Một là, nêu gương.", "Hai là, công khai.", "Ba là, kiên trì."]

    for place in (1, 2, 4, 5):
        assert texts(choose(ranked(of, place, 7, chances=[0.5, 0.3]), "list", {"a": of})) == lesson
    assert texts(choose(ranked(of, 2), "figure", {"a": of})) == ["Một là, nêu gương."]
    assert texts(choose(ranked(of, 0), "list", {"a": of})) == ["Xã họp."]


def test_what_announces_things_in_turn_is_shown_with_them_unless_a_name_is_asked_for():
    of = article("Xã còn hai hạn chế. Thứ nhất, thiếu người. Thứ hai, thiếu tiền.")

    way, subject = (choose(ranked(of, 0), kind, {"a": of}) for kind in ("free", "subject"))

    assert texts(way)[1:] == ["Thứ nhất, thiếu người.", "Thứ hai, thiếu tiền."]
    assert texts(subject) == ["Xã còn hai hạn chế."]


def test_two_numbers_that_are_compared_are_both_shown():
    of = article("Có 12 tổ đăng ký. Chọn 5 tổ. Dân vui. Còn 3 tổ nghỉ.")

    both, one = (ranked(of, 0, other, chances=[0.9, 0.06]) for other in (1, 2))
    unlikely = ranked(of, 0, 1, chances=[0.9, 0.01])

    assert texts(choose(both, "comparison", {"a": of})) == ["Có 12 tổ đăng ký.", "Chọn 5 tổ."]
    assert texts(choose(one, "comparison", {"a": of})) == ["Có 12 tổ đăng ký."]
    assert texts(choose(unlikely, "comparison", {"a": of})) == ["Có 12 tổ đăng ký."]


def test_who_says_something_is_told_where_the_quotation_begins():
    of = article("Ông Lê Văn Tám kể: “Sóng yếu lắm. Tôi không chê máy móc”. Dân “vui”.")

    who, how = (choose(ranked(of, 1), kind, {"a": of}) for kind in ("person", "free"))
    inside = choose(ranked(of, 2), "person", {"a": of})

    assert texts(who) == ["Ông Lê Văn Tám kể: “Sóng yếu lắm.", "Tôi không chê máy móc”."]
    assert who[0].candidate.text[slice(*who[0].mark)] == "Lê Văn Tám"
    assert texts(how) == ["Tôi không chê máy móc”."]
    assert texts(inside) == ["Dân “vui”."]


def test_a_list_that_ranks_behind_is_shown_where_the_first_sentence_lists_nothing():
    of = article("Tỉnh báo cáo.\nDân vui.\nTỉnh kiến nghị ba việc: mở lớp, tăng mức và thêm người.")

    near, far = (ranked(of, 0, 2, chances=[0.8, 0.8 * share]) for share in (0.2, 0.01))

    assert texts(choose(near, "list", {"a": of})) == [
        "Tỉnh báo cáo.",
        "Tỉnh kiến nghị ba việc: mở lớp, tăng mức và thêm người.",
    ]
    assert texts(choose(far, "list", {"a": of})) == ["Tỉnh báo cáo."]


@pytest.mark.parametrize(
    ("chances", "shown"), [([0.5, 0.1], 2), ([0.85, 0.1], 1), ([0.5, 0.04], 1), ([0.5, 0.31], 2)]
)
def test_a_further_sentence_is_shown_where_the_first_is_not_sure_to_answer(chances, shown):
    of = article("Xã đã làm đường.\nDân góp công.")

    assert len(choose(ranked(of, 0, 1, chances=chances), "free", {"a": of})) == shown


def test_a_date_is_told_by_the_likely_sentence_that_has_one(reading_engine):
    # The sentence with most of the words of the question tells a year and no day.
    reply = reading_engine.ask(
        "Buổi họp nhìn lại một năm làm dân vận và dân chủ cơ sở 2019 của tỉnh Quảng Ninh diễn ra "
        "hôm nào?"
    )

    assert reply.sentences[0].text.startswith("Sáng 27/12, Ban Dân vận Tỉnh ủy Quảng Ninh")


def test_a_place_that_a_sentence_before_tells_is_shown_with_it():
    of = article("Tỉnh Thái Nguyên đã họp. Các tổ dân vận đi từng nhà. Dân đồng thuận.")

    place, way = (choose(ranked(of, 1), kind, {"a": of}) for kind in ("place", "how"))
    further = choose(ranked(of, 2), "place", {"a": of})
    none = choose(ranked(of, 0), "place", {"a": of})

    assert texts(place) == ["Tỉnh Thái Nguyên đã họp.", "Các tổ dân vận đi từng nhà."]
    assert texts(way) == ["Các tổ dân vận đi từng nhà."]
    assert texts(further) == ["Tỉnh Thái Nguyên đã họp.", "Dân đồng thuận."]
    assert further[0].candidate.text[slice(*further[0].mark)] == "Thái Nguyên"
    assert texts(none) == ["Tỉnh Thái Nguyên đã họp."]


@pytest.mark.parametrize(
    ("kind", "shown"), [("yesno", 1), ("comparison", 2), ("free", 1), ("date", 1)]
)
def test_only_a_comparison_takes_a_sentence_that_ranks_far_behind_from_another_article(kind, shown):
    one = article("Xã Bình An có 12 tổ dân vận.")
    other = article("Phường Tân Lập mới có bốn câu lạc bộ.", name="b")
    (first,), (second,) = ranked(one, 0, chances=[0.9]), ranked(other, 0, chances=[0.05])

    assert len(choose([first, second], kind, {"a": one, "b": other})) == shown


LAW = """Điều 45. Điều kiện
1. Người dân được tặng cho đất khi có đủ các điều kiện sau đây:
a) Có giấy chứng nhận;
b) Trong thời hạn.
2. Trường hợp mua bán thì có hợp đồng.
3. Bộ trưởng quy định chi tiết."""


def test_points_are_shown_with_the_clause_that_they_stand_under():
    of = article(LAW)

    shown = texts(choose(ranked(of, 3), "list", {"a": of}))

    assert shown == [
        "1. Người dân được tặng cho đất khi có đủ các điều kiện sau đây:",
        "a) Có giấy chứng nhận;",
        "b) Trong thời hạn.",
    ]


def test_a_clause_that_is_only_numbered_is_no_list():
    of = article(LAW)

    assert texts(choose(ranked(of, 4), "list", {"a": of})) == [
        "2. Trường hợp mua bán thì có hợp đồng."
    ]


def test_a_list_is_shown_whole():
    of = article("Nhiệm vụ gồm:\n- Gặp dân.\n- Nghe dân nói.\n- Làm cho dân tin.\nHết.")

    from_its_head = choose(ranked(of, 0), "list", {"a": of})
    from_a_point = choose(ranked(of, 2), "list", {"a": of})

    points = ["- Gặp dân.", "- Nghe dân nói.", "- Làm cho dân tin."]
    assert texts(from_its_head) == ["Nhiệm vụ gồm:", *points]
    assert texts(from_a_point) == ["Nhiệm vụ gồm:", *points]


def test_a_near_duplicate_is_not_shown_twice():
    of = article("Xã có 12 mô hình dân vận khéo. Xã có 12 mô hình dân vận khéo mới.")

    assert len(choose(ranked(of, 0, 1, chances=[0.5, 0.5]), "free", {"a": of})) == 1


@pytest.fixture(scope="module")
def meanings(reading_engine):
    return Meanings(reading_engine.embedder)


def marked(question, text, meanings):
    terms = dict.fromkeys(question.lower().rstrip("?").split(), 1.0)
    wanted = asked(Question(question, question, "vi", terms), meanings)
    span = mark(wanted, text, meanings)
    return span and text[slice(*span)]


@pytest.mark.parametrize(
    ("question", "text", "span"),
    [
        ("Huyện có bao nhiêu xã?", "Huyện có 12 thôn, 7 xã và 3 chợ.", "7"),
        ("Dân hiến bao nhiêu mét vuông đất?", "Có 300 hộ hiến 5.000m2 đất.", "5.000m2"),
        ("Hội nghị họp ngày nào?", "Năm 2019, hội nghị họp ngày 12/3/2019.", "ngày 12/3/2019"),
        ("Kế hoạch số 15 ra ngày nào?", "Kế hoạch số 15-KH/TU, ngày 2/3/2019, nêu rõ.",
         "ngày 2/3/2019"),
        ("Kế hoạch số 15 ra ngày nào?", "Ngày 2/3/2019 bàn về Kế hoạch số 15-KH/TU.", None),
        ("Kế hoạch 15-KH/TU do cơ quan nào ban hành?",
         "Ban Tổ chức dự; Huyện ủy nghe Kế hoạch số 15-KH/TU, ngày 2/3/2019 của Tỉnh ủy.",
         "Tỉnh ủy"),
        ("Kế hoạch 15-KH/TU do cơ quan nào ban hành?",
         "Huyện ủy nghe Kế hoạch số 15-KH/TU.", None),
        ("Kế hoạch 15-KH/TU của Huyện ủy", "Ngày 2/3/2019, Kế hoạch số 15-KH/TU ra đời.",
         "Kế hoạch số 15-KH/TU"),
        ("lê văn tám phó chủ tịch xã", "Hôm qua, đồng chí Lê Văn Tám dự họp.", "Lê Văn Tám"),
        ("ngày công lao động của dân", "Dân góp 3 tấn thóc và 61 ngày công lao động.",
         "61 ngày công"),
        ("xây dựng đời sống văn hóa", "Xã có 12 mô hình.", None),
        ("Ông Lê Văn Tám là ai?", "Đồng chí Lê Văn Tám, Phó Bí thư Huyện ủy, dự họp.",
         "Phó Bí thư Huyện ủy"),
    ],
)  # fmt: skip
def test_the_span_nearest_to_what_is_asked_is_marked(question, text, span, meanings):
    assert marked(question, text, meanings) == span


def test_features_are_one_finite_row_a_candidate(reading_engine, meanings):
    searched = reading_engine.search("Quảng Ninh có bao nhiêu điển hình dân vận khéo?")
    articles = {
        each.article.article_id: reading_engine.article(each.article.article_id)
        for each in searched.hits
    }
    found = candidates(searched.hits, articles)

    rows = features(asked(searched.question, meanings), found, meanings)

    column = dict(zip(NAMES, rows.T, strict=True))
    best = max(range(len(found)), key=lambda at: column["covered"][at])
    assert "2.705 điển hình" in found[best].text
    assert column["is_figure"].tolist() == [1.0] * len(found)
    assert column["covered"].min() >= 0
    assert column["covered"].max() <= 1


HELD_FOREST = "Giữ rừng\n\nHuyện họp bàn. Có đất trống. Dân góp công.\nXã trồng cây. Rừng xanh lại."


def in_context(text, meanings, **weights):
    """The columns of the sentences of an article, for a question with these terms."""
    title, _, rest = text.partition("\n\n")
    of = replace(article(rest), title=title)
    wanted = Question("đất rừng", "đất rừng", "vi", weights)
    found = candidates([hit(of)], {"a": of})
    rows = features(asked(wanted, meanings), found, meanings)
    columns = zip(NAMES, rows.T.astype(float).round(3).tolist(), strict=True)
    return {
        name: dict(zip([each.text for each in found], row, strict=True)) for name, row in columns
    }


def test_a_word_that_was_said_counts_on_the_less_the_longer_ago(meanings):
    columns = in_context(HELD_FOREST, meanings, đất=1.0)

    assert list(columns["carried"].values()) == [0.0, 1.0, 0.7, 0.49, 0.343]
    assert list(columns["carried_far"].values()) == [0.0, 1.0, 0.9, 0.81, 0.729]
    assert list(columns["led_far"].values()) == [0.0, 1.0, 1.0, 1.0, 1.0]
    assert columns["covered"]["Dân góp công."] == 0.0


def test_what_the_title_says_counts_everywhere_and_says_little_of_its_own(meanings):
    columns = in_context(HELD_FOREST, meanings, rừng=1.0)

    assert columns["carried"]["Huyện họp bàn."] == 0.5
    assert columns["carried"]["Rừng xanh lại."] == 1.0
    both = in_context(HELD_FOREST, meanings, rừng=1.0, đất=1.0)["own"]
    assert both["Rừng xanh lại."] == pytest.approx(0.2 / 1.2, abs=1e-3)
    assert both["Có đất trống."] == pytest.approx(1 / 1.2, abs=1e-3)


def test_sentences_know_their_line_and_their_neighbours(meanings):
    columns = in_context(HELD_FOREST, meanings, đất=1.0)

    assert list(columns["line_first"].values()) == [1.0, 0.0, 0.0, 1.0, 0.0]
    assert list(columns["line_covered"].values()) == [1.0, 1.0, 1.0, 0.0, 0.0]
    assert list(columns["in_line"].values()) == [0.0, 0.333, 0.667, 0.0, 0.5]
    assert list(columns["behind"].values()) == [0.0, 0.0, 1.0, 0.5, 0.333]
    assert list(columns["ahead"].values()) == [1.0, 0.0, 0.0, 0.0, 0.0]
    best = columns["bm25"]["Có đất trống."]
    assert list(columns["bm25_back"].values()) == [0.0, 0.0, best, 0.0, 0.0]
    assert list(columns["bm25_on"].values()) == [best, 0.0, 0.0, 0.0, 0.0]


def test_a_sentence_that_was_not_read_is_no_neighbour(meanings):
    of = article("Có đất trống. Dân góp công. Xã trồng cây.")
    chunks = [hit(of, 0, 14), hit(of, 28)]
    wanted = asked(Question("đất", "đất", "vi", {"đất": 1.0}), meanings)

    rows = features(wanted, candidates(chunks, {"a": of}), meanings)

    assert rows[:, NAMES.index("bm25_back")].tolist() == [0.0, 0.0]
    assert rows[:, NAMES.index("bm25_back2")].tolist() == [0.0, rows[0, NAMES.index("bm25")]]


@pytest.mark.parametrize(
    ("what", "made_for", "maker"),
    [(Ranker, "features", "sentences"), (Confidence, "evidence", "confidence")],
)
def test_weights_of_other_features_are_refused(what, made_for, maker, tmp_path):
    other = tmp_path / "other.json"
    names = ("mean", "spread", "plain", "linear", "hidden", "bias", "out", "weights", "threshold")
    other.write_text(json.dumps(dict.fromkeys(names, 0.0) | {made_for: ["x"]}), encoding="utf-8")

    with pytest.raises(ModelError, match=rf"python -m training\.{maker}"):
        what(other)


def test_what_tells_articles_apart_knows_nothing_of_what_stands_around(meanings):
    of = article("Có đất trống. Dân góp công.")
    wanted = asked(Question("đất", "đất", "vi", {"đất": 1.0}), meanings)
    found = candidates([hit(of)], {"a": of})

    rows = features(wanted, found, meanings)

    assert alone(wanted, found, meanings).tolist() == rows[:, : len(ALONE)].tolist()
    assert NAMES[: len(ALONE)] == ALONE
    with pytest.raises(ModelError, match="made for other features"):
        Ranker(RANKER_ALONE)


def test_articles_that_disagree_are_both_shown_newest_first(engine):
    for name, day, count, rest in (
        (
            "cu",
            "2019-02-01",
            "31",
            "Các xã đều tham gia, nhiều hộ nhận khoán và trồng mới cây bản địa.",
        ),
        (
            "moi",
            "2021-02-01",
            "45",
            "Hội nghị nghe tám tham luận; cựu chiến binh góp công làm đường.",
        ),
    ):
        engine.add_text(
            f"Huyện Tân Lập tổng kết công tác dân vận\n\nHuyện Tân Lập có {count} mô hình dân vận "
            f"khéo về bảo vệ rừng. {rest}",
            article_id=name,
            source=name,
            published=date.fromisoformat(day),
        )

    reply = answer(engine, "Huyện Tân Lập có bao nhiêu mô hình dân vận khéo về bảo vệ rừng?")

    assert reply.conflict
    assert [each.article.article_id for each in reply.citations] == ["moi", "cu"]
    assert marks(engine, reply) == ["45", "31"]


def test_articles_that_agree_do_not_conflict(reading_engine):
    assert not answer(reading_engine, "Quảng Ninh có bao nhiêu điển hình dân vận khéo?").conflict


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        ("2,5 tỷ đồng", "25 tỷ đồng", True),
        ("1,25 tỷ", "12,5 tỷ", True),
        ("2 tỷ đồng", "3.000 triệu đồng", True),
        ("2 tỷ đồng", "2.000 triệu đồng", False),
        ("8,002 tỷ", "8.002 triệu", False),
        ("998 000 đồng", "998.000 đồng", False),
        ("5.000 m2", "5.000m²", False),
        ("5.000 m2", "0,4 ha", False),
        ("2 tỷ đồng", "61 ngày công", False),
        ("12/14", "13", True),
        ("3 đến 5%", "3 đến 6%", True),
        ("5 đến 15%", "5 - 15%", False),
    ],
)
def test_figures_conflict_where_they_amount_to_different_values(first, second, conflict, meanings):
    assert contradicts(meanings, "Đường tốn bao nhiêu?", first, second) == conflict


@pytest.mark.parametrize(
    ("asked_for", "first", "second", "conflict"),
    [
        ("Khánh thành ngày nào?", "ngày 9/1/2020", "ngày 09/01/2020", False),
        ("Khánh thành ngày nào?", "ngày 9/1/2020", "ngày 9 tháng 2 năm 2020", True),
        ("Khánh thành năm nào?", "năm 2019", "ngày 9/1/2020", False),
        ("Khánh thành ngày nào?", "sáng 27/12", "ngày 27/12/2019", False),
        ("Khánh thành ngày nào?", "ngày 27 tháng 12 năm 2019", "27/12", False),
        ("Khánh thành ngày nào?", "sáng 27/12", "ngày 28/12/2019", True),
        ("Khánh thành ngày nào?", "sáng 27/12", "ngày 27/11/2019", True),
        ("Khánh thành khi nào?", "tháng 12/2019", "ngày 27/12/2019", False),
        ("Khánh thành khi nào?", "tháng 12/2019", "ngày 27/12", False),
        ("Khánh thành khi nào?", "tháng 12/2019", "ngày 27/12/2018", True),
        ("Khánh thành khi nào?", "tháng 12/2019", "ngày 27/11", True),
        ("Nhiệm kỳ giai đoạn nào?", "giai đoạn 2016-2020", "giai đoạn 2015-2020", True),
        ("Ai làm đường?", "ông Lê Văn Tám", "ông Lê Văn Bảy", True),
        ("Ai làm đường?", "ông Lê Văn Tám", "bà Lê Văn Tám", False),
    ],
)
def test_dates_and_names_conflict_where_they_differ(asked_for, first, second, conflict, meanings):
    assert contradicts(meanings, asked_for, first, second) == conflict


def test_english_articles_group_thousands_by_commas(meanings):
    assert not contradicts(meanings, "Có bao nhiêu?", "2,705", "2.705", language="en")
    assert contradicts(meanings, "Có bao nhiêu?", "2,705", "2.705")


def contradicts(meanings, asked_for, first, second, **known):
    """Whether one article that says the one and a second one that says the other contradict."""
    wanted = asked(Question(asked_for, asked_for, "vi", {"đường": 1.0}), meanings)
    articles = [
        article(f"Đường mới: {first}.", name="a", **known),
        article(f"Đường mới: {second}.", name="b"),
    ]
    told = [replace(*ranked(of, 0), mark=mark(wanted, of.text, meanings)) for of in articles]
    assert None not in [each.mark for each in told]
    return contradicting(wanted, told) is not None


def log_odds(hits):
    return [float(np.log(hit.score / (1 - hit.score))) for hit in hits]


def alike(engine, asked_for):
    """The first four hits, explained, the worst first and each as likely as the others."""
    searched = engine.search(asked_for, top_k=4, explain=True)
    return searched.question, [replace(hit, score=0.5) for hit in reversed(searched.hits)]


def test_hits_are_reread_by_how_well_their_sentences_answer(reading_engine):
    asked_for = "Đoàn kiểm tra đến Vĩnh Long ngày nào?"
    question, hits = alike(reading_engine, asked_for)

    reread = reading_engine._reader.reread(question, hits)

    assert "Ngày 25/6/2020" in reread[0].chunk.text
    assert "Ngày 25/6/2020" not in hits[0].chunk.text
    assert sorted(reread, key=lambda hit: -hit.score) == reread


def test_what_a_hit_gains_by_its_sentences_others_lose(reading_engine):
    question, hits = alike(reading_engine, "Đoàn kiểm tra đến Vĩnh Long ngày nào?")

    reread = reading_engine._reader.reread(question, hits)

    assert sum(log_odds(reread)) == pytest.approx(0, abs=1e-5)
    shares = [each for hit in reread for each in hit.explanation.features]
    gains = [each.share for each in shares if each.name == "sentences"]
    assert gains == pytest.approx(log_odds(reread))


def test_only_the_first_hits_are_reread_and_none_is_lost(reading_engine):
    found = reading_engine.search("công tác dân vận", top_k=12).hits

    reread = reading_engine.search("công tác dân vận", top_k=12, reread=True).hits

    scores = {hit.chunk: hit.score for hit in reread}
    assert scores.keys() == {hit.chunk for hit in found}
    assert [scores[hit.chunk] == hit.score for hit in found] == [False] * 8 + [True] * 4


def test_what_is_sure_stays_first_whatever_its_sentences_say(reading_engine):
    question, hits = alike(reading_engine, "Đoàn kiểm tra đến Vĩnh Long ngày nào?")
    sure = replace(hits[0], score=1.0)

    reread = reading_engine._reader.reread(
        question, [sure, *(replace(hit, score=0.999) for hit in hits[1:])]
    )

    assert reread[0].chunk == sure.chunk
    assert reread[0].score < 1


def test_a_hit_whose_sentences_stand_in_an_earlier_one_says_the_least(reading_engine):
    question, hits = alike(reading_engine, "Đoàn kiểm tra đến Vĩnh Long ngày nào?")

    twice = reading_engine._reader.reread(question, [hits[0], hits[0], hits[1]])

    assert twice[-1].chunk == hits[0].chunk
    assert twice[-1].score == pytest.approx(min(hit.score for hit in twice))
    assert reading_engine._reader.reread(question, []) == []


@pytest.mark.parametrize(
    ("asked_for", "kind"),
    [
        ("Mấy địa phương kém sẽ bị xử lý sao?", "how"),
        ("Mấy đoàn thể có đổi mới gì không, hay vẫn như cũ?", "free"),
        ("Có mấy đoàn thể?", "figure"),
        ("Họp đầu năm nối tới mấy điểm cầu?", "figure"),
        ("What budget was set aside?", "figure"),
        ("cach lam banh chung", "how"),
        ("Đồng chí nào giữ chức Trưởng ban?", "person"),
        ("Vì sao?", "reason"),
    ],
)
def test_several_of_something_is_no_number_where_something_else_is_asked(asked_for, kind):
    assert answer_type(asked_for) == kind


def test_money_is_asked_for_far_from_its_word(reading_engine):
    far = "Kinh phí làm đề án dân vận trong bồi thường, tái định cư hết bao nhiêu?"
    told = ("Chọn 922 điển hình.", "Đề án chi 3 tỷ đồng.")

    for asked_for in (far, "What budget was set aside for the project?"):
        question = reading_engine.search(asked_for).question
        wanted = asked(question, Meanings(reading_engine.embedder))
        assert [tells_a_number(wanted, each) for each in told] == [False, True]


@pytest.mark.parametrize(
    ("asked_for", "text", "missing"),
    [
        ("Giao Bộ Nội vụ việc gì?", "Chỉ thị của Thủ tướng.", ["Bộ Nội vụ"]),
        ("Giao Bộ Nội vụ việc gì?", "Bộ trưởng Nội vụ nhận việc.", []),
        ("Sở Giáo dục và Đào tạo làm gì?", "Sở GD&ĐT mở lớp.", []),
        ("Sở Giáo dục và Đào tạo làm gì?", "Sở Y tế mở lớp.", ["Sở Giáo dục và Đào tạo"]),
        ("Ban Dân vận làm gì?", "Sở Y tế mở lớp.", []),
    ],
)
def test_a_ministry_that_no_article_names_is_missed(asked_for, text, missing):
    question = Question(asked_for, asked_for, "vi", {})

    lacks = [look(question, facts(text)) for look in LOOKS]

    assert [each.missing for each in lacks if each] == missing


def test_reread_hits_are_the_same_in_any_form_of_the_question(reading_engine):
    asked_for = "Quảng Ninh có bao nhiêu điển hình “Dân vận khéo” được đề nghị khen thưởng?"
    forms = (asked_for.upper(), asked_for.lower(), unicodedata.normalize("NFD", asked_for))

    hits = reading_engine.search(asked_for, reread=True).hits

    assert "922" in hits[0].chunk.text
    assert [reading_engine.search(each, reread=True).hits for each in forms] == [hits] * 3


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Ai là kiến trúc sư của nhà hát?", "Ông Lê Văn Tám khen nhà hát.", False),
        ("Ai là kiến trúc sư của nhà hát?", "Kiến trúc sư Lê Văn Tám vẽ nhà hát.", True),
        ("Ai phát minh ra máy gặt?", "Máy gặt có hai tay gàu.", False),
        ("Ai phát minh ra máy gặt?", "Ông Lê Văn Tám khen máy gặt.", True),
        ("Ai đứng đầu đội?", "Đội có mười người.", True),
        ("Tài sản của xã là bao nhiêu?", "Nhà trong xã cao 12 tầng.", False),
        ("Tài sản của xã là bao nhiêu?", "Xã có tài sản 12 tỷ đồng.", True),
        ("Tỷ lệ hộ nghèo là bao nhiêu?", "Hộ nghèo chiếm 5%.", True),
        ("Có bao nhiêu hộ gia đình hiến đất?", "Dân hiến 67.900m2 đất.", False),
        ("Có bao nhiêu hộ gia đình hiến đất?", "12 gia đình hiến đất.", True),
        ("Có bao nhiêu phó giáo sư?", "Tỉnh có 92 tiến sĩ.", False),
        ("Có bao nhiêu người dự?", "12 đại biểu dự.", True),
        ("Có bao nhiêu nhà theo mô hình?", "12 hộ theo mô hình.", True),
        ("Có bao nhiêu ngôi nhà?", "12 người theo mô hình.", False),
        ("Có bao nhiêu hộ dân hiến đất?", "Dân đồng thuận; xã vận động hiến 67.900m2 đất.", False),
        ("Who designed it?", "Nhà hát có hai tầng.", True),
    ],
)
def test_what_a_question_asks_for_is_told_in_its_words_or_in_like_ones(
    reading_engine, asked_for, sentence, tells
):
    meanings = Meanings(reading_engine.embedder)
    question = Question(asked_for, asked_for, language(asked_for), {})
    wanted = asked(question, meanings)
    is_marked = mark(wanted, sentence, meanings) is not None

    (best,) = candidates([hit(article(sentence))], {"a": article(sentence)})
    lack = lacked_focus(question, wanted, best, meanings, is_marked=is_marked)

    assert (lack is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("How many households gave land?", "Dân hiến 67.900m2 đất.", False),
        ("How many households gave land?", "67 hộ hiến đất.", True),
        (
            "How many households gave land?",
            "Dân hiến 67.900m2 đất để dựng nhà văn hóa khang trang, hộ nào cũng mừng.",
            False,
        ),
        ("How many poor households gave land?", "67 hộ hiến đất.", True),
        ("How many households gave land?", "Có 10 vụ; nhiều hộ hiến đất.", False),
        ("How many days did it take?", "Đợt ấy kéo dài 12 ngày.", True),
        ("How many square metres of land were given?", "Dân hiến 67.900m2 đất.", True),
        ("How many gizmos were sold?", "Dân hiến 67.900m2 đất.", True),
    ],
)
def test_what_an_english_question_counts_is_told_by_a_word_that_it_translates_to(
    meanings, asked_for, sentence, tells
):
    known = {"households": {"hộ": 1.0}, "poor": {"nghèo": 1.0}, "square": {"vuông": 1.0}}
    question = Question(asked_for, asked_for, "en", {}, translations=known)
    (best,) = candidates([hit(article(sentence))], {"a": article(sentence)})

    lack = lacked_focus(question, asked(question, meanings), best, meanings, is_marked=True)

    assert lack == (None if tells else Lack("weak_evidence", "", unstated("en")))


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Ai trồng rừng?", "Rừng đã xanh.", False),
        ("Ai trồng rừng?", "Hội nông dân trồng rừng.", True),
        ("Ai trồng rừng?", "Rừng do Kô Pa trồng.", True),
        ("Ai nói thế?", "Rừng phải xanh trước đã”.", True),
        ("Ai nói thế?", "“Rừng” phải xanh trước đã.", False),
        ("Trần Phú bị bắt ở đâu?", "Đồng chí Trần Phú bị bắt tháng 4.", False),
        ("Trần Phú bị bắt ở đâu?", "Trần Phú bị bắt trong nhà máy.", True),
        ("Trần Phú bị bắt ở đâu?", "Trần Phú bị bắt, giam Côn Đảo.", True),
        ("Tỉnh nào trồng rừng?", "Rừng đã xanh.", True),
        ("Rừng ra sao?", "Rừng đã xanh.", True),
    ],
)
def test_somebody_and_somewhere_are_told_by_a_word_that_can_be_one(asked_for, sentence, tells):
    question = Question(asked_for, asked_for, "vi", {})

    lack = lacked_somebody(question, sentence, None) or lacked_somewhere(question, sentence, None)

    assert (lack is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Giải nhì thuộc về ai?", "Giải nhất thuộc về bà Lan.", False),
        ("Giải nhì thuộc về ai?", "Giải nhất là bà Lan, giải nhì là ông Ba.", True),
        ("Giải nhì thuộc về ai?", "Bà Lan dự thi.", True),
        ("Buổi đối thoại lần thứ ba họp hôm nào?", "Ngày 9/6 họp lần thứ tư.", False),
        ("Ai được huân chương hạng Ba?", "Huân chương hạng Nhì cho bà Lan.", False),
        ("Ai dẫn tổ công tác số 2?", "Trung úy Nghĩa, tổ trưởng tổ công tác số 1.", False),
        ("Ai dẫn tổ số 2?", "Tổ số 1 do ông Ba dẫn, tổ số 2 do bà Lan.", True),
        ("Ấp 3 có mấy hộ?", "Ấp 2 có 12 hộ.", False),
    ],
)
def test_another_prize_is_not_the_one_that_is_asked_about(asked_for, sentence, tells):
    question = Question(asked_for, asked_for, "vi", {})

    assert (lacked_of_a_row(question, sentence) is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Năm học 2021-2022 mấy em nghỉ?", "Năm học 2020 – 2021 có 86 em nghỉ.", False),
        ("Năm học 2021-2022 mấy em nghỉ?", "Năm học 2021 – 2022 có 86 em nghỉ.", True),
        ("Năm 2021 mấy em nghỉ?", "Năm học 2020 - 2021 có 86 em nghỉ.", True),
        ("Năm học 2021-2022 mấy em nghỉ?", "Có 86 em nghỉ.", True),
    ],
)
def test_another_span_of_years_is_not_the_one_that_is_asked_about(asked_for, sentence, tells):
    assert (lacked_span(in_vietnamese(asked_for), sentence) is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "published", "tells"),
    [
        ("Năm 2022 có mấy mô hình?", date(2023, 1, 12), True),
        ("Năm 2020 có mấy mô hình?", date(2023, 1, 12), False),
        ("Năm 2022 có mấy mô hình?", None, False),
    ],
)
def test_the_past_year_is_that_of_the_article(asked_for, published, tells):
    told = "Năm qua có 738 mô hình; năm 2021 có 611."

    assert (lacked_time(in_vietnamese(asked_for), told, "", published) is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "told", "tells"),
    [
        ("Bốn xã ấy là những xã nào?", "Năm 2023 có 4 xã không họp.", False),
        ("Bốn xã ấy là những xã nào?", "Có 4 xã không họp: Hướng Lập, Hướng Việt.", True),
        ("Cần giám sát những xã nào?", "Cần giám sát các xã có chỉ số thấp.", True),
    ],
)
def test_names_that_are_asked_for_are_not_told_by_their_number(asked_for, told, tells):
    assert (lacked_names(in_vietnamese(asked_for), told) is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "sentence", "tells"),
    [
        ("Ông Lê Văn Tám bao nhiêu tuổi?", "Bà Lô Thị Hoa, 61 tuổi, dẫn đội.", False),
        ("Ông Lê Văn Tám bao nhiêu tuổi?", "Ông Tám năm nay 61 tuổi.", True),
        ("Ông Lê Văn Tám làm gì?", "Bà Lô Thị Hoa, 61 tuổi, dẫn đội.", True),
    ],
)
def test_the_age_of_another_is_not_the_one_that_is_asked_for(asked_for, sentence, tells):
    assert (lacked_age(in_vietnamese(asked_for), sentence) is None) == tells


@pytest.mark.parametrize(
    ("asked_for", "first"),
    [
        ("Nhiệm vụ dân vận 2020 của tỉnh", 1),
        ("Tỉnh có những nhiệm vụ nào năm 2020?", 1),
        ("Nhiệm vụ của tỉnh là gì?", 0),
        ("Ai triển khai nhiệm vụ năm 2020?", 0),
    ],
)
def test_what_says_that_it_speaks_of_what_is_asked_goes_first(reading_engine, asked_for, first):
    meanings = Meanings(reading_engine.embedder)
    of = article(
        "Sáng nay, tỉnh mở hội nghị triển khai nhiệm vụ năm 2020.\n"
        "Về nhiệm vụ năm 2020, cần nắm tình hình nhân dân."
    )
    found = [each.candidate for each in ranked(of, 0, 1)]

    scores = np.log(np.array((0.9, 0.1), np.float32))
    order = rank(asked(in_vietnamese(asked_for), meanings), found, scores, lambda text: None)

    assert order[0].row == first


def test_whose_name_is_asked_for_holds_the_office():
    assert office_asked("Tên của Chủ tịch xã Cẩm Lương là gì?") == "chu tich"
    assert office_asked("Chủ tịch xã Cẩm Lương là ông bà nào?") == "chu tich"


def test_what_somebody_is_may_stand_beside_another_year():
    question = Question("Năm 2020 bà Lan giữ chức gì?", "Năm 2020 bà Lan giữ chức gì?", "vi", {})

    assert lacked_time(question, "Bà Lan, Trưởng ban, nhắc bài báo năm 1949.", "") is None


def test_a_definition_goes_on_in_the_next_sentence():
    of = article("Học viên thăm “Tổ phum sóc”. Đây là tổ tự quản của ấp.")

    assert len(choose(ranked(of, 0), "definition", {"a": of})) == 2
