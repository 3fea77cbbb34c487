from django.urls import path

from rebond.apps.plan import calendar_views, card_views, check_views, views

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
    path("<uuid:account_id>/check/", check_views.check, name="check"),
    path("done/", check_views.done, name="done"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar.ics", calendar_views.calendar_file, name="calendar_file"),
    path("cards/next/", card_views.next_card, name="next_card"),
    path("cards/<uuid:interview_id>/", card_views.card, name="card"),
    path("cards/<uuid:interview_id>/pdf/", card_views.card_pdf, name="card_pdf"),
    path("cards/<uuid:interview_id>/add/", card_views.add_line, name="card_add"),
    path("cards/<uuid:interview_id>/keep/", card_views.keep_line, name="card_keep"),
    path("cards/<uuid:interview_id>/change/", card_views.change_line, name="card_change"),
    path("cards/<uuid:interview_id>/leave-out/", card_views.leave_out, name="card_leave_out"),
    path("cards/<uuid:interview_id>/put-back/", card_views.put_back, name="card_put_back"),
    path("cards/<uuid:interview_id>/remove/", card_views.remove_line, name="card_remove"),
    path("cards/<uuid:interview_id>/up/", card_views.move_up, name="card_up"),
    path("cards/<uuid:interview_id>/down/", card_views.move_down, name="card_down"),
    path("cards/<uuid:interview_id>/ready/", card_views.note_ready, name="card_ready"),
]
