"""The network, its loss, and the running average of its weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from transformers import MarianConfig, MarianMTModel

from training.vocabulary import Vocabulary

# Positions of the sinusoidal table; sentences have at most 162.
_POSITIONS = 512
_HEAD_WIDTH = 64
_LEAST_HEADS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The size of the network.

    A shallow decoder costs little quality and doubles the speed, since the decoder runs once a
    token and the encoder once a sentence (Kasai et al., "Deep Encoder, Shallow Decoder", 2021).

    Attributes:
        width: Width of the embeddings and layers; the feed-forward layers are four times as wide.
        encoder_layers: Layers of the encoder.
        decoder_layers: Layers of the decoder.
        dropout: Share of activations dropped in training.
    """

    width: int = 512
    encoder_layers: int = 6
    decoder_layers: int = 2
    dropout: float = 0.15


def build(sizes: Sizes, vocabulary: Vocabulary) -> Any:
    """A MarianMTModel with one embedding for source, target and output, freshly initialised."""
    heads = max(_LEAST_HEADS, sizes.width // _HEAD_WIDTH)
    config = MarianConfig(
        vocab_size=len(vocabulary),
        decoder_vocab_size=len(vocabulary),
        d_model=sizes.width,
        encoder_layers=sizes.encoder_layers,
        decoder_layers=sizes.decoder_layers,
        encoder_attention_heads=heads,
        decoder_attention_heads=heads,
        encoder_ffn_dim=4 * sizes.width,
        decoder_ffn_dim=4 * sizes.width,
        dropout=sizes.dropout,
        attention_dropout=0.0,
        activation_dropout=0.0,
        activation_function="swish",
        max_position_embeddings=_POSITIONS,
        pad_token_id=vocabulary.padding,
        eos_token_id=vocabulary.end,
        bos_token_id=vocabulary.end,
        forced_eos_token_id=vocabulary.end,
        decoder_start_token_id=vocabulary.padding,
        scale_embedding=True,
        static_position_embeddings=True,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
    )
    return MarianMTModel(config)


def weights(model: Any) -> dict[str, torch.Tensor]:
    """What is trained, by name: each tensor once, without the computed table of positions."""
    return {name: value for name, value in model.named_parameters() if value.requires_grad}


class _SmoothedLoss(torch.autograd.Function):  # type: ignore[misc]
    """Cross-entropy of a tied output layer, some rows at a time.

    Logits of a whole batch would be 65,536 × 32,000 floats, 8.4 GB, and autograd keeps several
    such tables. Here the gradients are made in the forward pass, chunk by chunk.
    """

    @staticmethod
    def forward(
        ctx: Any,
        hidden: torch.Tensor,
        embeddings: torch.Tensor,
        wanted: torch.Tensor,
        smoothing: float,
        chunk: int,
        dtype: torch.dtype,
    ) -> torch.Tensor:
        states, table = hidden.detach().to(dtype), embeddings.detach().to(dtype)
        by_hidden = torch.empty_like(states)
        by_table = torch.zeros_like(embeddings, dtype=torch.float32)
        total = torch.zeros((), dtype=torch.float32, device=hidden.device)
        for start in range(0, len(wanted), chunk):
            part, chosen = states[start : start + chunk], wanted[start : start + chunk, None]
            scores = (part @ table.T).float().log_softmax(-1)
            right = scores.gather(1, chosen)
            total -= (1 - smoothing) * right.sum() + smoothing * scores.mean(-1).sum()
            slope = scores.exp_().sub_(smoothing / scores.shape[1])
            slope.scatter_add_(1, chosen, torch.full_like(right, smoothing - 1))
            slope = slope.to(dtype)
            by_hidden[start : start + chunk] = slope @ table
            by_table += slope.T @ part
        scale = 1 / len(wanted)
        ctx.save_for_backward(by_hidden.to(hidden.dtype) * scale, by_table * scale)
        return total * scale

    @staticmethod
    def backward(ctx: Any, slope: torch.Tensor) -> Any:
        by_hidden, by_table = ctx.saved_tensors
        return slope * by_hidden, slope * by_table, None, None, None, None


def smoothed_loss(
    hidden: torch.Tensor,
    embeddings: torch.Tensor,
    wanted: torch.Tensor,
    *,
    smoothing: float = 0.1,
    chunk: int = 8192,
    dtype: torch.dtype = torch.float32,
) -> torch.Tensor:
    """Mean cross-entropy with label smoothing (Szegedy et al., 2016).

    Args:
        hidden: Decoder states, shape [tokens, width].
        embeddings: The output layer, shape [classes, width].
        wanted: The right classes, shape [tokens], int64.
        smoothing: The share of probability that is spread over all classes.
        chunk: Tokens whose logits are held at a time.
        dtype: What the products are computed in.

    Returns:
        A scalar, which has gradients for ``hidden`` and ``embeddings``.
    """
    loss: torch.Tensor = _SmoothedLoss.apply(hidden, embeddings, wanted, smoothing, chunk, dtype)
    return loss


def batch_loss(
    model: Any, source: torch.Tensor, given: torch.Tensor, wanted: torch.Tensor
) -> torch.Tensor:
    """The loss of a batch; in bfloat16 on a GPU. For the tables see `training.corpus.Batch`.

    Padding is no class of the output: it is never generated, and its embedding has to stay zero,
    because CTranslate2 starts a Marian model from the zero vector.
    """
    padding = model.config.pad_token_id
    on_gpu = source.device.type == "cuda"
    with torch.autocast(source.device.type, dtype=torch.bfloat16, enabled=on_gpu):
        states = model.model(
            input_ids=source,
            attention_mask=(source != padding).long(),
            decoder_input_ids=given,
            use_cache=False,
        ).last_hidden_state
    real = wanted != padding
    return smoothed_loss(
        states[real],
        model.lm_head.weight[:padding],
        wanted[real],
        dtype=torch.bfloat16 if on_gpu else torch.float32,
    )


class Average:
    """An exponential moving average of the weights (Polyak and Juditsky, 1992).

    Its memory grows with the training: it reaches back over about a thirtieth of the steps so
    far, so that what was learnt at a high rate is forgotten by the time the rate has fallen.
    """

    def __init__(self, model: Any) -> None:
        self.values = {name: value.detach().clone() for name, value in weights(model).items()}

    def update(self, model: Any, step: int) -> None:
        """Take in the weights after ``step``."""
        current = weights(model)
        share = min(1.0, 30 / (step + 1))
        with torch.no_grad():
            torch._foreach_lerp_(
                list(self.values.values()), [current[name] for name in self.values], share
            )

    def swap(self, model: Any) -> None:
        """Exchange the model's weights and the average."""
        for name, value in weights(model).items():
            kept = value.detach().clone()
            value.detach().copy_(self.values[name])
            self.values[name] = kept
