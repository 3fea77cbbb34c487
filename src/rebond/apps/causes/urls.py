from django.urls import path

from rebond.apps.causes import prepared_views, views

app_name = "causes"
urlpatterns = [
    path("<uuid:account_id>/", views.flat, name="flat"),
    path("<uuid:account_id>/verdict/", views.judge, name="judge"),
    path("<uuid:account_id>/answer/", views.answer, name="answer"),
    path("<uuid:account_id>/prepared/", prepared_views.prepared, name="prepared"),
]
