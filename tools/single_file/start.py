"""Where the single file begins: the command line; without any word the screen, for who opens it by a double click."""

import multiprocessing
import os
import sys
from pathlib import Path

HOME = "sluis-home"


def words() -> list[str]:
    """What was asked; by default the screen of the home that lies beside the program."""
    beside = Path(sys.executable).resolve().parent / HOME
    if len(sys.argv) == 1 and beside.is_dir():
        return ["source", "app", "--home", str(beside)]
    return sys.argv[1:]


def give_back_libraries() -> None:
    """Let programs that are started from here, such as a browser, use the libraries of the system and not ours."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before


if __name__ == "__main__":
    multiprocessing.freeze_support()
    give_back_libraries()
    from sluis.cli import main

    sys.exit(main(words()))
