"""What was worked on, looked at again at a later interview; and all that is done."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.fragments import announced, is_partial
from rebond.apps.debrief.queries import account_of
from rebond.apps.moments.queries import reading_of
from rebond.apps.plan.check_actions import NotLaterError, check_priority
from rebond.apps.plan.check_queries import answers_about, done_by, earlier_priorities, relooked, with_histories
from rebond.apps.plan.forms import CheckForm
from rebond.apps.plan.queries import priority_of

A_PAGE = 8
"""Priorities on one page of what is done. Our judgement."""


@require_GET
def done(request: HttpRequest) -> HttpResponse:
    page = Paginator(done_by(request.user), A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    return render(request, "plan/done.html", {"page": page, "done": with_histories(shown, answers_about(shown))})


@require_POST
def check(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _no_such_choice()
    priority = priority_of(request.user, form.cleaned_data["priority"])
    choice = form.cleaned_data["choice"]
    try:
        check_priority(priority=priority, account=account, choice=choice, by=request.user, now=now())
    except NotLaterError:
        return _no_such_choice()
    read = reading_of(account)
    if read is None or not is_partial(request):
        return redirect(f"{reverse('plan:plan', args=[account_id])}#check-{priority.pk}")
    earlier = earlier_priorities(account)
    checks = relooked(earlier, answers_about(earlier, account), read)
    return announced(render(request, "plan/_checks.html", {"account": account, "checks": checks}), _("Noted."))


def _no_such_choice() -> HttpResponse:
    return HttpResponse(_("This choice does not exist. Reload the page and try again."), status=422)
