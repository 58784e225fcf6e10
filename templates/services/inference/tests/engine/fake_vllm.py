"""
A stand-in for `vllm serve`: vLLM's protocol without a model, and ways to break. Prompts say what it
does: `die`, `die late`, `hang`, `fail`; others are answered word by word.
"""

import argparse
import asyncio
import json
import os
import sys
from pathlib import Path

from aiohttp import web

REPLY = ["Answer", " of", " the", " engine", "."]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    parser.add_argument("--served-model-name", dest="name")
    known, rest = parser.parse_known_args()
    print("fake engine with", *rest, flush=True)
    _break_at_start()
    web.run_app(Fake(known.name).app(), host=known.host, port=known.port, print=None)


def _break_at_start() -> None:
    """FAKE_STARTS is a file with a number: so many starts fail."""
    counter = os.environ.get("FAKE_STARTS")
    if counter is None:
        return
    left = int(Path(counter).read_text())
    if left > 0:
        Path(counter).write_text(str(left - 1))
        print(os.environ.get("FAKE_WORDS", "CUDA error: no kernel image is available"), flush=True)
        sys.exit(3)


class Fake:
    def __init__(self, name: str) -> None:
        self._names = {name}
        self._asleep = False
        self._running = 0
        self._key = os.environ["VLLM_API_KEY"]

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/health", self._health),
                web.get("/metrics", self._metrics),
                web.post("/sleep", self._sleep),
                web.post("/wake_up", self._wake),
                web.post("/v1/load_lora_adapter", self._load),
                web.post("/v1/unload_lora_adapter", self._unload),
                web.post("/v1/completions", self._generate),
                web.post("/v1/chat/completions", self._generate),
                web.post("/v1/embeddings", self._embed),
                web.post("/classify", self._classify),
            ]
        )
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler):
        shown = request.headers.get("authorization")
        if request.path.startswith("/v1") and shown != f"Bearer {self._key}":
            return web.json_response({"error": "Unauthorized"}, status=401)
        return await handler(request)

    async def _health(self, _: web.Request) -> web.Response:
        return web.Response()

    async def _metrics(self, _: web.Request) -> web.Response:
        lines = ["# TYPE vllm:num_requests_running gauge"]
        lines += [f"vllm:num_requests_running {self._running}", "python_info 1"]
        lines += [f"vllm:asleep {int(self._asleep)}", ""]
        return web.Response(text="\n".join(lines))

    async def _sleep(self, request: web.Request) -> web.Response:
        self._asleep = request.query["level"] == "1"
        return web.json_response({"status": "sleeping"})

    async def _wake(self, _: web.Request) -> web.Response:
        self._asleep = False
        return web.json_response({"status": "awake"})

    async def _load(self, request: web.Request) -> web.Response:
        body = await request.json()
        assert Path(body["lora_path"], "adapter_config.json").is_file()
        self._names.add(body["lora_name"])
        return web.Response(text="Success")

    async def _unload(self, request: web.Request) -> web.Response:
        self._names.remove((await request.json())["lora_name"])
        return web.Response(text="Success")

    async def _embed(self, request: web.Request) -> web.Response:
        texts = (await request.json())["input"]
        data = [{"embedding": [0.6, 0.8]} for _ in texts]
        return web.json_response({"data": data, "usage": {"prompt_tokens": len(texts)}})

    async def _classify(self, _: web.Request) -> web.Response:
        data = [{"index": 0, "label": "machine", "probs": [0.1, 0.9], "num_classes": 2}]
        return web.json_response({"data": data})

    async def _generate(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        prompt = body.get("prompt") or body["messages"][-1]["content"]
        if body["model"] not in self._names:
            error = {"message": f"The model `{body['model']}` does not exist.", "param": "model"}
            return web.json_response({"error": error}, status=404)
        if prompt == "refuse":
            error = {"message": "This model's maximum context length is 8 tokens.", "param": None}
            return web.json_response({"error": error}, status=400)
        answer = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await answer.prepare(request)
        self._running += 1
        try:
            await self._say(answer, body, prompt)
        finally:
            self._running -= 1
        return answer

    async def _say(self, answer: web.StreamResponse, body: dict, prompt: str) -> None:
        if prompt == "die":
            os._exit(9)
        words = REPLY[: body.get("max_tokens") or len(REPLY)]
        for index, word in enumerate(words):
            last = index == len(words) - 1
            text = f"[{body['model']}] {word}" if index == 0 else word
            reason = ("stop" if len(words) == len(REPLY) else "length") if last else None
            await self._send(answer, _event(body, text, index + 1, reason))
            if prompt == "die late":
                os._exit(9)
            if prompt == "hang":
                await asyncio.Event().wait()
            if prompt == "fail":
                await self._send(answer, {"error": {"message": "secret detail", "code": 500}})
                return
        await answer.write(b"data: [DONE]\n\n")

    async def _send(self, answer: web.StreamResponse, value: dict) -> None:
        await answer.write(b"data: " + json.dumps(value).encode() + b"\n\n")
        await asyncio.sleep(0)


def _event(body: dict, text: str, tokens: int, reason: str | None) -> dict:
    part = {"text": text} if "prompt" in body else {"delta": {"content": text}}
    usage = {"prompt_tokens": 3, "completion_tokens": tokens, "total_tokens": 3 + tokens}
    return {"choices": [{"index": 0, **part, "finish_reason": reason}], "usage": usage}


if __name__ == "__main__":
    main()
