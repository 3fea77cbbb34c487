"""One template for a page and for the part of it that changes, and the words that tell a screen reader what changed."""

import json
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

ANNOUNCEMENT = "rebond:announce"
"""The event that the page's script hears; its `detail.value` goes into the one element with role="status"."""


def render_page_or_part(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    part: str,
    announce: str = "",
    status: int = 200,
) -> HttpResponse:
    """The partial `part` of `template` for a request of htmx, the whole page otherwise.

    A return through the browser's history asks for the whole page, even when htmx asks. `announce` is spoken to screen
    readers after the swap (see `announced`).
    """
    partial = is_partial(request)
    response = render(request, f"{template}#{part}" if partial else template, dict(context), status=status)
    response.headers["Vary"] = "HX-Request"
    return announced(response, announce) if partial and announce else response


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page (and not for a page to restore)."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def announced(response: HttpResponse, words: str) -> HttpResponse:
    """The same response, with `words` for the page's live region in the header HX-Trigger-After-Settle.

    The header is ASCII: accents travel as JSON escapes.
    """
    response.headers["HX-Trigger-After-Settle"] = json.dumps({ANNOUNCEMENT: words})
    return response
