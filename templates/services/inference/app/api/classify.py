from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from ..engine.base import Classification
from ..service import Service
from .answering import answer_value, asked_seconds
from .schemas import ClassifyBody


def classify_routes(service: Service) -> APIRouter:
    router = APIRouter()

    @router.post("/v1/classify")
    async def classify(body: ClassifyBody, request: Request) -> Response:
        deadline = service.deadline(asked_seconds(request))
        work = service.do(lambda: service.engine.classify(body.text), deadline)

        def shape(found: Classification) -> dict[str, Any]:
            head = {"label": found.label, "probability": found.probability}
            return {**head, "model": service.engine.model}

        return await answer_value(request, work, shape)

    return router
