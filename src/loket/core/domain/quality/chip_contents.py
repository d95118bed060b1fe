"""Group 6: chip, page and record compared; and of group 8 whether it is the chip that the log knows."""

import hashlib

from loket.core.domain.checks import Check, CheckName, CheckReason, failed, successful, undetermined
from loket.core.domain.quality.data_page import differing_places, readable, unless_misread
from loket.core.domain.quality.observations import ChipObservation, Likeness, PageObservation
from loket.core.icao.error import IcaoError
from loket.core.icao.lds.details import read_dg11, read_dg12
from loket.core.icao.lds.face_group import read_dg2
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.zone_group import read_dg1_lines

_MOST_PLACES = 12


def contents_checks(chip: ChipObservation, page: PageObservation | None) -> tuple[Check, ...]:
    """All cross checks (TR-03135-1 §5.6)."""
    portrait = chip.portrait
    return (
        _zone(chip, page),
        _portrait(chip),
        _alike(CheckName.CHIP_PORTRAIT_AS_PRINTED, portrait.as_printed),
        _alike(CheckName.CHIP_PORTRAIT_AS_ENROLLED, portrait.as_enrolled),
        _details(chip),
    )


def logged_check(chip: ChipObservation) -> Check:
    """The chip and its security object are those that the log says were written for this booklet."""
    name = CheckName.CHIP_AS_LOGGED
    sod = hashlib.sha256(chip.files.get(ElementaryFile.SOD, b"")).hexdigest()
    differing = [
        what
        for what, found, logged in (
            ("serial", chip.serial, chip.logged_serial),
            ("security_object", sod, chip.logged_security_object),
        )
        if found != logged
    ]
    if differing:
        return failed(name, CheckReason.ANOTHER_CHIP, differing=",".join(differing))
    return successful(name, chip=chip.serial)


def _zone(chip: ChipObservation, page: PageObservation | None) -> Check:
    """Data group 1 is the printed zone, byte for byte."""
    name = CheckName.CHIP_ZONE_AS_PRINTED
    try:
        lines = read_dg1_lines(chip.files.get(ElementaryFile.DG1, b""))
    except IcaoError:
        return failed(name, CheckReason.DIFFERS_FROM_PAGE)
    printed = readable(page)
    if printed is None:
        return undetermined(name, CheckReason.MRZ_NOT_READ)
    if lines == printed:
        return successful(name)
    places = differing_places(printed, (lines[0], lines[1])) if len(lines) == len(printed) else []
    shown = ",".join(places[:_MOST_PLACES])
    differs = failed(name, CheckReason.DIFFERS_FROM_PAGE, differing=str(len(places)), places=shown)
    return unless_misread(page, differs)


def _portrait(chip: ChipObservation) -> Check:
    """Data group 2 holds one face in a picture that decodes (9303-10 §4.7.2)."""
    name = CheckName.CHIP_PORTRAIT_READABLE
    try:
        faces = read_dg2(chip.files.get(ElementaryFile.DG2, b""))
    except IcaoError as error:
        return failed(name, CheckReason.PORTRAIT_UNREADABLE, says=f"{error.field}: {error.reason}")
    if len(faces) != 1 or len(faces[0].pictures) != 1 or not chip.portrait.decoded:
        return failed(name, CheckReason.PORTRAIT_UNREADABLE, faces=str(len(faces)))
    return successful(name, encoding=type(faces[0]).__name__, bytes=str(chip.portrait.size_bytes))


def _alike(name: CheckName, likeness: Likeness | None) -> Check:
    if likeness is None:
        return undetermined(name, CheckReason.NOT_COMPARED)
    measured = f"{likeness.score:.3f}"
    wanted = f"{likeness.threshold:.3f}"
    if likeness.score < likeness.threshold:
        return failed(
            name, CheckReason.PORTRAIT_DIFFERS, measure=likeness.measure, score=measured, threshold=wanted
        )
    return successful(name, measure=likeness.measure, score=measured, threshold=wanted)


def _details(chip: ChipObservation) -> Check:
    """Data groups 11 and 12 say what the record says, and nothing beyond it."""
    name = CheckName.CHIP_DETAILS_AS_RECORDED
    differing = []
    for group, file, read, wanted in (
        ("11", ElementaryFile.DG11, read_dg11, chip.personal),
        ("12", ElementaryFile.DG12, read_dg12, chip.document),
    ):
        try:
            same = read(chip.files.get(file, b"")) == wanted
        except IcaoError:
            same = False
        if not same:
            differing.append(group)
    if differing:
        return failed(name, CheckReason.DIFFERS_FROM_RECORD, data_groups=",".join(differing))
    return successful(name)
