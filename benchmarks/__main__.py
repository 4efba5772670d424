"""`make bench`: every ratio that Sluis promises, measured in one run beside its peers, as a table."""

import subprocess
import sys

from benchmarks import agreements, evidence, keyed, polymorphic, portal, prepare


def main() -> None:
    """Measure and print; the exit code does not depend on the figures, since machines differ."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    print(f"{'measured':72} {'value':>8}  promised")
    parts = (keyed.measure, polymorphic.measure, evidence.measure, agreements.measure)
    for part in (*parts, lambda: prepare.measure(rows), portal.measure):
        for name, value, target in part():
            print(f"{name:72} {value:8.2f}  {target}", flush=True)
    # a process of its own, since its portals are not the one above
    subprocess.run([sys.executable, "-m", "benchmarks.deliveries"], check=True)


if __name__ == "__main__":
    main()
