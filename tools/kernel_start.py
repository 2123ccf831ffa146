# IPython runs this file at the start of a kernel (PYTHONSTARTUP). The first `glue` of a notebook
# would import this package by way of jsonschema, for four seconds; `tools/__init__.py` says more.
__import__("sys").modules.setdefault("rfc3987_syntax", None)
