"""Every address: each stage of the journey under its own key, in order."""

from django.conf.urls.i18n import urlpatterns as language_urls
from django.urls import include, path

from rebond.journey import STAGES
from rebond.web import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("welcomed/", pages.welcomed, name="welcomed"),
    path("i18n/", include(language_urls)),
    path("debrief/accounts/", pages.accounts, name="accounts"),
    *(path(f"{stage.key}/", include(f"rebond.apps.{stage.key}.urls")) for stage in STAGES),
    path("search/", include("rebond.apps.search.urls")),
]

handler400 = "rebond.web.security.refusals.bad_request"
