from typing import Any

from fastapi import APIRouter

from ..service import Service
from .schemas import ClassifyBody


def classify_routes(service: Service) -> APIRouter:
    router = APIRouter()

    @router.post("/v1/classify")
    async def classify(body: ClassifyBody) -> dict[str, Any]:
        await service.admission.acquire()
        try:
            found = await service.engine.classify(body.text)
        finally:
            service.admission.release()
        return {
            "label": found.label,
            "probability": found.probability,
            "model": service.engine.model,
        }

    return router
