"""Templates: a dispatch of the MUC-4 kind goes in, incident templates with their entities come out (Sundheim 1992).

read_templates(text, load("plain"))                       sparse models alone
read_templates(text, load("encoded"), said(text))         with the fine-tuned encoder
"""

from vedette.read.model.templates.encoded import encoder_is_shipped, said
from vedette.read.model.templates.model import Model, is_shipped, load
from vedette.read.model.templates.reading import ROLES, TYPES, Template, read_templates

__all__ = ["ROLES", "TYPES", "Model", "Template", "encoder_is_shipped", "is_shipped", "load", "read_templates", "said"]
