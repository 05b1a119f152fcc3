"""Fine-tune the encoder on MUC-4: roles, incident types and relevance; with --fold, out-of-fold predictions.

python training/encoder/train_muc.py --data ../shared/data/muc4/train.jsonl --out FILE.pt [--folds FOLDS.json --fold 0]
"""

import argparse
import json
import pickle
import time
from pathlib import Path

import numpy as np
import torch
from muc import ROLES, TYPES, Window, read_documents, windows_of
from network import Encoder, start_folder
from torch import nn

TOKENS = 2 * len(ROLES) + len(TYPES) + 1


def batches(windows: list[Window], size: int, seed: np.random.Generator | None) -> list[list[Window]]:
    """Batches of about `size` word pieces, windows of like length together; shuffled if a generator is given."""
    jitter = seed.normal(0, 20, len(windows)) if seed else np.zeros(len(windows))
    order = np.argsort([len(w.words) + j for w, j in zip(windows, jitter, strict=True)])
    out: list[list[Window]] = []
    longest = 0
    for i in order:
        window = windows[i]
        longest = max(longest, len(window.words))
        if not out or longest * (len(out[-1]) + 1) > size:
            out.append([])
            longest = len(window.words)
        out[-1].append(window)
    if seed:
        seed.shuffle(out)
    return out


def padded(batch: list[Window], name: str) -> torch.Tensor:
    arrays = [getattr(w, name) for w in batch]
    length = max(len(a) for a in arrays)
    return torch.from_numpy(np.stack([np.pad(a, [(0, length - len(a))] + [(0, 0)] * (a.ndim - 1)) for a in arrays]))


def loss_of(model: Encoder, batch: list[Window]) -> torch.Tensor:
    words = padded(batch, "words").long()
    mask = (words > 0).float()
    tokens, whole = model(words, mask)
    bce = nn.functional.binary_cross_entropy_with_logits
    targets = torch.cat([padded(batch, "roles"), padded(batch, "begins")], -1)
    roles = (bce(tokens[..., :14], targets, reduction="none").mean(-1) * mask).sum() / mask.sum()
    typed = padded(batch, "typed")
    types = (bce(tokens[..., 14:20], padded(batch, "types"), reduction="none").mean(-1) * typed).sum() / (
        typed.sum() + 1
    )
    telling = (bce(tokens[..., 20], padded(batch, "telling"), reduction="none") * mask).sum() / mask.sum()
    documents = bce(whole, torch.from_numpy(np.stack([w.document for w in batch])))
    return 10 * roles + 0.3 * types + 0.5 * telling + 0.5 * documents


def predict(model: Encoder, windows: list[Window]) -> dict[str, dict[str, np.ndarray]]:
    """docid → offsets [n, 2], probabilities roles, begins [n, 7], types [n, 6], telling [n], windows [k, 7], starts [k]."""
    model.eval()
    done: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    with torch.no_grad():
        for batch in batches(windows, 4096, None):
            words = padded(batch, "words").long()
            tokens, whole = (torch.sigmoid(x).numpy() for x in model(words, (words > 0).float()))
            for i, window in enumerate(batch):
                done[id(window)] = (tokens[i, 1 : len(window.words) - 1], whole[i])
    out: dict[str, dict[str, list[np.ndarray]]] = {}
    for window in windows:
        tokens, whole = done[id(window)]
        entry = out.setdefault(window.docid, {"offsets": [], "tokens": [], "windows": []})
        entry["offsets"].append(window.offsets)
        entry["tokens"].append(tokens)
        entry["windows"].append(whole[None])
    joined = {}
    for docid, entry in out.items():
        tokens = np.concatenate(entry["tokens"])
        joined[docid] = {
            "offsets": np.concatenate(entry["offsets"]),
            "roles": tokens[:, :7],
            "begins": tokens[:, 7:14],
            "types": tokens[:, 14:20],
            "telling": tokens[:, 20],
            "windows": np.concatenate(entry["windows"]),
            "lengths": np.array([len(x) for x in entry["offsets"]]),
        }
    return joined


def groups_of(model: Encoder, rate: float, frozen: int) -> list[dict]:
    """Parameters with their learning rates: lower layers learn slower, words and the first `frozen` layers not at all."""
    for name, p in model.named_parameters():
        below = name.split(".")[0] in {"words", "positions", "segment", "norm"}
        if below or (name.startswith("layers.") and int(name.split(".")[1]) < frozen):
            p.requires_grad_(False)
    groups = []
    for name, p in model.named_parameters():
        if p.requires_grad:
            factor = 0.85 ** (5 - int(name.split(".")[1])) if name.startswith("layers.") else 5.0
            groups.append({"params": [p], "lr": rate * factor, "weight_decay": 0.01 if p.dim() > 1 else 0.0})
    return groups


def train(windows: list[Window], seed: int, epochs: int, rate: float, size: int, frozen: int, keep: float) -> Encoder:
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    model = Encoder(TOKENS, len(TYPES) + 1)
    model.start(start_folder())
    nn.init.constant_(model.tokens.bias, -3.0)
    optimiser = torch.optim.AdamW(groups_of(model, rate, frozen))
    plan = []
    for _ in range(epochs):
        plan.append(batches([w for w in windows if w.document[-1] or chance.random() < keep], size, chance))
    steps = sum(map(len, plan))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (0.06 * steps)) * (1 - s / steps) + 1e-3
    )
    done, total, begun = 0, 0.0, time.time()
    model.train()
    for epoch, work in enumerate(plan):
        for batch in work:
            loss = loss_of(model, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done, total = done + 1, total + float(loss.detach())
            if done % 50 == 0:
                print(f"epoch {epoch} step {done}/{steps} loss {total / 50:.4f} {time.time() - begun:.0f}s", flush=True)
                total = 0.0
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--more", type=Path, help="documents to predict, too")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--size", type=int, default=1600)
    parser.add_argument("--frozen", type=int, default=1)
    parser.add_argument("--keep", type=float, default=0.5)
    o = parser.parse_args()
    rows = read_documents(o.data)
    fold = json.loads(o.folds.read_text()) if o.folds else {}
    learn = [w for r in rows if fold.get(r["docid"], -1) != o.fold or o.fold is None for w in windows_of(r)]
    print(len(learn), "windows,", sum(len(w.words) for w in learn), "pieces")
    model = train(learn, o.seed, o.epochs, o.rate, o.size, o.frozen, o.keep)
    torch.save(model.state_dict(), o.out)
    held = [r for r in rows if o.fold is not None and fold[r["docid"]] == o.fold]
    held += read_documents(o.more) if o.more else []
    if held:
        windows = [w for r in held for w in windows_of(r)]
        pickle.dump(predict(model, windows), o.out.with_suffix(".pkl").open("wb"))


if __name__ == "__main__":
    main()
