"""Every list of these apps can be taken along as a file, in the reader's language."""

import csv
import io
from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import casting
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from sluis.deadlines import Deadline
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.jobs.working import run_due
from sluis.portal.tasks import doing

LISTS = ("tasks:home", "tasks:list", "documents:list", "holdings:list", "jobs:list", "notifications:list")


@pytest.fixture
def home(sqlite: str) -> Organisation:
    """The operator, with a record on every list."""
    made = casting.organisation("Sluis Beheer", operator=True)
    run_due(casting.now())
    for app in ("documents", "notifications"):
        specification = spec_from_file_location(f"taking_{app}", Path(__file__).parents[1] / app / "examples.py")
        assert specification and specification.loader
        examples = module_from_spec(specification)
        specification.loader.exec_module(examples)
        examples.examples(made)
    return made


@pytest.mark.parametrize("name", LISTS)
def test_list_is_taken_along(home: Organisation, name: str) -> None:
    who = casting.person(home, Role.ADMINISTRATOR)
    doing.make(casting.actor(who), title="=2+3", due=Deadline(casting.now() + timedelta(days=9)))
    client = casting.browser(who)
    answer = client.get(reverse(name), {"download": "csv"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert answer.status_code == 200 and len(rows) > 1 and all(len(row) == len(rows[0]) for row in rows)
    book = load_workbook(io.BytesIO(client.get(reverse(name), {"download": "xlsx"}).getvalue()))
    sheet = book.active
    assert sheet is not None and sheet.max_row == len(rows)
    if name.startswith("tasks:"):
        assert rows[0][:2] == ["Taak", "Voor"]
        assert rows[1][0] == "'=2+3"
