"""The transparency log: entries, tree, tiles, notes, checkpoints, proofs, verifying."""
