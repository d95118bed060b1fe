"""Take in the signed manifest of a box, where the centre's log cannot be read."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rules.stock import KEEPERS
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.stock_fields import STOCK_PAGE
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.import_manifest import import_manifest
from loket.node.operations.node import Node


class ImportManifestForm(ActForm):
    """The note as the scanner reads it from the code on the manifest, or as the file holds it."""

    manifest = text(most=2_000, rows=8, spellcheck="false", autocomplete="off")


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    # Browsers send other line ends, and fields lose the last one; a signed note has exactly these.
    lines = cleaned["manifest"].replace("\r\n", "\n").strip("\n")
    return import_manifest(node, by, note=f"{lines}\n".encode())


ACT = OfficeAct(
    stem="import_manifest",
    title=_("Take in a manifest"),
    form=ImportManifestForm,
    roles=KEEPERS,
    page=STOCK_PAGE,
    perform=_perform,
)
