"""The library: curated answers, finding them, and the questions people asked."""
