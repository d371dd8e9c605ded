"""The HTTP contract in the shape of OpenAI: what comes back."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from qa.api.reply_schemas import CitationOut
from qa.types import Reason


class MessageOut(BaseModel):
    """The answer as a message; the last three fields are ours."""

    role: Literal["assistant"] = Field(description="Always `assistant`")
    content: str = Field(description="Sentences with [n] behind them, and the sources below")
    refusal: None = Field(
        description="Always null; a refusal stands in `content`, its code in `reason`"
    )
    citations: list[CitationOut] = Field(description="What the [n] stand for")
    reply_id: str = Field(description="`id` of the reply, to look it up or to rate it")
    reason: Reason | None = Field(description="Why there is no answer")


class ChoiceOut(BaseModel):
    """The one choice."""

    index: int = Field(description="Always 0")
    message: MessageOut = Field(description="The answer")
    finish_reason: Literal["stop"] = Field(description="Always `stop`")
    logprobs: None = Field(description="Always null")


class UsageOut(BaseModel):
    """Counts of words."""

    prompt_tokens: int = Field(description="Words of the messages")
    completion_tokens: int = Field(description="Words of the answer")
    total_tokens: int = Field(description="Both together")


class CompletionOut(BaseModel):
    """A chat completion."""

    id: str = Field(description="Id of the completion")
    object: Literal["chat.completion"] = Field(description="Always `chat.completion`")
    created: int = Field(description="Seconds since 1970")
    model: str = Field(description="Name of the model, as it was sent")
    choices: list[ChoiceOut] = Field(description="Always one")
    usage: UsageOut = Field(description="How long question and answer are")


class ModelOut(BaseModel):
    """The one model."""

    id: str = Field(description="Its name")
    object: Literal["model"] = Field(description="Always `model`")
    created: int = Field(description="Seconds since 1970")
    owned_by: str = Field(description="Who runs it")


class ModelsOut(BaseModel):
    """All models."""

    object: Literal["list"] = Field(description="Always `list`")
    data: list[ModelOut] = Field(description="Always one")


class ErrorDetailOut(BaseModel):
    """What is wrong; `code` is one of the codes of problems."""

    message: str = Field(description="What is wrong and what to do")
    type: str = Field(description="Kind of error, as OpenAI names it")
    param: str | None = Field(description="The field that is wrong")
    code: str = Field(description="What is wrong, for programs")


class ErrorOut(BaseModel):
    """An error in OpenAI's form."""

    error: ErrorDetailOut = Field(description="The error")
