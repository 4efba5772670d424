"""A process that changes things without end, for tests that kill it: each change is two records and one event.

python writer.py FOLDER DATABASE-SETTINGS-AS-JSON
"""

import json
import os
import sys


def main(folder: str, settings: str) -> None:
    """Write until killed; a dot on standard output after each change that was committed."""
    os.environ["SLUIS_PORTAL"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "sluis.portal.config.django_settings"
    import django

    django.setup()
    import casting
    from databases import use

    from sluis.portal.access.changing import keeping
    from sluis.portal.access.models import Mandate, Organisation

    use(json.loads(settings))
    while True:
        one, two = Organisation(name="Een"), Organisation(name="Twee")
        with keeping(casting.tester()) as change:
            one.save(force_insert=True)
            two.save(force_insert=True)
            Mandate(organisation=one, holder=two, starts_on=change.actor.at.date(), given_by="x").save()
            change.record("organisation.made", one)
        sys.stdout.write(".")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
