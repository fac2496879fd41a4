"""The OpenAI-compatible API: `/v1/chat/completions` and `/v1/models`.

Requests in, answers of the assistant out; questions are answered in threads, never on the loop.
"""

from collections.abc import Iterator
from itertools import chain

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from assistant.answer import Answer
from documents.errors import PolicyAssistantError, QuestionError
from ui.admission import Admission, BusyError
from ui.backend import ReadAssistant
from ui.chat_completion import Completion
from ui.chat_request import MODEL, ChatRequestError, read_chat_request, unknown_model

_MODEL_OBJECT = {"id": MODEL, "object": "model", "created": 0, "owned_by": "zhice"}
_UNBUFFERED = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


def openai_router(assistant: ReadAssistant, admission: Admission) -> APIRouter:
    """The addresses below `/v1`."""
    router = APIRouter(prefix="/v1")

    @router.get("/models")
    def models() -> dict[str, object]:
        return {"object": "list", "data": [_MODEL_OBJECT]}

    @router.get("/models/{name}")
    def model(name: str) -> Response:
        if name != MODEL:
            return error_response(unknown_model(name))
        return JSONResponse(_MODEL_OBJECT)

    @router.post("/chat/completions")
    async def complete(request: Request) -> Response:
        body = await request.body()
        try:
            with admission.place():
                return await run_in_threadpool(_reply, assistant, body, str(request.base_url))
        except BusyError as exc:
            return error_response(exc)

    return router


def _reply(assistant: ReadAssistant, body: bytes, page: str) -> Response:
    """The response to the body of a request."""
    try:
        request = read_chat_request(body)
        completion = Completion(request, page)
        if not request.stream:
            answer = assistant.ask(request.question, request.history)
            return JSONResponse(completion.whole(answer, assistant.documents))
        growing = _begun(assistant.stream(request.question, request.history))
    except PolicyAssistantError as exc:
        return error_response(exc)
    events = completion.pieces(growing, assistant.documents)
    return StreamingResponse(events, media_type="text/event-stream", headers=_UNBUFFERED)


def _begun(answers: Iterator[Answer]) -> Iterator[Answer]:
    """The same answers with the first one made: a question that cannot be taken shows at once."""
    return chain([next(answers)], answers)


def error_response(error: PolicyAssistantError) -> JSONResponse:
    """An error in the shape of the protocol; what the asker cannot mend is one of the server."""
    status, param, code = 500, "", ""
    if isinstance(error, ChatRequestError):
        status, param, code = error.status, error.param, error.code
    elif isinstance(error, QuestionError):
        status, param = 400, "messages"
    elif isinstance(error, BusyError):
        status, code = 503, "overloaded"
    shown = {
        "message": str(error),
        "type": "server_error" if status >= 500 else "invalid_request_error",
        "param": param or None,
        "code": code or None,
    }
    return JSONResponse({"error": shown}, status_code=status)
