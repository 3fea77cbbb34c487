"""What a refused request reads: a page in its own language, with the status that says why to a program."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request is not one that our own pages send (`handler400`)."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest) -> HttpResponse:
    """403: the request comes from another site than ours."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was not given out by us, or the cookie that goes with it is gone."""
    return forbidden(request)


def launch_needed(request: HttpRequest) -> HttpResponse:
    """403: this browser was not opened with the address of this launch."""
    return render(request, "launch.html", status=403)
