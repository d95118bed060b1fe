"""The schema. Models are rows: no behaviour; nothing outside the store imports them."""

from loket.node.store.models.desk import Account, SignInAttempts
from loket.node.store.models.log import (
    Blob,
    BlobReceipt,
    CaseKey,
    DestroyedCaseKey,
    Fork,
    HolderMark,
    Log,
    LogEntry,
    OwnAct,
    SignedNote,
    TileHash,
)
from loket.node.store.models.rows import ROW_MODELS

__all__ = [
    "ROW_MODELS",
    "Account",
    "Blob",
    "BlobReceipt",
    "CaseKey",
    "DestroyedCaseKey",
    "Fork",
    "HolderMark",
    "Log",
    "LogEntry",
    "OwnAct",
    "SignInAttempts",
    "SignedNote",
    "TileHash",
]
