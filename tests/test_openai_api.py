"""The OpenAI shape, by itself and through the official clients."""

import pytest
from langchain_openai import ChatOpenAI
from openai import AuthenticationError, NotFoundError, OpenAI, UnprocessableEntityError

from qa import openai_api
from qa.api import Rules, create_app
from qa.keys import KeyRing, add_key
from qa.openai_api import ChatIn
from qa.replies import reply_json
from qa.types import Turn
from tests.serving import serving

ASKED = "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?"
ANSWER = "Năm qua, toàn tỉnh có 2.705 điển hình “Dân vận khéo” đăng ký các cấp."
REFUSED = "Chỉ thị 20/CT-TTg nói gì?"
HEADER = {
    "article_id": "a/1",
    "title": "Một [bài](javascript:x) <b>",
    "published": "2018-01-16",
    "outlet": "Báo ![x](http://evil.example/x.png)",
}
CITATION = {"number": 1, "article": HEADER, "start": 3, "end": 9, "quote": "Có 61."}
REPLY = {
    "id": "r_1",
    "kind": "answer",
    "question": {"language": "vi"},
    "sentences": [
        {"text": "Có 61.", "citations": [1]},
        {"text": "Xem [ở đây](http://evil.example) <img>.", "citations": [1, 2]},
    ],
    "citations": [CITATION, CITATION | {"number": 2}],
}


def said(*messages):
    return ChatIn.model_validate({"messages": [{"role": r, "content": c} for r, c in messages]})


def link(citation):
    return f"/{citation['start']}"


@pytest.fixture(scope="module")
def url(reading_engine):
    with serving(create_app(reading_engine)) as address:
        yield address


@pytest.fixture(scope="module")
def client(url):
    with OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as opened:
        yield opened


@pytest.mark.parametrize(
    ("messages", "question"),
    [
        ([("user", "a")], "a"),
        ([("system", "s"), ("user", "a"), ("assistant", "b"), ("user", "c")], "c"),
        ([("user", "a"), ("assistant", "b")], "a"),
        ([("user", "a"), ("developer", "d"), ("tool", "t")], "a"),
        ([("user", [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}])], "a\nb"),
        ([("user", [{"type": "image_url", "image_url": {"url": "x"}}])], ""),
        ([("system", "s")], ""),
        ([("user", None)], ""),
    ],
)
def test_the_last_user_message_is_the_question(messages, question):
    assert said(*messages).question == question


def test_what_was_said_before_is_the_conversation(client):
    asked = said(
        ("system", "s"), ("user", "a"), ("assistant", "b"), ("user", "c"), ("assistant", "d")
    )
    assert [(turn.role, turn.content) for turn in asked.turns()] == [
        ("user", "a"),
        ("assistant", "b"),
    ]
    assert len(said(*[("user", "a")] * 50).turns()) == 20
    assert said(("assistant", "b")).turns() == []


def test_a_follow_up_is_read_as_the_native_route_reads_it(client, reading_engine):
    before, now = "Quảng Ninh có bao nhiêu điển hình dân vận khéo?", "Còn Vĩnh Long thì sao?"
    message = (
        client.chat.completions.create(
            model="danvan-qa",
            messages=[
                {"role": "user", "content": before},
                {"role": "assistant", "content": ANSWER},
                {"role": "user", "content": now},
            ],
        )
        .choices[0]
        .message
    )
    conversation = [Turn("user", before), Turn("assistant", ANSWER)]
    native = reply_json(reading_engine.ask(now, conversation=conversation))

    assert native["question"]["changes"][0]["kind"] == "follow_up"
    assert message.model_extra["citations"] == native.get("citations", [])
    assert message.model_extra["reason"] == native.get("reason")


def test_an_answer_has_its_numbers_and_its_sources():
    told = openai_api.completion(said(("user", "Bao nhiêu hộ?")), REPLY, link)

    message = told["choices"][0]["message"]
    assert message["content"] == (
        "Có 61. [1] Xem \\[ở đây\\](http://evil.example) \\<img>. [1][2]\n\n"
        "Nguồn:\n"
        "- [1] [Một \\[bài\\](javascript:x) \\<b>](/3)"
        " · Báo !\\[x\\](http://evil.example/x.png) · 16/01/2018\n"
        "- [2] [Một \\[bài\\](javascript:x) \\<b>](/3)"
        " · Báo !\\[x\\](http://evil.example/x.png) · 16/01/2018"
    )
    assert (message["citations"], message["reply_id"]) == (REPLY["citations"], "r_1")
    assert told["usage"]["prompt_tokens"] == 3
    assert told["choices"][0]["finish_reason"] == "stop"


def test_a_source_leads_to_the_cited_words_on_the_page():
    assert openai_api.article_link("https://qa.example.vn")(CITATION) == (
        "https://qa.example.vn/#/articles/a%2F1?at=3-9"
    )


def test_a_stream_comes_to_the_same_content():
    asked = said(("user", "Bao nhiêu hộ?"))
    events = [
        ("question", {}),
        ("hits", {"hits": []}),
        *(("sentence", {"sentence": each}) for each in REPLY["sentences"]),
        ("done", REPLY),
    ]
    told = list(openai_api.chunks(asked, events, link))

    deltas = [chunk["choices"][0]["delta"] for chunk in told]
    whole = openai_api.completion(asked, REPLY, link)["choices"][0]["message"]
    assert "".join(delta.get("content", "") for delta in deltas) == whole["content"]
    assert deltas[-2]["citations"] == REPLY["citations"]
    assert [chunk["choices"][0]["finish_reason"] for chunk in told] == [None] * 4 + ["stop"]
    assert len({chunk["id"] for chunk in told}) == 1


def test_the_official_client_gets_an_answer_with_citations(client, url):
    told = client.chat.completions.create(
        model="gpt-any",
        messages=[
            {"role": "system", "content": "Answer in verse."},
            {"role": "user", "content": [{"type": "text", "text": ASKED}]},
        ],
        temperature=0.2,
    )

    message = told.choices[0].message
    citation = message.model_extra["citations"][0]
    assert message.content.startswith(f"{ANSWER} [1]")
    assert "\n- [1] [Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở](" in message.content
    assert f"({url}/#/articles/{citation['article']['article_id']}?at=" in message.content
    assert "baoquangninh.com.vn · 16/01/2018" in message.content
    assert citation["quote"] == ANSWER
    assert told.usage.total_tokens == told.usage.prompt_tokens + told.usage.completion_tokens
    assert told.model == "danvan-qa"


def test_the_official_client_streams_the_same(client):
    asked = {"model": "danvan-qa", "messages": [{"role": "user", "content": ASKED}]}
    whole = client.chat.completions.create(**asked)
    told = list(
        client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True})
    )

    content = "".join(each.choices[0].delta.content or "" for each in told if each.choices)
    assert content == whole.choices[0].message.content
    assert told[-1].usage == whole.usage
    assert told[-2].choices[0].finish_reason == "stop"
    assert told[-3].choices[0].delta.model_extra["citations"][0]["quote"] == ANSWER


def test_a_refusal_is_a_message_with_its_reason(client):
    asked = {"model": "danvan-qa", "messages": [{"role": "user", "content": REFUSED}]}
    message = client.chat.completions.create(**asked).choices[0].message
    told = list(client.chat.completions.create(**asked, stream=True))

    assert message.content.startswith("Các bài viết không nhắc tới văn bản số 20/CT-TTg")
    assert message.model_extra["reason"] == "number_not_found"
    assert message.model_extra["citations"] == []
    assert "".join(each.choices[0].delta.content or "" for each in told) == message.content


def test_the_official_client_lists_the_model(client):
    assert [each.id for each in client.models.list()] == ["danvan-qa"]
    assert client.models.retrieve("danvan-qa").owned_by == "danvan-qa"
    with pytest.raises(NotFoundError) as missing:
        client.models.retrieve("gpt-4")
    assert missing.value.code == "model_not_found"


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([], "invalid_request"),
        ([{"role": "system", "content": "x"}], "question_empty"),
        ([{"role": "user", "content": " "}], "question_empty"),
        ([{"role": "user", "content": "x" * 2001}], "question_too_long"),
        ([{"role": "nobody", "content": "secret-text"}], "invalid_request"),
    ],
)
def test_errors_have_the_form_that_the_client_reads(client, messages, code, stream):
    with pytest.raises(UnprocessableEntityError) as refused:
        client.chat.completions.create(model="x", messages=messages, stream=stream)

    assert (refused.value.code, refused.value.type) == (code, "invalid_request_error")
    assert "secret-text" not in refused.value.message


def test_a_defect_within_a_stream_is_an_error_of_the_client(reading_engine, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr(reading_engine, "tell", broken)
    with (
        serving(create_app(reading_engine)) as address,
        OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client,
        pytest.raises(Exception, match=r"The server met an error|Máy chủ gặp lỗi") as ended,
    ):
        list(
            client.chat.completions.create(
                model="x", messages=[{"role": "user", "content": ASKED}], stream=True
            )
        )
    assert "secret" not in str(ended.value)
    assert "RuntimeError" in caplog.text


def test_a_key_is_sent_as_the_client_sends_it(reading_engine, tmp_path):
    key = add_key(tmp_path / "keys.json", "webui", "read")
    rules = Rules(keys=KeyRing(tmp_path / "keys.json"))
    with serving(create_app(reading_engine, rules=rules)) as address:
        with OpenAI(base_url=f"{address}/v1", api_key=key) as client:
            assert [each.id for each in client.models.list()] == ["danvan-qa"]
        with (
            OpenAI(base_url=f"{address}/v1", api_key="qa_wrong") as client,
            pytest.raises(AuthenticationError) as refused,
        ):
            client.models.list()
    assert (refused.value.code, refused.value.type) == ("unauthorized", "authentication_error")


def test_langchain_asks_and_streams(url):
    chat = ChatOpenAI(base_url=f"{url}/v1", api_key="none", model="danvan-qa")

    told = chat.invoke([("system", "x"), ("human", "Xin chào"), ("ai", "Chào"), ("human", ASKED)])
    streamed = list(chat.stream(ASKED))

    assert told.content.startswith(f"{ANSWER} [1]")
    assert told.usage_metadata["total_tokens"] > 0
    assert "".join(each.content for each in streamed) == chat.invoke(ASKED).content
    assert len([each for each in streamed if each.content]) > 1
