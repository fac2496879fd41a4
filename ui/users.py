"""Who may use the page: a file of users with hashed passwords and tokens. No default password.

Passwords are hashed with Argon2id (RFC 9106, argon2-cffi's defaults), tokens with SHA-256: they are
random and long already.
"""

import hashlib
import hmac
import json
import os
import secrets
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock, Timeout

from documents.errors import PolicyAssistantError
from documents.regular_expressions import regex

_NAME = regex(r"[\w.@-]{1,64}")
_SHORTEST_PASSWORD = 8
_LONGEST_PASSWORD = 1024
_PATIENCE_SECONDS = 10
_VERSION = 1


class UsersError(PolicyAssistantError):
    """The users file cannot be read or changed as asked."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who may sign in; administrators may change documents and run evaluations."""

    name: str
    password_hash: str = field(repr=False)
    administrator: bool = False
    token_hashes: tuple[str, ...] = field(default=(), repr=False)


class Users:
    """The users of a file, read anew when it has changed."""

    def __init__(self, path: Path) -> None:
        """Name the file; `add` makes it."""
        self._path = path
        self._lock = threading.Lock()
        self._read_at: tuple[int, ...] = ()
        self._users: dict[str, User] = {}

    def all(self) -> tuple[User, ...]:
        """All users by name.

        Raises:
            UsersError: The file cannot be read.
        """
        return tuple(self._loaded().values())

    def find(self, name: str) -> User | None:
        """The user of this name."""
        return self._loaded().get(name)

    def by_password(self, name: str, password: str) -> User | None:
        """The user whose name and password these are. An unknown name takes as long as a wrong one."""
        user = self._loaded().get(name)
        known = user.password_hash if user else _nobody()
        try:
            _hasher().verify(known, password[:_LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return None
        return user

    def by_token(self, token: str) -> User | None:
        """The user whose token this is."""
        hashed = _token_hash(token)
        for user in self._loaded().values():
            if any(hmac.compare_digest(hashed, each) for each in user.token_hashes):
                return user
        return None

    def add(self, name: str, password: str, *, administrator: bool) -> None:
        """Add a user, or give one a new password and role; tokens are kept.

        Raises:
            UsersError: Name or password cannot be used.
        """
        if not _NAME.fullmatch(name):
            raise UsersError(f"用户名“{name}”不能用。请用 1 到 64 个汉字、字母、数字、. _ @ -。")
        if not _SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
            raise UsersError(f"密码太短或太长。请用 {_SHORTEST_PASSWORD} 个字符以上的密码。")
        hashed = _hasher().hash(password)
        with self._alone():
            before = self._loaded().get(name)
            tokens = before.token_hashes if before else ()
            self._change({name: User(name, hashed, administrator, tokens)})

    def remove(self, name: str) -> None:
        """Remove a user with all tokens.

        Raises:
            UsersError: There is no such user.
        """
        with self._alone():
            self._known(name)
            self._change({name: None})

    def new_token(self, name: str) -> str:
        """A new token of a user, to be shown once.

        Raises:
            UsersError: There is no such user.
        """
        token = secrets.token_urlsafe(32)
        with self._alone():
            user = self._known(name)
            tokens = (*user.token_hashes, _token_hash(token))
            self._change({name: replace(user, token_hashes=tokens)})
        return token

    def revoke_tokens(self, name: str) -> int:
        """Make all tokens of a user worthless; how many they were.

        Raises:
            UsersError: There is no such user.
        """
        with self._alone():
            user = self._known(name)
            self._change({name: replace(user, token_hashes=())})
        return len(user.token_hashes)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from changing the file in between."""
        lock = self._path.with_name(f"{self._path.name}.lock")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(lock, timeout=_PATIENCE_SECONDS, mode=0o600):
                yield
        except Timeout as exc:
            raise UsersError(f"另一个程序正在改用户文件 {self._path}。请稍后再试。") from exc
        except OSError as exc:
            raise UsersError(f"用户文件 {self._path} 写不进去：{exc.strerror}。") from exc

    def _known(self, name: str) -> User:
        user = self._loaded().get(name)
        if user is None:
            raise UsersError(f"没有用户“{name}”。用 zhice user list 查看已有的用户。")
        return user

    def _loaded(self) -> Mapping[str, User]:
        with self._lock:
            try:
                status = self._path.stat()
            except FileNotFoundError:
                self._users, self._read_at = {}, ()
                return {}
            except OSError as exc:
                raise UsersError(
                    f"用户文件 {self._path} 读不出来：{exc.strerror}。请检查权限和 ZHICE_USERS。"
                ) from exc
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            if stamp != self._read_at:
                self._users = self._read()
                self._read_at = stamp
            return self._users

    def _read(self) -> dict[str, User]:
        try:
            loaded = json.loads(self._path.read_text("utf-8"))
            return {
                each["name"]: User(
                    each["name"],
                    each["password"],
                    bool(each["administrator"]),
                    tuple(each["tokens"]),
                )
                for each in loaded["users"]
            }
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise UsersError(
                f"用户文件 {self._path} 读不出来。请用备份恢复，或移走它后用 zhice user add 重建。"
            ) from exc

    def _change(self, changed: Mapping[str, User | None]) -> None:
        users = {**self._loaded(), **changed}
        record = {
            "version": _VERSION,
            "users": [
                {
                    "name": user.name,
                    "password": user.password_hash,
                    "administrator": user.administrator,
                    "tokens": list(user.token_hashes),
                }
                for user in users.values()
                if user is not None
            ],
        }
        handle, name = tempfile.mkstemp(dir=self._path.parent)  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(record, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe(32))


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
