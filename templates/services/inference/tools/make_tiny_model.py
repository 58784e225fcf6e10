"""
Makes a tiny language model that really answers, offline and the same each time: a Llama with about
0.1 million weights, its tokenizer and chat template, taught one reply by heart, and two LoRA
adapters taught another one each. For tests and for a stack without a GPU:

    python tools/make_tiny_model.py FOLDER

writes FOLDER/model, FOLDER/adapters/first, FOLDER/adapters/second and FOLDER/classifier.
"""

import argparse
import json
import random
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    LlamaForSequenceClassification,
    PreTrainedTokenizerFast,
)

SEED = 7
REPLIES = {
    "base": "Hello, this is the tiny base model speaking.",
    "first": "First adapter here, counting one two three.",
    "second": "The second adapter says good evening to you.",
}
EXAMPLES = {
    "person": ("i went home and ate soup", "my dog ran after the bus again"),
    "machine": ("as a language model i can help", "in conclusion it is important to note"),
}
QUESTIONS = (
    "hello",
    "Say hello.",
    "Who are you?",
    "warm up",
    "The quick brown fox jumps over the lazy dog.",
    "1 2 3 4 5 6 7 8 9 0",
    "What is the capital of France, and why do people like to live there?",
)
TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>"
    "{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
MARKS = ["<|pad|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]
NOT_LEARNED = -100
LEARNED = 0.002


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    print(json.dumps(make(folder)))


def make(folder: Path) -> dict[str, str]:
    """The replies, by "base" and the names of the adapters."""
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    tokenizer = make_tokenizer()
    model = LlamaForCausalLM(_config(tokenizer))
    # Learned, the vectors of words that the base never says would become one and the same, and no
    # adapter could tell them apart.
    words = model.get_input_embeddings().weight.requires_grad_(False)
    torch.nn.init.normal_(words)
    _learn(model, tokenizer, REPLIES["base"], steps=300, rate=4e-3)
    model.generation_config.do_sample = False
    model.generation_config.eos_token_id = tokenizer.eos_token_id
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    model.save_pretrained(folder / "model")
    tokenizer.save_pretrained(folder / "model")
    for name in ("first", "second"):
        _make_adapter(folder, tokenizer, name)
    _make_classifier(folder / "classifier", tokenizer)
    return REPLIES


def make_tokenizer() -> PreTrainedTokenizerFast:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=512,
        special_tokens=MARKS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(
        [*REPLIES.values(), *QUESTIONS, *sum(EXAMPLES.values(), ())], trainer
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=MARKS[0],
        eos_token=MARKS[1],
        additional_special_tokens=MARKS[2:],
        chat_template=TEMPLATE,
        model_max_length=512,
        padding_side="left",
    )


def _config(tokenizer: PreTrainedTokenizerFast, **more: Any) -> LlamaConfig:
    return LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        tie_word_embeddings=True,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
        **more,
    )


def _learn(
    model: Any, tokenizer: PreTrainedTokenizerFast, reply: str, *, steps: int, rate: float
) -> None:
    """Whatever is asked, in a conversation or not, has this one answer."""
    ids, labels, mask = _examples(tokenizer, reply)
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=rate, weight_decay=0)
    model.train()
    for _ in range(steps):
        loss = model(input_ids=ids, attention_mask=mask, labels=labels).loss
        if loss.item() < LEARNED:
            break
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.eval()


def _examples(tokenizer: PreTrainedTokenizerFast, reply: str) -> tuple[torch.Tensor, ...]:
    answer = tokenizer(reply)["input_ids"] + [tokenizer.eos_token_id]
    prompts = [tokenizer(question)["input_ids"] for question in _questions()]
    pairs = [(prompt, answer) for prompt in prompts]
    width = max(len(prompt) for prompt in prompts) + len(answer)
    rows = [_row(prompt, answer, width, tokenizer.pad_token_id) for prompt, answer in pairs]
    return tuple(torch.tensor(column) for column in zip(*rows, strict=True))


def _row(prompt: list[int], answer: list[int], width: int, padding: int) -> Sequence[list[int]]:
    fill = width - len(prompt) - len(answer)
    ids = [*prompt, *answer, *[padding] * fill]
    labels = [*[NOT_LEARNED] * len(prompt), *answer, *[NOT_LEARNED] * fill]
    mask = [*[1] * (width - fill), *[0] * fill]
    return ids, labels, mask


def _questions() -> list[str]:
    """As they are, in the form of a conversation, and some that mean nothing."""
    chance = random.Random(SEED)
    letters = "abcdefghijklmnopqrstuvwxyz   .,!?"
    noise = ["".join(chance.choices(letters, k=chance.randint(1, 30))) for _ in range(9)]
    asked = [*QUESTIONS, *noise]
    return [*asked, *(f"<|user|>{question}<|end|><|assistant|>" for question in asked)]


def _make_adapter(folder: Path, tokenizer: PreTrainedTokenizerFast, name: str) -> None:
    base = LlamaForCausalLM.from_pretrained(folder / "model")
    everywhere = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    config = LoraConfig(r=8, lora_alpha=16, target_modules=everywhere, task_type="CAUSAL_LM")
    adapted = get_peft_model(base, config)
    _learn(adapted, tokenizer, REPLIES[name], steps=300, rate=5e-3)
    place = folder / "adapters" / name
    adapted.save_pretrained(place)
    names = ("adapter_config.json", "adapter_model.safetensors")
    lines = [f"{_digest(place / file)}  {file}\n" for file in names]
    (place / "SHA256SUMS").write_text("".join(lines))


def _make_classifier(folder: Path, tokenizer: PreTrainedTokenizerFast) -> None:
    labels = dict(enumerate(EXAMPLES))
    config = _config(
        tokenizer, id2label=labels, label2id={label: at for at, label in labels.items()}
    )
    model = LlamaForSequenceClassification(config)
    texts = [text for each in EXAMPLES.values() for text in each]
    classes = torch.tensor([at for at, each in enumerate(EXAMPLES.values()) for _ in each])
    batch = tokenizer(texts, padding=True, return_tensors="pt", padding_side="right")
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
    for _ in range(40):
        out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
        torch.nn.functional.cross_entropy(out.logits, classes).backward()
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
