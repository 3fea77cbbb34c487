from django.urls import path

from rebond.apps.debrief import tracker_views, views

app_name = "debrief"
urlpatterns = [
    path("", views.capture, name="capture"),
    path("applications/", tracker_views.tracker, name="tracker"),
    path("draft/", views.keep_draft, name="keep_draft"),
    path("example/", views.add_example, name="add_example"),
    path("accounts/<uuid:account_id>/", views.account, name="account"),
    path("accounts/<uuid:account_id>/state/", views.describe_state, name="describe_state"),
    path("accounts/<uuid:account_id>/help-seen/", views.dismiss_help, name="dismiss_help"),
    path("accounts/<uuid:account_id>/remove/", views.confirm_removal, name="confirm_removal"),
    path("accounts/<uuid:account_id>/removed/", views.remove, name="remove"),
]
