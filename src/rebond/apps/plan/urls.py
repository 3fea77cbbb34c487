from django.urls import path

from rebond.apps.plan import views

app_name = "plan"
urlpatterns = [
    path("", views.everything, name="everything"),
    path("<uuid:account_id>/", views.plan, name="plan"),
    path("priorities/<int:priority_id>/keep/", views.keep, name="keep"),
    path("priorities/<int:priority_id>/aside/", views.set_aside, name="set_aside"),
    path("priorities/<int:priority_id>/done/", views.finish, name="finish"),
    path("priorities/<int:priority_id>/date/", views.reschedule, name="reschedule"),
    path("priorities/<int:priority_id>/steps/", views.add_step, name="add_step"),
    path("steps/<int:step_id>/", views.tick, name="tick"),
]
