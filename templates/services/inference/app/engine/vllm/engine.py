"""vLLM, as a process beside this one that nobody else reaches."""

import asyncio
import logging
import re
import socket
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

from ...adapters.find import checked
from ...adapters.loaded import LoadedAdapters
from ...adapters.places import Adapter, AdapterPlaces
from ...errors import ApiError, unsupported
from ...models.weights import ModelFiles, find_model
from ...readiness import Readiness
from ...settings import Settings
from ...telemetry.metrics import Metrics
from ...telemetry.phases import Phases
from ..base import Classification, Embeddings, FinishReason, Generation, Piece, Usage
from .child import Child
from .client import VllmClient, ended
from .command import serve_command
from .supervisor import Supervisor

log = logging.getLogger("inference")
OWN_METRIC = re.compile(r"(# (HELP|TYPE) )?vllm:")
FINISH_REASONS: dict[str, FinishReason] = {"stop": "stop", "length": "length"}


class VllmEngine:
    name = "vllm"
    _files: ModelFiles
    _client: VllmClient | None = None
    _supervisor: Supervisor | None = None

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self.model = settings.aidep_model_id
        self._settings = settings
        self._adapters = LoadedAdapters(
            most=settings.max_adapters,
            load=self._load_adapter,
            unload=self._unload_adapter,
            metrics=metrics,
        )
        self._metrics = metrics

    async def start(self, phases: Phases, readiness: Readiness) -> None:
        settings = self._settings
        with phases.timed("weights"):
            self._files = await asyncio.to_thread(find_model, settings)
        self._supervisor = Supervisor(
            launch=self._launch,
            health=self._health,
            readiness=readiness,
            metrics=self._metrics,
            on_restart=self._again,
            start_seconds=settings.vllm_start_seconds,
            most_restarts=settings.vllm_most_restarts,
        )
        with phases.timed("engine"):
            await self._supervisor.start()
        with phases.timed("warm_up"):
            await self._warm_up()
        with phases.timed("adapters"):
            await self._load_named()

    async def stop(self) -> None:
        if self._supervisor is not None:
            await self._supervisor.stop()
        if self._client is not None:
            await self._client.close()

    async def generate(self, generation: Generation) -> AsyncGenerator[Piece, None]:
        async with self._adapters.use(generation.adapter) as adapter:
            path, body = _request(generation, model=adapter or self.model)
            events = self._client.events(path, body)
            last = None
            async with aclosing(events):
                async for event in events:
                    piece = _piece(event)
                    if piece is not None:
                        last = piece
                        yield piece
            if last is None or last.finish_reason is None:
                raise ended()

    async def embed(self, texts: Sequence[str]) -> Embeddings:
        body = {"model": self.model, "input": list(texts), "encoding_format": "float"}
        said = await self._ask("/v1/embeddings", body, "This model makes no embeddings.")
        vectors = tuple(tuple(each["embedding"]) for each in said["data"])
        return Embeddings(vectors, said["usage"]["prompt_tokens"])

    async def classify(self, text: str) -> Classification:
        body = {"model": self.model, "input": text}
        said = await self._ask("/classify", body, "This model has no classes.")
        [found] = said["data"]
        return Classification(found["label"], round(max(found["probs"]), 4))

    async def sleep(self) -> None:
        """Level 1: the weights go to the machine's memory, and what was computed is dropped."""
        await self._client.post("/sleep?level=1")

    async def wake(self) -> None:
        await self._client.post("/wake_up")

    async def metrics(self) -> str:
        if self._client is None:
            return ""
        lines = (await self._client.metrics()).splitlines()
        return "".join(f"{line}\n" for line in lines if OWN_METRIC.match(line))

    async def _ask(self, path: str, body: Any, refused: str) -> Any:
        try:
            return await self._client.post(path, body)
        except ApiError as error:
            if error.status == 502 or error.status == 404:
                raise unsupported(refused) from error
            raise

    async def _launch(self) -> Child:
        port = _free_port()
        command = serve_command(self._settings, self._files, port=port)
        before, self._client = self._client, VllmClient(port, command.key)
        if before is not None:
            await before.close()
        return await Child.start(command.arguments, command.variables)

    async def _health(self) -> bool | None:
        return await self._client.health()

    async def _again(self) -> None:
        await self._adapters.forget()
        await self._warm_up()

    async def _warm_up(self) -> None:
        if self._files.task == "classify":
            await self.classify("warm up")
            return
        async for _ in self.generate(Generation("warm up", max_tokens=2)):
            pass

    async def _load_named(self) -> None:
        """A bad adapter is told now, and to those who ask for it; the others work."""
        named = AdapterPlaces(self._settings.aidep_model_adapters, root=None)
        for name in named.names()[: self._settings.max_adapters]:
            try:
                async with self._adapters.use(named.find(name)):
                    pass
            except ApiError as error:
                log.error(str(error))

    async def _load_adapter(self, adapter: Adapter) -> str:
        found = await checked(adapter, self._settings)
        body = {"lora_name": adapter.name, "lora_path": str(found.folder)}
        await self._client.post("/v1/load_lora_adapter", body)
        return adapter.name

    async def _unload_adapter(self, name: str) -> None:
        await self._client.post("/v1/unload_lora_adapter", {"lora_name": name})


def _request(generation: Generation, *, model: str) -> tuple[str, dict[str, Any]]:
    wishes = {
        "max_tokens": generation.max_tokens,
        "stop": list(generation.stop) or None,
        "seed": generation.seed,
        "temperature": generation.temperature,
        "top_p": generation.top_p,
    }
    body = {
        "model": model,
        "stream": True,
        "stream_options": {"include_usage": True, "continuous_usage_stats": True},
        **{name: value for name, value in wishes.items() if value is not None},
    }
    if isinstance(generation.prompt, str):
        return "/v1/completions", {**body, "prompt": generation.prompt}
    messages = [{"role": each.role, "content": each.content} for each in generation.prompt]
    return "/v1/chat/completions", {**body, "messages": messages}


def _piece(event: Any) -> Piece | None:
    """None for what holds no text, such as the last event, which repeats the usage."""
    match event:
        case {"error": _}:
            raise ApiError(502, "The engine failed. The log says more.", code="engine_error")
        case {"choices": [choice, *_], "usage": {**usage}}:
            text = choice.get("text") or choice.get("delta", {}).get("content") or ""
            reason = choice.get("finish_reason")
            counted = Usage(usage["prompt_tokens"], usage.get("completion_tokens") or 0)
            return Piece(text, counted, reason and FINISH_REASONS.get(reason, "stop"))
    return None


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
