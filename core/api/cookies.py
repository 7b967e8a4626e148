"""The cookie that holds a session's secret."""

from __future__ import annotations

from core.identity.sessions import LIFETIME

__all__ = ["cookie_name", "forget_cookie", "session_cookie"]

PLAIN, SECURE = "dougong", "__Host-dougong"


def cookie_name(secure: bool) -> str:
    """What the cookie is called; over https a browser takes it from this very host alone."""
    return SECURE if secure else PLAIN


def session_cookie(secret: str, secure: bool) -> tuple[str, str]:
    """The header that gives a browser its session."""
    return _header(secret, secure, int(LIFETIME.total_seconds()))


def forget_cookie(secure: bool) -> tuple[str, str]:
    """The header that takes it away."""
    return _header("", secure, 0)


def _header(value: str, secure: bool, seconds: int) -> tuple[str, str]:
    parts = [f"{cookie_name(secure)}={value}", "Path=/", f"Max-Age={seconds}", "HttpOnly", "SameSite=Lax"]
    return "Set-Cookie", "; ".join([*parts, "Secure"] if secure else parts)
