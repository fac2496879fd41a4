"""Who may use the web server and how much: the layers in front of the page and the interfaces."""

from dataclasses import dataclass, field

import gradio as gr
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Scope

from assistant.settings import Settings
from ui.audit_log import AuditLog
from ui.rate_limit import RateLimit
from ui.request_checks import RequestChecks, is_of_this_machine
from ui.request_log import RequestLog
from ui.security_headers import SecurityHeaders
from ui.sign_in import USER, SignIn
from ui.users import User, Users

_WORTH_PACKING = 2048
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come in. Without `users` everybody who reaches the server, this machine as administrator.

    `rate` counts requests a minute of one user or address, `largest_upload` megabytes; `hosts` are
    names under which a server without users may be addressed beside those of this machine,
    `proxies` the addresses that are believed when they say for whom they ask.
    """

    users: Users | None = None
    audit: AuditLog = field(default_factory=lambda: AuditLog(None))
    rate: int = 100_000
    largest_upload: int = 50
    hosts: frozenset[str] = frozenset()
    session_hours: float = 12.0
    proxies: str = "127.0.0.1"

    @classmethod
    def from_settings(cls, settings: Settings) -> "Access":
        """The access that the settings ask for: sign-in as soon as there is a user.

        Raises:
            UsersError: The users file cannot be read.
            AuditError: The audit log cannot be written.
        """
        users = Users(settings.users)
        return cls(
            users=users if users.all() else None,
            audit=AuditLog(settings.audit),
            rate=settings.rate,
            largest_upload=settings.upload_limit,
            hosts=frozenset(settings.hosts),
            session_hours=settings.session_hours,
            proxies=settings.proxies,
        )


def protect(application: FastAPI, access: Access) -> None:
    """Put the layers in front of an application; the last one added meets a request first."""
    application.add_middleware(GZipMiddleware, minimum_size=_WORTH_PACKING)
    application.add_middleware(RateLimit, per_minute=access.rate)
    if access.users is not None:
        application.add_middleware(
            SignIn, users=access.users, audit=access.audit, hours=access.session_hours
        )
    application.add_middleware(
        RequestChecks,
        largest_upload=access.largest_upload * _MEGABYTE,
        hosts=access.hosts if access.users is None else None,
    )
    application.add_middleware(RequestLog, audit=access.audit)
    application.add_middleware(SecurityHeaders)


def user_of(request: gr.Request) -> User | None:
    """Who is signed in; None where no sign-in is set up."""
    return request.request.scope.get(USER) if request.request else None


def is_administrator(request: gr.Request) -> bool:
    """Whether somebody may change documents: without sign-in the person at this machine."""
    return request.request is not None and may_administer(request.request.scope)


def may_administer(scope: Scope) -> bool:
    """The same for a request as the server has it."""
    user: User | None = scope.get(USER)
    return is_of_this_machine(scope) if user is None else user.administrator
