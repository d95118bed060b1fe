"""Which encoder of chips an office has, out of its settings."""

import os

from loket.config.settings import FOLDER, NO_ENCODER, PCSC, NodeSettings
from loket.node.devices.chip_encoder import ChipEncoder, FolderChipEncoder
from loket.node.keys.error import KeysError
from loket.node.keys.key_files import TEST_HEADER, read_secret, write_secret

_KEY_BYTES = 16


def chip_encoder(settings: NodeSettings) -> ChipEncoder | None:
    """The encoder, None where there is none; KeysError without the key that real chips were delivered with.

    Virtual chips get a TEST key, made at the first start.
    """
    if settings.encoder == NO_ENCODER:
        return None
    if settings.encoder == FOLDER:
        if not settings.personalisation_key.exists():
            write_secret(settings.personalisation_key, TEST_HEADER + os.urandom(_KEY_BYTES).hex().encode())
        return FolderChipEncoder(settings.chips, _personalisation_key(settings), os.urandom)
    from loket.node.devices.chip_pcsc import PcscChipEncoder

    reader = settings.encoder.removeprefix(PCSC).strip()
    return PcscChipEncoder(settings.chips, reader, _personalisation_key(settings), os.urandom)


def _personalisation_key(settings: NodeSettings) -> bytes:
    lines = read_secret(settings.personalisation_key).splitlines()
    text = b"".join(line for line in lines if not line.startswith(b"#"))
    try:
        key = bytes.fromhex(text.decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        message = f"{settings.personalisation_key.name} is not a key of {_KEY_BYTES} bytes in hexadecimal"
        raise KeysError(message)
    return key
