"""Report to bytes, one module a format. A renderer knows the report and its own library, no case."""
