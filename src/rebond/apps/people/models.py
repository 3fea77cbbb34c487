"""Who Rebond works for."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class PersonManager(BaseUserManager["Person"]):
    """Persons, found by their key."""


class Person(AbstractBaseUser):
    """A candidate. No name and no address: nothing here says who they are.

    On one's own machine there is one of them, with a password that opens nothing.
    """

    class Language(models.TextChoices):
        """What the person chose; blank follows the browser."""

        FRENCH = "fr"
        ENGLISH = "en"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=2, choices=Language.choices, blank=True)
    arrived_at = models.DateTimeField()
    welcomed_at = models.DateTimeField(null=True, blank=True)
    is_local = models.BooleanField(default=False)

    objects = PersonManager()

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS = ()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["is_local"], condition=models.Q(is_local=True), name="person_one_local_candidate"
            ),
            models.CheckConstraint(name="person_language_known", condition=models.Q(language__in=["", "fr", "en"])),
        )

    def __str__(self) -> str:
        return str(self.id)
