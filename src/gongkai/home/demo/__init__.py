"""演示辖区 — an invented city with its organs, people and documents, made through the real actions."""

from gongkai.home.demo.load import ACCOUNTS, PASSWORD, is_loaded, load

__all__ = ["ACCOUNTS", "PASSWORD", "is_loaded", "load"]
