"""What may explain the evening, what is asked where two causes compete, and what the candidate says of it."""

from django.conf import settings
from django.db import models

from rebond.apps.debrief.models import Account


class Hypothesis(models.Model):
    """A cause as the engine deduces it from the labels that hold now; weighed anew at every correction."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    weight = models.FloatField()
    support = models.CharField(max_length=10)
    evidence = models.JSONField()
    weighed_at = models.DateTimeField()

    class Meta:
        ordering = ("-weight", "key")
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="hypothesis_one_a_cause"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.key}"


class Verdict(models.Model):
    """What the candidate says of a cause, also of one that the engine did not propose; it survives every weighing."""

    class Choice(models.TextChoices):
        CONFIRMED = "confirmed"
        REJECTED = "rejected"
        UNKNOWN = "unknown"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    choice = models.CharField(max_length=10, choices=Choice.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="verdict_one_a_cause"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.key} {self.choice}"


class Question(models.Model):
    """A question that the labels which hold now make worth asking; asked anew at every correction."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    evidence = models.JSONField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="question_one_a_key"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.key}?"


class Answer(models.Model):
    """What the candidate answered to a question, by their keys; it survives every weighing and can be taken back."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "question"], name="answer_one_a_question"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.question}: {self.key}"


class Prepared(models.Model):
    """What the candidate says, afterwards, of one item of the preparation sheet (rebond.taxonomy.preparation)."""

    class Choice(models.TextChoices):
        SERVED = "served"
        OF_NO_USE = "of_no_use"
        MISSED = "missed"
        NOT_NEEDED = "not_needed"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    choice = models.CharField(max_length=12, choices=Choice.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="prepared_one_an_item"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.key} {self.choice}"
