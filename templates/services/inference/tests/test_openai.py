import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

HELLO = [{"role": "user", "content": "hello"}]


def chat(client: TestClient, **body: Any) -> Any:
    return client.post("/v1/chat/completions", json={"messages": HELLO, **body})


def test_a_chat_has_the_form_that_clients_expect(client: TestClient) -> None:
    answer = chat(client, model="stub").json()
    assert answer["object"] == "chat.completion"
    assert answer["model"] == "stub"
    [choice] = answer["choices"]
    assert choice["message"]["role"] == "assistant"
    assert choice["message"]["content"].endswith("user: hello")
    assert choice["finish_reason"] == "stop"


def test_a_completion_has_the_form_that_clients_expect(client: TestClient) -> None:
    answer = client.post("/v1/completions", json={"prompt": "hello", "max_tokens": 2}).json()
    assert answer["object"] == "text_completion"
    assert answer["choices"][0] == {
        "index": 0,
        "text": "This is",
        "logprobs": None,
        "finish_reason": "length",
    }


def test_a_stream_ends_in_its_usage_where_that_is_asked_for(client: TestClient) -> None:
    answer = chat(client, stream=True, max_tokens=2, stream_options={"include_usage": True})
    *chunks, usage = [json.loads(line[6:]) for line in answer.text.split("\n\n")[:-2]]
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    assert deltas == [
        {"role": "assistant", "content": ""},
        {"content": "This"},
        {"content": " is"},
        {},
    ]
    assert chunks[-1]["choices"][0]["finish_reason"] == "length"
    assert (usage["choices"], usage["usage"]["completion_tokens"]) == ([], 2)


def test_models_are_the_base_and_its_adapters(client: TestClient) -> None:
    models = client.get("/v1/models").json()["data"]
    assert [model["id"] for model in models] == ["stub", "reasoning"]


def test_an_adapter_is_a_model_and_an_unknown_model_is_an_error(client: TestClient) -> None:
    assert "reasoning" in chat(client, model="reasoning").json()["choices"][0]["message"]["content"]
    unknown = chat(client, model="gpt-of-somebody")
    assert unknown.status_code == 404
    assert unknown.json()["error"]["code"] == "model_not_found"


def test_the_model_of_the_manifest_may_be_asked_for_but_is_not_claimed(
    client_with: Callable[..., TestClient],
) -> None:
    client = client_with(aidep_model_id="Qwen/Qwen2.5-0.5B-Instruct")
    assert chat(client, model="Qwen/Qwen2.5-0.5B-Instruct").json()["model"] == "stub"


def test_several_parts_and_the_newer_name_of_the_limit_are_understood(client: TestClient) -> None:
    parts = [{"type": "text", "text": "one "}, {"type": "text", "text": "two"}]
    answer = chat(
        client, messages=[{"role": "user", "content": parts}], max_completion_tokens=100
    ).json()
    assert answer["choices"][0]["message"]["content"].endswith("user: one two")
    assert chat(client, max_completion_tokens=1).json()["usage"]["completion_tokens"] == 1


@pytest.mark.parametrize(
    "wish",
    [
        {"n": 2},
        {"logprobs": True},
        {"tools": [{"type": "function", "function": {"name": "f"}}]},
        {"response_format": {"type": "json_object"}},
        {"presence_penalty": 1},
        {"temperature": 3},
        {"unheard_of": 1},
    ],
)
def test_a_wish_that_is_not_met_is_refused(client: TestClient, wish: dict[str, Any]) -> None:
    answer = chat(client, **wish)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == next(iter(wish))


def test_what_changes_nothing_may_be_said(client: TestClient) -> None:
    plain = {"n": 1, "logprobs": False, "tools": [], "response_format": {"type": "text"}}
    assert chat(client, **plain, user="somebody", store=False).status_code == 200
