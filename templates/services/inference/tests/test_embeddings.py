import struct
from base64 import b64decode
from typing import Any

from starlette.testclient import TestClient


def embed(client: TestClient, **body: Any) -> Any:
    return client.post("/v1/embeddings", json={"input": "hello", **body})


def test_a_text_has_a_vector_of_length_one_the_same_each_time(client: TestClient) -> None:
    first, second = (embed(client).json()["data"][0]["embedding"] for _ in range(2))
    assert first == second
    assert abs(sum(number * number for number in first) - 1) < 1e-6


def test_both_forms_say_the_same(client: TestClient) -> None:
    packed = embed(client, encoding_format="base64").json()["data"][0]["embedding"]
    numbers = struct.unpack(f"<{len(b64decode(packed)) // 4}f", b64decode(packed))
    plain = embed(client).json()["data"][0]["embedding"]
    assert max(abs(a - b) for a, b in zip(numbers, plain, strict=True)) < 1e-6


def test_several_texts_are_answered_in_their_order(client: TestClient) -> None:
    answer = embed(client, input=["one two", "three"]).json()
    assert [each["index"] for each in answer["data"]] == [0, 1]
    assert (
        answer["data"][1]["embedding"]
        == embed(client, input="three").json()["data"][0]["embedding"]
    )
    assert answer["usage"] == {"prompt_tokens": 3, "total_tokens": 3}


def test_what_has_no_embedding_is_refused(client: TestClient) -> None:
    assert embed(client, model="reasoning").json()["error"]["code"] == "unsupported"
    for bad in ("", [], [""], [[1, 2]], ["a"] * 257):
        assert embed(client, input=bad).status_code == 400
