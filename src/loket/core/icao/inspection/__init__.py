"""Inspecting a travel document of any country: passive authentication, and what files say of the chip.

Everything here reads bytes that others wrote and decides nothing by a file's name.
`document.inspect_document` runs every check; each check is a function of its own in `passive`, `trust` and
`genuineness`.
Sources: ICAO Doc 9303-10, -11 and -12 (eighth edition), RFC 5652, RFC 5280, BSI TR-03135-1.
"""
