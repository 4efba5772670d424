"""What a bar says of bytes on their way."""

import io

import pytest

from sluis.cli.console import PATIENCE_SECONDS, Bar, Console


@pytest.mark.parametrize(("language", "shown"), [("nl", "1.234,5 MB"), ("en", "1,234.5 MB")])
def test_bytes_are_shown_with_how_fast_they_go(language: str, shown: str) -> None:
    err = io.StringIO()
    bar = Bar(Console(language, err=err), shown=True)
    bar._started -= PATIENCE_SECONDS
    with bar:
        bar.begin("bytes", 2_000_000_000)
        bar.advance(1_234_500_000)
        said = bar._drawn.tasks[-1].fields["counts"]
        assert said.startswith(shown) and said.endswith(("  0,0 MB/s", "  0.0 MB/s"))
        bar.advance(1_900_000_000)
        assert not bar._drawn.tasks[-1].fields["counts"].endswith(("  0,0 MB/s", "  0.0 MB/s"))
