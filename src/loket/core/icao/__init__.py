"""ICAO Doc 9303: names, transliteration, machine readable zone.

Pure functions and frozen values. Text that breaks a rule raises `error.IcaoError`.
"""
