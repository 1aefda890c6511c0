"""Django 管理入口 — for developers; officers and operators use ./gongkai."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    execute_from_command_line(sys.argv)
