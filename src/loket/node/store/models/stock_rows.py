"""Projections of the stock of blanks."""

from django.db import models


class StockCountRow(models.Model):
    """StockCount rows."""

    pk = models.CompositePrimaryKey("office", "kind", "place", "holder", "state")
    office = models.TextField()
    kind = models.TextField()
    place = models.TextField()
    holder = models.TextField()
    state = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_stock_count"

    def __str__(self) -> str:
        return f"{self.office} {self.kind} {self.place} {self.holder} {self.state}"


class StockVarianceRow(models.Model):
    """StockVariance rows."""

    pk = models.CompositePrimaryKey("office", "variance")
    office = models.TextField()
    variance = models.TextField()
    open = models.BooleanField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_stock_variance"
        indexes = [
            models.Index(fields=["office", "open"], name="row_stock_variance_open"),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.variance}"


class StockReportRow(models.Model):
    """StockReport rows."""

    pk = models.CompositePrimaryKey("office", "number")
    office = models.TextField()
    number = models.TextField()
    at = models.BigIntegerField()
    act = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_stock_report"
        indexes = [
            models.Index(fields=["office", "at"], name="row_stock_report_at"),
            models.Index(fields=["office", "act"], name="row_stock_report_act"),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.number}"
