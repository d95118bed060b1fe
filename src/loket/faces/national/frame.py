"""The frame around headquarters' pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from loket.core.domain.rows import Officer
from loket.faces.ui.access import OfficerRequest


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page."""

    officer: Officer


def page(request: OfficerRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page in its frame."""
    return render(request, template, {"frame": Frame(request.officer), **context})
