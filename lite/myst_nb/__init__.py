"""In the browser there is no page that numbers could be glued into."""


def glue(name: str, value: object, display: bool = True) -> None:
    """Show the value, if it is to be shown."""
    if display:
        from IPython.display import display as show

        show(value)
