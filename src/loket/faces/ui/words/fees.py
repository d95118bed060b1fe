"""The parts of a fee in words."""

from django.utils.functional import Promise

from loket.core.domain.terms import DocumentKind, Surcharge
from loket.faces.ui.words.terms import word_of


def fee_part_words(what: str) -> Promise | str:
    """The word for a part as entries carry it: a booklet's kind or a surcharge."""
    is_surcharge = what in {surcharge.value for surcharge in Surcharge}
    return word_of(Surcharge if is_surcharge else DocumentKind, what)
