import json
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp

from ...errors import ApiError

HEALTH_SECONDS = 10
# A session that was closed because another child has taken over says so as a RuntimeError.
BROKEN = (aiohttp.ClientError, OSError, TimeoutError, RuntimeError)
DATA = b"data:"
DONE = b"[DONE]"


def ended() -> ApiError:
    return ApiError(
        503,
        "The engine ended while it worked on this request. It is being started again.",
        code="engine_restarting",
        retry_after=5,
    )


class VllmClient:
    """vLLM's own API, on this machine. Every request ends when the child does."""

    def __init__(self, port: int, key: str) -> None:
        self._session = aiohttp.ClientSession(
            f"http://127.0.0.1:{port}",
            headers={"authorization": f"Bearer {key}"},
            connector=aiohttp.TCPConnector(limit=0),
            # Requests have a deadline of their own; a model may think for long.
            timeout=aiohttp.ClientTimeout(total=None),
        )

    async def close(self) -> None:
        await self._session.close()

    async def health(self) -> bool | None:
        limit = aiohttp.ClientTimeout(total=HEALTH_SECONDS)
        try:
            async with self._session.get("/health", timeout=limit) as answer:
                return answer.status == 200
        except BROKEN:
            return None

    async def metrics(self) -> str:
        limit = aiohttp.ClientTimeout(total=HEALTH_SECONDS)
        try:
            async with self._session.get("/metrics", timeout=limit) as answer:
                return await answer.text() if answer.status == 200 else ""
        except BROKEN:
            return ""

    async def post(self, path: str, body: Any = None) -> Any:
        try:
            async with self._session.post(path, json=body) as answer:
                text = await answer.read()
                if answer.status != 200:
                    raise refusal(answer.status, text)
        except BROKEN as error:
            raise ended() from error
        return json_of(text)

    async def events(self, path: str, body: Any) -> AsyncGenerator[Any, None]:
        """The values of a stream. One that breaks off before its end raises."""
        try:
            async with self._session.post(path, json=body) as answer:
                if answer.status != 200:
                    raise refusal(answer.status, await answer.read())
                async for line in answer.content:
                    if not line.startswith(DATA):
                        continue
                    data = line[len(DATA) :].strip()
                    if data == DONE:
                        return
                    yield json_of(data)
        except BROKEN as error:
            raise ended() from error
        raise ended()


def json_of(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def refusal(status: int, text: bytes) -> ApiError:
    """What the child says against a request is for whoever sent it; its own failures are not."""
    said = json_of(text)
    error = said.get("error") if isinstance(said, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    if 400 <= status < 500 and isinstance(message, str):
        return ApiError(status, message, code="refused_by_engine", param=error.get("param"))
    return ApiError(502, "The engine failed. The log says more.", code="engine_error")
