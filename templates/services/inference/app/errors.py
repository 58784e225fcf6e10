"""Answers that are errors, in the shape that OpenAI's clients understand."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


class ApiError(Exception):
    """`retry_after` is in seconds, for what may go better later."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str,
        param: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.param = param
        self.retry_after = retry_after

    @property
    def body(self) -> dict[str, Any]:
        kind = "invalid_request_error" if self.status < 500 else "server_error"
        return {
            "error": {"message": str(self), "type": kind, "param": self.param, "code": self.code}
        }

    @property
    def response(self) -> JSONResponse:
        headers = {} if self.retry_after is None else {"retry-after": str(self.retry_after)}
        return JSONResponse(self.body, self.status, headers)


unauthorized = ApiError(
    401, "The token of this service is missing or wrong.", code="invalid_api_key"
)
failed = ApiError(500, "The service failed. Its log says more.", code="internal_error")
late = ApiError(
    504,
    "The request took longer than it may. Ask for fewer tokens, or allow it more time.",
    code="deadline_exceeded",
)


def out_of_memory() -> ApiError:
    return ApiError(
        503,
        "The GPU has no memory left for this request. Ask for fewer tokens, lower "
        'MAX_CONCURRENCY, set "model.quantization: 4-bit", or use a larger GPU.',
        code="out_of_memory",
        retry_after=5,
    )


def body_too_large(most: int) -> ApiError:
    return ApiError(413, f"The body is larger than {most} bytes.", code=CODES[413])


def unsupported(what: str, *, param: str | None = None) -> ApiError:
    return ApiError(400, what, code="unsupported", param=param)


def answer_errors(api: FastAPI) -> None:
    @api.exception_handler(ApiError)
    async def _own(_: Request, error: ApiError) -> JSONResponse:
        return error.response

    @api.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        problem = error.errors()[0]
        param = ".".join(str(part) for part in problem["loc"][1:]) or None
        return ApiError(400, problem["msg"], code="invalid_request", param=param).response

    @api.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        code = CODES.get(error.status_code, "invalid_request")
        answer = ApiError(error.status_code, str(error.detail), code=code).response
        answer.headers.update(error.headers or {})
        return answer

    @api.exception_handler(Exception)
    async def _unexpected(_: Request, __: Exception) -> JSONResponse:
        return failed.response
