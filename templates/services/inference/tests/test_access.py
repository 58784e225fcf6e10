import pytest
from starlette.testclient import TestClient

from app.settings import load_settings

from .conftest import AUTHORIZED, client_with


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


def test_anybody_may_call_only_where_that_is_said_outright() -> None:
    open_to_all = client_with(aidep_token=None, access="public")
    assert open_to_all.get("/v1/models", headers={"authorization": ""}).status_code == 200


def test_every_answer_names_the_deployment() -> None:
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


@pytest.mark.parametrize("engine", ["vllm", "hf"])
def test_an_engine_that_is_not_there_is_named(
    engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        client_with(aidep_model_engine=engine)
    assert ended.value.code == 78
    assert f'"{engine}"' in (said := capsys.readouterr().err)
    assert "AIDEP_MODEL_ENGINE=stub" in said
