from django.urls import path

from rebond.apps.search import views

app_name = "search"
urlpatterns = [
    path("", views.overview, name="overview"),
]
