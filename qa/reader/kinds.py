"""What kind of words would answer a question, read from its wording; accents do not matter."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal, get_args

from qa.identifiers import BARE_OFFICE, names, person_spans, places
from qa.vietnamese import WORD, fold, search_form

AnswerType = Literal[
    "figure", "date", "person", "role", "document", "subject", "body", "place",
    "list", "definition", "reason", "yesno", "how", "comparison", "free",
]  # fmt: skip
KINDS: tuple[AnswerType, ...] = get_args(AnswerType)

DOCUMENT = (
    r"(?:van ban|chi thi|quyet dinh|nghi quyet|ket luan|ke hoach|quy dinh|thong tu|nghi dinh|"
    r"huong dan|thong bao|cong van|luat)"
)
DOCUMENT_EN = (
    r"(?:document|directive|decision|resolution|plan|conclusion|regulation|decree|circular|"
    r"guideline)"
)
_NUMBERED = (
    rf"(?:{DOCUMENT}(?: so)? \d|\d+\s?-?\s?[a-z]{{2,4}}/[a-z]{{2,}}|directive|decision|resolution)"
)
_OFFICE = (
    rf"(?:{BARE_OFFICE}|truong|pho|tong|chanh|dai bieu|uy vien|dai dien|nguoi|tac gia|vo|chong|con|"
    r"cha|me)"
)
# What people are by their work, folded.
_CALLING = (
    r"(?:huan luyen vien|cau thu|van dong vien|dien vien|(?:nghe|ca|nhac|hoa|bac|tien|chien) si|"
    r"vi (?:su|tu truong|tuong|vua|linh muc|dai bieu|can bo|chi huy|truong ho)|"
    r"chuyen gia|nghe nhan|"
    r"dao dien|tac gia|kien truc su|ky su|giao su|luat su|phi cong|si quan|hoang de|vua|"
    r"nha (?:khoa hoc|van|tho|bao|khao co|thiet ke|phat minh|(?:\w+ ){1,2}hoc))"
)
_CALLING_EN = (
    r"(?:officer|official|leader|person|man|woman|villager|monk|elder|worker|teacher|writer|player|"
    r"artisan|head|chief)"
)
# The first pattern that fits says the kind; so what is narrow stands before what is wide.
_ASKS: tuple[tuple[AnswerType, str], ...] = (
    ("yesno", r"\bco phai\b(?! la ai)|\b(?:phai|dung) (?:hay )?khong\b|\bdung hay sai\b"
              r"|\bco ai\b.*\b(?:khong|chua)\W*$"),
    ("how", r"^\W*how (?:do|does|did|is|are|was|were|can|could|has|have)\b"
            r"|^\W*(?:(?:lam|bang) cach nao|lam (?:sao|the nao))\b"
            r"|\b(?:theo|bang) (?:cach|loi) nao\b"),
    ("reason", r"^\W*(?:(?:vi|tai) sao|(?:vi )?(?:ly do|nguyen nhan|can nguyen) (?:gi|nao)|vi dau|"
               r"sao (?:luc|ban|truoc|hoi|nhieu|it))\b"
               r"|\b(?:ly giai|giai thich) (?:(?:ra )?sao|the nao|gi)\b"),
    ("definition", r"\bthe nao (?:thi )?(?:duoc )?(?:la|coi la|goi la|xem la)\b"
                   r"|\b(?:hieu|nghia) (?:la )?(?:nhu )?(?:the nao|ra sao|sao)\b"),
    ("reason", r"\b(?:bat nguon|xuat phat) tu dau\b"),
    ("list", r"\b(?:gom(?: co)?|co) nhung ai\b"),
    ("comparison", r"\b(?:so sanh|khac (?:nhau|gi|biet)|giong (?:nhau|gi)|compared? (?:to|with)|"
                   r"difference between|compare|so voi .*(?:the nao|ra sao|hon|kem)|"
                   r"(?:tinh|noi|dia phuong|huyen|xa|ben|ai|nam|don vi) nao .*\bhon(?! \d))\b"),
    ("document", rf"\b{DOCUMENT}(?: so)? (?:nao|may|bao nhieu|gi)\b|\bso hieu\b"
                 rf"|\b{DOCUMENT}\b.* (?:mang|co|la) so (?:may|bao nhieu|nao)\b"
                 rf"|\b{DOCUMENT}(?: \w+){{0,8}} so (?:may|bao nhieu)\b"
                 rf"|\bso {DOCUMENT}\b(?! \d)"
                 r"|\bwhich (?:(?!body|agency|committee|ministry)[\w'’]+ ){0,3}"
                 r"(?:document|directive|decision|resolution|plan|conclusion|guideline)"
                 rf"|\bwhat (?:is|was) the (?:\w+ )?number of the (?:\w+ )?{DOCUMENT_EN}\b"),
    ("date", r"^\W*han (?:cuoi|chot)\b|\bngay thang(?: nam)? (?:ban hanh|ky|to chuc)\b|"
             r"\bthoi han nao\b|\bngay (?:duong|am) lich nao\b|"
             r"\b(?:khi nao|bao gio|hom nao|luc nao|may gio|"
             r"(?<!moi )(?<!mot )(?:ngay|thang|nam|quy|giai doan|thoi gian|thoi diem|dip|ky)"
             r"(?: thang)?(?: nam)? (?:nao|may|bao nhieu)|"
             r"(?:^|until |since |from )when\b(?!.*, (?:\w+ )?(?:which|what|who)\b)|"
             r"(?:what|which)(?: exact)? (?:day|date|month|year|period|time)s?|"
             r"what (?:is|was) the deadline)\b"),
    ("figure", r"\b(?:bao nhieu|so luong|ty le|tong so|how many|how much|what (?:percent(?:age)?|"
               r"share|number|budget|cost|sum)|"
               r"bao lau|bao xa|may tuoi|how (?:long|far|old|often)|"
               r"may(?! (?:gio|giờ|ngay|bay|moc|tinh|anh|ao|man|\d))(?= \w)|"
             r"lan thu may|khoa may)\b"),
    ("body", rf"\b(?:do )?ai (?:da )?ban hanh\b|{_NUMBERED}.*\b(?:do|cua) ai\b(?! ky)"
             r"|\bphoi hop (?:voi|cung) (?:nhung )?ai\b|\bwho (?:issued|published|adopted)\b"),
    ("person", r"\b(?:ai|(?:nguoi|dong chi|lanh dao|ong|ba) nao)(?: \w+)? "
               r"(?:giu|lam|dam nhiem|nam) (?:chuc|cuong vi)"),
    ("role", r"\b(?:chuc vu|chuc danh|giu chuc|lam chuc|cuong vi|(?<!to )chuc gi|"
             r"vai tro gi|lanh dao gi|trong trach gi|tu cach gi|(?:lanh dao|can bo) cap (?:nao|gi)|"
             r"what (?:\w+ )?(?:post|position|office|role|title)s?|"
             r"what (?:is|was) the (?:post|position|role)|"
             r"what (?:is|was) .*['’]s? (?:post|position|title|role(?= at\b)))\b"),
    ("body", r"^\W*(?:in [^,]+, )?(?:which|what) (?:\w+ )?"
             r"(?:team|group|force|union|association)\b"),
    ("person", r"\b(?:(?<!khong )ai|(?:nguoi|dong chi|lanh dao|nhan vat|"
               r"(?<!don )(?<!dong )vi|ong(?: hay)?(?: ba)?) nao|"
               rf"ten (?:la )?gi|ho (?:va )?ten|(?:{BARE_OFFICE})(?: \w+){{0,3}} nao|"
               rf"{_CALLING} nao|which (?:\w+ ){{0,2}}{_CALLING_EN})\b"
               r"|(?:^\W*|, |\b(?:and|by|of|with|to|from) )(?:who|whom|whose)\b"),
    ("reason", r"\b(?:vi sao|tai sao|ly do|li do|nguyen nhan|do dau|vi dau|nho dau|why|"
               r"vi (?:le|cai|dieu|nhung|viec) gi|do vuong (?:dieu )?gi|sao (?:\w+ ){1,5}lai|"
               r"(?<!chu )(?<!van )(?:de|nham)(?: muc dich)?(?: lam)? gi|muc dich gi|what for)\b"
               r"|^\W*sao (?!(?:cho|luu|chep|vang|do|y|ke)\b)\w+ \w+"),
    ("body", r"\b(?:co quan|don vi|doanh nghiep|to chuc|ban|bo|so|nganh|doan the|cong ty|truong|"
             r"benh vien|hoi|phong|"
             r"tap doan|cap|ca nhan|doan) nao\b"
             r"|\b(?:which|what) (?:\w+ )?(?:agency|body|organi[sz]ation|commission|ministry|"
             r"committee|unit)"),
    ("free", r"\bquy dinh (?:o|tai) dau\b"),
    ("place", r"\b(?:o dau|noi nao|den dau|tu dau|di dau|tai dau|"
              r"(?:tinh|huyen|xa|phuong|quan|thi xa|thanh pho|dia phuong|dia diem|nuoc|thon|xom|"
              r"ap|buon|lang|quoc gia|vung|khu vuc) nao|(?:dan )?toi dau|"
              r"where|which (?:province|district|city|town|country|commune|village|ward|"
              r"hamlet))\b"),
    ("list", r"\b(?:gom (?:nhung )?(?:gi|ai|nao)|nhung gi|nhung (?:\w+ ){1,3}(?:nao|gi)|"
             r"nhung (?:[\w“”\"]+ ){4,7}nao|"
             r"cac (?:\w+ ){1,3}nao|"
             r"liet ke|ke (?:ten|ra)|^\W*neu (?:ra )?(?:nhung|cac)|bao gom|what are|"
             r"which \w+s (?:are|were|did|does|do)|list)\b"),
    ("how", r"\b(?:(?:tac dung|tac dong|loi ich|co loi|hieu qua|ket qua|y nghia|anh huong|hau qua) "
            r"(?:gi|nao)|nhu the nao|the nao(?! la)|ra sao|lam sao|bang cach nao|cach nao|how|"
            r"(?<!ngoi )sao(?: day| vay| the)?\W*$)"),
    ("yesno", r"(?:\b(?:phai|dung|duoc|hay|chang)(?: hay)? khong\b"
              r"|\b(?:co|da|duoc|con|bi|phai)\b.*\b(?:khong|chua)(?: (?:a|vay|nhi|the))?\W*$|"
              r"^\W*\w+ \w+ .*\bkhong\W*$|^\W*co phai\b"
              r"|\w chu\W*\?\W*$"
              r"|^\W*(?:is|are|was|were|do|does|did|has|have|can(?! bo\b)|should|must|will) )"),
    ("definition", r"\b(?:(?:chon|goi|lay) la \w+ gi|la gi|nghia la|the nao la|duoc hieu|"
                   r"dinh nghia|khai niem|what is|what does .* mean|"
                   r"chu de|phuong cham|what .*(?:theme|motto|slogan))\b"),
)  # fmt: skip
# What without its accents asks how many or when, and with them does not: máy, nắm, ký, quỹ, thắng.
_OTHERS = {"máy": "vật", "nắm": "giữ", "ký": "soạn", "quỹ": "vốn", "thắng": "được"}
_OTHER = re.compile(rf"\b(?:{'|'.join(_OTHERS)})\b")
# What "may" typed without accents is mistaken for: "kết luận số mấy", "gồm mấy chương".
_MISTAKEN = re.compile(r"\b(số|thứ|khóa|lần|gồm) (?:máy|may|mây)\b(?! (?:móc|tính|bay|ảnh|điện))")
# "mấy" only says that there are several where something else is asked: "mấy điều ấy là gì".
_SOME = re.compile(r"\bmay (?!(?:ngay|nam|thang|gio|tuan|buoi|lan|nguoi|ho)\b)")
_ASKS_ELSE = re.compile(r"\b(?:gi|nao|sao)\b")
# A share or number of something else that is asked for: "nơi nào có số lượng ca tăng gấp ba".
_AMOUNT = re.compile(r"\b(?:so luong|ty le|tong so)\b(?! (?:la )?(?:nao|gi|the nao)\b)")
_COUNTED = re.compile(
    r"\b(?:bao nhieu|bao lau|bao xa|may|what|how (?:many|much|long|far|old|often))\b"
)
_COUNTS = re.compile(
    r"\b(?:bao nhieu|so luong|ty le|tong so|how (?:many|much)|bao lau|bao xa|may tuoi|thu may)\b"
)
# "Ai", "gì" and "nào" are anybody and anything where "không" or "chưa" ends the question.
_ANY = re.compile(
    r"\b(?:co|con|da tung|tung|co bi|co duoc)(?: \w+){0,12}? (?:ai|gi|nao)\b(?: \w+){0,8} "
    r"(?:khong|chua)\W*$|^\W*ai \w+ .*\b(?:co|duoc|bi)\b.* khong\W*$"
)
_WHOEVER = re.compile(r"^\W*ai \w+ .* thi (?:bi|phai|duoc|se) ")
"""What happens to anybody who does something: "Ai vi phạm thì bị xử lý thế nào?"."""
_PATTERNS = [(kind, re.compile(pattern)) for kind, pattern in _ASKS]
_ABOUT = re.compile(
    rf"\bnoi dung (?:chinh )?(?:cua |trong )?{_NUMBERED}|{_NUMBERED}.{{0,40}} la (?:van ban )?gi\b|"
    rf"{_NUMBERED}.*\b(?:(?:ve|lien quan (?:den|toi)|de cap(?: den)?) "
    r"(?:viec |van de |noi dung |cai |dieu |chuyen |mang |linh vuc )?(?:gi|nao)|"
    r"noi gi|concern|quy dinh (?:nhung )?gi|"
    r"(?:quy che|van de|viec|noi dung|quy dinh)(?: nao| gi)|about)\b"
)
# Trương is a family name.
_OFFICE_NOT_NAME = _OFFICE.replace(
    "|truong|", "|truong (?:ban|doan|phong|khoa|thon|ap|xom|nhom|bo mon|tieu ban|cong an)|"
)
_WHO_IS = re.compile(
    rf"^\W*(?:(?:(?:ong|ba|dong chi)\s)?(?!{_OFFICE_NOT_NAME}\b)(?:\w+ ){{2,4}}la ai\b"
    r"|who (?:is|was) (?!the\b)\w+(?: \w+){1,3}\W*$)"
)
_WHO_IS_LATER = re.compile(r"^\W*(?:ong|ba|dong chi|anh|chi) .*(?:\w|,) la ai\b")
"""The same where more is told of them between: "Ông Lê Văn Tám ở xã Bình An là ai?"."""
_BARE_OFFICE = re.compile(rf"^\W*(?:pho )?{_OFFICE}(?: \w+){{2,14}}\W*$")
_BARE_BODY = re.compile(r"^\W*(?:don vi|co quan|to chuc|doan the) \w+ \w+")
_BARE_WAY = re.compile(r"^\W*(?:cach|quy trinh|cac buoc) \w+")
_BARE_COUNT = re.compile(r"^\W*(?:so|tong so|ty le|dien tich|kinh phi) \w+")


@lru_cache(maxsize=1024)
def answer_type(question: str) -> AnswerType:
    """What kind of words would answer: a figure, a date, a person, …, or any ("free")."""
    meant = _MISTAKEN.sub(r"\1 mấy", search_form(question))
    form = fold(_OTHER.sub(lambda found: _OTHERS[found[0]], meant))
    if _SEVERAL.search(form):
        return "list"
    if _ABOUT.search(form):
        return "person" if office_asked(question) else "subject"
    if _ANY.search(form):
        return "yesno"
    if _asks_who(question, form):
        return "role"
    asked = _fitting(_WHOEVER.sub("", form))
    if asked == "figure":
        asked = _figure_or_else(form)
    return asked or ("free" if _SLOT.search(form) else _unasked(form))


def _asks_who(question: str, form: str) -> bool:
    """Whether it asks who somebody is whom it names: "Ông Lê Văn Tám là ai?"."""
    one_case = question.islower() or question.isupper()
    if _WHO_IS.search(form) and (one_case or names(f"x {question}")):
        return True
    return _WHO_IS_LATER.search(form) is not None and _begins_with_a_name(question)


def _figure_or_else(form: str) -> AnswerType | None:
    """A figure, or what else is asked for beside a number that is only told of."""
    if not _COUNTS.search(form):
        plain = _SOME.sub("", form)
        return _fitting(plain) or ("free" if _ASKS_ELSE.search(plain) else "figure")
    if (rest := _behind_a_clause(form)) and not _COUNTS.search(rest):
        return _fitting(rest)
    is_counted = _COUNTED.search(form) or not _ASKS_ELSE.search(form)
    return "figure" if is_counted else _fitting(_AMOUNT.sub(" ", form)) or "figure"


def _begins_with_a_name(question: str) -> bool:
    """Whether a name of a person stands right behind the title with which a question begins."""
    return any(start <= len("Đồng chí ") + 1 for start, _ in person_spans(question))


def _behind_a_clause(form: str) -> str:
    """What asks where a clause that asks nothing stands before it: "Ngoài tỷ lệ …, điều gì"."""
    clause, _, rest = form.partition(", ")
    return rest if _SLOT.search(rest) and not _SLOT.search(clause) else ""


def _fitting(form: str) -> AnswerType | None:
    """The kind that the first fitting pattern says."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(form)), None)


def _unasked(form: str) -> AnswerType:
    """The kind of a question without a question word: "trưởng ban dân vận tỉnh"."""
    if _BARE_OFFICE.search(form):
        return "person"
    if _BARE_BODY.search(form):
        return "body"
    if _BARE_WAY.search(form):
        return "how"
    return "figure" if _BARE_COUNT.search(form) else "free"


# A word of which the meaning is asked, but for what has a value: "chủ đề là gì".
_CONCEPT = re.compile(
    r"\W*(?!(?:chu de|phuong cham|khau hieu|ten|trong tam|muc|noi dung|nhiem vu|ket qua)\b)"
    r"(?P<what>[^\W\d]+(?: [^\W\d]+){0,3}?) (?:co |duoc hieu )?(?:nghia )?la gi\W*$"
    r"|\W*the nao la (?P<meant>[^\W\d]+(?: [^\W\d]+){0,3})\W*$"
    r"|\W*(?:khai niem |dinh nghia )?[“\"]?(?P<term>[^\W\d]+(?: [^\W\d]+){0,7}?)[”\"]? duoc "
    r"(?:hieu|dinh nghia) (?:la gi|(?:nhu )?the nao|ra sao)\b"
    r"|\W*what (?:is|are|does) (?:meant by )?[“\"]?(?!(?:the|an?|your?|this|that)\b)"
    r"(?P<named>[^\W\d]+(?: [^\W\d]+){0,3}?)[”\"]?(?: mean)?\W*$"
)


_ACCORDING = re.compile(r"^\W*theo [^,]{1,80}, ")


def concept(question: str) -> str:
    """What is to be defined, folded: "Dân vận là gì?"; nothing where no meaning is asked for."""
    found = _CONCEPT.match(_ACCORDING.sub("", fold(search_form(question))))
    return next(filter(None, found.groups()), "") if found else ""


# Whose holder is asked for, folded: "Ai là tổng giám đốc …?", "Mẹ của … là ai?", "Chủ tịch …".
HELD = (
    rf"(?:pho )?(?:{BARE_OFFICE}|tong (?:giam doc|bi thu|bien tap|thong)|tu lenh|"
    r"truong (?:ban|doan|phong|khoa|thon|xom|ap|khu pho|tram|nhom|doi|cong an)|to pho|"
    r"chanh (?:an|van phong)|"
    r"(?:chi cuc|cuc|vu|hieu|don|(?:hai )?doi|to|nhom|thon|tram|hat|(?:su|trung|lu|tieu) doan|"
    r"dai doi|chi huy|chi hoi|thuyen) truong|chinh (?:uy|tri vien)|tru tri|gia lang|linh muc|"
    r"muc su|su ca)|cha|me|vo|chong|con (?:trai|gai)"
)
_WHO = r"(?:ai|(?:nguoi|vi|dong chi|ong(?: hay)?(?: ba)?|ba) nao)"
_HOLDER = re.compile(
    rf"^\W*(?:{_WHO} (?:dang )?(?:(?:la|lam|giu chuc) (?P<first>{HELD})|(?P<leads>tru tri))\b.*"
    rf"|ten (?:cua )?(?P<named>{HELD})\b(?: [\w/-]+){{1,12}} la gi\W*"
    rf"|(?:nam \d+,? )?(?P<last>{HELD})\b(?:,? [\w/-]+){{1,20}}?,? "
    rf"(?:la {_WHO}|ten (?:la )?gi)(?: vay)?\W*"
    rf"|.*\bdo {_WHO} (?:lam|giu|dam nhiem) (?:chuc )?(?P<done>{HELD})\b.*"
    rf"|{_WHO} (?:\w+ ){{0,3}}lam (?P<made>{HELD})\b.*"
    rf"|(?P<bare>{HELD})(?: \w+){{1,9}}\W*)$"
)

OFFICES_EN = {"chair": "chu tich", "secretary": "bi thu", "director": "giam doc"}
"""Offices as English questions name them, and as articles do, folded."""
_HOLDER_EN = re.compile(
    r"^\W*who (?:is|was) the (?:(?!deputy|vice)\w+ ){0,3}?"
    rf"(?P<held>{'|'.join(OFFICES_EN)})(?:man|woman)?\b"
)


def office_asked(question: str) -> str:
    """The office or kinship whose holder is asked for, folded, or nothing."""
    form = fold(search_form(question))
    found, english = _HOLDER.match(form), _HOLDER_EN.match(form)
    if english:
        return OFFICES_EN[english["held"]]
    return next(filter(None, found.groups()), "") if found else ""


# What they do is asked of somebody, or what is asked for; folded.
_DOER = re.compile(
    r"^\W*(?P<doer>\w+(?: \w+){1,9}?)(?: (?:da|dang|se|can|phai|duoc))* "
    r"lam (?:duoc )?(?:nhung )?gi\b"
)
_REQUEST = re.compile(
    r"(?<=\w )(?<!dap ung )(?<!thoa )(?<!cac )(?<!nhung )(?<!sach )(?<!theo )"
    r"(?:de nghi|yeu cau|kien nghi|de xuat)\b(?=.*\bgi\b)(?!.*\bla gi\b)"
)


def repeated(question: str) -> frozenset[str]:
    """Pairs of words that the answer says again, folded: of a request, or of who does something."""
    form = fold(search_form(question))
    request, doer = _REQUEST.search(form), _DOER.search(form)
    words = (request[0] if request else doer["doer"] if doer else "").split()
    where = set(fold(search_form(" ".join(places(question)))).split())
    return frozenset(
        first + second for first, second in pairwise(words) if where.isdisjoint((first, second))
    )


# Several things of which each is asked for: "bốn mảng công việc nào", folded.
_SEVERAL = re.compile(
    r"\b(?:hai|ba|bon|nam|sau|bay|tam|[2-9]) (?:mang|nhom|noi dung|nhiem vu|van de|giai phap|viec|"
    r"bai hoc|kinh nghiem|khau|muc tieu)(?: \w+){0,3} (?:nao|gi)\b"
)
_SLOT = re.compile(
    r"\b(?:bao nhieu|may|nao|gi|ai|dau|sao|the nao|bao gio|what|which|who|how many|how much)\b"
)
_BESIDE = 3
"""Words on each side of a question word that say what is asked of something."""


def slot_terms(question: str) -> frozenset[str]:
    """The words beside the question word and their pairs, folded: "gây hại gì" asks for harm."""
    form = fold(search_form(question))
    found = _SLOT.search(form)
    if not found:
        return frozenset()
    before = WORD.findall(form[: found.start()])[-_BESIDE:]
    after = WORD.findall(form[found.end() :])[:_BESIDE]
    pairs = [first + second for side in (before, after) for first, second in pairwise(side)]
    return frozenset([*before, *after, *pairs])
