"""The whole put together: settings, pages, hooks between packages, processes. Nothing below may import it."""
