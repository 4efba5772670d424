"""Processing reports as files."""

from pathlib import Path

from sluis.package.page import page
from sluis.package.report import Report
from sluis.refusals import languages
from sluis.tables.files import atomic


def write_report(report: Report, path: Path, language: str) -> None:
    """The JSON file and, beside it, a page in each language.

    Raises:
        Refused: there is no room left, or no file can be written there.
    """
    with atomic(path) as file:
        file.write(report.write(language))
    for each in languages:
        with atomic(path.with_suffix(f".{each}.html")) as file:
            file.write(page(report.document(each), each))
