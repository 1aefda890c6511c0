"""机关与人员 — organs and their tree, people, posts and delegations. Start with models.py, then policies.py."""
