"""Models that tests make themselves: of the right form, small, and with random weights."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.models.languages import WHISPER


def tiny_whisper(folder: Path) -> Path:
    """A Whisper as Hugging Face writes it, with every token of the real one's kind: it hears, though not well."""
    import torch
    from transformers import WhisperConfig, WhisperForConditionalGeneration, WhisperTokenizer
    from transformers.models.whisper.tokenization_whisper import bytes_to_unicode

    folder.mkdir(parents=True, exist_ok=True)
    letters = list(bytes_to_unicode().values())
    vocabulary = {letter: number for number, letter in enumerate([*letters, "<|endoftext|>"])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), "utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", "utf-8")
    tokenizer = WhisperTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), language="en")
    tokenizer.add_special_tokens({"additional_special_tokens": special_tokens(WHISPER)})
    tokenizer.save_pretrained(folder)
    first_time = len(tokenizer)
    size = first_time + 1501
    torch.manual_seed(0)
    config = WhisperConfig(
        vocab_size=size, d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16, num_mel_bins=80,
        pad_token_id=256, bos_token_id=256, eos_token_id=256,
        decoder_start_token_id=tokenizer.convert_tokens_to_ids("<|startoftranscript|>"),
        suppress_tokens=[], begin_suppress_tokens=[],
    )  # fmt: skip
    model = WhisperForConditionalGeneration(config)
    model.generation_config.suppress_tokens = []
    model.generation_config.begin_suppress_tokens = []
    model.save_pretrained(folder)
    return folder


def special_tokens(codes: tuple[str, ...]) -> list[str]:
    """The tokens that steer a Whisper."""
    steering = ("translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps")
    return ["<|startoftranscript|>", *(f"<|{code}|>" for code in codes), *(f"<|{word}|>" for word in steering)]


def whisper_folder(folder: Path, *, preprocessor: bool = False) -> Path:
    """A folder with the outside of a CTranslate2 Whisper: what can be copied and hashed, but not heard with."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.bin").write_bytes(b"\x06\x00\x00\x00\x0c\x00WhisperSpec\x00" + b"weights" * 100)
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        (folder / name).write_text("{}\n", "utf-8")
    if preprocessor:
        (folder / "preprocessor_config.json").write_text("{}\n", "utf-8")
    return folder
