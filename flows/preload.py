"""What every worker needs, loaded once in the process that workers are forked from."""

from __future__ import annotations

import gc

import flows.checking
import flows.cleaning
import flows.extracting  # noqa: F401  the tasks
import transforms.clean.html
import transforms.extract.documents  # noqa: F401  what they import when they need it
from expectations.suites import preload
from transforms.clean.html.cascade import load_stop_words
from transforms.clean.language import load_identifier
from transforms.clean.lines.rules import load_rules
from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.extract.model import load_model

load_identifier()
load_rules()
load_stop_words()
load_gazetteer()
load_model()
preload()
# What is loaded stays: no worker's garbage collector need look at it again, nor copy its pages.
gc.freeze()
