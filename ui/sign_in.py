"""Nobody without a password, a session or a token gets through: one gate in front of all addresses.

Open are only `/healthz`, `/readyz` and the sign-in page. Sessions live in memory: a restart ends them.
"""

import asyncio
import base64
import binascii
import hmac
import html
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.audit_log import AuditLog
from ui.back_off import BackOff
from ui.request_checks import refused
from ui.users import User, Users, UsersError

_PAGE = Path(__file__).parent / "static" / "sign_in.html"
_OPEN = ("/healthz", "/readyz")
_SIGN_IN, _SIGN_OUT = "/sign-in", "/sign-out"
_UPLOAD = "/gradio_api/upload"
_COOKIE = "zhice_session"
_LONGEST_FORM = 8192
_REPAIR_SECONDS = 60
_MOST_SESSIONS = 10_000
# Argon2 takes 64 MB a password: more at once would be a way to fill the memory.
_HASHED_AT_ONCE = 2
USER = "zhice.user"
"""The key of an ASGI scope under which the signed-in `User` stands."""


@dataclass(slots=True)
class _Session:
    user: str
    password_hash: str
    until: float


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
        self._back_off = BackOff(clock)
        self._hashing = asyncio.Semaphore(_HASHED_AT_ONCE)
        self._secret = secrets.token_bytes(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a signed-in request through."""
        if scope["type"] == "lifespan" or scope["path"] in _OPEN:
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # none is served
            return
        try:
            response = await self._response(Request(scope, receive))
        except UsersError as exc:
            # Its owner is told which file and what to do, a stranger is not.
            logging.getLogger(__name__).error("%s", exc)
            response = refused(503, "现在不能核对用户，请联系管理员。", _REPAIR_SECONDS)
        await (response or self._app)(scope, receive, send)

    async def _response(self, request: Request) -> Response | None:
        """The answer of the gate itself, or None when a request may go on."""
        path: str = request.scope["path"]
        if path == _SIGN_IN:
            return await self._signing_in(request)
        if path == _SIGN_OUT:
            return self._signed_out(request)
        user, wait = await self._user_of(request)
        if wait:
            return refused(429, _later(wait), ceil(wait))
        if user is None:
            return _turned_away(request)
        if path.startswith(_UPLOAD) and not user.administrator:
            return refused(403, "只有管理员可以上传文件。")
        request.scope[USER] = user
        return None

    async def _user_of(self, request: Request) -> tuple[User | None, float]:
        """Who sent a request, or None with the seconds to wait after too many wrong passwords."""
        user = self._in_session(request.cookies.get(_COOKIE, ""))
        kind, _, value = request.headers.get("authorization", "").partition(" ")
        if user is not None:
            return user, 0.0
        if kind.lower() == "bearer":
            return self._users.by_token(value.strip()), 0.0
        if kind.lower() == "basic":
            return await self._by_basic(request, value.strip())
        return None, 0.0

    def _in_session(self, token: str) -> User | None:
        """The user of a session that goes on; a new password ends it as removing the user does."""
        session = self._sessions.get(token)
        if session is None:
            return None
        user = self._users.find(session.user)
        now = self._clock()
        if user is None or user.password_hash != session.password_hash or session.until <= now:
            del self._sessions[token]
            return None
        session.until = now + self._seconds
        return user

    async def _by_basic(self, request: Request, value: str) -> tuple[User | None, float]:
        # Programs send the password with every request: once found right, it is not hashed again.
        known = hmac.digest(self._secret, value.encode("utf-8"), "sha256").hex()
        user = self._in_session(known)
        if user is not None:
            return user, 0.0
        try:
            text = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeError, ValueError):
            return None, 0.0
        name, _, password = text.partition(":")
        user, wait = await self._tried(request, name, password)
        if user is not None:
            self._keep(known, user)
        return user, wait

    async def _signing_in(self, request: Request) -> Response:
        target = _own_address(request.query_params.get("next", "/"))
        if request.method != "POST":
            return _page(target, "")
        body = await _form(request)
        user, wait = await self._tried(request, body.get("name", ""), body.get("password", ""))
        if wait:
            return _page(target, _later(wait), 429, {"Retry-After": str(ceil(wait))})
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
        self._sessions[token] = _Session(user.name, user.password_hash, now + self._seconds)

    async def _tried(self, request: Request, name: str, password: str) -> tuple[User | None, float]:
        """The user, or None with the seconds to wait after too many wrong passwords.

        Counted for the client and for the name apart: neither many names nor many clients help.
        """
        keys = (f"client {_client(request)}", f"name {name[:64]}")
        wait = self._back_off.wait(*keys)
        if wait > 0:
            return None, wait
        async with self._hashing:
            # Of many tries at once most have waited here: those before them count.
            wait = self._back_off.wait(*keys)
            if wait > 0:
                return None, wait
            user = await run_in_threadpool(self._users.by_password, name, password)
            if user is None:
                self._back_off.wrong(*keys)
            else:
                self._back_off.right(*keys)
        action = "登录" if user else "登录失败"
        self._audit.record(action, user=name[:64], client=_client(request))
        return user, 0.0


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
    return HTMLResponse(shown, status, {"Cache-Control": "no-store", **(headers or {})})


def _later(seconds: float) -> str:
    return f"尝试次数太多，请在 {ceil(seconds)} 秒后再试。"


def _turned_away(request: Request) -> Response:
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{_SIGN_IN}?next={quote(target, safe='')}", status_code=303)
    return JSONResponse(
        {"error": "请先登录，或在请求中带上令牌（Authorization: Bearer 令牌）。"},
        status_code=401,
        headers={"WWW-Authenticate": "Bearer"},
    )
