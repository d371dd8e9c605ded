"""The OpenAI shape of a conversation: messages in, a chat completion or its chunks out.

Sources: the OpenAI API reference, "Chat Completions" and "Streaming". What that shape has no place
for (citations, the reason of a refusal) stands in further fields, which clients pass over.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Literal
from urllib.parse import quote

from pydantic import BaseModel, Field, StrictBool

from qa.replies import Json
from qa.types import Turn

MODEL = "danvan-qa"
MOST_MESSAGES = 1000
MOST_TURNS = 20

Link = Callable[[Json], str]
"""A citation to the address where it can be read."""

_MARKDOWN = re.compile(r"[\[\]<]")
_SOURCES = {"vi": "Nguồn:", "en": "Sources:"}
_ERROR_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


class Part(BaseModel):
    """A piece of a message; only text is read."""

    type: str = Field(max_length=50, description="`text` is read, anything else passed over")
    text: str | None = Field(None, description="Words of the message")


class Message(BaseModel):
    """One message of the conversation; what is not from the user or the assistant is not read."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"] = Field(
        description="Who said it"
    )
    content: str | list[Part] | None = Field(None, description="A text, or its parts")

    @property
    def text(self) -> str:
        """The words of the message."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""


class StreamOptions(BaseModel):
    """What comes with a stream."""

    include_usage: StrictBool = Field(False, description="Whether the last chunk counts words")


class ChatIn(BaseModel):
    """A conversation whose last user message is the question.

    Whatever else such clients send (temperature, tools and so on) changes nothing here.
    """

    messages: list[Message] = Field(
        min_length=1,
        max_length=MOST_MESSAGES,
        examples=[[{"role": "user", "content": "Chỉ thị 16/CT-TTg nói về điều gì?"}]],
        description="Oldest first; the last one of the user is the question",
    )
    model: str = Field(MODEL, max_length=200, description="Any name is taken; there is one model")
    stream: StrictBool | None = Field(
        False, description="Whether the answer comes as server-sent events"
    )
    stream_options: StreamOptions | None = Field(None, description="What comes with a stream")

    @property
    def question(self) -> str:
        """The last user message; empty where there is none."""
        return next((each.text for each in reversed(self.messages) if each.role == "user"), "")

    def turns(self) -> list[Turn]:
        """What the user and the assistant said before the question, the last twenty turns."""
        said = [
            Turn(each.role, each.text)
            for each in self.messages
            if each.role in ("user", "assistant")
        ]
        while said and said.pop().role != "user":
            pass  # an assistant's beginning of the answer is not part of the conversation
        return said[-MOST_TURNS:]

    @property
    def wants_usage(self) -> bool:
        """Whether a stream ends with the counts of words."""
        return bool(self.stream_options and self.stream_options.include_usage)


def article_link(base: str) -> Link:
    """What names the page's address of a citation, on a server at this address."""

    def link(citation: Json) -> str:
        article = quote(citation["article"]["article_id"], safe="")
        return f"{base}/#/articles/{article}?at={citation['start']}-{citation['end']}"

    return link


def completion(sent: ChatIn, reply: Json, link: Link) -> Json:
    """The reply as a chat completion."""
    sentences = (sentence_text(each) for each in reply.get("sentences", ()))
    content = " ".join(sentences) + _ending(reply, link)
    message = {"role": "assistant", "content": content, "refusal": None} | _beside(reply)
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return _head("chat.completion") | {"choices": [choice], "usage": _usage(sent, content)}


def chunks(sent: ChatIn, events: Iterable[tuple[str, Json]], link: Link) -> Iterator[Json]:
    """The events of a native stream as chunks of a completion, each sentence as it comes."""
    head = _head("chat.completion.chunk")
    yield head | _delta({"role": "assistant", "content": ""})
    content = ""
    for name, data in events:
        if name == "sentence":
            piece = (" " if content else "") + sentence_text(data["sentence"])
            content += piece
            yield head | _delta({"content": piece})
        elif name == "done":
            ending = _ending(data, link)
            content += ending
            yield head | _delta({"content": ending} | _beside(data))
    yield head | _delta({}, "stop")
    if sent.wants_usage:
        yield head | {"choices": [], "usage": _usage(sent, content)}


def models() -> Json:
    """The list of the one model."""
    return {"object": "list", "data": [model()]}


def model() -> Json:
    """The one model."""
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}


def error(problem: Json) -> Json:
    """A problem document in the form in which such clients read errors."""
    status = problem["status"]
    kind = "server_error" if status >= 500 else "invalid_request_error"
    fields = ", ".join(problem.get("fields", ())) or None
    return {
        "error": {
            "message": problem["detail"],
            "type": _ERROR_TYPES.get(status, kind),
            "param": fields,
            "code": problem["code"],
        }
    }


def sentence_text(sentence: Json) -> str:
    """A sentence with the numbers of its citations behind it."""
    numbers = "".join(f"[{number}]" for number in sentence["citations"])
    return f"{_plain(sentence['text'])} {numbers}"


def _ending(reply: Json, link: Link) -> str:
    """What stands after the sentences: the sources, or why there are no sentences."""
    if reply["kind"] == "no_answer":
        return _plain(reply["explanation"])
    language = "en" if reply["question"]["language"] == "en" else "vi"
    sources = (_source(each, link(each)) for each in reply["citations"])
    return f"\n\n{_SOURCES[language]}\n" + "\n".join(sources)


def _source(citation: Json, address: str) -> str:
    article = citation["article"]
    day = "/".join(reversed((article["published"] or "").split("-")))
    about = [f"[{_plain(article['title'])}]({address})", _plain(article["outlet"] or ""), day]
    return f"- [{citation['number']}] " + " · ".join(filter(None, about))


def _plain(text: str) -> str:
    """The text with nothing in it that chat pages would show as a link, an image or HTML."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def _beside(reply: Json) -> Json:
    """What unknown clients pass over."""
    return {
        "reply_id": reply["id"],
        "reason": reply.get("reason"),
        "citations": reply.get("citations", []),
    }


def _head(kind: str) -> Json:
    chat_id = f"chatcmpl-{secrets.token_hex(12)}"
    return {"id": chat_id, "object": kind, "created": int(time.time()), "model": MODEL}


def _delta(delta: Json, finish_reason: str | None = None) -> Json:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]}


def _usage(sent: ChatIn, content: str) -> Json:
    """Counts of words: there are no tokens here."""
    prompt, answer = len(sent.question.split()), len(content.split())
    return {
        "prompt_tokens": prompt,
        "completion_tokens": answer,
        "total_tokens": prompt + answer,
    }
