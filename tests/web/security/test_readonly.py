import datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from rebond.apps.people import actions
from rebond.apps.people.models import Person
from rebond.web.security.readonly import ReadOnlyGetMiddleware, WroteWhileReadingError

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 3, 12, tzinfo=datetime.UTC)


def writing(_request: HttpRequest) -> HttpResponse:
    actions.local_candidate(now=NOW)
    return HttpResponse("written")


def reading(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Person.objects.count()))


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_page_that_writes_fails(method: str) -> None:
    with pytest.raises(WroteWhileReadingError, match="INSERT"):
        ReadOnlyGetMiddleware(writing)(getattr(RequestFactory(), method)("/"))

    assert Person.objects.count() == 0


def test_a_page_that_reads_passes() -> None:
    assert ReadOnlyGetMiddleware(reading)(RequestFactory().get("/")).content == b"0"


def test_a_form_may_write() -> None:
    ReadOnlyGetMiddleware(writing)(RequestFactory().post("/"))

    assert Person.objects.count() == 1
