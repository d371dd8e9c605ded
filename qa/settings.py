"""What an operator may set, by QA_* variables or a ``.env`` file; owns pydantic-settings."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from qa.errors import SettingError


class Settings(BaseSettings):
    """Every setting with its default; the description is what ``qa settings`` prints."""

    model_config = SettingsConfigDict(
        env_prefix="QA_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # templates of .env and compose files set what they leave open to ""
        extra="ignore",
        frozen=True,
    )

    index_dir: Path = Field(Path("index"), description="folder of the index")
    embedder: str | None = Field(
        None,
        description="embedding model that finds: a sentence-transformers folder or hub name;"
        " empty means the one that is shipped",
    )
    offline: bool = Field(False, description="never fetch a model from a hub")
    llm_url: str | None = Field(
        None,
        pattern=r"^https?://\S+$",
        description="OpenAI-compatible server whose model rewrites answers,"
        " such as http://127.0.0.1:11434/v1; empty means none",
    )
    llm_model: str = Field("", description="name of the model on that server")
    llm_key: SecretStr = Field(SecretStr(""), description="key of that server, if it wants one")
    llm_seconds: float = Field(30, gt=0, le=600, description="time that the model has to answer")
    llm_tokens: int = Field(
        700, ge=50, le=8000, description="length of what the model writes, in tokens"
    )
    host: str = Field("127.0.0.1", description="address that `qa serve` listens on")
    port: int = Field(8000, ge=0, le=65535, description="port that `qa serve` listens on")
    allow_remote: bool = Field(
        False, description="let anybody read without an API key, from other machines too"
    )
    api_keys: Path | None = Field(
        None, description="file of API keys; empty means keys.json in the folder of the index"
    )
    rate_limit: int = Field(
        600,
        ge=0,
        le=1_000_000,
        description="requests a minute of each API key or address; 0 sets no limit",
    )
    max_question: int = Field(2000, ge=50, le=20_000, description="longest question, in characters")
    queue: int = Field(
        32, ge=1, le=1000, description="questions served or waiting at once; more get a 503"
    )
    keep_replies: int = Field(
        10_000,
        ge=0,
        le=10_000_000,
        description="replies that a server keeps as receipts; 0 keeps none, and no feedback",
    )
    receive_seconds: float = Field(
        10, gt=0, le=600, description="time in which a request must have arrived"
    )

    log_questions: bool = Field(
        False, description="write the text of questions into the access log of a server"
    )

    @property
    def keys_file(self) -> Path:
        """Where the API keys are."""
        return self.api_keys or self.index_dir / "keys.json"


def read_settings(**given: object) -> Settings:
    """The settings of this environment; ``given`` values win, ``None`` means not given.

    Raises:
        SettingError: naming the first variable that cannot be used.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "QA_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingError(
            f"{name} is {str(first['input'])!r}. {first['msg']}. "
            "Change it in the environment or in .env; `qa settings` lists them all."
        ) from None
