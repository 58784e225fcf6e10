from hashlib import sha256
from hmac import compare_digest

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ..errors import unauthorized

OPEN_PATHS = frozenset({"/", "/health", "/health/live", "/health/ready"})


class RequireToken:
    """Refuses every path but those of health to callers without the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._digest = sha256(token.encode()).digest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["path"] in OPEN_PATHS
            or self._knows(Headers(scope=scope))
        ):
            await self._app(scope, receive, send)
        else:
            await unauthorized.response(scope, receive, send)

    def _knows(self, headers: Headers) -> bool:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        presented = sha256(token.strip().encode("utf-8", "surrogateescape")).digest()
        return compare_digest(presented, self._digest) and scheme.lower() == "bearer"
