"""The monthly audit of automatic answers: a provable sample, two judges, and what they found."""

from knowledge.audit.findings import Published, published

__all__ = ["Published", "published"]
