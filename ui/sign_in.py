"""Nobody without a password, a session or a token gets through: one gate in front of all addresses.

Open are only `/healthz`, `/readyz` and the sign-in page. Sessions live in memory: a restart ends them.
"""

import base64
import binascii
import html
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.audit_log import AuditLog
from ui.users import User, Users

_PAGE = Path(__file__).parent / "static" / "sign_in.html"
_OPEN = ("/healthz", "/readyz")
_SIGN_IN, _SIGN_OUT = "/sign-in", "/sign-out"
_UPLOAD = "/gradio_api/upload"
_COOKIE = "zhice_session"
_LONGEST_FORM = 8192
_MOST_SESSIONS = 10_000
_FREE_TRIES = 5
_FIRST_WAIT = 30.0
_LONGEST_WAIT = 900.0
_MOST_REMEMBERED = 10_000
USER = "zhice.user"
"""The key of an ASGI scope under which the signed-in `User` stands."""


@dataclass(slots=True)
class _Session:
    user: str
    until: float


@dataclass(slots=True)
class _Tries:
    wrong: int = 0
    until: float = 0.0


class SignIn:
    """The gate. Put the user into the scope, or answer with the sign-in page or status 401."""

    def __init__(
        self,
        app: ASGIApp,
        users: Users,
        audit: AuditLog,
        hours: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Wrap an application; `hours` without a request end a session."""
        self._app = app
        self._users = users
        self._audit = audit
        self._seconds = hours * 3600
        self._clock = clock
        self._sessions: dict[str, _Session] = {}
        self._tries: dict[str, _Tries] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a signed-in request through."""
        if scope["type"] == "lifespan" or scope["path"] in _OPEN:
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no websocket is served
        request = Request(scope, receive)
        if scope["path"] == _SIGN_IN:
            response = await self._signing_in(request)
        elif scope["path"] == _SIGN_OUT:
            response = self._signed_out(request)
        else:
            user = await self._user_of(request)
            if user is not None and scope["path"].startswith(_UPLOAD) and not user.administrator:
                response = JSONResponse({"error": "只有管理员可以上传文件。"}, status_code=403)
                await response(scope, receive, send)
                return
            if user is not None:
                scope[USER] = user
                await self._app(scope, receive, send)
                return
            response = _turned_away(request)
        await response(scope, receive, send)

    async def _user_of(self, request: Request) -> User | None:
        session = self._sessions.get(request.cookies.get(_COOKIE, ""))
        if session is not None and session.until > self._clock():
            session.until = self._clock() + self._seconds
            return self._users.find(session.user)
        kind, _, value = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self._users.by_token(value.strip())
        if kind.lower() == "basic":
            return await self._by_basic(request, value)
        return None

    async def _by_basic(self, request: Request, value: str) -> User | None:
        try:
            name, _, password = (
                base64.b64decode(value, validate=True).decode("utf-8").partition(":")
            )
        except (binascii.Error, UnicodeDecodeError):
            return None
        user, _ = await self._tried(request, name, password)
        return user

    async def _signing_in(self, request: Request) -> Response:
        target = _own_address(request.query_params.get("next", "/"))
        if request.method != "POST":
            return _page(target, "")
        body = await _form(request)
        user, wait = await self._tried(request, body.get("name", ""), body.get("password", ""))
        if wait:
            message = f"尝试次数太多，请在 {round(wait)} 秒后再试。"
            return _page(target, message, 429, {"Retry-After": str(round(wait))})
        if user is None:
            return _page(target, "用户名或密码不对。", 401)
        response = RedirectResponse(target, status_code=303)
        token = secrets.token_urlsafe(32)
        self._keep(token, user)
        response.set_cookie(
            _COOKIE, token, httponly=True, samesite="lax", secure=request.url.scheme == "https"
        )
        return response

    def _signed_out(self, request: Request) -> Response:
        if request.method != "POST":
            return JSONResponse({"error": "请用 POST 退出登录。"}, status_code=405)
        session = self._sessions.pop(request.cookies.get(_COOKIE, ""), None)
        if session is not None:
            self._audit.record("退出", user=session.user, client=_client(request))
        response = RedirectResponse(_SIGN_IN, status_code=303)
        response.delete_cookie(_COOKIE)
        return response

    def _keep(self, token: str, user: User) -> None:
        now = self._clock()
        if len(self._sessions) >= _MOST_SESSIONS:
            self._sessions = {t: s for t, s in self._sessions.items() if s.until > now}
        while len(self._sessions) >= _MOST_SESSIONS:  # the oldest go
            del self._sessions[next(iter(self._sessions))]
        self._sessions[token] = _Session(user.name, now + self._seconds)

    async def _tried(self, request: Request, name: str, password: str) -> tuple[User | None, float]:
        """The user, or None with the seconds to wait after too many wrong passwords.

        Counted for the client and for the name apart: neither many names nor many clients help.
        """
        keys = (f"client {_client(request)}", f"name {name[:64]}")
        now = self._clock()
        waits = [self._tries[key].until - now for key in keys if key in self._tries]
        if max(waits, default=0.0) > 0:
            return None, max(waits)
        # Hashing takes a while on purpose; other requests go on meanwhile.
        user = await run_in_threadpool(self._users.by_password, name, password)
        action = "登录" if user else "登录失败"
        self._audit.record(action, user=name[:64], client=_client(request))
        for key in keys:
            self._note(key, right=user is not None)
        return user, 0.0

    def _note(self, key: str, *, right: bool) -> None:
        if right:
            self._tries.pop(key, None)
            return
        if len(self._tries) >= _MOST_REMEMBERED:
            del self._tries[next(iter(self._tries))]
        tries = self._tries.setdefault(key, _Tries())
        tries.wrong += 1
        if tries.wrong >= _FREE_TRIES:
            wait = _FIRST_WAIT * 2 ** (tries.wrong - _FREE_TRIES)
            tries.until = self._clock() + min(wait, _LONGEST_WAIT)


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST_FORM:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"))
    return {name: values[0] for name, values in fields.items()}


def _own_address(target: str) -> str:
    """A path of this server: never another host, whatever a link says."""
    return target if target.startswith("/") and not target.startswith(("//", "/\\")) else "/"


def _page(
    target: str, message: str, status: int = 200, headers: dict[str, str] | None = None
) -> HTMLResponse:
    shown = _PAGE.read_text(encoding="utf-8")
    notice = f'<p role="alert">{html.escape(message)}</p>' if message else ""
    shown = shown.replace("{notice}", notice).replace("{next}", quote(target, safe=""))
    return HTMLResponse(shown, status, headers)


def _turned_away(request: Request) -> Response:
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{_SIGN_IN}?next={quote(target, safe='')}", status_code=303)
    return JSONResponse(
        {"error": "请先登录，或在请求中带上令牌（Authorization: Bearer 令牌）。"},
        status_code=401,
        headers={"WWW-Authenticate": "Bearer"},
    )
