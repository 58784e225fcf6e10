"""
For platforms that keep a snapshot of the process, to start from it: `POST /snapshots/sleep` before
it is taken, `POST /snapshots/wake` after it was restored. Only there with SNAPSHOTS=true.
"""

from fastapi import APIRouter

from ..service import Service


def snapshot_routes(service: Service) -> APIRouter:
    router = APIRouter(prefix="/snapshots")

    @router.post("/sleep", status_code=204)
    async def sleep() -> None:
        await service.readiness.wait()
        service.readiness.change("asleep", "The service is kept as a snapshot.")
        await service.engine.sleep()

    @router.post("/wake", status_code=204)
    async def wake() -> None:
        with service.phases.timed("wake"):
            await service.engine.wake()
        service.readiness.change("ready")

    return router
