"""An account read into moments, and what the candidate says of that reading."""

from django.conf import settings
from django.db import models

from rebond.apps.debrief.models import SCALE, Account


class Reading(models.Model):
    """What the engine read, as it read it: never changed by a correction.

    `version` is that of the reader; where what the person's corrections taught was used, "+" and its digest follow.
    `agreed_at` is when the candidate said that what they had not corrected is right; empty where they have not said so.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()
    lang = models.CharField(max_length=8)
    reader = models.CharField(max_length=20)
    version = models.CharField(max_length=100)
    agreed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id} by {self.reader} {self.version}"


class Moment(models.Model):
    """One piece of the account with the engine's labels. Its fields are those of rebond.engine.moments.types.Moment.

    `natures` is empty for what was read before it was stored. `taught` holds the aspect and key of each label that the
    person's own corrections of other moments have moved.
    """

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="moments")
    position = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    nature = models.CharField(max_length=20)
    confidence = models.FloatField()
    natures = models.JSONField(default=dict)
    asserted = models.JSONField()
    offered = models.JSONField()
    likelihoods = models.JSONField()
    distortions = models.JSONField()
    phase = models.CharField(max_length=20, blank=True)
    taught = models.JSONField(default=list)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["reading", "position"], name="moment_one_a_position"),
            models.CheckConstraint(name="moment_not_empty", condition=models.Q(end__gt=models.F("start"))),
        )

    def __str__(self) -> str:
        return f"{self.reading_id}/{self.position}"


class Correction(models.Model):
    """What the candidate says of one label of one moment; it lies beside the engine's label and wins over it."""

    class Aspect(models.TextChoices):
        NATURE = "nature"
        INCIDENT = "incident"
        DISTORTION = "distortion"
        PHASE = "phase"
        AGENCY = "agency"

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="corrections")
    aspect = models.CharField(max_length=12, choices=Aspect.choices)
    key = models.CharField(max_length=40, blank=True)
    holds = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["by", "-at", "-id"], name="correction_latest"),)
        constraints = (
            models.UniqueConstraint(fields=["moment", "aspect", "key"], name="correction_one_a_label"),
            models.UniqueConstraint(
                fields=["moment", "aspect"],
                condition=models.Q(aspect__in=["nature", "phase", "agency"]),
                name="correction_one_choice",
            ),
        )

    def __str__(self) -> str:
        return f"{self.moment_id} {self.aspect} {self.key} {self.holds}"


class Learning(models.Model):
    """Whether a person's corrections teach the readings that follow, and from when on. Without a row: all of them do.

    `since` is when they had what was learned forgotten: corrections made before teach nothing any more. They stay.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    used = models.BooleanField(default=True)
    since = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.used} {self.since}"


class DeeperReading(models.Model):
    """A second opinion on a reading, asked of a language model of the candidate's own. It changes none of its labels.

    Its state is also the message between the page that waits and the thread that asks.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    reading = models.OneToOneField(Reading, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=200)
    address = models.CharField(max_length=500)
    is_local = models.BooleanField()
    state = models.CharField(max_length=8, choices=State.choices)
    failure = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField()
    not_found = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="deeper_failure_where_failed",
                condition=(models.Q(state="failed") & ~models.Q(failure=""))
                | (~models.Q(state="failed") & models.Q(failure="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reading_id} {self.state}"


class DeeperPassage(models.Model):
    """Words of a moment with the labels that the model gave them. Fields as in rebond.engine.moments.deeper."""

    deeper = models.ForeignKey(DeeperReading, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    nature = models.CharField(max_length=20, blank=True)
    incidents = models.JSONField()
    distortions = models.JSONField()

    class Meta:
        ordering = ("start", "end")
        constraints = (
            models.CheckConstraint(name="deeper_passage_not_empty", condition=models.Q(end__gt=models.F("start"))),
            models.UniqueConstraint(fields=["deeper", "start", "end"], name="deeper_passage_one_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.deeper_id}/{self.start}"


def _on_the_scale(field: str, of: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{of}_{field}_on_the_scale",
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__range": (SCALE[0], SCALE[-1])}),
    )


class ColdReading(models.Model):
    """The account read again calmly: when it was asked for, begun and closed, and how the evening looks by then.

    The sliders and the word are those of the hot account, given again.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    asked_for = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    leaving = models.CharField(max_length=60, blank=True)
    stress = models.PositiveSmallIntegerField(null=True)
    control = models.PositiveSmallIntegerField(null=True)
    mood = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["asked_for"], condition=models.Q(closed_at=None), name="cold_reading_waiting"),)
        constraints = (
            _on_the_scale("stress", "cold"),
            _on_the_scale("control", "cold"),
            _on_the_scale("mood", "cold"),
        )

    def __str__(self) -> str:
        return str(self.account_id)


class SecondThought(models.Model):
    """What the candidate makes of an interpretation once it has cooled; it lies beside the moment and changes no label.

    `supporting` and `opposing` are positions of moments of the same account that the candidate holds for or against it;
    `supports` and `opposes` say it in their own words; `fairer` is the sentence they would rather keep.
    """

    class Choice(models.TextChoices):
        LEAVE = "leave"
        WORK = "work"

    moment = models.OneToOneField(Moment, on_delete=models.CASCADE, related_name="second_thought")
    supporting = models.JSONField(default=list)
    opposing = models.JSONField(default=list)
    supports = models.TextField(blank=True)
    opposes = models.TextField(blank=True)
    fairer = models.TextField(blank=True)
    choice = models.CharField(max_length=8, choices=Choice.choices, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.moment_id} {self.choice}"


class Rewind(models.Model):
    """The interview as a line: where confidence turned and where it was strongest, as the candidate marks it.

    `turning_phase` is a key of rebond.taxonomy.labels; the moments are positions in the reading, None where not marked.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    turning_phase = models.CharField(max_length=20, blank=True)
    turning_moment = models.PositiveIntegerField(null=True)
    strongest_moment = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.account_id)


class Confidence(models.Model):
    """How sure the candidate says they were during one phase, 0 to 10."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    phase = models.CharField(max_length=20)
    value = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "phase"], name="confidence_one_a_phase"),
            _on_the_scale("value", "confidence"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.phase} {self.value}"
