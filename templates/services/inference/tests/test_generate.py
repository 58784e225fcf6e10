import json
from collections.abc import Callable
from typing import Any

from starlette.testclient import TestClient

Ask = Callable[..., dict[str, Any]]


def test_the_same_question_gets_the_same_answer(generate: Ask) -> None:
    assert generate() == generate()
    assert "stub engine" in generate()["text"]
    assert generate(seed=7)["text"] != generate()["text"]


def test_an_adapter_is_chosen_by_name(client: TestClient, generate: Ask) -> None:
    assert '"reasoning"' in generate(adapter="reasoning")["text"]
    unknown = client.post("/v1/generate", json={"prompt": "hello", "adapter": "other"})
    assert unknown.status_code == 404
    assert unknown.json()["error"]["code"] == "adapter_not_found"


def test_tokens_are_limited_and_counted(client: TestClient, generate: Ask) -> None:
    answer = generate(max_tokens=3)
    assert (answer["text"], answer["finish_reason"]) == ("This is the", "length")
    assert answer["usage"] == {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}
    assert generate()["finish_reason"] == "stop"
    too_many = client.post("/v1/generate", json={"prompt": "hello", "max_tokens": 4097})
    assert too_many.json()["error"]["param"] == "max_tokens"


def test_a_text_ends_before_its_stop_sequence(generate: Ask) -> None:
    assert generate(stop="engine")["text"] == "This is the stub "
    assert generate(stop=["nowhere", "he stub e"])["text"] == "This is t"


def test_a_stream_has_the_same_text_and_its_usage(client: TestClient, generate: Ask) -> None:
    answer = client.post("/v1/generate", json={"prompt": "hello world", "stream": True})
    assert answer.headers["content-type"].startswith("text/event-stream")
    *events, done = answer.text.split("\n\n")[:-1]
    assert done == "data: [DONE]"
    values = [json.loads(event.removeprefix("data: ")) for event in events]
    assert "".join(value["text"] for value in values) == generate()["text"]
    assert values[-1]["usage"] == generate()["usage"]


def test_a_mistake_is_named_in_the_shape_of_openai(client: TestClient) -> None:
    answer = client.post("/v1/generate", json={"prompt": "hello", "max_tokens": 0})
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "max_tokens"
    assert client.get("/nowhere").json()["error"]["code"] == "not_found"


def test_metrics_count_requests_and_tokens(client: TestClient) -> None:
    client.post("/v1/generate", json={"prompt": "hello world", "max_tokens": 3})
    text = client.get("/metrics").text
    assert 'inference_requests_total{route="/v1/generate",status="200"} 1.0' in text
    assert 'inference_tokens_total{kind="completion"} 3.0' in text
    assert "inference_ready 1.0" in text
    assert 'inference_start_phase_seconds{phase="start"}' in text


def test_what_would_change_the_answer_and_is_not_supported_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/generate", json={"prompt": "hello", "top_k": 4})
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "top_k"


def test_the_time_that_a_caller_allows_is_a_number(client: TestClient) -> None:
    for bad in ("", "soon", "-1", "0", "1.5"):
        headers = {"x-request-timeout-ms": bad}
        answer = client.post("/v1/generate", json={"prompt": "hello"}, headers=headers)
        assert answer.json()["error"]["param"] == "x-request-timeout-ms"
