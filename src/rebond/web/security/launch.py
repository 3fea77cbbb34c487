"""Only the browser that was opened with this launch's token."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from rebond.web.security.door import Door, door_of
from rebond.web.security.refusals import launch_needed

OPENING_PATH = "/open"


class LaunchMiddleware:
    """`/open?token=…` gives the launch's cookie and goes to `/`; without that cookie everything else is 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = door_of(request)
        if door is None:
            return launch_needed(request)
        if request.path_info == OPENING_PATH:
            return _open(door, request)
        if not door.knows(request.COOKIES.get(door.cookie_name, "")):
            return launch_needed(request)
        return self.get_response(request)


def _open(door: Door, request: HttpRequest) -> HttpResponse:
    if request.method != "GET" or not door.opens(request.GET.get("token", "")):
        return launch_needed(request)
    response = HttpResponseRedirect("/")
    # No max_age: the cookie ends with the browser, and its secret with the launch.
    response.set_cookie(door.cookie_name, door.cookie, httponly=True, samesite="Strict")
    return response
