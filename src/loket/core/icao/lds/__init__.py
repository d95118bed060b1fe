"""The logical data structure of an electronic travel document's chip (Doc 9303-10): what stands in its files.

Pure functions from values to the bytes of one file and back. Bytes that break a rule raise `IcaoError`, which
never carries them. What is hashed is always a file's bytes as stored, never what was read from them.
Modules: docs/formats/lds.md.
"""
