from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class SearchConfig(AppConfig):
    name = "rebond.apps.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rebond.apps.search import actions  # noqa: PLC0415  (it needs the tables)

        # A migration may make a stage's table anew, which SQLite refuses where a trigger of another table names it.
        pre_migrate.connect(actions.let_go, sender=self)
        post_migrate.connect(actions.take_up, sender=self)
