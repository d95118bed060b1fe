"""The keys of a country's travel documents: certificates, revocation lists and master lists (Doc 9303-12).

Pure functions: keys, clock and chance are arguments. What is malformed raises
`loket.core.icao.error.IcaoError`.
"""
