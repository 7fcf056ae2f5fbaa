"""Reports from templates; Jinja2 lives here, sandboxed. Import late: Jinja2 costs 50 ms."""
