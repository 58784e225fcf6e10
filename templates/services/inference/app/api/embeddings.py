import struct
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from ..engine.base import Embeddings
from ..errors import unsupported
from ..service import Service
from .answering import answer_value, asked_seconds
from .schemas import EmbeddingsBody


def embeddings_routes(service: Service) -> APIRouter:
    router = APIRouter()

    @router.post("/v1/embeddings")
    async def embeddings(body: EmbeddingsBody, request: Request) -> Response:
        if service.adapter_of(model=body.model, adapter=None) is not None:
            raise unsupported("Adapters are for text, not for embeddings.", param="model")
        deadline = service.deadline(asked_seconds(request))
        work = service.do(lambda: service.engine.embed(body.texts), deadline)
        encode = _base64 if body.encoding_format == "base64" else list

        def shape(found: Embeddings) -> dict[str, Any]:
            data = [
                {"object": "embedding", "index": index, "embedding": encode(vector)}
                for index, vector in enumerate(found.vectors)
            ]
            usage = {"prompt_tokens": found.tokens, "total_tokens": found.tokens}
            head = {"object": "list", "model": service.engine.model}
            return {**head, "data": data, "usage": usage}

        return await answer_value(request, work, shape)

    return router


def _base64(vector: Sequence[float]) -> str:
    """32-bit floats, little-endian: what OpenAI's clients ask for unless told otherwise."""
    return b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
