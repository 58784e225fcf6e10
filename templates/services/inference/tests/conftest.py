from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.engine.base import Engine
from app.factory import create_app
from app.settings import Settings

TOKEN = "token-of-these-tests"
AUTHORIZED = {"authorization": f"Bearer {TOKEN}"}


def settings_with(**changes: Any) -> Settings:
    adapters = {"reasoning": "./adapters/reasoning"}
    return Settings(**{"aidep_token": TOKEN, "aidep_model_adapters": adapters, **changes})


@pytest.fixture
def client() -> TestClient:
    return client_with()


def client_with(engine: Engine | None = None, **changes: Any) -> TestClient:
    app = create_app(settings_with(**changes), engine)
    return TestClient(app, headers=AUTHORIZED, raise_server_exceptions=False)


@pytest.fixture
def generate(client: TestClient) -> Callable[..., dict[str, Any]]:
    def ask(**body: Any) -> dict[str, Any]:
        answer = client.post("/v1/generate", json={"prompt": "hello world", **body})
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask
