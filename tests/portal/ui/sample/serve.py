"""The sample on a free port of this machine, until its input ends: `python -m sample.serve` in this folder.

SLUIS_SAMPLE=FOLDER python -m sample.serve [ROWS]
"""

import os
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class Server(ThreadingMixIn, WSGIServer):
    """Browsers ask for several things at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        return


def fill(rows: int) -> None:
    """Two regions, these many rows, and somebody who can sign in."""
    from django.contrib.auth import get_user_model

    from sample.models import House, Region

    regions = [Region.objects.create(name=name) for name in ("Noord", "Zuid")]
    House.objects.bulk_create(
        House(
            name=f"Zorggroep Voorbeeld {number % 700:04}",
            town=("=HYPERLINK(1)", "Zwolle", "Ĳsselstein", "")[number % 4],
            region=regions[number % 2],
            state=("open", "closed")[number % 3 == 0],
            opened=date(2020, 1, 1) + timedelta(days=number),
            seen=datetime(2026, 11, 19, 9, tzinfo=UTC),
            amount=Decimal(number) / 4,
            rows=number * 37,
        )
        for number in range(rows)
    )
    get_user_model().objects.create_user("vries", "vries@voorbeeld.example", "een-goed-lang-wachtwoord")


def main() -> None:
    """Prepare, say the port, serve, and stop when the input ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "sample.settings"
    import django
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    fill(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)  # noqa: T201 - the test reads it
    sys.stdin.read()


if __name__ == "__main__":
    main()
