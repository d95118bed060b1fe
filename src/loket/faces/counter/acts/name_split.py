"""Proposing how a name is split; the officer confirms it with the applicant."""


def propose_split(full_name: str) -> tuple[str, str]:
    """Return primary and secondary identifier: the last word, and the words before it.

    A single name is a primary identifier alone (Doc 9303-3 §4.6). The last word is only the likelier guess
    (a custom, not a rule), so nothing is registered before somebody has confirmed it.
    """
    words = full_name.split()
    if not words:
        return "", ""
    return words[-1], " ".join(words[:-1])
