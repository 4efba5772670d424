"""The floor of `prepare`: polars reads the CSV and writes Parquet (zstd), age seals it; nothing else."""

import sys
from pathlib import Path

import polars as pl
import pyrage


def main(source: Path, out: Path) -> None:
    """CSV in, age file out."""
    parquet = out.with_suffix(".parquet")
    pl.scan_csv(source).sink_parquet(parquet, compression="zstd")
    recipient = pyrage.x25519.Identity.generate().to_public()
    with parquet.open("rb") as reader, out.open("wb") as writer:
        pyrage.encrypt_io(reader, writer, [recipient])
    parquet.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
