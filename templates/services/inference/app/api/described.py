"""What the OpenAPI document says about answers, beside the bodies of requests."""

from typing import Any

from pydantic import BaseModel


class ErrorDetail(BaseModel):
    message: str
    type: str
    param: str | None
    code: str


class ErrorBody(BaseModel):
    error: ErrorDetail


_MEANINGS = {
    400: "The request is not valid.",
    401: "The token is missing or wrong.",
    404: "There is no such model or adapter.",
    413: "The body is too large.",
    422: "The adapter cannot be used.",
    429: "Too many requests wait.",
    500: "The service failed.",
    502: "The engine failed.",
    503: "The engine is not there at the moment, or the GPU's memory is full.",
    504: "The time of the request is over.",
}

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody, "description": meaning} for status, meaning in _MEANINGS.items()
}

TEXT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The text at once, or as events while it is generated.",
        "content": {"application/json": {}, "text/event-stream": {}},
    }
}
