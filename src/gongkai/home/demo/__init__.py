"""演示辖区 — an invented city with its organs, people and documents, made through the real actions (`load.py`)."""

from gongkai.home.demo.place import ACCOUNTS, PASSWORD, is_loaded

__all__ = ["ACCOUNTS", "PASSWORD", "is_loaded"]
