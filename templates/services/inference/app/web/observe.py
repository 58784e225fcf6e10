import logging
import re
import time
import uuid

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..telemetry.metrics import Metrics

log = logging.getLogger("inference")
REQUEST_ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)


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
        request_id = _request_id(scope)

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                if self._deployment is not None:
                    headers["x-aidep-deployment"] = self._deployment
            await send(message)

        try:
            await self._app(scope, receive, marked)
        finally:
            route = scope["path"] if scope["path"] in self._routes else "other"
            self._metrics.requests.labels(route, status).inc()
            took = round((time.perf_counter() - start) * 1000)
            fields = {"method": scope["method"], "route": route, "status": status, "ms": took}
            log.info("request", extra={"fields": {"request": request_id, **fields}})


def _request_id(scope: Scope) -> str:
    """The caller's own where it has one, so that one name leads through all logs."""
    told = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    return told if REQUEST_ID.fullmatch(told) else uuid.uuid4().hex
