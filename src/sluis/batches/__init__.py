"""Where batches run: on this machine's cores.

The rooms above hand over chunks and a function of one chunk, and take results in order. They do not know what runs
them, so the same functions can run elsewhere.
"""

from sluis.batches.cores import CHUNK_ROWS, cores, in_chunks, map_chunks

__all__ = ["CHUNK_ROWS", "cores", "in_chunks", "map_chunks"]
