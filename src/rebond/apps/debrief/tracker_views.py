"""Pages of the tracker: what the candidate goes for, and the interviews that came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def tracker(request: HttpRequest) -> HttpResponse:
    return render(request, "debrief/tracker.html")
