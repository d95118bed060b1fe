"""The form with which two officers help a locked-out colleague."""

from django import forms

from loket.core.domain.rows import Officer
from loket.faces.counter.acts.second_officer import SecondOfficerForm
from loket.node.operations.node import current_node
from loket.node.store.accounts import all_accounts


def _officers() -> list[tuple[str, str]]:
    """Nobody first: who is helped is chosen, not left standing."""
    node = current_node()
    with node.store.reading() as reading:
        rows = reading.select(Officer, {"office": node.name}, order_by=("name",))
    known = all_accounts()
    return [("", "–"), *((one.officer, one.name) for one in rows if one.roles and one.officer in known)]


class ResetSignInForm(SecondOfficerForm):
    """Who is helped, and the second officer's signature."""

    officer = forms.ChoiceField(choices=_officers)
    field_order = ("officer", "second_officer", "second_password")
