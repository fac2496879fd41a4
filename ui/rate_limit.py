"""How often one user, or one address without sign-in, may ask."""

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.request_checks import refused
from ui.sign_in import USER


class Allowance:
    """So many of something in a moving minute, for each key."""

    def __init__(self, per_minute: int) -> None:
        """Begin with nothing used."""
        self._rate = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, key: str) -> int:
        """Use one up: 0, or the seconds to wait if none is left."""
        if self._limiter.hit(self._rate, key):
            return 0
        reset = self._limiter.get_window_stats(self._rate, key).reset_time
        return max(1, math.ceil(reset - time.time()))


class RateLimit:
    """Answers 429 to requests beyond so many in a moving minute."""

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        """Wrap an application."""
        self._app = app
        self._allowance = Allowance(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request; one that asks for work is counted."""
        # Every address that answers or changes something takes POST, and Gradio has many.
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        client = str(scope["client"][0]) if scope.get("client") else ""
        user = scope[USER].name if USER in scope else ""
        seconds = self._allowance.wait(f"user {user}" if user else f"client {client}")
        if seconds:
            refusal = refused(429, f"请求太频繁，请在 {seconds} 秒后再试。", seconds)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)
