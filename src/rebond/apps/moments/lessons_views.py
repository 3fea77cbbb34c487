"""The page that shows what a person's corrections have taught, with its two switches."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.moments import lessons_actions as actions
from rebond.apps.moments.forms import UseForm
from rebond.apps.moments.lessons_queries import lessons_of


@require_GET
def taught(request: HttpRequest) -> HttpResponse:
    return render(request, "moments/taught.html", {"taught": lessons_of(request.user), "stage": "moments"})


@require_POST
def use_corrections(request: HttpRequest) -> HttpResponse:
    form = UseForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("This choice does not exist. Reload the page and try again."), status=422)
    actions.use_corrections(used=form.cleaned_data["used"], by=request.user, now=now())
    return redirect("moments:taught")


@require_POST
def forget_lessons(request: HttpRequest) -> HttpResponseRedirect:
    actions.forget_lessons(by=request.user, now=now())
    return redirect("moments:taught")


@require_POST
def recall_lessons(request: HttpRequest) -> HttpResponseRedirect:
    actions.recall_lessons(by=request.user, now=now())
    return redirect("moments:taught")
