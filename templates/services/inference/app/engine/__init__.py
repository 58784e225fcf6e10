"""What generates text. The rest of the service knows engines by `base.Engine` only."""

from importlib.util import find_spec

from ..settings import Settings, refuse_to_start
from ..telemetry.metrics import Metrics
from .base import Engine
from .stub import StubEngine


def make_engine(settings: Settings, metrics: Metrics) -> Engine:
    """Imports what an engine needs only where it is asked for: PyTorch takes seconds."""
    match settings.aidep_model_engine:
        case "stub":
            return StubEngine()
        case "hf":
            _need("hf", "torch", "transformers", "peft", "safetensors")
            from .hf.engine import HfEngine

            return HfEngine(settings, metrics)
        case "vllm":
            _need("vllm", "aiohttp")
            from .vllm.engine import VllmEngine

            return VllmEngine(settings, metrics)


def _need(engine: str, *packages: str) -> None:
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        refuse_to_start(
            [
                f'The engine "{engine}" needs packages that are not installed '
                f"({', '.join(missing)}). Install them with "
                f"`pip install -r requirements-{engine}.txt`, or try the stack without a model: "
                'AIDEP_MODEL_ENGINE=stub, in aidep.yaml "model.engine: stub".'
            ]
        )
