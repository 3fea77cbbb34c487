"""One to three priorities, each a remedy with its steps, a date and a sign that it is done."""

from django.conf import settings
from django.db import models

from rebond.apps.debrief.models import Account, Interview


class Priority(models.Model):
    """A remedy for one cause of one account: proposed by the engine, then kept, done or set aside by the candidate."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        KEPT = "kept"
        DONE = "done"
        SET_ASIDE = "set_aside"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    cause = models.CharField(max_length=40)
    remedy = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    due = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "id")
        verbose_name_plural = "priorities"
        indexes = (models.Index(fields=["owner", "state", "-decided_at", "-id"], name="priority_latest"),)
        constraints = (models.UniqueConstraint(fields=["account", "cause"], name="priority_one_a_cause"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.remedy}"


class Step(models.Model):
    """One step of a kept priority: the taxonomy's (by key) or the candidate's own words."""

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, blank=True)
    own_words = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.CheckConstraint(name="step_says_something", condition=~models.Q(key="", own_words="")),)

    def __str__(self) -> str:
        return self.key or self.own_words


class Check(models.Model):
    """Whether, at a later interview, what a remedy was for came back."""

    class Choice(models.TextChoices):
        CAME_BACK = "came_back"
        DID_NOT = "did_not"
        NO_OCCASION = "no_occasion"
        UNKNOWN = "unknown"

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="checks")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=12, choices=Choice.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["priority", "account"], name="check_one_an_interview"),)

    def __str__(self) -> str:
        return f"{self.priority_id} {self.account_id} {self.choice}"


class CardLine(models.Model):
    """One line that the candidate wants on the card of a coming interview; without an interview, on every card."""

    class Section(models.TextChoices):
        LESSON = "lesson"
        SENTENCE = "sentence"
        STORY = "story"
        QUESTION = "question"
        STRESS = "stress"
        LOGISTICS = "logistics"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, null=True, related_name="+")
    section = models.CharField(max_length=12, choices=Section.choices)
    position = models.PositiveIntegerField()
    words = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        ordering = ("section", "position", "id")
        constraints = (models.CheckConstraint(name="card_line_has_words", condition=~models.Q(words="")),)

    def __str__(self) -> str:
        return f"{self.interview_id} {self.section} {self.position}"


class CardLeftOut(models.Model):
    """A line that does not stand on the card of an interview as it was proposed; `source` is that of card_queries.

    `kept_as` is the line that stands in its place, in the candidate's words: while that one is on every card, the
    proposal is on none. Without it the candidate left it out.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=40)
    kept_as = models.ForeignKey(CardLine, on_delete=models.CASCADE, null=True, related_name="instead_of")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["interview", "source"], name="card_left_out_once"),)

    def __str__(self) -> str:
        return f"{self.interview_id} {self.source}"
