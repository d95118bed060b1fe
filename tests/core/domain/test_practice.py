"""An office's practice is data with bounds."""

import pytest

from loket.core.domain.error import DomainError
from loket.core.domain.practice import Practice


@pytest.mark.parametrize("book", ["", "Tolak", "TOLAK-2", "KEMBALI"])
def test_a_book_of_letters_has_a_short_name_of_its_own(book):
    with pytest.raises(DomainError, match="book_of_"):
        Practice(book_of_refusals=book)
