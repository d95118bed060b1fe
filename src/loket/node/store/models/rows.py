"""Projections: one table for each row type of the core, made of its KEY and INDEX fields and the whole row.

Dates stand as ISO text, closed words as their text: both engines then compare and sort them alike.
"""

from django.db import models


class CaseRow(models.Model):
    """Case rows."""

    pk = models.CompositePrimaryKey("office", "case")
    office = models.TextField()
    case = models.TextField()
    stage = models.TextField()
    stage_since = models.BigIntegerField()
    registered_at = models.BigIntegerField()
    application_number = models.TextField()
    queue_day = models.TextField()
    queue_number = models.TextField()
    nik = models.TextField()
    search = models.TextField()
    last_index = models.BigIntegerField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_case"
        indexes = [
            models.Index(fields=["office", "stage", "stage_since"], name="row_case_stage"),
            models.Index(fields=["office", "application_number"], name="row_case_application_number"),
            models.Index(fields=["office", "queue_day", "queue_number"], name="row_case_queue_day"),
            models.Index(fields=["office", "registered_at"], name="row_case_registered_at"),
            models.Index(fields=["office", "nik"], name="row_case_nik"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.case))


class TimelineLineRow(models.Model):
    """TimelineLine rows."""

    pk = models.CompositePrimaryKey("office", "case", "number")
    office = models.TextField()
    case = models.TextField()
    number = models.BigIntegerField()
    at = models.BigIntegerField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_timeline_line"
        indexes = [
            models.Index(fields=["office", "at"], name="row_timeline_line_at"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.case, self.number))


class CaseCountRow(models.Model):
    """CaseCount rows."""

    pk = models.CompositePrimaryKey("office", "case")
    office = models.TextField()
    case = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_case_count"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.case))


class ObligationRow(models.Model):
    """Obligation rows."""

    pk = models.CompositePrimaryKey("office", "obligation")
    office = models.TextField()
    obligation = models.TextField()
    case = models.TextField()
    open = models.BooleanField()
    opened_at = models.BigIntegerField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_obligation"
        indexes = [
            models.Index(fields=["office", "case"], name="row_obligation_case"),
            models.Index(fields=["office", "open", "opened_at"], name="row_obligation_open"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.obligation))


class BookletRow(models.Model):
    """Booklet rows."""

    pk = models.CompositePrimaryKey("office", "booklet")
    office = models.TextField()
    booklet = models.TextField()
    state = models.TextField()
    case = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_booklet"
        indexes = [
            models.Index(fields=["office", "state", "booklet"], name="row_booklet_state"),
            models.Index(fields=["office", "case"], name="row_booklet_case"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.booklet))


class ShipmentRow(models.Model):
    """Shipment rows."""

    pk = models.CompositePrimaryKey("office", "shipment")
    office = models.TextField()
    shipment = models.TextField()
    received = models.BooleanField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_shipment"
        indexes = [
            models.Index(fields=["office", "received"], name="row_shipment_received"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.shipment))


class OfficerRow(models.Model):
    """Officer rows."""

    pk = models.CompositePrimaryKey("office", "officer")
    office = models.TextField()
    officer = models.TextField()
    name = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_officer"
        indexes = [
            models.Index(fields=["office", "name"], name="row_officer_name"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.officer))


class OrderRow(models.Model):
    """Order rows."""

    pk = models.CompositePrimaryKey("office", "order")
    office = models.TextField()
    order = models.TextField()
    case = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_order"
        indexes = [
            models.Index(fields=["office", "case"], name="row_order_case"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.order))


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


ROW_MODELS: tuple[type[models.Model], ...] = (
    CaseRow,
    TimelineLineRow,
    CaseCountRow,
    ObligationRow,
    BookletRow,
    ShipmentRow,
    OfficerRow,
    OrderRow,
    PreventionListRow,
    PolicyRow,
    CounterRow,
    ReadLogRow,
    LatestTimeRow,
    TrustRootRow,
    HeldCaseRow,
    KeyHolderRow,
    ObservedCheckpointRow,
)
