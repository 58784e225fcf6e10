import inspect
import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, set_peft_model_state_dict
from peft.tuners.lora import LoraLayer
from safetensors import SafetensorError
from safetensors.torch import load as tensors_of

from ...adapters.check import CheckedAdapter, UnusableAdapter

log = logging.getLogger("inference")
# The name by which peft's layers know that a row has no adapter.
BASE = "__base__"


class AdaptedModel:
    """A model with any number of LoRA adapters, of which each row of a batch names one or none."""

    def __init__(self, model: Any) -> None:
        self._base = model
        self._peft: PeftModel | None = None
        self._made = 0
        self._names: list[str] = []
        self._hooked: set[LoraLayer] = set()
        takes = inspect.signature(model.forward).parameters
        self.last_logits_only = {"logits_to_keep": 1} if "logits_to_keep" in takes else {}

    @property
    def device(self) -> torch.device:
        return self._base.device

    @property
    def config(self) -> Any:
        return self._base.config

    def forward(self, adapters: Sequence[str | None], **inputs: Any) -> Any:
        self._names = [adapter or BASE for adapter in adapters]
        return self._base(**inputs)

    def to(self, device: str | torch.device) -> None:
        self._base.to(device)

    def try_device(self) -> None:
        """Fails where the device does not calculate any more."""
        torch.ones(2, device=self.device).sum().item()

    def load(self, adapter: CheckedAdapter) -> str:
        """
        A name for `forward`. The configuration is made of numbers that were checked, and the
        weights come from safetensors, so that nothing of the adapter is run.
        """
        self._made += 1
        # Names of modules may have no dots, which names of adapters may have.
        name = f"adapter{self._made}"
        try:
            self._add(name, _config(adapter))
            state = read_weights(adapter.weights, self.device)
            found = set_peft_model_state_dict(self._peft, state, adapter_name=name)
            if found.unexpected_keys:
                raise ValueError(f"{len(found.unexpected_keys)} tensors have no place")
        except torch.OutOfMemoryError:
            self._remove_quietly(name)
            raise
        except (ValueError, RuntimeError) as error:
            self._remove_quietly(name)
            raise UnusableAdapter("it does not fit this model") from error
        self._hook()
        self._peft.eval()
        return name

    def unload(self, name: str) -> None:
        self._peft.delete_adapter(name)

    def _add(self, name: str, config: LoraConfig) -> None:
        if self._peft is None:
            self._peft = PeftModel(self._base, config, adapter_name=name)
        else:
            self._peft.add_adapter(name, config)

    def _hook(self) -> None:
        """
        Layers are told the adapter of each row. peft's own way puts these hooks in and out around
        each step, and leaves them in when a step fails.
        """
        for module in self._base.modules():
            if isinstance(module, LoraLayer) and module not in self._hooked:
                module.register_forward_pre_hook(self._tell, with_kwargs=True)
                self._hooked.add(module)

    def _tell(self, _: Any, args: Any, named: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        return args, {**named, "adapter_names": self._names}

    def _remove_quietly(self, name: str) -> None:
        if self._peft is None or name not in self._peft.peft_config:
            return
        self._hook()
        try:
            self._peft.delete_adapter(name)
        except Exception:
            log.exception("an adapter could not be removed")


def read_weights(path: Path, device: torch.device) -> dict[str, torch.Tensor]:
    """
    The tensors of a whole file. `safetensors.torch.load_file` leaves two numbers behind for each
    tensor that it reads (0.8.0, measured 2026-11-21); what is read from bytes leaves nothing.
    """
    try:
        tensors = tensors_of(path.read_bytes())
    except (SafetensorError, KeyError) as error:
        raise ValueError("its tensors overlap, or are of a kind that PyTorch lacks") from error
    return {name: tensor.to(device) for name, tensor in tensors.items()}


def _config(adapter: CheckedAdapter) -> LoraConfig:
    [(usual, _)] = Counter(adapter.ranks.values()).most_common(1)
    others = {module: rank for module, rank in adapter.ranks.items() if rank != usual}
    return LoraConfig(
        r=usual,
        lora_alpha=adapter.alpha,
        use_rslora=adapter.rank_stabilized,
        target_modules=list(adapter.ranks),
        rank_pattern={module.replace(".", r"\."): rank for module, rank in others.items()},
        inference_mode=True,
    )
