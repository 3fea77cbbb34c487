from django.apps import AppConfig


class MomentsConfig(AppConfig):
    name = "rebond.apps.moments"
    label = "moments"
    default_auto_field = "django.db.models.BigAutoField"
