from django.urls import path

from rebond.apps.progress import views

app_name = "progress"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:account_id>/", views.viewpoints, name="viewpoints"),
]
