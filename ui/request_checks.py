"""What is refused before anything is read: foreign hosts and origins, bodies that are too large."""

import ipaddress

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
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
        self._behind_proxy = bool(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request that is in order."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            most = self._largest(scope)
            await _Counted(scope, receive, send, most).passed_to(self._app)
        else:
            await refusal(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin", "")
        if self._hosts is not None and _name_of(host) not in self._hosts:
            return refused(
                403, f"不能用“{host}”访问。请用本机地址，或把主机名写进设置 ZHICE_HOSTS。"
            )
        if self._hosts is not None and not self._behind_proxy and not is_of_this_machine(scope):
            return refused(
                403,
                "没有设置登录，不能经代理对外开放。请先添加用户：zhice user add 用户名 --admin。",
            )
        is_upload = scope["path"].startswith(_UPLOAD)
        if self._hosts is not None and is_upload and not is_of_this_machine(scope):
            return refused(403, "没有设置登录时，只有本机可以上传文件。")
        if scope["method"] not in ("GET", "HEAD") and origin and origin.partition("://")[2] != host:
            return refused(403, "请求来自另一个网站，不予受理。经过反向代理时，请让它保留 Host。")
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self._largest(scope):
            return too_large(self._largest(scope))
        return None

    def _largest(self, scope: Scope) -> int:
        is_upload = scope["path"].startswith(_UPLOAD)
        return self._largest_upload + _SPARE if is_upload else _LARGEST_BODY


class _Counted:
    """A request whose body has no known length: ended with 413 once it grows too large."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        self._scope, self._receive, self._send, self._most = scope, receive, send, most
        self._taken = 0
        self._begun = False
        self._ended = False

    async def passed_to(self, app: ASGIApp) -> None:
        try:
            await app(self._scope, self._counting, self._answering)
        except ClientDisconnect:
            if not self._ended:
                raise

    async def _counting(self) -> Message:
        if self._ended:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        if self._taken <= self._most:
            return message
        self._ended = True
        if not self._begun:
            await too_large(self._most)(self._scope, self._receive, self._send)
        return {"type": "http.disconnect"}

    async def _answering(self, message: Message) -> None:
        self._begun = True
        if not self._ended:
            await self._send(message)


def is_of_this_machine(scope: Scope) -> bool:
    """Whether a request comes from this machine, and not through a proxy that says for whom."""
    client = scope.get("client")
    try:
        return client is not None and ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False


def _name_of(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def too_large(most: int) -> JSONResponse:
    """The answer to a body of more bytes."""
    return refused(413, f"内容太大，最多 {most // 1024 // 1024} MB。")


def refused(status: int, message: str, retry_after: int = 0) -> JSONResponse:
    """An answer that says why a request is refused."""
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return JSONResponse({"error": message}, status_code=status, headers=headers)
