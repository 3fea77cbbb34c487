"""On one's own machine there is one candidate and no sign-in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from rebond.apps.base.clock import now
from rebond.apps.people import actions, queries


class CandidateMiddleware:
    """Puts the machine's candidate on `request.user`.

    The launch made them; only a database put in its place meanwhile lacks them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = queries.the_local_candidate() or actions.local_candidate(now=now())
        return self.get_response(request)
