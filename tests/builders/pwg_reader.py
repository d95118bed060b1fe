"""A reader of PWG raster by the words of PWG 5102.4 §4: octet by octet, and strict."""

import struct

# Table 2: first octet, octets, name. What lies between is reserved or, from 516 on, the vendor's.
FIELDS = {
    268: "CutMedia", 272: "Duplex", 276: "HWResolutionCross", 280: "HWResolutionFeed",
    300: "InsertSheet", 304: "Jog", 308: "LeadingEdge", 324: "MediaPosition", 328: "MediaWeight",
    340: "NumCopies", 344: "Orientation", 352: "PageSizeCross", 356: "PageSizeFeed", 368: "Tumble",
    372: "Width", 376: "Height", 384: "BitsPerColor", 388: "BitsPerPixel", 392: "BytesPerLine",
    396: "ColorOrder", 400: "ColorSpace", 420: "NumColors", 452: "TotalPageCount",
    456: "CrossFeedTransform", 460: "FeedTransform", 464: "ImageBoxLeft", 468: "ImageBoxTop",
    472: "ImageBoxRight", 476: "ImageBoxBottom", 480: "AlternatePrimary", 484: "PrintQuality",
    508: "VendorIdentifier", 512: "VendorLength",
}  # fmt: skip
TEXTS = {
    0: "PwgRaster",
    64: "MediaColor",
    128: "MediaType",
    192: "PrintContentOptimize",
    1668: "RenderingIntent",
    1732: "PageSizeName",
}
HEADER_OCTETS = 1796


def read_header(header):
    """The fields by name; everything that is reserved is zero."""
    assert len(header) == HEADER_OCTETS
    told = set()
    fields = {}
    for at, name in FIELDS.items():
        (fields[name],) = struct.unpack_from(">i", header, at)
        told.update(range(at, at + 4))
    for at, name in TEXTS.items():
        text, _, rest = header[at : at + 64].partition(b"\0")
        assert not any(rest), name
        assert len(text) < 64, f"{name} has no end"
        fields[name] = text.decode("ascii")
        told.update(range(at, at + 64))
    assert not any(header[at] for at in range(HEADER_OCTETS) if at not in told), "a reserved octet"
    return fields


def read_line(document, at, width, colours):
    """The line at this octet, and where the next begins."""
    line = bytearray()
    while len(line) < width * colours:
        count = document[at]
        at += 1
        if count < 128:
            line += document[at : at + colours] * (count + 1)
            at += colours
        else:
            assert count > 128, "128 is no count of PWG raster"
            pixels = 257 - count
            line += document[at : at + pixels * colours]
            at += pixels * colours
        assert at <= len(document), "the document ends within a line"
    assert len(line) == width * colours, "pixels beyond the end of the line"
    return bytes(line), at


def read_raster(document):
    """The pages: fields of the header, and the lines."""
    assert document[:4] == b"RaS2"
    at, pages = 4, []
    while at < len(document):
        fields = read_header(document[at : at + HEADER_OCTETS])
        at += HEADER_OCTETS
        lines = []
        while len(lines) < fields["Height"]:
            times = document[at] + 1
            line, at = read_line(document, at + 1, fields["Width"], fields["NumColors"])
            lines += [line] * times
        assert len(lines) == fields["Height"], "a line stands more often than the page has lines"
        pages.append((fields, lines))
    return pages
