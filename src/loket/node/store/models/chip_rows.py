"""Tables of the chips: document signers and which chip went into which booklet."""

from django.db import models


class DocumentSignerRow(models.Model):
    """DocumentSigner rows."""

    pk = models.CompositePrimaryKey("office", "signer")
    office = models.TextField()
    signer = models.TextField()
    signs_until = models.BigIntegerField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_document_signer"
        indexes = [
            models.Index(fields=["office", "signs_until"], name="row_document_signer_until"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.signer))


class PersonalisedChipRow(models.Model):
    """PersonalisedChip rows."""

    pk = models.CompositePrimaryKey("office", "chip")
    office = models.TextField()
    chip = models.TextField()
    case = models.TextField()
    booklet = models.TextField()
    doc = models.BinaryField()

    class Meta:
        db_table = "row_personalised_chip"
        indexes = [
            models.Index(fields=["office", "case"], name="row_personalised_chip_case"),
            models.Index(fields=["office", "booklet"], name="row_personalised_chip_booklet"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.office, self.chip))
