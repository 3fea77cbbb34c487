from django.urls import path

from rebond.apps.moments import cold_views, deeper_views, lessons_views, rewind_views, views

app_name = "moments"
urlpatterns = [
    path("taught/", lessons_views.taught, name="taught"),
    path("taught/use/", lessons_views.use_corrections, name="use_corrections"),
    path("taught/forget/", lessons_views.forget_lessons, name="forget_lessons"),
    path("taught/recall/", lessons_views.recall_lessons, name="recall_lessons"),
    path("<uuid:account_id>/", views.reading, name="reading"),
    path("<uuid:account_id>/read/", views.read, name="read"),
    path("<uuid:account_id>/rest/", views.rest, name="rest"),
    path("<uuid:account_id>/<int:position>/", views.correct, name="correct"),
    path("<uuid:account_id>/deeper/", deeper_views.deeper, name="deeper"),
    path("<uuid:account_id>/deeper/leaving/", deeper_views.what_would_leave, name="what_would_leave"),
    path("<uuid:account_id>/deeper/ask/", deeper_views.ask_deeper, name="ask_deeper"),
    path("<uuid:account_id>/deeper/removed/", deeper_views.remove_deeper, name="remove_deeper"),
    path("<uuid:account_id>/<int:position>/nowhere/", views.nowhere, name="nowhere"),
    path("<uuid:account_id>/<int:position>/why/", views.why, name="why"),
    path("cold/due/", cold_views.due, name="cold_due"),
    path("<uuid:account_id>/cold/", cold_views.cold, name="cold"),
    path("<uuid:account_id>/cold/asking/", cold_views.asking, name="cold_asking"),
    path("<uuid:account_id>/cold/ask/", cold_views.ask, name="ask_cold"),
    path("<uuid:account_id>/cold/forget/", cold_views.forget, name="forget_cold"),
    path("<uuid:account_id>/cold/event.ics", cold_views.event, name="cold_event"),
    path("<uuid:account_id>/cold/state/", cold_views.describe, name="describe_cold"),
    path("<uuid:account_id>/cold/close/", cold_views.close, name="close_cold"),
    path("<uuid:account_id>/cold/<int:position>/", cold_views.think, name="think_again"),
    path("<uuid:account_id>/cold/<int:position>/drop/", cold_views.drop, name="drop_thought"),
    path("<uuid:account_id>/rewind/", rewind_views.rewind, name="rewind"),
    path("<uuid:account_id>/rewind/sure/", rewind_views.rate_phase, name="rate_phase"),
    path("<uuid:account_id>/rewind/added/", rewind_views.add_phase, name="add_phase"),
    path("<uuid:account_id>/rewind/off/", rewind_views.take_phase_off, name="take_phase_off"),
    path("<uuid:account_id>/rewind/back/", rewind_views.put_phase_back, name="put_phase_back"),
    path("<uuid:account_id>/rewind/turning/", rewind_views.mark_turning, name="mark_turning"),
    path("<uuid:account_id>/rewind/strongest/", rewind_views.mark_strongest, name="mark_strongest"),
]
