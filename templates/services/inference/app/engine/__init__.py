"""What generates text. The rest of the service knows engines by `base.Engine` only."""

from ..settings import Settings, refuse_to_start
from .base import Engine
from .stub import StubEngine


def make_engine(settings: Settings) -> Engine:
    if settings.aidep_model_engine == "stub":
        return StubEngine()
    refuse_to_start(
        [
            f'The engine "{settings.aidep_model_engine}" was asked for, and this version of the '
            "service has only the stub, which loads no model. Set AIDEP_MODEL_ENGINE=stub, or in "
            'aidep.yaml "model.engine: stub", to try the stack without a model.'
        ]
    )
