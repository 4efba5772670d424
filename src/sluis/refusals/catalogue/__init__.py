"""All codes, a module per part of the product; `ALL` is what the documentation is made of.

| range | part |
|---|---|
| 20xx | use of the program, homes and settings |
| 21xx, 31xx | reading files: CSV, XLSX, fixed-width, Parquet |
| 2201–2217, 32xx | rows, fields and values |
| 2220–2289 | deliveries over the network |
| 229x | terms and deadlines |
| 23xx | the data specification |
| 24xx | agreements and enrolment |
| 25xx | packages and signatures |
| 26xx | keys and cryptography |
| 27xx | evidence |
| 28xx, 38xx | deliveries: modes, tests, replay, reports back |
| 2980–2999 | serving, backing up and restoring an installation |
"""

import importlib
import pkgutil

from sluis.refusals.code import Code


def _gather() -> dict[str, Code]:
    found: dict[str, Code] = {}
    for module in pkgutil.iter_modules(__path__):
        for value in vars(importlib.import_module(f"{__name__}.{module.name}")).values():
            if isinstance(value, Code):
                if value.number in found:
                    raise TypeError(f"code {value.number} stands twice in the catalogue")
                found[value.number] = value
    return dict(sorted(found.items()))


ALL = _gather()
"""Every code by its number, in order."""
