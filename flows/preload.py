"""What every worker needs, loaded once in the process that workers are forked from."""

from __future__ import annotations

import gc

import flows.checking
import flows.extracting  # noqa: F401  the shard tasks and all that they import
import transforms.clean.html  # noqa: F401
from expectations.suites import preload
from transforms.clean.language import load_identifier
from transforms.extract.model import load_model

load_identifier()
load_model()
preload()
# What is loaded stays: no worker's garbage collector need look at it again, nor copy its pages.
gc.freeze()
