from starlette.testclient import TestClient


def test_a_text_gets_a_label_that_says_where_it_is_from(client: TestClient) -> None:
    answers = [
        client.post("/v1/classify", json={"text": "Is this by a machine?"}).json() for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert answers[0]["model"] == "stub"
    assert answers[0]["label"] in ("LABEL_0", "LABEL_1")
    assert 0.5 <= answers[0]["probability"] <= 1


def test_a_text_has_a_length(client: TestClient) -> None:
    for text in ("", "a" * 100_001):
        answer = client.post("/v1/classify", json={"text": text})
        assert answer.json()["error"]["param"] == "text"
