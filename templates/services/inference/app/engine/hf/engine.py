"""transformers and peft, in this process: on a GPU, and on a machine without one."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from ...adapters.find import checked
from ...adapters.loaded import LoadedAdapters
from ...adapters.places import Adapter, AdapterPlaces
from ...errors import ApiError, unsupported
from ...models.weights import find_model
from ...readiness import Readiness
from ...settings import Settings
from ...telemetry.metrics import Metrics
from ...telemetry.phases import Phases
from ..base import Classification, Embeddings, Generation, Piece, Task
from ..stopping import until_stop
from .adapted_model import AdaptedModel
from .batcher import Batcher, Row
from .load import load
from .reading import check_classifier, classify, embed
from .runner import TorchRunner
from .text_model import TextModel

log = logging.getLogger("inference")


class HfEngine:
    name = "hf"
    _task: Task
    _model: AdaptedModel
    _text: TextModel
    _batcher: Batcher | None = None
    _retry: asyncio.Task[None] | None = None
    _adapters: LoadedAdapters[str]

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self.model = settings.aidep_model_id
        self._settings = settings
        self._metrics = metrics

    async def start(self, phases: Phases, readiness: Readiness) -> None:
        settings = self._settings
        with phases.timed("weights"):
            files = await asyncio.to_thread(find_model, settings)
        with phases.timed("load"):
            loaded = await asyncio.to_thread(load, files, settings)
        self._task = files.task
        self._model = AdaptedModel(loaded.model)
        self._text = TextModel(loaded, most_tokens=settings.max_tokens)
        self._readiness = readiness
        self._device = self._model.device
        if self._task == "classify":
            check_classifier(self._model)
        padding = loaded.tokenizer.pad_token_id or 0
        self._batcher = Batcher(
            TorchRunner(self._model, padding=padding),
            self._metrics,
            most_rows=settings.max_concurrency,
            on_failure=self._after_failure,
        )
        self._adapters = LoadedAdapters(
            most=settings.max_adapters,
            load=self._load_adapter,
            unload=self._unload_adapter,
            metrics=self._metrics,
        )
        with phases.timed("warm_up"):
            await self._warm_up()
        with phases.timed("adapters"):
            await self._load_named()

    async def stop(self) -> None:
        if self._batcher is not None:
            await self._batcher.stop()

    async def generate(self, generation: Generation) -> AsyncGenerator[Piece, None]:
        if self._task == "classify":
            raise unsupported("This model classifies texts. Use /v1/classify.")
        async with self._adapters.use(generation.adapter) as adapter:
            row = self._text.row(generation, adapter)
            pieces = until_stop(self._pieces(row), generation.stop)
            async with aclosing(pieces):
                async for piece in pieces:
                    yield piece

    async def embed(self, texts: Sequence[str]) -> Embeddings:
        if self._task == "classify":
            raise unsupported("This model classifies texts. Use /v1/classify.")
        return await self._batcher.call(lambda: embed(self._model, self._text, texts))

    async def classify(self, text: str) -> Classification:
        if self._task != "classify":
            raise unsupported("This model generates texts and has no classes.")
        return await self._batcher.call(lambda: classify(self._model, self._text, text))

    async def sleep(self) -> None:
        await self._batcher.call(lambda: self._model.to("cpu"))

    async def wake(self) -> None:
        await self._batcher.call(lambda: self._model.to(self._device))

    async def metrics(self) -> str:
        return ""

    async def _pieces(self, row: Row) -> AsyncGenerator[Piece, None]:
        self._batcher.submit(row)
        pieces = self._text.pieces(row)
        try:
            async with aclosing(pieces):
                async for piece in pieces:
                    yield piece
        finally:
            row.cancelled = True

    async def _warm_up(self) -> None:
        """The first step of a process is slower than all others, and shows what does not work."""
        if self._task == "classify":
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
        if self._task == "classify":
            raise unsupported("This model classifies texts, and takes no adapters.")
        found = await checked(adapter, self._settings)
        return await self._batcher.call(lambda: self._model.load(found))

    async def _unload_adapter(self, name: str) -> None:
        await self._batcher.call(lambda: self._model.unload(name))

    def _after_failure(self, _: Exception) -> None:
        """Some errors of a GPU stay until the process ends: then it is better that it does."""
        if self._retry is None or self._retry.done():
            self._retry = asyncio.create_task(self._try_again())

    async def _try_again(self) -> None:
        try:
            await self._batcher.call(self._model.try_device)
        except Exception as error:
            self._readiness.fail(error, "The GPU does not answer any more.")
