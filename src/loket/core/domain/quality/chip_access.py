"""Group 2: what opens the chip and what does not; group 3: whether all of it is there."""

from loket.core.domain.checks import (
    Check,
    CheckName,
    CheckReason,
    aborted,
    failed,
    not_supported,
    successful,
    undetermined,
)
from loket.core.domain.quality.observations import AccessObservation, ChipObservation, KeyTried


def access_checks(access: AccessObservation) -> tuple[Check, ...]:
    """Whether the printed key opens the chip, and nothing else does (9303-11 §4)."""
    return (
        _opened(CheckName.OPENED_BY_BASIC_ACCESS, access.basic),
        _opened(CheckName.OPENED_BY_PACE, access.pace),
        _wrong_key(access),
        _closed(access),
        _locked(access),
    )


def _opened(name: CheckName, tried: KeyTried) -> Check:
    if tried is KeyTried.OPENED:
        return successful(name)
    if tried is KeyTried.NOT_OFFERED:
        return not_supported(name, CheckReason.NOT_OFFERED)
    return failed(name, CheckReason.KEY_REFUSED)


def _wrong_key(access: AccessObservation) -> Check:
    name = CheckName.WRONG_KEY_REFUSED
    tried = {"basic": access.wrong_basic, "pace": access.wrong_pace}
    opened = [way for way, answer in tried.items() if answer is KeyTried.OPENED]
    if opened:
        return failed(name, CheckReason.WRONG_KEY_ACCEPTED, by=",".join(opened))
    if all(answer is KeyTried.NOT_OFFERED for answer in tried.values()):
        return not_supported(name, CheckReason.NOT_OFFERED)
    return successful(name)


def _closed(access: AccessObservation) -> Check:
    name = CheckName.CLOSED_BEFORE_ACCESS
    if access.readable_before:
        return failed(name, CheckReason.READABLE_BEFORE_ACCESS, files=",".join(access.readable_before))
    return successful(name)


def _locked(access: AccessObservation) -> Check:
    name = CheckName.WRITE_LOCKED
    if access.writable:
        return failed(name, CheckReason.STILL_WRITABLE, files=",".join(access.writable))
    if KeyTried.OPENED not in (access.basic, access.pace):
        return undetermined(name, CheckReason.CHIP_NOT_READ)
    return successful(name)


def completeness_checks(chip: ChipObservation) -> tuple[Check, ...]:
    """Whether EF.COM, the security object and the files say the same (9303-10 §4.6; TR-03135-1 §5.5)."""
    from loket.core.icao.error import IcaoError
    from loket.core.icao.inspection.security_object import SecurityObject, read_security_object
    from loket.core.icao.lds.common import CommonData, read_com
    from loket.core.icao.lds.files import ElementaryFile

    common: CommonData | None = None
    signed: SecurityObject | None = None
    try:
        common = read_com(chip.files.get(ElementaryFile.COM, b""))
        signed = read_security_object(chip.files.get(ElementaryFile.SOD, b""))
    except IcaoError:
        # Which of them cannot be read is said by the check of the security object, and by these two.
        name = CheckReason.LISTS_DIFFER
        listed: tuple[Check, ...] = (
            failed(CheckName.FILES_AS_LISTED, name),
            aborted(CheckName.VERSIONS_AGREE, CheckReason.WITHOUT_GROUND),
        )
    else:
        present = {file.data_group for file in chip.files if file.data_group is not None}
        listed = (
            _as_listed(set(common.data_groups), set(signed.hashes), present),
            _versions(common.lds_version, common.unicode_version, signed.lds_versions),
        )
    return (listed[0], _whole(chip), _repeated(chip), listed[1])


def _as_listed(common: set[int], signed: set[int], present: set[int]) -> Check:
    name = CheckName.FILES_AS_LISTED
    wrong = sorted((common | signed | present) - (common & signed & present))
    if wrong:
        return failed(name, CheckReason.LISTS_DIFFER, data_groups=",".join(map(str, wrong)))
    return successful(name, data_groups=",".join(map(str, sorted(present))))


def _whole(chip: ChipObservation) -> Check:
    """Each file is as long as its own header says: one element and nothing behind it."""
    from loket.core.icao.error import IcaoError
    from loket.core.icao.lds.tlv import read_file_length

    broken = list(chip.broken)
    for file, data in chip.files.items():
        if file.tag is None:
            continue  # a row of elements has no length of its own
        try:
            whole = read_file_length(data[:9]) == len(data)
        except IcaoError:
            whole = False
        if not whole:
            broken.append(file.title)
    name = CheckName.FILES_WHOLE
    if broken:
        return failed(name, CheckReason.FILE_BREAKS_OFF, files=",".join(dict.fromkeys(broken)))
    return successful(name)


def _repeated(chip: ChipObservation) -> Check:
    """What EF.CardAccess offers stands signed in data group 14 too (9303-11 §9.2.11)."""
    from loket.core.icao.error import IcaoError
    from loket.core.icao.lds.files import ElementaryFile
    from loket.core.icao.lds.security_infos import read_dg14, read_security_infos

    name = CheckName.CARD_ACCESS_REPEATED
    offered, signed = chip.files.get(ElementaryFile.CARD_ACCESS), chip.files.get(ElementaryFile.DG14)
    if offered is None:
        return not_supported(name, CheckReason.NOT_OFFERED)
    try:
        missing = set(read_security_infos(offered)) - set(read_dg14(signed or b""))
    except IcaoError:
        return failed(name, CheckReason.NOT_REPEATED)
    if missing:
        protocols = ",".join(sorted(one.protocol for one in missing))
        return failed(name, CheckReason.NOT_REPEATED, protocols=protocols)
    return successful(name)


def _versions(lds: str, unicode: str, signed: tuple[str, str] | None) -> Check:
    """EF.COM and a security object of version 1 say the same versions (9303-10 §4.6.2.3)."""
    name = CheckName.VERSIONS_AGREE
    if signed is None:
        return not_supported(name, CheckReason.NOT_OFFERED)
    if signed != (lds, unicode):
        return failed(name, CheckReason.VERSIONS_DIFFER, common=f"{lds} {unicode}", signed=" ".join(signed))
    return successful(name, lds=lds)
