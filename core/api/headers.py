"""The headers that every answer carries, whatever it is about."""

from __future__ import annotations

from core.api.ask import Answer

__all__ = [
    "API_POLICY", "FILE_POLICY", "NO_STORE", "PDF_POLICY", "PREVIEW_POLICY", "REVALIDATE", "WORKER_POLICY", "headers_of", "page_policy",
]  # fmt: skip

API_POLICY = "default-src 'none'; frame-ancestors 'none'"
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
#: Files that our own pages show in a frame: nothing in them runs, and nothing is loaded.
PREVIEW_POLICY = "default-src 'none'; frame-ancestors 'self'; sandbox"
#: The browser's own viewer draws PDF; it can't in a sandbox, and needs its styles.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
#: The service worker is a script by itself and loads none; it fetches what the pages fetch.
WORKER_POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
NO_STORE = "private, no-store"
REVALIDATE = "private, no-cache"
VARY = ("Vary", "Accept-Language, Authorization, Cookie, X-Tenant")
#: What is the same for everybody: browsers and proxies keep one copy, whoever signs in or out.
VARY_PUBLIC = ("Vary", "Accept-Encoding")
ALWAYS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"),
]
HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def headers_of(answer: Answer, secure: bool) -> list[tuple[str, str]]:
    """All headers of an answer. Raises ValueError for a value that would end its header."""
    for _, value in answer.headers:
        if "\n" in value or "\r" in value:
            raise ValueError("A header has one line")
    headers = [
        ("Content-Type", answer.type),
        ("Cache-Control", answer.cache or NO_STORE),
        ("Content-Security-Policy", answer.policy or API_POLICY),
        VARY_PUBLIC if (answer.cache or "").startswith("public") else VARY,
        *ALWAYS,
        *answer.headers,
    ]
    if secure:
        headers.append(HTTPS_ONLY)
    return headers


def page_policy(nonce: str, pictures: str = "") -> str:
    """What a page may load: our own files, styles signed with the nonce of this answer, pictures of one more place.

    It frames previews of files, and nothing else of ours lets itself be framed.
    """
    return (
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
        f"frame-ancestors 'none'; frame-src 'self'; img-src 'self' blob: data:{pictures and f' {pictures}'}; manifest-src 'self'; object-src 'none'; "
        f"script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; worker-src 'self'"
    )
