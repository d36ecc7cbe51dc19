"""What a notebook shows of a card that is not alive: the next day, in an export, before it is trusted."""

from base64 import b64encode
from html import escape

from .assets import read_asset

# Stands in the output itself, for there is no other style sheet of ours on the page while no card lives. It
# hides the still beside its living card, else the error that JupyterLab shows in the card's place.
STYLE = read_asset("still.css")
USE_AGAIN = "This is how it looked when it was last run. To use it again, choose Run, then Run All Cells."


def still_html(words: str, image: tuple[str, bytes] | None = None) -> str:
    """Return words, and a picture given by MIME type and bytes, as HTML.

    JupyterLab's sanitizer drops the style, and would drop inline SVG, in a notebook that is not trusted; the
    rest stays, and then no error needs hiding.
    """
    lines = "".join(f"<p>{escape(line)}</p>" for line in words.splitlines())
    if image:
        kind, data = image
        source = f"data:{kind};base64,{b64encode(data).decode()}"
        lines = f'<img alt="{escape(words)}" src="{source}">{lines}'
    return f'<style>{STYLE}</style><div class="tpi-still">{lines}<p><b>{USE_AGAIN}</b></p></div>'
