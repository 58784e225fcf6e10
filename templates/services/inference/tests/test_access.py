from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.engine import make_engine
from app.settings import load_settings
from app.telemetry.metrics import Metrics

from .conftest import AUTHORIZED, settings_with

ClientWith = Callable[..., TestClient]


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", f"Basic {AUTHORIZED['authorization'][7:]}"]
)
def test_strangers_are_refused(client: TestClient, header: str) -> None:
    for path in ("/v1/models", "/v1/generate", "/metrics", "/openapi.json", "/nowhere"):
        answer = client.get(path, headers={"authorization": header})
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "invalid_api_key"


def test_health_is_open_and_says_that_there_is_no_model(client: TestClient) -> None:
    for path in ("/health", "/health/ready"):
        answer = client.get(path, headers={"authorization": ""})
        assert answer.json() == {"status": "ok", "engine": "stub", "model": "stub"}
    assert client.get("/health/live", headers={"authorization": ""}).json() == {"status": "ok"}


def test_anybody_may_call_only_where_that_is_said_outright(client_with: ClientWith) -> None:
    open_to_all = client_with(aidep_token=None, access="public")
    assert open_to_all.get("/v1/models", headers={"authorization": ""}).status_code == 200


def test_every_answer_names_the_deployment(client_with: ClientWith) -> None:
    client = client_with(aidep_deployment="d-1")
    for path, token in (
        ("/health", ""),
        ("/nowhere", ""),
        ("/nowhere", AUTHORIZED["authorization"]),
    ):
        answer = client.get(path, headers={"authorization": token})
        assert answer.headers["x-aidep-deployment"] == "d-1"


def test_everything_that_is_wrong_is_said_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AIDEP_TOKEN", raising=False)
    monkeypatch.setenv("PORT", "http")
    monkeypatch.setenv("AIDEP_MODEL_ADAPTERS", "{")
    with pytest.raises(SystemExit) as ended:
        load_settings()
    assert ended.value.code == 78
    said = capsys.readouterr().err
    assert "PORT: " in said
    assert "AIDEP_TOKEN is not set" in said
    assert "AIDEP_MODEL_ADAPTERS: has to be JSON" in said


def test_it_does_not_start_open_by_accident(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AIDEP_TOKEN", raising=False)
    with pytest.raises(SystemExit):
        load_settings()
    assert "ACCESS=public" in capsys.readouterr().err


def test_an_engine_whose_packages_are_missing_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.engine.find_spec", lambda name: None)
    with pytest.raises(SystemExit) as ended:
        make_engine(settings_with(aidep_model_engine="hf"), Metrics())
    assert ended.value.code == 78
    assert "pip install -r requirements-hf.txt" in (said := capsys.readouterr().err)
    assert "AIDEP_MODEL_ENGINE=stub" in said


def test_a_body_that_is_too_large_is_refused_whether_its_length_is_told_or_not(
    client_with: ClientWith,
) -> None:
    client = client_with(max_body_bytes=100)
    body = b'{"prompt":"' + b"a" * 100 + b'"}'
    chunks = (body[at : at + 10] for at in range(0, len(body), 10))
    for content in (body, chunks):
        answer = client.post("/v1/generate", content=content)
        assert answer.status_code == 413
        assert answer.json()["error"]["code"] == "body_too_large"


def test_a_request_keeps_its_name(client: TestClient) -> None:
    named = client.get("/health", headers={"x-request-id": "r-1"})
    assert named.headers["x-request-id"] == "r-1"
    for bad in ("a b", "x" * 200, ""):
        given = client.get("/health", headers={"x-request-id": bad}).headers["x-request-id"]
        assert len(given) == 32
