"""What is asked for and the best sentence does not say: an act, words, a life, a name, a day."""

from __future__ import annotations

import re
from collections.abc import Collection

from qa.identifiers import Span, may_be_a_person, names, person_spans, places
from qa.reader.acts import AGE_ASKED, lacked_act, lacked_life, lacked_of_a_row, untold
from qa.reader.features import leans
from qa.reader.kinds import DOCUMENT, DOCUMENT_EN, HELD, answer_type, concept, office_asked
from qa.reader.lacks import Lack, as_typed
from qa.reader.marks import dates_a_document
from qa.reader.refusals import unmentioned, unspoken
from qa.reader.scopes import (
    lacked_area,
    lacked_home,
    lacked_level,
    lacked_locality,
    lacked_part,
    lacked_span,
    lacked_time,
)
from qa.reader.sentences import POINT, Candidate, ends_quote
from qa.reader.spans import defines, has_foreign_name, new_words, tells_of
from qa.types import Question
from qa.vietnamese import (
    UPPER,
    WORD,
    documents,
    fold,
    is_syllable,
    kind_forms,
    search_form,
    syllables,
)

# That somebody's words are asked for, folded, and how they are told.
_SPEECH = re.compile(
    r"\b(?:phat bieu|noi|nhan manh|khang dinh|cho biet|chia se|luu y|yeu cau|de nghi)(?: gi|"
    r" nhung gi| dieu gi| noi dung gi| ra sao| the nao)\b|\b(?:yeu cau|de nghi)\b.* lam gi\b"
    r"|\bwhat did\b.*\b(?:say|stress|emphasi[sz]e|demand|ask for)\b"
)
_SPEAKER = re.compile(rf"\W*(?:dong chi |ong |ba )?(?P<office>{HELD})\b")
_SPOKEN = re.compile(
    r"\b(?:phát biểu|(?<!câu )(?<!tiếng )(?<!giọng )nói|nhấn mạnh|khẳng định|cho biết|cho rằng|"
    r"chia sẻ|lưu ý|yêu cầu|đề nghị|chỉ đạo|đánh giá|ghi nhận|biểu dương|kêu gọi|mong|"
    r"tin tưởng|bày tỏ|chúc|thông tin|cảm ơn|báo cáo|kết luận|nêu|quán triệt|đồng ý|"
    r"thống nhất|phân tích|dặn|trao đổi|kể|trả lời|hỏi|viết|gọi|hứa|cam kết|nhắc|khuyên|cảnh báo|"
    r"thừa nhận|tuyên bố|phản đối|ủng hộ)\b|[“\":]"
)
_NAME_ASKED = re.compile(
    r"\bten (?:la )?gi\b|^\W*(?:ho )?ten (?:cua )?.* la gi\W*$|"
    r"\bten (?:cu the|goi(?! tat))\b|\bwhat (?:is|was|are|were) .*\bnames?\b"
)
_CALLED = re.compile(r"\b(?:gọi (?:là|tắt)|cái tên|đặt tên|mang tên|tên là|hay)\b")
"""What says the name of something that need not be written with a capital."""
# Whose name it is, where only a person has such a one, and what people do under their own names.
_OF_A_PERSON = re.compile(
    rf"\W*(?:ten (?:cua )?)?(?:(?:{HELD}|nguoi|vi|ong|ba|dong chi|anh|chi|em|cu|thay|co|gia|su|"
    r"muc su|linh muc|bac si|luat su|nghe nhan|truong|pho)\b)"
)
_SIGNED = re.compile(r"\b(?:do )?ai (?:da )?(?:la nguoi )?ky\b|\bai thay mat\b.*\bky\b")
_FIRM = r"công ty|doanh nghiệp|nhà thầu|tập đoàn"
_FIRM_ASKED = re.compile(
    rf"\b(?:{_FIRM})(?:(?: \w+)? nào| (?:tên )?(?:là )?gì)\b|\btên (?:của )?(?:{_FIRM}|cơ sở)\b"
    rf"|^\W*(?:{_FIRM})\b.* tên (?:là )?gì\b|\bhãng nào\b"
    r"|\bwhich (?:company|contractor|firm)\b"
)
_FIRM_NAMED = re.compile(
    rf"(?i:{_FIRM}|xí nghiệp|hợp tác xã|htx|ngân hàng|cty|liên danh|cơ sở)\b"
    rf"[^.;,]{{0,40}}? [{UPPER}]"
    r"|\b[A-Z]{3,}\b"
)
_TIME_ASKED = re.compile(
    r"\b(?:nam|thang) (?:nao|may|bao nhieu)\b|\b(?:what|which) (?:year|month)\b"
)
_YEAR_ASKED = re.compile(
    r"\b(?:nam|the ky) (?:nao|may|bao nhieu)\b|\b(?:what|which) (?:year|century)\b"
)
_YEAR_TOLD = re.compile(
    r"\d{3}|\b(?:năm|tháng) (?:này|nay|ngoái|tới|sau|trước|qua|\d)|\b(?:cùng|hàng|đầu) năm\b|"
    r"\bthế k[ỷỉ]\b"
)
_LISTED = re.compile(
    r"\b(?:la|gom) (?:nhung|cac) (?:xa|huyen|tinh|phuong|thi tran|thon|ban|ap|buon|lang|xom|"
    r"dia phuong|nuoc|cong ty|doanh nghiep|truong) nao\b"
)
"""What bears names, of which several are asked for."""
_SOMEBODY = re.compile(
    r"\b(?:người|ông|bà|anh|chị|em|cô|chú|bác|cụ|cha|mẹ|vợ|chồng|con|cá nhân|lãnh đạo|cán bộ|"
    r"đại biểu|thủ trưởng|chủ|trưởng|giám đốc|bí thư|viên|sĩ|vua|chúa|thần|quân|lính|dân|phụ nữ|"
    r"học sinh|tổ chức|cơ quan|hội|hội đồng|ủy ban|bộ|sở|ban|phòng|công ty|đoàn|nhà|đơn vị|nước)\b"
)
_SOMEWHERE = re.compile(
    r"\b(?:tại|ở|trong|trên|dưới|bên|nơi|khu|vùng|phía|làng|xã|huyện|tỉnh|nước|đến|về|từ|qua)\b"
)
_MONTH_ASKED = re.compile(r"\bthang (?:nao|may)\b(?!.*\bthang\b)|\b(?:what|which) month\b")
_MONTH_TOLD = re.compile(r"\btháng\b|\d ?[/-] ?\d|\bquý\b")
_DAY_ASKED = re.compile(r"\b(?:ngay|hom) (?:nao|may|bao nhieu)\b|\b(?:what|which) (?:day|date)\b")
_DOCUMENT = re.compile(rf"\b(?:{DOCUMENT}|{DOCUMENT_EN})\b")
_PROVINCE_ASKED = re.compile(r"(?<!lanh dao )\btinh(?: thanh)? nao\b|\bwhich province\b")
_NO_SPOT = re.compile(rf"{_PROVINCE_ASKED.pattern}|\btu dau\b")
"""Which place it is, that the whole article may tell, or from what something comes."""
_DAY_TOLD = re.compile(
    r"\d{1,2} ?[/-] ?\d{1,2}|\b(?:ngày|hôm|sáng|chiều|tối|tháng|mồng|mùng|rằm|chủ nhật|"
    r"thứ (?:hai|ba|tư|năm|sáu|bảy))\b"
)
# The kind of document that is asked for, folded; "quy dinh" may be any rule.
_KIND_ASKED = re.compile(
    rf"\b(?P<kind>(?!quy dinh){DOCUMENT})(?: [\w/-]+){{0,12}}? "
    r"(?:nao|so (?:may|bao nhieu|nao)|so hieu)\b|\bwhich (?P<which>\w+)\b"
)
_NUMBER_ASKED = re.compile(r"\bso (?:may|bao nhieu|nao|hieu)\b")
_TIMED = re.compile(r"\d|\b(?:tháng|ngày|năm|mùa|hôm|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)\b")
# Faults that are asked for as a thing, folded, and in which words they are told.
_FAULT = r"(?:han che|ton tai|kho khan|yeu kem|bat cap|khuyet diem|vuong mac|thieu sot)"
_ASKED_FAULT = re.compile(
    rf"^\W*(?:(?:nhung|cac|mot so|neu|nguyen nhan cua(?: nhung| cac)?) )*(?P<what>{_FAULT})"
    rf"(?:,? (?:va )?{_FAULT})*(?: (?:cua|trong|la gi|nao|gi)\b|\W*$)"
    rf"|\b(?:co|vi|nhung|cac) (?:nhung |cac )?(?P<which>{_FAULT})(?:,? (?:va )?{_FAULT})* "
    r"(?:gi|nao)\b"
)
_FAULTY = re.compile(
    r"\b(?:hạn chế|tồn tại|khó khăn|yếu|kém|bất cập|khuyết điểm|vướng|thiếu|chưa|chậm|lúng túng|"
    r"nan giải|thách thức|trở ngại|phức tạp|sai phạm|vi phạm|khó)\b"
)


def unsaid(question: Question, best: Candidate, mark: Span | None) -> Lack | None:
    """What is asked for and the best sentence, be it with those beside it, does not say.

    ``mark`` is its span of the asked kind, if it has one.
    """
    sentence, is_marked = best.text, mark is not None
    is_led = leans(sentence) or POINT.match(sentence)
    led = f"{best.before} {sentence}" if is_led else sentence
    beside = f"{best.before} {best.after} {best.hit.article.heading}"
    return (
        lacked_words(question, sentence, best.before)
        or lacked_fault(question, sentence)
        or lacked_act(question, led)
        or lacked_of_a_row(question, led)
        or lacked_level(question, sentence)
        or lacked_area(question, sentence)
        or lacked_home(question, f"{sentence} {beside}", best.hit.article.places)
        or lacked_name(question, sentence)
        or lacked_names(question, f"{led} {best.after}" if leans(best.after) else led)
        or lacked_firm(question, sentence)
        or lacked_somebody(question, sentence, mark)
        or lacked_somewhere(question, sentence, mark)
        or lacked_date(question, led)
        or lacked_day(question, sentence, mark)
        or lacked_province(question, f"{sentence} {beside}", best.hit.article.places)
        or lacked_number(question, sentence, is_marked)
        or lacked_part(question, led)
        or lacked_locality(question, sentence, beside, best.hit.chunk.text)
        or lacked_life(question, f"{sentence} {beside}")
        or lacked_age(question, sentence)
        or lacked_holder(question, f"{sentence} {beside}", is_marked)
        or lacked_span(question, sentence)
        or lacked_time(question, sentence, beside, best.hit.article.published)
    )


def lacked_definition(question: Question, sentence: str) -> str:
    """What is to be defined ("Dân vận là gì?") where the sentence only uses the word; or none."""
    what = concept(question.searched)
    used = what and re.search(rf"\b{what}\b", fold(search_form(sentence)))
    return as_typed(question.searched, what) if used and not defines(sentence, what) else ""


def lacked_words(question: Question, sentence: str, before: str) -> Lack | None:
    """What somebody said, where the sentence that names them only tells that they were there."""
    asked, searched = _SPEECH.search(fold(search_form(question.searched))), question.searched
    named = (_without_places(each) for each in names(searched))
    who = [each for each in named if each and may_be_a_person(each)]
    told = sentence if who and who[0] in sentence else f"{before} {sentence}"
    if asked and not who and (office := _SPEAKER.match(fold(search_form(searched)))):
        is_other = person_spans(sentence) and not tells_of(office["office"], told)
        if not is_other and _SPOKEN.search(told.lower()):
            return None
        return untold(question, "lời của người được hỏi", "what they said")
    if not asked or not who or (_SPOKEN.search(told.lower()) and not _of_another(who[0], sentence)):
        return None
    return Lack("weak_evidence", "", unspoken(question.language, who[0]))


def _without_places(name: str) -> str:
    """A name without the province before it: "Thái Nguyên Vũ Hồng Bắc"; nothing if it is all."""
    for place in places(name):
        name = name.replace(place, "").strip()
    return name


def lacked_age(question: Question, sentence: str) -> Lack | None:
    """How old somebody is, where the age of another is told."""
    asked = re.search(AGE_ASKED, fold(search_form(question.searched)))
    who = [each for each in names(question.searched) if may_be_a_person(each)] if asked else []
    if not who or not _of_another(who[0], sentence):
        return None
    return untold(question, f"tuổi của {who[0]}", f"the age of {who[0]}")


def _of_another(who: str, told: str) -> bool:
    """Whether others are told of and not who was asked about."""
    given = fold(who.split()[-1]).lower()
    others = [fold(told[start:end]).lower() for start, end in person_spans(told)]
    return bool(others) and not any(given in each.split() for each in others)


def lacked_name(question: Question, sentence: str) -> Lack | None:
    """A name that is asked for, where the sentence has none but those of the question."""
    form = fold(search_form(question.searched))
    named = _NAME_ASKED.search(form)
    if _OF_A_PERSON.match(form) if named else _SIGNED.search(form):
        is_told = bool(person_spans(sentence)) or has_foreign_name(sentence, _words(question))
    else:
        is_called = bool(_CALLED.search(sentence.lower()))
        is_told = not named or is_called or _has_new_name(question, sentence)
    if is_told:
        return None
    return untold(question, "tên được hỏi", "the name asked for")


def lacked_names(question: Question, told: str) -> Lack | None:
    """The names that are asked for ("bốn xã ấy là những xã nào"), where only others are told."""
    if not _LISTED.search(fold(search_form(question.searched))) or _has_new_name(question, told):
        return None
    return untold(question, "những tên được hỏi", "the names asked for")


def lacked_firm(question: Question, sentence: str) -> Lack | None:
    """The firm that is asked for, where the sentence names none."""
    asked = _FIRM_ASKED.search(search_form(question.searched))
    if not asked or _FIRM_NAMED.search(sentence) or has_foreign_name(sentence, _words(question)):
        return None
    return untold(question, "tên doanh nghiệp được hỏi", "the firm asked for")


def lacked_somebody(question: Question, sentence: str, mark: Span | None) -> Lack | None:
    """Who it is, where the sentence has neither a new name nor a word for people or a body.

    It may be who says it.
    """
    if mark is not None or answer_type(question.searched) != "person":
        return None
    is_said = ends_quote(sentence)
    if is_said or _has_new_name(question, sentence) or _SOMEBODY.search(search_form(sentence)):
        return None
    return untold(question, "người được hỏi", "the person asked for")


def lacked_somewhere(question: Question, sentence: str, mark: Span | None) -> Lack | None:
    """Where it is, where the sentence has neither a new name nor a word for a place."""
    asked = fold(search_form(question.searched))
    if mark is not None or answer_type(asked) != "place" or _NO_SPOT.search(asked):
        return None
    if _has_new_name(question, sentence) or _SOMEWHERE.search(search_form(sentence)):
        return None
    return untold(question, "nơi được hỏi", "the place asked for")


def _has_new_name(question: Question, sentence: str) -> bool:
    """Whether a word inside the sentence may be a name that the question lacks."""
    inner = new_words(sentence, _words(question))
    return any(word[0].isupper() or not (word.isdigit() or is_syllable(word)) for word in inner)


def _words(question: Question) -> set[str]:
    return set(syllables(fold(question.searched)))


def lacked_date(question: Question, told: str) -> Lack | None:
    """A day or year that is asked for, where nothing that could be one is told."""
    asked, told = fold(search_form(question.searched)), told.lower()
    missed = (
        (_DAY_ASKED.search(asked) and not _DAY_TOLD.search(told))
        or (_TIME_ASKED.search(asked) and not _TIMED.search(told))
        or (_YEAR_ASKED.search(asked) and not _YEAR_TOLD.search(told))
        or (_MONTH_ASKED.search(asked) and not _MONTH_TOLD.search(told))
    )
    if missed:
        return untold(question, "thời gian được hỏi", "the time asked for")
    return None


def lacked_day(question: Question, sentence: str, mark: Span | None) -> Lack | None:
    """When something was, where the only date is that of a document which nobody asks about."""
    asked = fold(search_form(question.searched))
    if mark is None or answer_type(asked) != "date":
        return None
    if _DOCUMENT.search(asked) or documents(question.searched):
        return None
    if not dates_a_document(sentence, mark):
        return None
    return untold(question, "thời gian được hỏi", "the time asked for")


def lacked_province(question: Question, told: str, about: Collection[str] = ()) -> Lack | None:
    """The province that is asked for, where none is told but those of the question.

    "Sau Vĩnh Long, đoàn đến tỉnh nào?"; ``about`` are the provinces that the article is about.
    """
    asked = fold(search_form(question.searched))
    if answer_type(asked) != "place" or not _PROVINCE_ASKED.search(asked):
        return None
    if {*places(told), *about}.difference(places(question.searched)):
        return None
    return untold(question, "tỉnh được hỏi", "the province asked for")


def lacked_number(question: Question, sentence: str, is_marked: bool) -> Lack | None:
    """The number of a document that is asked for, where the sentence names none of its kind."""
    asked = fold(search_form(question.searched))
    if answer_type(asked) != "document":
        return None
    found = _KIND_ASKED.search(asked)
    forms = kind_forms(found["kind"] or found["which"]) if found else []
    is_of_kind = not forms or re.search(rf"\b(?:{'|'.join(forms)})\b", fold(search_form(sentence)))
    if is_of_kind and (is_marked or not _NUMBER_ASKED.search(asked)):
        return None
    return untold(question, "số văn bản được hỏi", "the number asked for")


def lacked_fault(question: Question, told: str) -> Lack | None:
    """The limits or difficulties that are asked for, where the sentence speaks of none."""
    asked = _ASKED_FAULT.search(fold(search_form(question.searched)))
    if not asked or _FAULTY.search(search_form(told)):
        return None
    what = as_typed(question.searched, asked["what"] or asked["which"])
    return Lack("weak_evidence", "", unmentioned(question.language, what[:1].lower() + what[1:]))


def lacked_holder(question: Question, told: str, is_named: bool) -> Lack | None:
    """An office or a kinship whose holder is asked for and of which nothing is told.

    ``is_named`` says whether the sentence names a person who may hold it. What bears a foreign
    name ("Ai là tổng giám đốc Vinhomes?") must be named, too.
    """
    what = office_asked(question.searched)
    if not what or answer_type(question.searched) != "person":
        return None
    words = WORD.findall(question.searched)[1:] if question.language == "vi" else ()
    foreign = {word.lower() for word in words if word.istitle() and not is_syllable(word)}
    if is_named and tells_of(what, told) and foreign.issubset(syllables(told)):
        return None
    return Lack("entity_mismatch", as_typed(question.searched, what))
