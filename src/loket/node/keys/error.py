"""The one error that this package raises for keys and boxes it cannot accept."""


class KeysError(Exception):
    """A key, a sealed part or a key file is malformed, damaged or of somebody else; no key is shown."""


class TrustError(KeysError):
    """A trust root is malformed, or is not signed as its predecessor requires."""
