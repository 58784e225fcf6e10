from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ..service import Service


def health_routes(service: Service) -> APIRouter:
    router = APIRouter()
    engine = service.engine

    @router.get("/")
    async def about() -> dict[str, Any]:
        return {"name": "inference", "deployment": service.settings.aidep_deployment}

    @router.get("/health/live")
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/health")
    @router.get("/health/ready")
    async def ready() -> Response:
        state = {"engine": engine.name, "model": engine.model}
        if engine.ready:
            return JSONResponse({"status": "ok", **state})
        return JSONResponse({"status": "loading", **state}, 503)

    @router.get("/metrics")
    async def metrics() -> Response:
        return PlainTextResponse(service.metrics.text(service.admission))

    return router
