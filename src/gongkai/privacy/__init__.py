"""个人信息排查 — finds personal and hidden data in text and files, and takes it out; plain Python, no database."""
