import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from .api.classify import classify_routes
from .api.described import ERRORS
from .api.embeddings import embeddings_routes
from .api.generate import generate_routes
from .api.health import health_routes
from .api.openai import openai_routes
from .api.snapshots import snapshot_routes
from .engine import make_engine
from .engine.base import Engine
from .errors import answer_errors
from .service import Service
from .settings import Settings
from .telemetry.metrics import Metrics
from .web.access import RequireToken
from .web.body_limit import BodyLimit
from .web.observe import Observe

log = logging.getLogger("inference")

ROUTES = (generate_routes, classify_routes, embeddings_routes, openai_routes)


def create_service(settings: Settings, engine: Engine | None = None) -> Service:
    metrics = Metrics()
    return Service(settings, engine or make_engine(settings, metrics), metrics)


def stop_process(error: Exception) -> None:
    """A service without its model is of no use: whoever started it is to start it again."""
    log.error("the engine could not start", exc_info=error)
    signal.raise_signal(signal.SIGTERM)


def create_app(
    service: Service, *, on_failure: Callable[[Exception], None] = stop_process
) -> ASGIApp:
    settings = service.settings

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.begin(on_failure)
        yield
        await service.end()

    api = FastAPI(title="inference", lifespan=lifespan, docs_url=None, redoc_url=None)
    answer_errors(api)
    api.include_router(health_routes(service))
    for routes_of in ROUTES + ((snapshot_routes,) if settings.snapshots else ()):
        api.include_router(routes_of(service), responses=ERRORS)

    token = settings.aidep_token
    guarded = api if token is None else RequireToken(api, token.get_secret_value())
    return Observe(
        BodyLimit(guarded, settings.max_body_bytes),
        deployment=settings.aidep_deployment,
        metrics=service.metrics,
        routes=frozenset(api.openapi()["paths"]),
    )
