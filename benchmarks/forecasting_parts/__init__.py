"""What the forecast's benchmarks share: the windows of data, the peers, and scores side by side."""
