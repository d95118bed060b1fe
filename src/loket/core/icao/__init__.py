"""ICAO Doc 9303: names, transliteration, machine readable zone."""
