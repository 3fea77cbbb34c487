from django.apps import AppConfig


class CausesConfig(AppConfig):
    name = "rebond.apps.causes"
    label = "causes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rebond.apps.causes import actions  # noqa: F401, PLC0415  (connects it to the reading once tables exist)
