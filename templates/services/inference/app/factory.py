from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from .access import RequireToken
from .api.classify import classify_routes
from .api.generate import generate_routes
from .api.health import health_routes
from .api.openai import openai_routes
from .engine import make_engine
from .engine.base import Engine
from .errors import answer_errors
from .observe import Observe
from .service import Service
from .settings import Settings


def create_app(settings: Settings, engine: Engine | None = None) -> ASGIApp:
    service = Service(settings, engine or make_engine(settings))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await service.engine.start()
        yield
        await service.engine.stop()

    api = FastAPI(title="inference", lifespan=lifespan, docs_url=None, redoc_url=None)
    answer_errors(api)
    for routes_of in (health_routes, generate_routes, classify_routes, openai_routes):
        api.include_router(routes_of(service))

    token = settings.aidep_token
    guarded = api if token is None else RequireToken(api, token.get_secret_value())
    return Observe(
        guarded,
        deployment=settings.aidep_deployment,
        metrics=service.metrics,
        routes=frozenset(api.openapi()["paths"]),
    )
