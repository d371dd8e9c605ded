import math

import pytest

from qa import accents
from qa.accents import Syllables


@pytest.fixture(scope="module")
def model() -> Syllables:
    return accents.shipped()


@pytest.mark.parametrize(
    ("bare", "restored"),
    [
        ("cong tac dan van cua chinh quyen", "công tác dân vận của chính quyền"),
        ("hien dat lam duong nong thon moi", "hiến đất làm đường nông thôn mới"),
        ("mat tran to quoc viet nam", "mặt trận tổ quốc việt nam"),
        ("chi thi 16 cua thu tuong", "chỉ thị 16 của thủ tướng"),
        ("facebook va zalo", "facebook và zalo"),
        ("dan", "dân"),
        ("", ""),
    ],
)
def test_accents_are_restored_by_the_neighbours(model, bare, restored):
    assert " ".join(choice.word for choice in model.restore(bare.split())) == restored


def test_what_is_typed_is_weighed_against_what_is_usual(model):
    usual = model.choose([{"dân": 0.0}, {"vân": 0.0, "vận": 0.0}])[1]
    seldom = model.choose([{"dân": 0.0}, {"vân": 0.0, "vận": math.log(1e-6)}])[1]

    assert (usual.word, seldom.word) == ("vận", "vân")
    assert 0.9 < usual.probability <= 1
    assert seldom.probability > 0.5


def test_pairs_of_the_collection_have_their_say(model):
    place = dict.fromkeys(["trợ", "trổ"], 0.0)
    usual = model.choose([{"đồng": 0.0}, place])
    there = model.choose([{"đồng": 0.0}, place], [{("đồng", "trổ"): 0.9}])

    assert [usual[1].word, there[1].word] == ["trợ", "trổ"]
    assert model.choose([{"đồng": 0.0}, place], [{}]) == usual
    assert model.choose([{"xóm": 0.0}, {"đồng": 0.0}, place], [{}, {("đồng", "trổ"): 0.9}])[
        2
    ].word == ("trổ")


def test_readings_are_the_forms_of_a_bare_syllable_most_frequent_first(model):
    assert model.readings("van")[:2] == ["văn", "vận"]
    assert {"vận", "vân", "ván"} <= set(model.readings("van"))
    assert model.readings("xqz") == ()
    assert model.knows("vận")
    assert not model.knows("vậnn")
