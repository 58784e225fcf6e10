"""The supervised child, with a stand-in that speaks vLLM's protocol and can be killed."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("aiohttp", reason="the engine vllm needs aiohttp")

from app.service import Service  # noqa: E402

from ..adapters.adapter_files import write_adapter  # noqa: E402
from ..conftest import running  # noqa: E402

FAKE = json.dumps([sys.executable, str(Path(__file__).with_name("fake_vllm.py"))])


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(test, 30))


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text('{"architectures": ["LlamaForCausalLM"]}')
    (tmp_path / "model" / "model.safetensors").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@asynccontextmanager
async def vllm(**changes: Any) -> AsyncIterator[tuple[httpx.AsyncClient, Service]]:
    wanted = {
        "aidep_model_engine": "vllm",
        "aidep_model_id": "./model",
        "aidep_model_adapters": {},
        "vllm_command": FAKE,
        **changes,
    }
    async with running(None, **wanted) as (client, service):
        yield client, service


async def ask(client: httpx.AsyncClient, prompt: str, **more: Any) -> httpx.Response:
    return await client.post("/v1/generate", json={"prompt": prompt, **more})


def child_of(service: Service) -> asyncio.subprocess.Process:
    return service.engine._supervisor._child._process


async def ready_again(client: httpx.AsyncClient, restarts: int) -> None:
    line = f"inference_engine_restarts_total {float(restarts)}"
    while line not in (await client.get("/metrics")).text:
        await asyncio.sleep(0.01)
    while (await client.get("/health")).status_code != 200:
        await asyncio.sleep(0.01)


def test_it_is_started_asked_and_ended_with_the_service(model: Path) -> None:
    async def test() -> None:
        async with vllm() as (client, service):
            answer = (await ask(client, "hello")).json()
            assert answer["text"] == "[./model] Answer of the engine."
            assert answer["usage"] == {
                "prompt_tokens": 3,
                "completion_tokens": 5,
                "total_tokens": 8,
            }
            cut = (await ask(client, "hello", max_tokens=2)).json()
            assert cut["finish_reason"] == "length"
            stream = (await ask(client, "hello", stream=True)).text
            assert stream.endswith("data: [DONE]\n\n")
            child = child_of(service)
            assert child.returncode is None
        assert child.returncode is not None

    run(test())


def test_conversations_embeddings_and_classes_go_through(model: Path) -> None:
    async def test() -> None:
        async with vllm() as (client, _):
            messages = [{"role": "user", "content": "hello"}]
            chat = await client.post("/v1/chat/completions", json={"messages": messages})
            assert chat.json()["choices"][0]["message"]["content"].endswith("of the engine.")
            vectors = await client.post("/v1/embeddings", json={"input": ["a", "b"]})
            assert [each["embedding"] for each in vectors.json()["data"]] == [[0.6, 0.8]] * 2
            found = await client.post("/v1/classify", json={"text": "hello"})
            assert (found.json()["label"], found.json()["probability"]) == ("machine", 0.9)

    run(test())


def test_its_own_metrics_are_passed_on_and_nobody_elses(model: Path) -> None:
    async def test() -> None:
        async with vllm() as (client, _):
            await ask(client, "hello")
            text = (await client.get("/metrics")).text
            assert "vllm:num_requests_running 0" in text
            assert "python_info" not in text
            assert 'inference_start_phase_seconds{phase="engine"}' in text

    run(test())


def test_adapters_are_loaded_when_asked_for_and_the_oldest_makes_room(model: Path) -> None:
    async def test() -> None:
        for name in ("one", "two"):
            write_adapter(model / "adapters" / name)
        async with vllm(adapters_dir=model / "adapters", max_adapters=1) as (client, service):
            for name in ("one", "two", "one"):
                answer = (await ask(client, "hello", adapter=name)).json()
                assert answer["text"].startswith(f"[{name}]")
            metrics = (await client.get("/metrics")).text
            assert 'inference_adapter_loads_total{result="loaded"} 3.0' in metrics
            assert "inference_adapters_loaded 1.0" in metrics
            # The child knows none of them after it was started again.
            os.killpg(child_of(service).pid, signal.SIGKILL)
            await ready_again(client, 1)
            again = (await ask(client, "hello", adapter="one")).json()
            assert again["text"].startswith("[one]")

    run(test())


@pytest.mark.parametrize("prompt", ["die", "die late"])
def test_killed_at_work_it_is_told_and_started_again(model: Path, prompt: str) -> None:
    async def test() -> None:
        async with vllm() as (client, _):
            whole, stream = await asyncio.gather(
                ask(client, prompt), ask(client, prompt, stream=True)
            )
            assert whole.status_code == 503
            assert whole.json()["error"]["code"] in ("engine_restarting", "engine_ended")
            assert "[DONE]" not in stream.text
            assert "engine_restarting" in stream.text
            await ready_again(client, 1)
            assert (await ask(client, "hello")).status_code == 200

    run(test())


def test_killed_while_idle_it_is_told_at_once_and_started_again(model: Path) -> None:
    async def test() -> None:
        async with vllm() as (client, service):
            await ask(client, "hello")
            os.killpg(child_of(service).pid, signal.SIGKILL)
            while (health := await client.get("/health")).status_code == 200:
                await asyncio.sleep(0)
            assert health.json()["status"] == "restarting"
            refused = await ask(client, "hello")
            assert refused.status_code == 503
            assert refused.headers["retry-after"] == "5"
            await ready_again(client, 1)
            assert (await ask(client, "hello")).status_code == 200

    run(test())


def test_one_that_ends_while_it_loads_ends_the_service_with_its_last_words(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (model / "starts").write_text("9")
    monkeypatch.setenv("FAKE_STARTS", str(model / "starts"))

    async def test() -> None:
        failures: list[Exception] = []
        async with vllm(on_failure=failures.append) as (client, _):
            answer = await ask(client, "hello")
            assert answer.json()["error"]["code"] == "engine_failed"
            assert "exit code 3" in str(failures[0])
            assert "no kernel image" in str(failures[0])

    run(test())


def test_one_whose_port_was_taken_in_the_meantime_gets_another(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (model / "starts").write_text("1")
    monkeypatch.setenv("FAKE_STARTS", str(model / "starts"))
    monkeypatch.setenv("FAKE_WORDS", "[Errno 98] Address already in use")

    async def test() -> None:
        async with vllm() as (client, _):
            assert (await ask(client, "hello")).status_code == 200

    run(test())


def test_one_that_ends_too_often_ends_the_service(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (model / "starts").write_text("0")
    monkeypatch.setenv("FAKE_STARTS", str(model / "starts"))

    async def test() -> None:
        failed = asyncio.Event()
        more = {"vllm_most_restarts": 1, "on_failure": lambda _: failed.set()}
        async with vllm(**more) as (client, service):
            assert (await ask(client, "hello")).status_code == 200
            (model / "starts").write_text("9")
            os.killpg(child_of(service).pid, signal.SIGKILL)
            await failed.wait()
            assert (await client.get("/health")).json()["status"] == "failed"
            assert (await ask(client, "hello")).status_code == 503

    run(test())


def test_a_client_that_leaves_ends_the_generation_in_the_child(model: Path) -> None:
    async def test() -> None:
        async with vllm(max_request_seconds=0.2) as (client, _):
            late = await ask(client, "hang")
            assert late.status_code == 504
            while "vllm:num_requests_running 0" not in (await client.get("/metrics")).text:
                await asyncio.sleep(0)

    run(test())


def test_what_it_refuses_is_told_and_how_it_fails_is_not(model: Path) -> None:
    async def test() -> None:
        async with vllm() as (client, _):
            refused = await ask(client, "refuse")
            assert refused.status_code == 400
            assert "maximum context length" in refused.json()["error"]["message"]
            failed = await ask(client, "fail")
            assert failed.status_code == 502
            assert "secret detail" not in failed.text

    run(test())


def test_it_sleeps_for_a_snapshot_and_wakes(model: Path) -> None:
    async def test() -> None:
        async with vllm(snapshots=True) as (client, _):
            assert (await client.post("/snapshots/sleep")).status_code == 204
            assert "vllm:asleep 1" in (await client.get("/metrics")).text
            assert (await client.get("/health")).json()["status"] == "asleep"
            assert (await client.post("/snapshots/wake")).status_code == 204
            assert (await ask(client, "hello")).status_code == 200

    run(test())
