"""The bench of chips: how many are opened and read in a second, chip and terminal together."""

import os
import time
from dataclasses import dataclass

from loket.core.icao.chip.curves import Curve
from loket.core.icao.chip.memory import ChipMemory
from loket.core.icao.chip.passwords import Password, mrz_password
from loket.core.icao.chip.personalisation import ChipContent, Personaliser, atr_info
from loket.core.icao.chip.terminal import Terminal
from loket.core.icao.chip.virtual.chip import VirtualChip
from loket.core.icao.dates import MrzDate
from loket.core.icao.lds import security_infos as infos
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.tlv import write_tlv

PORTRAIT_BYTES = 20_000
_TEST_KEY = b"TEST key of chip"
_DG2 = 0x75


@dataclass(frozen=True, slots=True)
class ChipFigures:
    """`reads_per_second`: chips opened by PACE (P-256, AES-128) and their portrait of 20 kB read, one core.

    `open_ms`, `read_ms`: processor time of each; `short_read_ms`: of the portrait in pieces of 223 bytes,
    as readers without extended lengths take it.
    """

    reads_per_second: float
    open_ms: float
    read_ms: float
    short_read_ms: float


def chip_figures(runs: int = 20) -> ChipFigures:
    """Measure on chips that are made for it; both sides run in this process."""
    chip, password = _chip(extended=True)
    opened, read = _measure(chip, password, runs)
    short_chip, password = _chip(extended=False)
    _, short = _measure(short_chip, password, runs)
    return ChipFigures(1 / (opened + read), 1000 * opened, 1000 * read, 1000 * short)


def _measure(chip: VirtualChip, password: Password, runs: int) -> tuple[float, float]:
    opening = reading = 0.0
    for _ in range(runs):
        chip.reset()
        begin = time.process_time()
        terminal = Terminal(chip.transmit, os.urandom)
        terminal.open(password)
        opened = time.process_time()
        terminal.read(ElementaryFile.DG2)
        opening += opened - begin
        reading += time.process_time() - opened
    return opening / runs, reading / runs


def _chip(*, extended: bool) -> tuple[VirtualChip, Password]:
    password = mrz_password("L898902C", MrzDate(69, 8, 6), MrzDate(94, 6, 23))
    pace = infos.PaceInfo(f"{infos.ID_PACE_ECDH_GM}.{infos.AES_128}", 2, Curve.NIST_P256.value)
    files = {
        ElementaryFile.CARD_ACCESS: infos.write_security_infos([pace]),
        ElementaryFile.DG2: write_tlv(_DG2, os.urandom(PORTRAIT_BYTES)),
    }
    if extended:
        files[ElementaryFile.ATR_INFO] = atr_info()
    chip = VirtualChip(ChipMemory.blank(_TEST_KEY, os.urandom), os.urandom)
    personaliser = Personaliser(chip.transmit, os.urandom)
    personaliser.begin(_TEST_KEY)
    personaliser.write(ChipContent(files, password))
    personaliser.lock()
    return chip, password
