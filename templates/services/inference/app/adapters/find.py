import asyncio
from pathlib import Path

from ..settings import Settings
from .check import CheckedAdapter, Limits, check_adapter
from .hub import fetch_adapter, is_on_hub
from .places import Adapter

MIB = 2**20


async def checked(adapter: Adapter, settings: Settings) -> CheckedAdapter:
    """Fetches an adapter where it has to be, and looks at it. Raises UnusableAdapter."""
    return await asyncio.to_thread(_checked, adapter.place, settings)


def _checked(place: str, settings: Settings) -> CheckedAdapter:
    limits = Limits(
        rank=settings.max_adapter_rank,
        file_bytes=settings.max_adapter_mib * MIB,
        checksums_required=settings.adapter_checksums == "required",
    )
    if not is_on_hub(place):
        return check_adapter(place, roots=settings.roots, limits=limits)
    cache = settings.volume or Path.home() / ".cache" / "inference"
    folder = fetch_adapter(place, cache=cache)
    return check_adapter(str(folder), roots=[cache], limits=limits)
