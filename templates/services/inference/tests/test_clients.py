"""OpenAI's own client for Python, against the service as a process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

openai = pytest.importorskip("openai", reason="its client is not installed")

from .conftest import TOKEN  # noqa: E402

HELLO = [{"role": "user", "content": "hello"}]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    variables = {"AIDEP_TOKEN": TOKEN, "PORT": "0", "HOST": "127.0.0.1"}
    with subprocess.Popen(
        [sys.executable, "-m", "app"],
        cwd=Path(__file__).parents[1],
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        lines = (json.loads(line) for line in process.stdout)
        port = next(line["address"]["port"] for line in lines if line["message"] == "listening")
        yield f"http://127.0.0.1:{port}/v1"
        process.terminate()
        process.stdout.read()
    assert process.returncode == 0


@pytest.fixture
def client(url: str) -> Iterator["openai.OpenAI"]:
    with openai.OpenAI(base_url=url, api_key=TOKEN, max_retries=0) as made:
        yield made


def test_it_chats_at_once_and_as_a_stream(client: "openai.OpenAI") -> None:
    whole = client.chat.completions.create(model="stub", messages=HELLO)
    assert whole.choices[0].message.content.endswith("user: hello")
    assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
    stream = client.chat.completions.create(model="stub", messages=HELLO, stream=True)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)
    assert text == whole.choices[0].message.content


def test_it_completes_embeds_and_lists(client: "openai.OpenAI") -> None:
    text = client.completions.create(model="stub", prompt="hello", max_tokens=2)
    assert text.choices[0].text == "This is"
    packed = client.embeddings.create(model="stub", input=["a", "b"])
    plain = client.embeddings.create(model="stub", input=["a", "b"], encoding_format="float")
    assert packed.data[1].embedding == pytest.approx(plain.data[1].embedding)
    assert [model.id for model in client.models.list()] == ["stub"]


def test_it_leaves_in_the_middle_of_a_stream(client: "openai.OpenAI") -> None:
    long = [{"role": "user", "content": "word " * 100_000}]
    for _ in range(3):
        with client.chat.completions.create(model="stub", messages=long, stream=True) as stream:
            next(iter(stream))
    assert client.chat.completions.create(model="stub", messages=HELLO).model == "stub"


def test_it_understands_refusals(client: "openai.OpenAI", url: str) -> None:
    with pytest.raises(openai.NotFoundError, match="no model"):
        client.chat.completions.create(model="other", messages=HELLO)
    with pytest.raises(openai.BadRequestError, match="not supported"):
        client.chat.completions.create(model="stub", messages=HELLO, logprobs=True)
    stranger = openai.OpenAI(base_url=url, api_key="wrong", max_retries=0)
    with pytest.raises(openai.AuthenticationError):
        stranger.models.list()
