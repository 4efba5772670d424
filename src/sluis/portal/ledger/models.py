"""Lines, head, segments and checkpoints."""

from django.db import models


class Segment(models.Model):
    """A run of lines that is closed and, after its term, destroyed as one.

    `closing` is the signed checkpoint that closed it, `destruction` the signed proof that its lines are gone; both are
    written once.
    """

    number = models.PositiveIntegerField(primary_key=True)
    begun_at = models.DateTimeField()
    closing = models.BinaryField(null=True)
    destruction = models.BinaryField(null=True)


class Chain(models.Model):
    """Where the chain stands: one row, which every writer locks last."""

    name = models.CharField(max_length=120)
    n = models.BigIntegerField(default=-1)
    head = models.CharField(max_length=64, default="0" * 64)
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="+", null=True)


class Entry(models.Model):
    """A line. The columns beside it only help to find it; what counts is `line`."""

    n = models.BigIntegerField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="+")
    line = models.BinaryField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10)
    actor = models.CharField(max_length=200)
    organisation = models.UUIDField(null=True)
    subject = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["at"], name="ledger_at"),
            models.Index(fields=["kind", "at"], name="ledger_kind"),
            models.Index(fields=["actor", "at"], name="ledger_actor"),
            models.Index(fields=["organisation", "at"], name="ledger_organisation"),
            models.Index(fields=["subject"], name="ledger_subject"),
        )


class Checkpoint(models.Model):
    """A signature under where a chain stood: of this chain, or of another writing process that showed its head."""

    chain = models.CharField(max_length=120)
    n = models.BigIntegerField()
    signed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["chain", "n"], name="ledger_checkpoint_once"),)
