"""What the benchmarks of the answer engine share: data, systems, measures."""
