"""Everything that can be set, by environment variables, checked once at start."""

import json
import sys
from typing import Annotated, Any, Literal, NoReturn

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BAD_CONFIGURATION = 78

AdapterName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    host: str = "0.0.0.0"
    port: int = Field(default=8000, ge=0, le=65_535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    # Who may call: those who know the token, or everybody where that is said outright.
    aidep_token: SecretStr | None = None
    access: Literal["internal", "public"] = Field(default="internal", validate_default=True)
    aidep_deployment: str | None = None

    aidep_model_engine: Literal["stub", "hf", "vllm"] = "stub"
    aidep_model_id: str = "stub"
    aidep_model_adapters: Annotated[dict[AdapterName, str], NoDecode] = {}

    # What is refused rather than kept waiting.
    max_concurrency: int = Field(default=8, ge=1)
    max_queue: int = Field(default=64, ge=0)
    max_queue_seconds: float = Field(default=30, gt=0)
    max_tokens: int = Field(default=4096, ge=1)

    @field_validator("aidep_model_adapters", mode="before")
    @classmethod
    def _read_adapters(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as error:
            raise ValueError(
                'has to be JSON, such as {"reasoning": "./adapters/reasoning"}'
            ) from error

    @field_validator("access")
    @classmethod
    def _is_never_open_by_accident(cls, access: str, others: ValidationInfo) -> str:
        if others.data.get("aidep_token") is None and access != "public":
            raise ValueError(
                "AIDEP_TOKEN is not set. Set it, or ACCESS=public to let anybody call."
            )
        return access


def load_settings() -> Settings:
    """Ends the process with everything that is wrong where something is."""
    try:
        return Settings()
    except ValidationError as error:
        refuse_to_start([_sentence(problem) for problem in error.errors()])


def refuse_to_start(problems: list[str]) -> NoReturn:
    print("\n- ".join(["The inference service cannot start:", *problems]), file=sys.stderr)
    raise SystemExit(BAD_CONFIGURATION)


def _sentence(problem: Any) -> str:
    name = str(problem["loc"][0]).upper() + ": " if problem["loc"] else ""
    return name + problem["msg"].removeprefix("Value error, ")
