"""Answers that are errors, in the shape that OpenAI's clients understand."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from .admission import Busy


class ApiError(Exception):
    def __init__(self, status: int, message: str, *, code: str, param: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.param = param

    @property
    def body(self) -> dict[str, Any]:
        kind = "invalid_request_error" if self.status < 500 else "server_error"
        return {
            "error": {"message": str(self), "type": kind, "param": self.param, "code": self.code}
        }

    @property
    def response(self) -> JSONResponse:
        headers = {"retry-after": "1"} if self.status == 429 else None
        return JSONResponse(self.body, self.status, headers)


unauthorized = ApiError(
    401, "The token of this service is missing or wrong.", code="invalid_api_key"
)
failed = ApiError(500, "The service failed. Its log says more.", code="internal_error")


def answer_errors(api: FastAPI) -> None:
    @api.exception_handler(ApiError)
    async def _own(_: Request, error: ApiError) -> JSONResponse:
        return error.response

    @api.exception_handler(Busy)
    async def _busy(_: Request, __: Busy) -> JSONResponse:
        return ApiError(429, "The service is busy. Try again later.", code="busy").response

    @api.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        problem = error.errors()[0]
        param = ".".join(str(part) for part in problem["loc"][1:]) or None
        return ApiError(400, problem["msg"], code="invalid_request", param=param).response

    @api.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        code = "not_found" if error.status_code == 404 else "invalid_request"
        return ApiError(error.status_code, str(error.detail), code=code).response

    @api.exception_handler(Exception)
    async def _unexpected(_: Request, __: Exception) -> JSONResponse:
        return failed.response
