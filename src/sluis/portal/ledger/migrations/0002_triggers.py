"""The head of the chain, and the triggers that keep its lines as they are."""

from typing import Any

from django.db import migrations

from sluis.portal.ledger import triggers


def begin(apps: Any, _schema_editor: Any) -> None:
    """The one row of the head; the chain itself begins with its first event."""
    apps.get_model("ledger", "Chain").objects.create(pk=1)


class Migration(migrations.Migration):
    """Once."""

    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(triggers.make, migrations.RunPython.noop),
    ]
