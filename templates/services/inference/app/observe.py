import logging
import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .metrics import Metrics

log = logging.getLogger("inference")


class Observe:
    """Marks every answer with the deployment, counts it, and logs it when its last byte is out."""

    def __init__(
        self, app: ASGIApp, *, deployment: str | None, metrics: Metrics, routes: frozenset[str]
    ) -> None:
        self._app = app
        self._deployment = deployment
        self._metrics = metrics
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        status = 500

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if self._deployment is not None:
                    MutableHeaders(scope=message)["x-aidep-deployment"] = self._deployment
            await send(message)

        try:
            await self._app(scope, receive, marked)
        finally:
            route = scope["path"] if scope["path"] in self._routes else "other"
            self._metrics.requests[route, status] += 1
            took = round((time.perf_counter() - start) * 1000)
            fields = {"method": scope["method"], "route": route, "status": status, "ms": took}
            log.info("request", extra={"fields": fields})
