"""PostgreSQL by one setting: the running portal makes its tables there, and answers."""

import ssl
import urllib.request
from pathlib import Path

import psycopg
from databases import PostgreSQL
from living import running


def test_portal_runs_on_postgresql_by_one_setting(postgresql: PostgreSQL, tmp_path: Path) -> None:
    postgresql.run("CREATE DATABASE served")
    parts = psycopg.conninfo.conninfo_to_dict(postgresql.uri)
    setting = f"postgresql://{parts['user']}@/served?host={parts['host']}"
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with running(tmp_path, database=setting) as portal:
        for path in ("/health", "/account/login/"):
            with urllib.request.urlopen(portal.address + path, context=context, timeout=20) as answer:
                assert answer.status == 200
        assert not (portal.folder / "portal.sqlite3").exists()
    with psycopg.connect(postgresql.uri, dbname="served") as connection:
        found = connection.execute("SELECT count(*) FROM information_schema.triggers WHERE trigger_name LIKE 'ledger%'")
        row = found.fetchone()
        assert row is not None and row[0] > 3
    postgresql.run("DROP DATABASE served WITH (FORCE)")
