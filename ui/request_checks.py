"""What is refused before anything is read: foreign hosts and origins, bodies that are too large."""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_UPLOAD = "/gradio_api/upload"
_LARGEST_BODY = 2 * 1024 * 1024
_SPARE = 64 * 1024
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class RequestChecks:
    """Answers 403 to foreign hosts and origins and 413 to large bodies; the rest goes on."""

    def __init__(
        self, app: ASGIApp, *, largest_upload: int, hosts: frozenset[str] | None = None
    ) -> None:
        """Wrap an application.

        Args:
            app: The application.
            largest_upload: Bytes of an uploaded file.
            hosts: Names under which it may be addressed beside those of this machine (a foreign
                name that is made to point here would get at a page without sign-in); None: any.
        """
        self._app = app
        self._largest_upload = largest_upload
        self._hosts = None if hosts is None else hosts | _LOOPBACK

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request that is in order."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, _counted(receive, self._largest(scope)), send)
        else:
            await refusal(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin", "")
        if self._hosts is not None and _name_of(host) not in self._hosts:
            return refused(
                403, f"不能用“{host}”访问。请用本机地址，或把主机名写进设置 ZHICE_HOSTS。"
            )
        if scope["method"] not in ("GET", "HEAD") and origin and origin.partition("://")[2] != host:
            return refused(403, "请求来自另一个网站，不予受理。")
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self._largest(scope):
            return refused(413, f"内容太大，最多 {self._largest(scope) // 1024 // 1024} MB。")
        return None

    def _largest(self, scope: Scope) -> int:
        is_upload = scope["path"].startswith(_UPLOAD)
        return self._largest_upload + _SPARE if is_upload else _LARGEST_BODY


def _counted(receive: Receive, most: int) -> Receive:
    """Ends a body of unknown length that grows too large, as if the client had gone."""
    taken = 0

    async def counting() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > most else message

    return counting


def _name_of(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def refused(status: int, message: str, retry_after: int = 0) -> JSONResponse:
    """An answer that says why a request is refused."""
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return JSONResponse({"error": message}, status_code=status, headers=headers)
