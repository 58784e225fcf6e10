import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from app.engine.base import Generation, Piece, Usage
from app.engine.stub import StubEngine
from app.factory import create_app
from app.readiness import Readiness
from app.telemetry.phases import Phases

from .conftest import AUTHORIZED, running


class HeldEngine(StubEngine):
    """Sends one piece, and goes on when it is let go."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.let_go = asyncio.Event()
        self.closed = asyncio.Event()

    async def generate(self, generation: Generation) -> AsyncGenerator[Piece, None]:
        try:
            yield Piece("first", Usage(1, 1))
            self.begun.set()
            await self.let_go.wait()
            yield Piece("", Usage(1, 1), "stop")
        finally:
            self.closed.set()


class SlowToStart(StubEngine):
    def __init__(self) -> None:
        self.loaded = asyncio.Event()

    async def start(self, phases: Phases, readiness: Readiness) -> None:
        await self.loaded.wait()


class BrokenEngine(StubEngine):
    async def generate(self, generation: Generation) -> AsyncGenerator[Piece, None]:
        yield Piece("first", Usage(1, 1))
        raise RuntimeError("out of memory")


class NeverStarts(StubEngine):
    async def start(self, phases: Phases, readiness: Readiness) -> None:
        raise RuntimeError("no weights")


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(test, 10))


async def until(client: httpx.AsyncClient, line: str) -> None:
    while line not in (await client.get("/metrics")).text:
        await asyncio.sleep(0)


def ask(client: httpx.AsyncClient, **more: Any) -> asyncio.Task[httpx.Response]:
    body = {"prompt": "hello", **more.pop("json", {})}
    return asyncio.create_task(client.post("/v1/generate", json=body, **more))


def test_what_finds_no_place_is_refused_and_what_waits_is_answered() -> None:
    async def test() -> None:
        engine = HeldEngine()
        async with running(engine, max_concurrency=1, max_queue=1) as (client, _):
            working = ask(client)
            await engine.begun.wait()
            waiting = ask(client)
            await until(client, "inference_requests_waiting 1.0")
            refused = await ask(client)
            assert refused.status_code == 429
            assert int(refused.headers["retry-after"]) >= 1
            engine.let_go.set()
            assert (await working).status_code == (await waiting).status_code == 200

    run(test())


def test_what_comes_before_the_model_is_loaded_waits_for_it_within_bounds() -> None:
    async def test() -> None:
        engine = SlowToStart()
        async with running(engine, max_queue=1) as (client, _):
            health = await client.get("/health")
            assert health.status_code == 503
            assert health.json()["status"] == "starting"
            assert (await client.get("/health/live")).status_code == 200
            early = ask(client)
            await until(client, "inference_requests_waiting 1.0")
            assert (await ask(client)).status_code == 429
            engine.loaded.set()
            assert (await early).status_code == 200
            assert (await client.get("/health/ready")).status_code == 200

    run(test())


def test_a_model_that_cannot_be_loaded_ends_the_service_and_no_request_waits() -> None:
    async def test() -> None:
        async with running(NeverStarts()) as (client, _):
            answer = await ask(client)
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "engine_failed")
            assert (await client.get("/health")).json()["status"] == "failed"

    run(test())


def test_the_time_of_a_request_ends_it_wherever_it_is() -> None:
    async def test() -> None:
        engine = HeldEngine()
        async with running(engine, max_concurrency=1) as (client, _):
            soon = {"x-request-timeout-ms": "20"}
            late = await ask(client, headers=soon)
            assert (late.status_code, late.json()["error"]["code"]) == (504, "deadline_exceeded")
            await engine.closed.wait()
            stream = await ask(client, headers=soon, json={"stream": True})
            assert stream.text.startswith('data: {"text": "first"')
            assert "event: error" in stream.text
            assert "deadline_exceeded" in stream.text
            assert "[DONE]" not in stream.text
            holder = ask(client)
            await until(client, "inference_requests_running 1.0")
            assert (await ask(client, headers=soon)).status_code == 504
            engine.let_go.set()
            assert (await holder).status_code == 200

    run(test())


def test_asked_to_stop_it_says_so_serves_what_it_has_and_then_breaks_it_off() -> None:
    async def test() -> None:
        engine = HeldEngine()
        async with running(engine, drain_seconds=0.05) as (client, service):
            stream = ask(client, json={"stream": True})
            await engine.begun.wait()
            service.drain()
            assert (await client.get("/health/ready")).json()["status"] == "stopping"
            text = (await stream).text
            assert "event: error" in text
            assert '"code": "stopping"' in text

    run(test())


@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_leaves_frees_its_place(stream: bool) -> None:
    async def test() -> None:
        engine = HeldEngine()
        async with running(engine, max_concurrency=1) as (client, service):
            app = create_app(service)
            left = asyncio.Event()
            body = json.dumps({"prompt": "hello", "stream": stream}).encode()
            messages = [{"type": "http.request", "body": body, "more_body": False}]

            async def receive() -> dict[str, Any]:
                if messages:
                    return messages.pop()
                await left.wait()
                return {"type": "http.disconnect"}

            async def send(_: Any) -> None: ...

            scope = {
                "type": "http",
                "method": "POST",
                "path": "/v1/generate",
                "query_string": b"",
                "headers": [
                    (b"authorization", AUTHORIZED["authorization"].encode()),
                    (b"content-type", b"application/json"),
                ],
            }
            call = asyncio.create_task(app(scope, receive, send))
            await engine.begun.wait()
            left.set()
            await engine.closed.wait()
            await call
            assert "inference_requests_running 0.0" in (await client.get("/metrics")).text

    run(test())


def test_an_engine_that_breaks_is_an_error_and_never_a_clean_end(
    client_with: Callable[..., TestClient],
) -> None:
    client = client_with(BrokenEngine())
    assert client.post("/v1/generate", json={"prompt": "hello"}).status_code == 500
    stream = client.post("/v1/generate", json={"prompt": "hello", "stream": True}).text
    assert "event: error" in stream
    assert "[DONE]" not in stream
    assert "out of memory" not in stream
