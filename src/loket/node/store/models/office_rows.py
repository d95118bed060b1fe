"""Projections of an office as a whole."""

from django.db import models


class StandingOrderRow(models.Model):
    """StandingOrder rows."""

    pk = models.CompositePrimaryKey("office", "order")
    office = models.TextField()
    order = models.TextField()
    until = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_standing_order"
        indexes = [
            models.Index(fields=["office", "until"], name="row_standing_order_until"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.order))


class OfficeDayRow(models.Model):
    """OfficeDay rows."""

    pk = models.CompositePrimaryKey("office", "day")
    office = models.TextField()
    day = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_office_day"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.day))


class SignInRow(models.Model):
    """SignIn rows."""

    pk = models.CompositePrimaryKey("office", "officer")
    office = models.TextField()
    officer = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_sign_in"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.officer))
