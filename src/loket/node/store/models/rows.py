"""Projections: one table for each row type of the core, made of its KEY and INDEX fields and the whole row.

Dates stand as ISO text, closed words as their text: both engines then compare and sort them alike.
Whoever changes a table writes a migration of one `RowsAgain`, and raises FOLD_VERSION.
"""

from django.db import models

from loket.node.store.models.chip_rows import DocumentSignerRow, PersonalisedChipRow
from loket.node.store.models.node_rows import (
    CounterRow,
    HeldCaseRow,
    KeyHolderRow,
    LatestTimeRow,
    ObservedCheckpointRow,
    PolicyRow,
    PreventionListRow,
    ReadLogRow,
    TrustRootRow,
)
from loket.node.store.models.office_rows import (
    OfficeDayRow,
    SignInRow,
    StandingOrderRow,
)
from loket.node.store.models.stock_rows import StockCountRow, StockReportRow, StockVarianceRow


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
    person = models.TextField()
    assignee = models.TextField()
    attention = models.TextField()
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
            models.Index(fields=["office", "person"], name="row_case_person"),
            models.Index(fields=["office", "assignee", "stage"], name="row_case_assignee"),
            models.Index(fields=["office", "attention", "stage_since"], name="row_case_attention"),
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
    kind = models.TextField()
    place = models.TextField()
    holder = models.TextField()
    case = models.TextField()
    left_at = models.BigIntegerField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_booklet"
        indexes = [
            models.Index(
                fields=["office", "state", "kind", "place", "holder", "booklet"], name="row_booklet_state"
            ),
            models.Index(fields=["office", "case"], name="row_booklet_case"),
            models.Index(fields=["office", "kind", "left_at"], name="row_booklet_left_at"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.booklet))


class ShipmentRow(models.Model):
    """Shipment rows."""

    pk = models.CompositePrimaryKey("office", "shipment")
    office = models.TextField()
    shipment = models.TextField()
    received = models.BooleanField()
    addressee = models.TextField()
    short = models.BooleanField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_shipment"
        indexes = [
            models.Index(fields=["office", "received"], name="row_shipment_received"),
            models.Index(fields=["office", "addressee"], name="row_shipment_addressee"),
            models.Index(fields=["office", "short"], name="row_shipment_short"),
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


class FaceTemplateRow(models.Model):
    """FaceTemplate rows."""

    pk = models.CompositePrimaryKey("office", "case")
    office = models.TextField()
    case = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_face_template"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.case))


class LookRow(models.Model):
    """Look rows."""

    pk = models.CompositePrimaryKey("office", "case", "number")
    office = models.TextField()
    case = models.TextField()
    number = models.BigIntegerField()
    officer = models.TextField()
    at = models.BigIntegerField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_look"
        indexes = [
            models.Index(fields=["office", "officer", "at"], name="row_look_officer"),
            models.Index(fields=["office", "at"], name="row_look_at"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.case, self.number))


class PaperSheetRow(models.Model):
    """PaperSheet rows."""

    pk = models.CompositePrimaryKey("office", "sheet")
    office = models.TextField()
    sheet = models.TextField()
    case = models.TextField()
    done_at = models.BigIntegerField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_paper_sheet"
        indexes = [
            models.Index(fields=["office", "case"], name="row_paper_sheet_case"),
            models.Index(fields=["office", "done_at"], name="row_paper_sheet_done_at"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.sheet))


class QualityTestRow(models.Model):
    """QualityTest rows."""

    pk = models.CompositePrimaryKey("office", "case", "number")
    office = models.TextField()
    case = models.TextField()
    number = models.BigIntegerField()
    booklet = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_quality_test"
        indexes = [
            models.Index(fields=["office", "booklet"], name="row_quality_test_booklet"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.case, self.number))


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
    FaceTemplateRow,
    LookRow,
    PaperSheetRow,
    QualityTestRow,
    StandingOrderRow,
    OfficeDayRow,
    SignInRow,
    DocumentSignerRow,
    PersonalisedChipRow,
    StockCountRow,
    StockVarianceRow,
    StockReportRow,
)
