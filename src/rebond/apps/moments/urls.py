from django.urls import path

from rebond.apps.moments import views

app_name = "moments"
urlpatterns = [
    path("<uuid:account_id>/", views.reading, name="reading"),
    path("<uuid:account_id>/read/", views.read, name="read"),
    path("<uuid:account_id>/<int:position>/", views.correct, name="correct"),
]
