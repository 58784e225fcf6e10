from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ..service import Service

NOT_READY: dict[int | str, dict[str, Any]] = {
    503: {"description": "Not ready, and why.", "content": {"application/json": {}}}
}


def health_routes(service: Service) -> APIRouter:
    router = APIRouter()
    engine, readiness = service.engine, service.readiness

    @router.get("/")
    async def about() -> dict[str, Any]:
        return {"name": "inference", "deployment": service.settings.aidep_deployment}

    @router.get("/health/live")
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/health", responses=NOT_READY)
    @router.get("/health/ready", responses=NOT_READY)
    async def ready() -> Response:
        about = {"engine": engine.name, "model": engine.model}
        headers = {"cache-control": "no-store"}
        if readiness.ready:
            return JSONResponse({"status": "ok", **about}, headers=headers)
        state = {"status": readiness.state, "reason": readiness.reason}
        return JSONResponse({**state, **about}, 503, headers)

    @router.get("/metrics", response_class=PlainTextResponse)
    async def metrics() -> Response:
        service.metrics.ready.set(1 if readiness.ready else 0)
        for phase, seconds in service.phases.seconds.items():
            service.metrics.phases.labels(phase).set(seconds)
        return PlainTextResponse(service.metrics.text() + await engine.metrics())

    return router
