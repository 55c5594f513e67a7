"""`dauys demo`: builds the sample election, publishes it and serves it on this machine."""

from dauys.ops.demo.command import run_demo

__all__ = ["run_demo"]
