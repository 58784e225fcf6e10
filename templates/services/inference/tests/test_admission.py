import asyncio
import json
from collections.abc import AsyncGenerator, Coroutine
from typing import Any

import httpx
import pytest

from app.engine.base import Generation, Piece
from app.engine.stub import StubEngine
from app.factory import create_app

from .conftest import AUTHORIZED, client_with, settings_with


class HeldEngine(StubEngine):
    """Sends one piece, and goes on when it is let go."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.let_go = asyncio.Event()
        self.closed = asyncio.Event()

    async def generate(self, generation: Generation) -> AsyncGenerator[Piece, None]:
        try:
            yield Piece("first")
            self.begun.set()
            await self.let_go.wait()
            yield Piece("", "stop")
        finally:
            self.closed.set()


class BrokenEngine(StubEngine):
    async def generate(self, generation: Generation) -> AsyncGenerator[Piece, None]:
        yield Piece("first")
        raise RuntimeError("out of memory")


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(test, 10))


def test_what_finds_no_place_is_refused_and_what_waits_is_answered() -> None:
    async def test() -> None:
        engine = HeldEngine()
        app = create_app(settings_with(max_concurrency=1, max_queue=1), engine)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test", headers=AUTHORIZED
        ) as client:

            def ask() -> asyncio.Task[httpx.Response]:
                return asyncio.create_task(client.post("/v1/generate", json={"prompt": "hello"}))

            running = ask()
            await engine.begun.wait()
            waiting = ask()
            while "inference_requests_waiting 1" not in (await client.get("/metrics")).text:
                await asyncio.sleep(0)
            refused = await ask()
            assert refused.status_code == 429
            assert refused.headers["retry-after"] == "1"
            engine.let_go.set()
            assert (await running).status_code == (await waiting).status_code == 200

    run(test())


@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_leaves_frees_its_place(stream: bool) -> None:
    async def test() -> None:
        engine = HeldEngine()
        app = create_app(settings_with(max_concurrency=1), engine)
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
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://test"
        ) as client:
            metrics = await client.get("/metrics", headers=AUTHORIZED)
        assert "inference_requests_running 0" in metrics.text

    run(test())


def test_an_engine_that_breaks_is_an_error_and_never_a_clean_end() -> None:
    client = client_with(BrokenEngine())
    assert client.post("/v1/generate", json={"prompt": "hello"}).status_code == 500
    stream = client.post("/v1/generate", json={"prompt": "hello", "stream": True}).text
    assert "event: error" in stream
    assert "[DONE]" not in stream
    assert "out of memory" not in stream
