"""Reports from templates; Jinja2 lives here, sandboxed."""
