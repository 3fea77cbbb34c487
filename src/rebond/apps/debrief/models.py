"""What a candidate goes for, which interviews came of it, and what they wrote of each while it burnt."""

import uuid

from django.conf import settings
from django.db import models

SCALE = range(11)
"""Stress, control of the exchange and mood go from 0 to 10."""


def _on_the_scale(field: str, of: str = "account") -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{of}_{field}_on_the_scale",
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__range": (SCALE[0], SCALE[-1])}),
    )


class Opportunity(models.Model):
    """A post that the candidate goes for, or may go for.

    `stage` is a key of rebond.taxonomy.tracker. `imprint` says where an import took it from, so that the same file
    taken twice adds nothing; empty for what was entered by hand.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    company = models.CharField(max_length=160)
    post = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=160, blank=True)
    link = models.URLField(max_length=1000, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=20)
    applied_on = models.DateField(null=True, blank=True)
    notes = models.TextField(blank=True)
    imprint = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["owner", "stage", "-changed_at"], name="opportunity_by_stage"),)
        constraints = (
            models.CheckConstraint(name="opportunity_has_company", condition=~models.Q(company="")),
            models.UniqueConstraint(
                fields=["owner", "imprint"], condition=~models.Q(imprint=""), name="opportunity_imported_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Interview(models.Model):
    """One meeting for an opportunity, to come or gone by.

    `kind` and `setting` are keys of rebond.taxonomy.tracker, `outcome` one of rebond.taxonomy.labels. `uid` is that of
    the invitation it was taken from (RFC 5545), empty otherwise.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="interviews")
    kind = models.CharField(max_length=20, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    setting = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=300, blank=True)
    people = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    uid = models.CharField(max_length=255, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["owner", "starts_at"], name="interview_by_date"),)
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "uid"], condition=~models.Q(uid=""), name="interview_invited_once"
            ),
            models.CheckConstraint(
                name="interview_ends_after_it_starts",
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("starts_at")),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Readied(models.Model):
    """One item of the preparation sheet that was ready before the interview; keys of rebond.taxonomy.preparation."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="readied")
    key = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["interview", "key"], name="readied_once"),)

    def __str__(self) -> str:
        return f"{self.interview_id} {self.key}"


class Account(models.Model):
    """One interview as told. Its text never changes once kept: triggers of the database refuse it (migration 0002).

    The primary key is chosen by the page that sends the text, so that sending twice keeps one account. It belongs to an
    interview, or stands alone. `outcome` is the answer as far as it is known (the interview's too where there is one:
    one action writes both), `answered_on` when it came; `expected` is what the candidate expected before they knew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()
    is_example = models.BooleanField(default=False)
    leaving = models.CharField(max_length=60, blank=True)
    stress = models.PositiveSmallIntegerField(null=True, blank=True)
    control = models.PositiveSmallIntegerField(null=True, blank=True)
    mood = models.PositiveSmallIntegerField(null=True, blank=True)
    interview = models.ForeignKey(Interview, on_delete=models.SET_NULL, null=True, blank=True, related_name="accounts")
    outcome = models.CharField(max_length=20, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    expected = models.CharField(max_length=20, blank=True)
    expected_at = models.DateTimeField(null=True, blank=True)
    help_offered = models.BooleanField(default=False)
    help_dismissed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["owner", "-written_at"], name="account_by_date"),)
        constraints = (
            models.CheckConstraint(name="account_has_text", condition=~models.Q(text="")),
            _on_the_scale("stress"),
            _on_the_scale("control"),
            _on_the_scale("mood"),
        )

    def __str__(self) -> str:
        return str(self.id)


class Draft(models.Model):
    """Text being written, kept at every pause. Its key becomes the account's when the candidate keeps it."""

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Exchange(models.Model):
    """One question of the interview: what was asked, what I said, how they took it, how sure I was (0 to 10)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="exchanges")
    position = models.PositiveIntegerField()
    asked = models.TextField(blank=True)
    said = models.TextField(blank=True)
    reaction = models.TextField(blank=True)
    sureness = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            _on_the_scale("sureness", of="exchange"),
            models.CheckConstraint(name="exchange_not_empty", condition=~models.Q(asked="", said="", reaction="")),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.position}"


class Learnt(models.Model):
    """What the candidate learnt of the company and the post, apart from how they did (topics: taxonomy.tracker)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="learnt")
    topic = models.CharField(max_length=20)
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "topic"], name="learnt_one_a_topic"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.topic}"


class PendingImport(models.Model):
    """A file that was chosen and is being looked at: nothing of it is among the opportunities yet.

    `kind` is "table", "linkedin" or "calendar". Of an archive, `content` is what is looked at and nothing else of it.
    The row goes when its content is added or refused, a day later at most (at the next file).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    added_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class Recording(models.Model):
    """A memo spoken while it burns: its sound in pieces, then its text, until the candidate keeps that as an account.

    The primary key is chosen by the page that records; it becomes the account's, so that nothing is kept twice. This
    row is the truth of its transcription, whatever a queue says (`state`): a worker holds it by a `claim` until
    `leased_until`, and writes nothing without it. `has_sound` is false once the sound was erased.
    """

    class State(models.TextChoices):
        OPEN = "open"  # pieces may still come
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        NO_MODEL = "no_model"  # the sound is there, nobody who could write it down
        FAILED = "failed"
        CANCELLED = "cancelled"
        KEPT = "kept"  # its text is an account

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    account = models.OneToOneField(Account, on_delete=models.CASCADE, null=True, blank=True, related_name="recording")
    language = models.CharField(max_length=2)
    media_type = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    size = models.PositiveIntegerField(default=0)
    duration_s = models.FloatField(null=True)
    heard_s = models.FloatField(default=0)
    problem = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    model = models.CharField(max_length=80, blank=True)
    is_incomplete = models.BooleanField(default=False)
    unheard = models.JSONField(default=list)
    typed = models.TextField(blank=True)
    has_sound = models.BooleanField(default=True)

    class Meta:
        indexes = (
            models.Index(fields=["owner", "-started_at"], name="recording_by_date"),
            models.Index(
                fields=["leased_until"],
                name="recording_to_hear",
                condition=models.Q(state__in=["waiting", "running"]),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Piece(models.Model):
    """A second or so of a recording as the browser made it. A take is what one recorder wrote without being renewed."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="pieces")
    take = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ("take", "number")
        constraints = (models.UniqueConstraint(fields=["recording", "take", "number"], name="piece_once"),)

    def __str__(self) -> str:
        return f"{self.recording_id} {self.take} {self.number}"


class Listening(models.Model):
    """The sound of a recording as one file that browsers play and jump about in."""

    recording = models.OneToOneField(Recording, on_delete=models.CASCADE, primary_key=True, related_name="listening")
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.recording_id)


class Passage(models.Model):
    """Some sentences of a recording as they were heard, and as the candidate corrected them.

    `words` is a list of [start in seconds, end, text, confidence], as it was heard; `corrected` is None while nothing
    was changed.
    """

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="passages")
    start_s = models.FloatField()
    end_s = models.FloatField()
    text = models.TextField()
    words = models.JSONField()
    corrected = models.TextField(null=True)

    class Meta:
        ordering = ("start_s", "id")

    def __str__(self) -> str:
        return f"{self.recording_id} {self.start_s}"
