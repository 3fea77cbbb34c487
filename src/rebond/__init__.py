"""Rebond: what to do with a job interview that went badly."""

__version__ = "0.1.0"
