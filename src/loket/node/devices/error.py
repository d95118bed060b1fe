"""The one typed error of the devices."""


class DeviceError(Exception):
    """What a device said cannot be read, or no whole answer came; the message holds none of its bytes."""
