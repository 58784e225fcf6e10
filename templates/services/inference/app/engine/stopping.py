from collections.abc import AsyncGenerator
from contextlib import aclosing

from .base import Piece


async def until_stop(
    pieces: AsyncGenerator[Piece, None], stop: tuple[str, ...]
) -> AsyncGenerator[Piece, None]:
    """Ends the text before the first of the stop sequences, also where one spans several pieces."""
    longest = max((len(sequence) for sequence in stop), default=1)
    held = ""
    async with aclosing(pieces):
        async for piece in pieces:
            held += piece.text
            found = min((at for each in stop if (at := held.find(each)) >= 0), default=-1)
            if found >= 0:
                yield Piece(held[:found], piece.usage, "stop")
                return
            if piece.finish_reason is not None:
                yield Piece(held, piece.usage, piece.finish_reason)
                return
            # What could still turn out to be the beginning of a stop sequence is kept back.
            safe = len(held) - longest + 1
            if safe > 0:
                yield Piece(held[:safe], piece.usage)
                held = held[safe:]
