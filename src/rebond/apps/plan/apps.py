from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "rebond.apps.plan"
    label = "plan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rebond.apps.plan import actions  # noqa: F401, PLC0415  (connects it to the causes once tables exist)
