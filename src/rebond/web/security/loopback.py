"""Only names of this very machine: a foreign name that resolves here (DNS rebinding) is refused."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from rebond.web.security.door import door_of
from rebond.web.security.refusals import bad_request


class LoopbackMiddleware:
    """400 where the Host header is not a loopback name with the port that is served."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = door_of(request)
        if door is None or request.META.get("HTTP_HOST", "").lower() not in door.hosts:
            return bad_request(request)
        return self.get_response(request)
