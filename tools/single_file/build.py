"""Makes one executable of Sluis: `python tools/single_file/build.py`; it stands in dist/sluis.

PyInstaller and what Sluis needs are put into a virtual environment that is thrown away afterwards: it is a tool of
the builder and no part of the project (docs/decisions). On Windows the same command makes dist\\sluis.exe.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEC = Path(__file__).with_name("sluis.spec")
PYINSTALLER = "pyinstaller>=6.11,<7"


def main() -> int:
    """Build it; the exit code."""
    with tempfile.TemporaryDirectory(prefix="sluis-single-file-") as name:
        folder = Path(name)
        python = environment(folder / "venv")
        dist = ROOT / "dist"
        run(python, "-m", "PyInstaller", "--clean", "--noconfirm", "--log-level", "WARN", "--workpath",
            str(folder / "work"), "--distpath", str(dist), str(SPEC))  # fmt: skip
        made = dist / ("sluis.exe" if os.name == "nt" else "sluis")
        print(f"{made} {made.stat().st_size / 1e6:.0f} MB")
    return 0


def environment(folder: Path) -> str:
    """A virtual environment with the locked requirements, Sluis itself and PyInstaller; its Python."""
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(python, *pip, "--require-hashes", "-r", str(ROOT / "requirements.txt"))
    run(python, *pip, "hatchling", "editables", PYINSTALLER)
    run(python, *pip, "--no-deps", "--no-build-isolation", str(ROOT))
    return python


def run(*command: str) -> None:
    """Run a command, which must succeed."""
    subprocess.run(command, check=True, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
