"""Pages of the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rebond.apps.base.numbers import number_in
from rebond.apps.search.actions import HITS_A_PAGE, MOST_RANKED, find
from rebond.apps.search.links import address_of

LONGEST_QUERY = 300
"""Characters: a long sentence. Our judgement."""
LONGEST_PAGE_NUMBER = 4
"""Digits: a number that long leads nowhere."""


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """One field and what it finds. What is looked for is kept nowhere."""
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    number = _page_number(request)
    found = find(query=query, page=number, by=request.user)
    context = {
        "query": query,
        "found": found,
        "rows": [{"hit": hit, "address": address_of(hit)} for hit in found.hits],
        "total": found.by_words + found.by_meaning,
        "first": (number - 1) * HITS_A_PAGE + 1,
        "newer": number - 1,
        "older": number + 1 if number < found.pages else 0,
        "most": MOST_RANKED,
        "longest": LONGEST_QUERY,
    }
    return render(request, "search/overview.html", context)


def _page_number(request: HttpRequest) -> int:
    said = request.GET.get("page", "")
    return max(1, number_in(said, digits=LONGEST_PAGE_NUMBER) or 1)
