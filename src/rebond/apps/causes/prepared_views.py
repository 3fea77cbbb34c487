"""What was prepared, beside what happened: a part of the page where the evening is laid flat."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.fragments import announced, is_partial
from rebond.apps.causes.forms import PreparedForm
from rebond.apps.causes.prepared_actions import note_prepared
from rebond.apps.causes.prepared_queries import sheet_of
from rebond.apps.causes.queries import causes_of
from rebond.apps.debrief.queries import account_of
from rebond.apps.moments.queries import reading_of


@require_POST
def prepared(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    form = PreparedForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("This choice does not exist. Reload the page and try again."), status=422)
    note_prepared(account=account, by=request.user, now=now(), **form.cleaned_data)
    read = reading_of(account)
    if read is None or not is_partial(request):
        page = reverse("causes:flat", args=[account_id])
        return redirect(f"{page}?sheet=open#item-{form.cleaned_data['key']}")
    sheet = sheet_of(account, causes_of(account), read)
    context = {"account": account, "sheet": sheet, "sheet_is_open": True}
    return announced(render(request, "causes/_prepared.html", context), _("Noted."))
