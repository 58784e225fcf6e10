"""Everything that can be set, by environment variables, checked once at start."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from pydantic import (
    AliasChoices,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BAD_CONFIGURATION = 78
MOUNTED = Path("/models")

AdapterName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


def _json(example: str) -> BeforeValidator:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"has to be JSON, such as {example}") from error

    return BeforeValidator(read)


AdapterTable = Annotated[
    dict[AdapterName, str], NoDecode, _json('{"reasoning": "./adapters/reasoning"}')
]
Arguments = Annotated[tuple[str, ...], NoDecode, _json('["--enforce-eager"]')]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    host: str = "0.0.0.0"
    port: int = Field(default=8000, ge=0, le=65_535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_prompts: bool = False
    sentry_dsn: SecretStr | None = None

    # Who may call: those who know the token, or everybody where that is said outright.
    aidep_token: SecretStr | None = None
    access: Literal["internal", "public"] = Field(default="internal", validate_default=True)
    aidep_deployment: str | None = None

    aidep_model_engine: Literal["stub", "hf", "vllm"] = "stub"
    aidep_model_id: str = "stub"
    aidep_model_revision: str | None = None
    aidep_model_quantization: Literal["none", "4-bit", "8-bit"] = "none"
    aidep_model_adapters: AdapterTable = {}

    # A volume, for what is fetched and compiled.
    models_dir: Path | None = Field(
        default=None, validation_alias=AliasChoices("MODELS_DIR", "AIDEP_VOLUME_MODELS")
    )
    adapters_dir: Path | None = None
    max_adapters: int = Field(default=8, ge=1)
    max_adapter_rank: int = Field(default=64, ge=1, le=512)
    max_adapter_mib: int = Field(default=1024, ge=1)
    adapter_checksums: Literal["where-listed", "required"] = "where-listed"

    # What is refused rather than kept waiting.
    max_concurrency: int = Field(default=8, ge=1)
    max_queue: int = Field(default=64, ge=0)
    max_queue_seconds: float = Field(default=30, gt=0)
    max_request_seconds: float = Field(default=300, gt=0)
    max_body_bytes: int = Field(default=2**20, ge=1)
    max_tokens: int = Field(default=4096, ge=1)

    drain_seconds: float = Field(default=25, ge=0)
    drain_delay_seconds: float = Field(default=0, ge=0)
    snapshots: bool = False

    torch_device: Literal["auto", "cpu", "cuda"] = "auto"
    torch_threads: int | None = Field(default=None, ge=1)

    vllm_command: Arguments = ("vllm", "serve")
    vllm_args: Arguments = ()
    vllm_start_seconds: float = Field(default=900, gt=0)
    vllm_most_restarts: int = Field(default=5, ge=0)

    @field_validator("access")
    @classmethod
    def _is_never_open_by_accident(cls, access: str, others: ValidationInfo) -> str:
        if others.data.get("aidep_token") is None and access != "public":
            raise ValueError(
                "AIDEP_TOKEN is not set. Set it, or ACCESS=public to let anybody call."
            )
        return access

    @property
    def volume(self) -> Path | None:
        """Where fetched weights and compiled code stay from one start to the next."""
        if self.models_dir is not None:
            return self.models_dir
        return MOUNTED if os.access(MOUNTED, os.W_OK) else None

    @property
    def roots(self) -> list[Path]:
        """Folders in which adapters may lie."""
        return [Path.cwd(), *(root for root in (self.volume, self.adapters_dir) if root)]


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
