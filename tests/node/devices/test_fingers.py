import io

import numpy as np
import pytest
from PIL import Image

from loket.core.icao.error import IcaoError
from loket.core.icao.finger_images import FingerPosition, read_finger_record, write_finger_record
from loket.node.devices.fingers import (
    FingerFault,
    FingerFaultReason,
    FingerImage,
    SimulatedScanner,
    finger_record,
)

THUMB = FingerPosition.RIGHT_THUMB


def test_ten_fingers_become_one_record_and_come_out_of_it_again():
    scanner = SimulatedScanner(seed=7)
    images = [scanner.capture(position) for position in FingerPosition]
    record = read_finger_record(write_finger_record(finger_record(images)))

    for image, view in zip(images, record.views, strict=True):
        shown = Image.open(io.BytesIO(view.data))
        assert (view.position, view.quality) == (image.position, image.quality)
        assert (shown.mode, shown.size, shown.tobytes()) == ("L", (image.width, image.height), image.grey)


def test_the_same_seed_draws_the_same_fingers_and_no_two_are_the_same():
    one, again, other = SimulatedScanner(1), SimulatedScanner(1), SimulatedScanner(2)

    assert one.capture(THUMB) == again.capture(THUMB)
    assert one.capture(THUMB).grey != other.capture(THUMB).grey
    assert one.capture(THUMB).grey != one.capture(FingerPosition.LEFT_THUMB).grey


def test_ridges_are_as_far_apart_as_on_a_finger():
    # 0.4 to 0.6 mm from ridge to ridge are 8 to 12 pixels at 500 ppi: the strongest wave near the core.
    image = SimulatedScanner(3).capture(THUMB)
    pixels = np.frombuffer(image.grey, np.uint8).reshape(image.height, image.width).astype(float)
    row = pixels[round(image.height * 0.45), 185:275]
    strengths = np.abs(np.fft.rfft(row - row.mean()))
    period = len(row) / int(strengths[3:].argmax() + 3)

    assert 7 < period < 14


def test_ordered_faults_come_first_and_once():
    scanner = SimulatedScanner(1, {THUMB: [FingerFaultReason.TOO_DRY, FingerFaultReason.NO_FINGER]})

    assert scanner.capture(THUMB) == FingerFault(THUMB, FingerFaultReason.TOO_DRY)
    assert isinstance(scanner.capture(FingerPosition.LEFT_THUMB), FingerImage)
    assert scanner.capture(THUMB) == FingerFault(THUMB, FingerFaultReason.NO_FINGER)
    assert scanner.capture(THUMB) == SimulatedScanner(1).capture(THUMB)


def test_a_finger_cannot_stand_in_a_record_twice():
    image = SimulatedScanner(1).capture(THUMB)

    with pytest.raises(IcaoError):
        finger_record([image, image])


@pytest.mark.parametrize(
    ("grey", "quality", "ppi"), [(b"\0" * 5, 50, 500), (b"\0" * 6, 101, 500), (b"\0" * 6, 50, 1000)]
)
def test_a_driver_that_contradicts_itself_is_a_bug(grey, quality, ppi):
    with pytest.raises(ValueError, match="finger image"):
        FingerImage(THUMB, grey, 3, 2, quality, ppi)
