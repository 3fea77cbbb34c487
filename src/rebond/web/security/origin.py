"""Only our own pages may send us something, and only our own pages may embed what we serve.

SameSite cookies do not part the ports of one machine: a neighbour on another port is the "same site". The Origin header
does, and so does Sec-Fetch-Site, where "same-origin" is us and "none" is the person at the keyboard.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from rebond.web.security.door import door_of
from rebond.web.security.refusals import forbidden

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})


class OriginMiddleware:
    """403 where an unsafe request, or a request for something to embed, comes from elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        allowed = _may_read(request) if request.method in SAFE_METHODS else _may_write(request)
        return self.get_response(request) if allowed else forbidden(request)


def _may_write(request: HttpRequest) -> bool:
    """Every browser of the last years names the origin of what it sends: one that does not is refused."""
    host = request.META["HTTP_HOST"].lower()
    return door_of(request) is not None and request.headers.get("Origin") == f"http://{host}" and _is_ours(request)


def _may_read(request: HttpRequest) -> bool:
    """A link that is followed may come from anywhere; an image, a script or a fetch may not."""
    return _is_ours(request) or (
        request.headers.get("Sec-Fetch-Mode") == "navigate" and request.headers.get("Sec-Fetch-Dest") == "document"
    )


def _is_ours(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site", "none") in OURS
