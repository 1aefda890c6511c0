"""测速项目 — one module for each thing that `./gongkai bench` measures."""
