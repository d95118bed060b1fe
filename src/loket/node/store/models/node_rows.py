"""Projections of a node itself: what it has read, and numbered last."""

from django.db import models


class PreventionListRow(models.Model):
    """PreventionList rows."""

    pk = models.CompositePrimaryKey("office", "name")
    office = models.TextField()
    name = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_prevention_list"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.name))


class PolicyRow(models.Model):
    """Policy rows."""

    pk = models.CompositePrimaryKey("office", "name")
    office = models.TextField()
    name = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_policy"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.name))


class CounterRow(models.Model):
    """Counter rows."""

    pk = models.CompositePrimaryKey("office", "book")
    office = models.TextField()
    book = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_counter"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.book))


class ReadLogRow(models.Model):
    """ReadLog rows."""

    pk = models.CompositePrimaryKey("office", "origin")
    office = models.TextField()
    origin = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_read_log"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.origin))


class LatestTimeRow(models.Model):
    """LatestTime rows."""

    pk = models.CompositePrimaryKey("office", "name")
    office = models.TextField()
    name = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_latest_time"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.name))


class TrustRootRow(models.Model):
    """TrustRoot rows."""

    pk = models.CompositePrimaryKey("office", "name")
    office = models.TextField()
    name = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_trust_root"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.name))


class HeldCaseRow(models.Model):
    """HeldCase rows."""

    pk = models.CompositePrimaryKey("office", "case")
    office = models.TextField()
    case = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_held_case"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.case))


class KeyHolderRow(models.Model):
    """KeyHolder rows."""

    pk = models.CompositePrimaryKey("office", "case", "holder")
    office = models.TextField()
    case = models.TextField()
    holder = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_key_holder"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.case, self.holder))


class ObservedCheckpointRow(models.Model):
    """ObservedCheckpoint rows."""

    pk = models.CompositePrimaryKey("office", "origin")
    office = models.TextField()
    origin = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_observed_checkpoint"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.origin))
