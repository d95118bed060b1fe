"""Logs, their trees, and what is kept beside them: case keys, notes, blobs, forks."""

from django.db import models


class Log(models.Model):
    """One log: this node's own (`own`), or another's that is read or mirrored here."""

    origin = models.TextField(primary_key=True)
    owner_node = models.TextField()
    own = models.BooleanField()
    size = models.BigIntegerField()
    frontier = models.BinaryField()
    root = models.BinaryField()
    projected_to = models.BigIntegerField()

    class Meta:
        db_table = "log"

    def __str__(self) -> str:
        return self.origin


class LogEntry(models.Model):
    """One entry's bytes; triggers refuse UPDATE and DELETE."""

    pk = models.CompositePrimaryKey("origin", "index")
    origin = models.TextField()
    index = models.BigIntegerField()
    leaf_hash = models.BinaryField()
    data = models.BinaryField()

    class Meta:
        db_table = "log_entry"

    def __str__(self) -> str:
        return f"{self.origin} {self.index}"


class TileHash(models.Model):
    """The hash of a full subtree of 256**level leaves (level 1 and up)."""

    pk = models.CompositePrimaryKey("origin", "level", "n")
    origin = models.TextField()
    level = models.SmallIntegerField()
    n = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "tile_hash"

    def __str__(self) -> str:
        return f"{self.origin} {self.level} {self.n}"


class OwnAct(models.Model):
    """Where an act of this node stands, so that none is written twice."""

    act = models.TextField(primary_key=True)
    origin = models.TextField()
    index = models.BigIntegerField()

    class Meta:
        db_table = "own_act"

    def __str__(self) -> str:
        return self.act


class CaseKey(models.Model):
    """A case's key, encrypted to one holder; forgetting the case deletes the row."""

    pk = models.CompositePrimaryKey("office", "case", "holder")
    office = models.TextField()
    case = models.TextField()
    holder = models.TextField()
    wrapped = models.BinaryField()
    acked = models.BooleanField()

    class Meta:
        db_table = "case_key"
        indexes = [models.Index(fields=["holder", "acked"], name="case_key_acked")]

    def __str__(self) -> str:
        return f"{self.office} {self.case} {self.holder}"


class DestroyedCaseKey(models.Model):
    """A case whose key is destroyed: a copy that arrives late is not kept."""

    pk = models.CompositePrimaryKey("office", "case")
    office = models.TextField()
    case = models.TextField()

    class Meta:
        db_table = "destroyed_case_key"

    def __str__(self) -> str:
        return f"{self.office} {self.case}"


class SignedNote(models.Model):
    """The latest signed note of a kind and name: checkpoints, trust roots."""

    pk = models.CompositePrimaryKey("kind", "name")
    kind = models.TextField()
    name = models.TextField()
    size = models.BigIntegerField()
    note = models.BinaryField()

    class Meta:
        db_table = "signed_note"

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class HolderMark(models.Model):
    """How far another holder has confirmed to store a log durably."""

    pk = models.CompositePrimaryKey("origin", "holder")
    origin = models.TextField()
    holder = models.TextField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.BinaryField()
    at = models.BigIntegerField()

    class Meta:
        db_table = "holder_mark"

    def __str__(self) -> str:
        return f"{self.origin} {self.holder}"


class Blob(models.Model):
    """A file that an entry refers to, by the SHA-256 (hex) of its ciphertext."""

    sha256 = models.TextField(primary_key=True)
    origin = models.TextField()
    index = models.BigIntegerField()
    office = models.TextField()
    case = models.TextField()
    lane = models.TextField()
    size = models.BigIntegerField()
    here = models.BooleanField()

    class Meta:
        db_table = "blob"
        indexes = [
            models.Index(fields=["office", "case"], name="blob_case"),
            models.Index(fields=["origin", "lane", "index"], name="blob_lane"),
            models.Index(fields=["origin"], name="blob_not_here", condition=models.Q(here=False)),
        ]

    def __str__(self) -> str:
        return self.sha256


class BlobReceipt(models.Model):
    """A holder's signed receipt for a blob."""

    pk = models.CompositePrimaryKey("sha256", "holder")
    sha256 = models.TextField()
    holder = models.TextField()
    note = models.BinaryField()
    at = models.BigIntegerField()

    class Meta:
        db_table = "blob_receipt"

    def __str__(self) -> str:
        return f"{self.sha256} {self.holder}"


class Fork(models.Model):
    """Two signed checkpoints of one log that contradict each other."""

    pk = models.CompositePrimaryKey("origin", "found_at")
    origin = models.TextField()
    found_at = models.BigIntegerField()
    ours = models.BinaryField()
    theirs = models.BinaryField()
    open = models.BooleanField()

    class Meta:
        db_table = "fork"

    def __str__(self) -> str:
        return f"{self.origin} {self.found_at}"
