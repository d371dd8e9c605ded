"""Errors as RFC 9457 problem details, in Vietnamese or English; the input is never echoed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from qa import openai_api
from qa.api.contract import allowed_methods
from qa.api.schemas import ProblemOut
from qa.errors import (
    ArticleError,
    NotFound,
    QaError,
    RejectedInput,
    ReplyNotFound,
    StoreBusy,
    StoreError,
    StoreReadOnly,
)

logger = logging.getLogger(__name__)

RETRY_SECONDS = 2
OPENAI_PATHS = ("/v1/chat/", "/v1/models")
"""Where errors have the form that clients of that shape read."""
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemOut, "description": "Problem details"} for status in ("4XX", "5XX")
}
"""What every route may reply instead, for the contract."""

# code: (status, Vietnamese, English); the whole list stands in the API guide.
PROBLEMS: Mapping[str, tuple[int, str, str]] = {
    "malformed_json": (
        400,
        "Nội dung gửi lên không phải là JSON hợp lệ.",
        "The body is not valid JSON.",
    ),
    "malformed_form": (
        400,
        "Nội dung gửi lên không phải là biểu mẫu multipart hợp lệ.",
        "The body is not a valid multipart form.",
    ),
    "unknown_host": (
        400,
        "Máy chủ này không mang tên đã gọi.",
        "This server does not answer to the name it was called by.",
    ),
    "unauthorized": (
        401,
        "Cần khóa API hợp lệ để dùng máy chủ này.",
        "This server needs a valid API key.",
    ),
    "foreign_origin": (
        403,
        "Trang web khác không được gửi thay đổi tới máy chủ này.",
        "Pages of other sites may not send changes to this server.",
    ),
    "forbidden": (
        403,
        "Bạn không có quyền làm việc này: máy chủ hoặc khóa API chỉ cho phép đọc.",
        "You may not do this: the server or your API key only allows reading.",
    ),
    "article_not_found": (
        404,
        "Không có bài viết nào mang mã này.",
        "No article has this id.",
    ),
    "reply_not_found": (
        404,
        "Không lưu câu trả lời nào mang mã này.",
        "No reply with this id is kept.",
    ),
    "not_found": (404, "Không có địa chỉ này.", "There is nothing at this address."),
    "method_not_allowed": (
        405,
        "Địa chỉ này không nhận phương thức đã dùng.",
        "This address does not take this method.",
    ),
    "body_too_large": (413, "Nội dung gửi lên quá lớn.", "The body is too large."),
    "unsupported_media_type": (
        415,
        "Địa chỉ này không nhận kiểu nội dung (Content-Type) đã dùng.",
        "This address does not take this Content-Type.",
    ),
    "invalid_request": (
        422,
        "Yêu cầu không đúng khuôn dạng; xem các trường nêu trong fields.",
        "The request does not have the right form; see the fields named in fields.",
    ),
    "model_not_found": (
        404,
        "Không có mô hình nào mang tên này.",
        "No model has this name.",
    ),
    "question_empty": (422, "Câu hỏi để trống.", "The question is empty."),
    "question_too_long": (422, "Câu hỏi quá dài.", "The question is too long."),
    "question_not_text": (
        422,
        "Câu hỏi có ký tự không hợp lệ.",
        "The question has characters that are not text.",
    ),
    "article_unreadable": (
        422,
        "Không đọc được bài viết.",
        "The article cannot be read.",
    ),
    "rate_limited": (
        429,
        "Quá nhiều yêu cầu trong một phút. Hãy chờ rồi thử lại.",
        "Too many requests within a minute. Wait, then try again.",
    ),
    "internal": (
        500,
        "Máy chủ gặp lỗi. Hãy thử lại; nếu vẫn lỗi, báo cho người quản trị.",
        "The server met an error. Try again; if it stays, tell the operator.",
    ),
    "overloaded": (
        503,
        "Máy chủ đang bận. Hãy thử lại sau vài giây.",
        "The server is busy. Try again in a few seconds.",
    ),
    "store_busy": (
        503,
        "Kho bài viết đang được ghi. Hãy thử lại sau vài giây.",
        "The index is being written to. Try again in a few seconds.",
    ),
    "store_unavailable": (
        503,
        "Kho bài viết chưa sẵn sàng.",
        "The index is not available.",
    ),
}
_BY_STATUS = {
    400: "malformed_json",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
}
_BY_ERROR: tuple[tuple[type[QaError], str], ...] = (
    (ReplyNotFound, "reply_not_found"),
    (NotFound, "article_not_found"),
    (ArticleError, "article_unreadable"),
    (StoreReadOnly, "forbidden"),
    (StoreBusy, "store_busy"),
    (StoreError, "store_unavailable"),
)


class Problem(Exception):
    """A refusal of the door itself, by its code."""

    def __init__(self, code: str) -> None:
        self.code = code


def install(app: FastAPI) -> None:
    """Makes every error of the app a problem document."""
    app.exception_handler(Problem)(_on_problem)
    app.exception_handler(QaError)(_on_qa_error)
    app.exception_handler(HTTPException)(_on_http_error)
    app.exception_handler(RequestValidationError)(_on_invalid)
    app.exception_handler(Exception)(_on_defect)


def problem(code: str, language: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """The problem document of a code."""
    status, vietnamese, english = PROBLEMS[code]
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": english if language == "en" else vietnamese,
        "code": code,
    } | more


def of_error(error: Exception, language: str) -> dict[str, Any]:
    """The problem document of an error that ends a stream; the log tells the rest."""
    code = error_code(error) if isinstance(error, QaError) else "internal"
    logger.error("A stream ended with %s", code, exc_info=error)
    return problem(code, language)


def error_code(error: QaError) -> str:
    """The code of one of our own errors."""
    if isinstance(error, RejectedInput):
        return error.code
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), "internal")


def wanted_language(accepted: str) -> str:
    """``"en"`` if English comes before Vietnamese in an Accept-Language header, else ``"vi"``."""
    for part in accepted.lower().split(","):
        tag = part.split(";")[0].strip()[:2]
        if tag in ("vi", "en"):
            return tag
    return "vi"


def response(
    request: Request,
    code: str,
    headers: Mapping[str, str] | None = None,
    **more: Any,  # noqa: ANN401
) -> JSONResponse:
    """The problem document of a code, in the language the request wants."""
    language = wanted_language(request.headers.get("accept-language", ""))
    document = problem(code, language, **more)
    sent = {"Content-Language": language, "Vary": "Accept-Language"} | dict(headers or {})
    if document["status"] == 503:
        sent["Retry-After"] = str(RETRY_SECONDS)
    if request.url.path.startswith(OPENAI_PATHS):
        return JSONResponse(openai_api.error(document), document["status"], headers=sent)
    return JSONResponse(
        document, document["status"], headers=sent, media_type="application/problem+json"
    )


async def _on_problem(request: Request, error: Problem) -> JSONResponse:
    return response(request, error.code)


async def _on_qa_error(request: Request, error: QaError) -> JSONResponse:
    code = error_code(error)
    if PROBLEMS[code][0] >= 500:
        logger.error("%s: %s", code, error)
    return response(request, code)


async def _on_http_error(request: Request, error: HTTPException) -> JSONResponse:
    code = _BY_STATUS.get(error.status_code, "internal" if error.status_code >= 500 else "")
    if error.status_code == 400 and _is_form(request):
        code = "malformed_form"
    headers = dict(error.headers or {})
    if error.status_code == 405:
        allowed = allowed_methods(request.app.openapi(), request.url.path)
        headers |= {"Allow": allowed} if allowed else {}
    return response(request, code or "invalid_request", headers)


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").lower().startswith("multipart/")


async def _on_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    kind = request.headers.get("content-type", "").lower()
    in_body = any(each["loc"][:1] == ("body",) for each in error.errors())
    if in_body and not _is_form(request) and not kind.startswith("application/json"):
        return response(request, "unsupported_media_type")
    kinds = {str(each["type"]) for each in error.errors()}
    if "json_invalid" in kinds:
        return response(request, "malformed_json")
    # Only names of our own schema: an unknown field's name is the sender's text.
    known = [each for each in error.errors() if each["type"] != "extra_forbidden"]
    fields = sorted({_field(each["loc"]) for each in known} - {""})
    return response(request, "invalid_request", fields=fields)


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location[1:])


async def _on_defect(request: Request, error: Exception) -> JSONResponse:
    logger.error("Unexpected %s while serving a request", type(error).__name__, exc_info=error)
    return response(request, "internal")
