"""What a page and the API need to know of an act: its form, its stages and roles, and how it is performed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.terms import Role, Stage
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node

Cleaned = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAct:
    """An act on one case. `offered` says whether the case's page offers it as it stands now.

    `waits`: whether this is then what the case waits for, or an act beside that.
    `initial`: what its form is filled with before anybody has typed. `about`: what its template shows beside
    the form, as `panel.about`; it may write a look at another file.
    """

    stem: str
    title: Promise
    form: type[ActForm]
    roles: tuple[Role, ...]
    stages: tuple[Stage, ...]
    perform: Callable[[Node, By, str, Cleaned], Done | Refused]
    offered: Callable[[Case], bool] = lambda _case: True
    waits: Callable[[Case], bool] = lambda _case: True
    initial: Callable[[Case], Cleaned] = lambda _case: {}
    about: Callable[[OfficerRequest, Case, ActForm], object] = lambda _request, _case, _form: None

    @property
    def template(self) -> str:
        """The template of its form."""
        return f"counter/acts/{self.stem}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeAct:
    """An act that concerns no case yet, or none at all. `page`: the address that shows its form."""

    stem: str
    title: Promise
    form: type[ActForm]
    roles: tuple[Role, ...]
    page: str
    perform: Callable[[Node, By, Cleaned], Done | Refused]

    @property
    def template(self) -> str:
        """The template of its form."""
        return f"counter/acts/{self.stem}.html"
