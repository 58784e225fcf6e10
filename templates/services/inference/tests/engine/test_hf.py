"""transformers and peft with a model that is really loaded, and really answers."""

import asyncio
import gc
import subprocess
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copytree
from typing import Any

import httpx
import pytest

for package in ("torch", "transformers", "peft"):
    pytest.importorskip(package, reason=f"the engine hf needs {package}")

import torch  # noqa: E402
from transformers import AutoModelForCausalLM  # noqa: E402

from app.adapters.check import Limits, check_adapter  # noqa: E402
from app.engine.hf.adapted_model import AdaptedModel, read_weights  # noqa: E402
from app.service import Service  # noqa: E402

from ..conftest import running  # noqa: E402

TOOL = Path(__file__).parents[2] / "tools" / "make_tiny_model.py"
BASE = "Hello, this is the tiny base model speaking."
FIRST = "First adapter here, counting one two three."
SECOND = "The second adapter says good evening to you."
REPLIES = {None: BASE, "first": FIRST, "second": SECOND}


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(test, 60))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    subprocess.run([sys.executable, TOOL, folder], check=True, capture_output=True)
    return folder


@pytest.fixture
def tiny(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@asynccontextmanager
async def hf(**changes: Any) -> AsyncIterator[tuple[httpx.AsyncClient, Service]]:
    adapters = {name: f"./adapters/{name}" for name in ("first", "second")}
    wanted = {
        "aidep_model_engine": "hf",
        "aidep_model_id": "./model",
        "aidep_model_adapters": adapters,
        **changes,
    }
    async with running(None, **wanted) as (client, service):
        yield client, service


async def ask(client: httpx.AsyncClient, adapter: str | None = None, **more: Any) -> Any:
    body = {"prompt": "hello", "adapter": adapter, "max_tokens": 40, **more}
    return (await client.post("/v1/generate", json=body)).json()


def test_base_and_adapters_say_what_they_learned_alone_and_in_one_batch(tiny: Path) -> None:
    async def test() -> None:
        async with hf() as (client, _):
            alone = {name: (await ask(client, name))["text"] for name in REPLIES}
            assert alone == REPLIES
            wanted = [list(REPLIES)[index % 3] for index in range(24)]
            prompts = ["hello", "Who are you?", "The quick brown fox jumps over the lazy dog."]
            answers = await asyncio.gather(
                *(ask(client, name, prompt=prompts[at % 2]) for at, name in enumerate(wanted))
            )
            assert [each["text"] for each in answers] == [REPLIES[name] for name in wanted]
            metrics = (await client.get("/metrics")).text
            assert 'inference_batch_size_bucket{le="4.0"}' in metrics
            size = float(metrics.split("inference_batch_size_sum ")[1].split()[0])
            steps = float(metrics.split("inference_batch_size_count ")[1].split()[0])
            assert size / steps > 2

    run(test())


def test_a_conversation_has_the_form_of_the_models_template_and_the_same_text_as_a_stream(
    tiny: Path,
) -> None:
    async def test() -> None:
        async with hf() as (client, _):
            body = {"messages": [{"role": "user", "content": "Who are you?"}], "model": "first"}
            whole = (await client.post("/v1/chat/completions", json=body)).json()
            assert whole["choices"][0]["message"]["content"] == FIRST
            assert whole["usage"]["prompt_tokens"] > 3
            stream = await client.post("/v1/chat/completions", json={**body, "stream": True})
            assert stream.text.count('"content"') > 5
            assert stream.text.endswith("data: [DONE]\n\n")

    run(test())


def test_stop_limits_and_seeds_are_kept(tiny: Path) -> None:
    async def test() -> None:
        async with hf() as (client, _):
            stopped = await ask(client, stop=["tiny"])
            assert stopped["text"] == "Hello, this is the "
            cut = await ask(client, max_tokens=3)
            assert (cut["finish_reason"], cut["usage"]["completion_tokens"]) == ("length", 3)
            # This model is sure of itself, but for what it never saw.
            wild = {"prompt": "\n\n\n\t\t", "temperature": 2.0, "max_tokens": 20}
            alone = [(await ask(client, seed=seed, **wild))["text"] for seed in range(6)]
            assert len(set(alone)) > 1
            together = await asyncio.gather(
                *(ask(client, seed=seed, **wild) for seed in range(6)), ask(client, "first")
            )
            assert [each["text"] for each in together] == [*alone, FIRST]

    run(test())


def test_what_does_not_fit_into_the_context_is_refused(tiny: Path) -> None:
    async def test() -> None:
        async with hf() as (client, _):
            for body in ({"prompt": "hello " * 600}, {"max_tokens": 512}):
                error = (await ask(client, **body))["error"]
                assert error["code"] == "context_length_exceeded"
            assert "512 tokens" in error["message"]

    run(test())


def test_adapters_that_do_not_fit_are_refused_and_the_others_work(tiny: Path) -> None:
    weights = tiny / "adapters" / "second" / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])

    async def test() -> None:
        root = tiny / "adapters"
        async with hf(aidep_model_adapters={}, adapters_dir=root, max_adapters=1) as (client, _):
            assert (await ask(client, "first"))["text"] == FIRST
            assert (await ask(client, "second"))["error"]["code"] == "adapter_unusable"
            copytree(root / "first", root / "other")
            assert (await ask(client, "other"))["text"] == FIRST
            assert (await ask(client, "first"))["text"] == FIRST
            assert (await ask(client))["text"] == BASE

    run(test())


@pytest.mark.parametrize(
    "header", [b'{"x":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}', b'{"x":{"dtype":"?"}}']
)
def test_weights_that_pytorch_cannot_hold_are_told(tmp_path: Path, header: bytes) -> None:
    file = tmp_path / "adapter_model.safetensors"
    file.write_bytes(len(header).to_bytes(8, "little") + header + bytes(1))
    with pytest.raises(ValueError, match="PyTorch lacks"):
        read_weights(file, torch.device("cpu"))


def test_adapters_that_come_and_go_leave_nothing_behind(tiny: Path) -> None:
    model = AdaptedModel(AutoModelForCausalLM.from_pretrained(tiny / "model"))
    limits = Limits(rank=64, file_bytes=2**30, checksums_required=True)
    adapter = check_adapter(str(tiny / "adapters" / "first"), roots=[tiny], limits=limits)

    def blocks_after(loads: int) -> int:
        for _ in range(loads):
            model.unload(model.load(adapter))
        gc.collect()
        return sys.getallocatedblocks()

    loads = 30
    before = blocks_after(loads)
    tensors = 2 * len(adapter.ranks)
    # Python keeps a few hundred compiled patterns, and peft makes one for each load.
    assert (blocks_after(loads) - before) / loads < tensors / 2


def test_memory_that_ends_is_told_and_what_comes_then_is_right(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The forward pass fails as PyTorch does, in the middle of a step that two texts share."""

    async def test() -> None:
        async with hf() as (client, service):
            await ask(client)
            model = service.engine._model
            forward, calls = model._base.forward, 0

            def full(*args: Any, **named: Any) -> Any:
                nonlocal calls
                calls += 1
                if calls in (3, 4, 5):
                    forward(*args, **named)
                    raise torch.OutOfMemoryError("CUDA out of memory.")
                return forward(*args, **named)

            monkeypatch.setattr(model._base, "forward", full)
            answers = await asyncio.gather(*(ask(client, name) for name in REPLIES))
            texts = [each.get("text") or each["error"]["code"] for each in answers]
            right = [REPLIES[name] for name in REPLIES]
            assert all(
                text in (reply, "out_of_memory") for text, reply in zip(texts, right, strict=True)
            )
            assert calls > 5
            assert [(await ask(client, name))["text"] for name in REPLIES] == right
            assert "inference_out_of_memory_total 3.0" in (await client.get("/metrics")).text

    run(test())


def test_a_text_that_is_read_has_an_embedding_and_no_class(tiny: Path) -> None:
    async def test() -> None:
        async with hf() as (client, _):
            await ask(client, "first")
            answer = await client.post("/v1/embeddings", json={"input": ["hello", "hello you"]})
            vectors = [each["embedding"] for each in answer.json()["data"]]
            assert [len(vector) for vector in vectors] == [64, 64]
            assert vectors[0] != vectors[1]
            refused = await client.post("/v1/classify", json={"text": "hello"})
            assert refused.json()["error"]["code"] == "unsupported"

    run(test())


def test_a_classifier_tells_classes_and_generates_nothing(tiny: Path) -> None:
    async def test() -> None:
        given = {"aidep_model_id": "./classifier", "aidep_model_adapters": {}}
        async with hf(**given) as (client, _):
            for text, label in (
                ("i went home and ate soup", "person"),
                ("as a language model i can help", "machine"),
            ):
                found = (await client.post("/v1/classify", json={"text": text})).json()
                assert found["label"] == label
                assert found["probability"] > 0.8
            assert (await ask(client))["error"]["code"] == "unsupported"
            long = await client.post("/v1/classify", json={"text": "a b " * 600})
            assert long.json()["error"]["code"] == "context_length_exceeded"

    run(test())


def test_the_tool_makes_the_same_model_each_time(made: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, TOOL, tmp_path], check=True, capture_output=True)
    for path in ("model/model.safetensors", "adapters/first/adapter_model.safetensors"):
        assert (tmp_path / path).read_bytes() == (made / path).read_bytes()


def test_a_gpu_that_is_not_there_is_told(tiny: Path) -> None:
    failures: list[Exception] = []

    async def test() -> None:
        more = {"torch_device": "cuda", "on_failure": failures.append}
        async with hf(**more) as (client, _):
            assert (await ask(client))["error"]["code"] == "engine_failed"

    if torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    run(test())
    assert "TORCH_DEVICE" in str(failures[0])
