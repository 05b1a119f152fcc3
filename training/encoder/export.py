"""Put a trained encoder into the form in which Vedette ships it: words' vectors and layers in eight bits.

    python training/encoder/export.py STATE.pt --name press

Writes src/vedette/read/data/encoder/words.npz (shared: the words' vectors are not trained) and NAME.onnx.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from network import Encoder, start_folder
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

DATA = Path(__file__).parents[2] / "src/vedette/read/data/encoder"


class Layers(nn.Module):
    """What runs in onnxruntime: vectors of pieces [b, n, 384] → their last states, token and window probabilities."""

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        bias = (1.0 - mask)[:, None, None, :] * -1e4
        x = pieces
        for layer in self.model.layers:
            x = layer(x, bias)
        weights = torch.softmax(self.model.attend(x).squeeze(-1) + (1.0 - mask) * -1e4, -1)
        pooled = torch.cat([(weights[..., None] * x).sum(1), x[:, 0]], -1)
        return x, torch.sigmoid(self.model.tokens(x)), torch.sigmoid(self.model.windows(pooled))


def write_words(model: Encoder) -> None:
    table = model.words.weight.detach().numpy()
    scales = np.abs(table).max(1) / 127
    np.savez_compressed(
        DATA / "words.npz",
        words=np.round(table / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float16),
        positions=(model.positions.weight + model.segment).detach().numpy().astype(np.float16),
        weight=model.norm.weight.detach().numpy(),
        bias=model.norm.bias.detach().numpy(),
    )


def write_layers(model: Encoder, name: str) -> None:
    batch, length = torch.export.Dim("batch"), torch.export.Dim("length", max=512)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "layers.onnx"
        torch.onnx.export(
            Layers(model).eval(),
            (torch.randn(2, 50, 384), torch.ones(2, 50)),
            str(plain),
            input_names=["pieces", "mask"],
            output_names=["states", "tokens", "windows"],
            dynamo=True,
            dynamic_shapes=({0: batch, 1: length}, {0: batch, 1: length}),
            external_data=False,
        )
        # Seven of the eight bits: without VNNI a processor adds pairs of products in sixteen bits, which would overflow.
        quantize_dynamic(plain, DATA / f"{name}.onnx", per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    graph = onnx.load(DATA / f"{name}.onnx")
    graph.doc_string = ""
    for node in graph.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.save(graph, DATA / f"{name}.onnx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("state", type=Path)
    parser.add_argument("--name", required=True)
    options = parser.parse_args()
    state = torch.load(options.state, weights_only=True)
    model = Encoder(len(state["tokens.bias"]), len(state["windows.bias"]))
    model.load_state_dict(state)
    DATA.mkdir(parents=True, exist_ok=True)
    shutil.copy(start_folder() / "vocab.txt", DATA / "vocabulary.txt")
    write_words(model.eval())
    write_layers(model, options.name)
    for path in sorted(DATA.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
