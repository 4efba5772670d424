"""The table of the cache, in which the limits on signing in are counted for all processes together."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make(_apps: Any, schema_editor: Any) -> None:
    """As the settings name it."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Once."""

    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
