"""`sluis source deliver`: prepared and sent as one, and once, whatever comes in between."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from delivering import ROOT, Net
from worlds import PEOPLE, Answer, sluis

from sluis.portal.deliveries.models import Delivery, State

OTHER = PEOPLE.replace("SDQ", "SDQ").replace(",12,", ",13,")


@pytest.fixture
def town(net: Net) -> Net:
    """A network on which the first source is connected."""
    assert net.connect("source-1").code == 0
    return net


def deliver(net: Net, *inputs: object, more: tuple[object, ...] = ()) -> Answer:
    home = net.world.path("source-1")
    return sluis("source", "deliver", *inputs, "--home", home, "--to", "recipient-1", "--patience", "1", *more)


def outbox(net: Net) -> list[str]:
    folder = net.world.path("source-1", "outbox")
    return sorted(path.name for path in folder.iterdir() if path.is_file())


@pytest.mark.covers("Z-31", "Z-54")
def test_a_file_is_delivered_in_one_command_and_leaves_no_package_behind(town: Net) -> None:
    file = town.world.write(PEOPLE)
    report = town.world.path("report.json")
    answer = deliver(town, file, more=("--report", report))
    assert answer.code == 0, answer.err
    delivery = town.delivery()
    assert delivery.number in answer.out and delivery.state == State.CHECKED
    assert outbox(town) == []
    assert town.world.report("report.json")["rows_sent"] == 4
    assert report.with_suffix(".nl.html").exists()
    assert delivery.prepared["rows_read"] == 4


def test_the_same_file_again_is_refused_unless_it_is_meant(town: Net) -> None:
    file = town.world.write(PEOPLE)
    assert deliver(town, file).code == 0
    first = town.delivery().number
    copy = town.world.write(PEOPLE, "copy.csv")
    again = deliver(town, copy)
    assert again.code == 3 and "2238" in again.err and first in again.err
    assert Delivery.everything.count() == 1
    assert deliver(town, copy, more=("--again",)).code == 0
    assert Delivery.everything.count() == 2
    assert deliver(town, copy, more=("--corrects", town.delivery(first).delivery)).code == 0
    assert deliver(town, town.world.write(OTHER)).code == 0
    assert Delivery.everything.count() == 4
