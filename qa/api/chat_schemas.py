"""The HTTP contract in the shape of OpenAI: what comes back."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from qa.api.schemas import CitationOut
from qa.types import Reason


class MessageOut(BaseModel):
    """The answer as a message; the last three fields are ours."""

    role: Literal["assistant"]
    content: str = Field(description="Sentences with [n] behind them, and the sources below")
    refusal: None
    citations: list[CitationOut]
    reply_id: str
    reason: Reason | None = Field(description="Why there is no answer")


class ChoiceOut(BaseModel):
    """The one choice."""

    index: int
    message: MessageOut
    finish_reason: Literal["stop"]
    logprobs: None


class UsageOut(BaseModel):
    """Counts of words."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class CompletionOut(BaseModel):
    """A chat completion."""

    id: str
    object: Literal["chat.completion"]
    created: int = Field(description="Seconds since 1970")
    model: str
    choices: list[ChoiceOut]
    usage: UsageOut


class ModelOut(BaseModel):
    """The one model."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsOut(BaseModel):
    """All models."""

    object: Literal["list"]
    data: list[ModelOut]


class ErrorDetailOut(BaseModel):
    """What is wrong; `code` is one of the codes of problems."""

    message: str
    type: str
    param: str | None
    code: str


class ErrorOut(BaseModel):
    """An error in OpenAI's form."""

    error: ErrorDetailOut
