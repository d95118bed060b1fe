"""The files of a chip: the tag that begins each, the identifiers that select it (Doc 9303-10 §3 and §4)."""

from enum import Enum

from loket.core.icao.error import IcaoError

LDS1_APPLICATION = bytes.fromhex("A0000002471001")
"""Application identifier of the eMRTD application (Doc 9303-10 §4)."""
DATA_GROUPS = range(1, 17)


class ElementaryFile(Enum):
    """A file: the tag of its outermost element, its identifier (two bytes), its short identifier (five bits).

    `tag` is None where a file is a row of data objects. Files with `in_master_file` are readable before an
    application is selected; EF.CardSecurity there and EF.SOD in the application share an identifier.
    """

    ATR_INFO = ("EF.ATR/INFO", None, 0x2F01, 0x01, True)
    DIR = ("EF.DIR", None, 0x2F00, 0x1E, True)
    CARD_ACCESS = ("EF.CardAccess", 0x31, 0x011C, 0x1C, True)
    CARD_SECURITY = ("EF.CardSecurity", 0x30, 0x011D, 0x1D, True)
    COM = ("EF.COM", 0x60, 0x011E, 0x1E, False)
    SOD = ("EF.SOD", 0x77, 0x011D, 0x1D, False)
    DG1 = ("EF.DG1", 0x61, 0x0101, 0x01, False)
    DG2 = ("EF.DG2", 0x75, 0x0102, 0x02, False)
    DG3 = ("EF.DG3", 0x63, 0x0103, 0x03, False)
    DG4 = ("EF.DG4", 0x76, 0x0104, 0x04, False)
    DG5 = ("EF.DG5", 0x65, 0x0105, 0x05, False)
    DG6 = ("EF.DG6", 0x66, 0x0106, 0x06, False)
    DG7 = ("EF.DG7", 0x67, 0x0107, 0x07, False)
    DG8 = ("EF.DG8", 0x68, 0x0108, 0x08, False)
    DG9 = ("EF.DG9", 0x69, 0x0109, 0x09, False)
    DG10 = ("EF.DG10", 0x6A, 0x010A, 0x0A, False)
    DG11 = ("EF.DG11", 0x6B, 0x010B, 0x0B, False)
    DG12 = ("EF.DG12", 0x6C, 0x010C, 0x0C, False)
    DG13 = ("EF.DG13", 0x6D, 0x010D, 0x0D, False)
    DG14 = ("EF.DG14", 0x6E, 0x010E, 0x0E, False)
    DG15 = ("EF.DG15", 0x6F, 0x010F, 0x0F, False)
    DG16 = ("EF.DG16", 0x70, 0x0110, 0x10, False)

    def __init__(self, title: str, tag: int | None, fid: int, short_fid: int, in_master_file: bool) -> None:  # noqa: FBT001 -- a row of the table above
        self.title = title
        self.tag = tag
        self.fid = fid
        self.short_fid = short_fid
        self.in_master_file = in_master_file

    @property
    def data_group(self) -> int | None:
        """The number of the data group, 1 to 16; None for other files."""
        return self.short_fid if self.name.startswith("DG") else None

    @classmethod
    def of_data_group(cls, number: int) -> "ElementaryFile":
        """Return the file of a data group; raises IcaoError when the number is not 1 to 16."""
        if number not in DATA_GROUPS:
            raise IcaoError("data group", "9303-10 4.7", "not 1 to 16")
        return cls[f"DG{number}"]

    @classmethod
    def of_tag(cls, tag: int) -> "ElementaryFile":
        """Return the file of the eMRTD application that begins with this tag; raises IcaoError."""
        for file in cls:
            if file.tag == tag and not file.in_master_file:
                return file
        raise IcaoError("tag", "9303-10 4.7", "not the tag of a file of the eMRTD application")
