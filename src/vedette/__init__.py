"""Vedette: early warning and protective deployment, from the raw report to the honest answer."""

__version__ = "0.1.0"
