"""Who sent what and what became of it, for the audit log: what asks for work, and what is refused."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.audit_log import AuditLog
from ui.rate_limit import Allowance
from ui.sign_in import USER

_REFUSALS = frozenset({401, 403, 413, 429, 503})
_WRITES_ITSELF = frozenset({"/sign-in", "/sign-out"})
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
# The log is rotated: without a bound a stranger could push out of it what he does not like.
_REFUSALS_A_MINUTE = 60


class RequestLog:
    """Writes a line when a request that asks for work, or any that is refused, has ended.

    Put it around the layers that refuse; of one client it writes so many refusals a minute. The gate
    writes who signed in and who failed to.
    """

    def __init__(self, app: ASGIApp, audit: AuditLog) -> None:
        """Wrap an application."""
        self._app = app
        self._audit = audit
        self._refusals = Allowance(_REFUSALS_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note its end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500  # what the client gets if nothing is answered

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        begin = time.perf_counter()
        try:
            await self._app(scope, receive, noting)
        finally:
            self._note(scope, status, time.perf_counter() - begin)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        refused = status in _REFUSALS
        if scope["path"] in _WRITES_ITSELF and (not refused or status == 401):
            return
        if scope["method"] in _READS and not refused:
            return
        client = str(scope["client"][0]) if scope.get("client") else ""
        if refused and self._refusals.wait(client):
            return
        user = scope.get(USER)
        self._audit.record(
            "拒绝" if refused else "请求",
            user=user.name if user else "",
            client=client,
            method=scope["method"],
            path=scope["path"],
            status=status,
            milliseconds=round(seconds * 1000),
        )
