from django.urls import path

from rebond.apps.moments import deeper_views, lessons_views, views

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
]
