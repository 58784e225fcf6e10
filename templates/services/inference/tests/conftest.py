from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from app.engine.base import Engine
from app.factory import create_app, create_service
from app.service import Service
from app.settings import Settings

TOKEN = "token-of-these-tests"
AUTHORIZED = {"authorization": f"Bearer {TOKEN}"}


def settings_with(**changes: Any) -> Settings:
    adapters = {"reasoning": "./adapters/reasoning"}
    return Settings(**{"aidep_token": TOKEN, "aidep_model_adapters": adapters, **changes})


@pytest.fixture
def client_with() -> Iterator[Callable[..., TestClient]]:
    """Clients of services in this process, which have ended when the test has."""
    open_clients: list[TestClient] = []

    def make(engine: Engine | None = None, **changes: Any) -> TestClient:
        service = create_service(settings_with(**changes), engine)
        app = create_app(service, on_failure=lambda _: None)
        client = TestClient(app, headers=AUTHORIZED, raise_server_exceptions=False)
        client.__enter__()
        open_clients.append(client)
        return client

    yield make
    for client in open_clients:
        client.__exit__(None, None, None)


@pytest.fixture
def client(client_with: Callable[..., TestClient]) -> TestClient:
    return client_with()


@pytest.fixture
def generate(client: TestClient) -> Callable[..., dict[str, Any]]:
    def ask(**body: Any) -> dict[str, Any]:
        answer = client.post("/v1/generate", json={"prompt": "hello world", **body})
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


@asynccontextmanager
async def running(
    engine: Engine | None = None,
    *,
    on_failure: Callable[[Exception], None] = lambda _: None,
    **changes: Any,
) -> AsyncIterator[tuple[httpx.AsyncClient, Service]]:
    """A service in this event loop, and a client of it."""
    service = create_service(settings_with(**changes), engine)
    service.begin(on_failure)
    app = create_app(service)
    transport = httpx.ASGITransport(app)
    try:
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test", headers=AUTHORIZED, timeout=30
        ) as client:
            yield client, service
    finally:
        await service.end()
