"""sitemap.xml and robots.txt. sphinx-sitemap lists only the pages written by the latest build."""

from pathlib import Path
from xml.etree import ElementTree

from sphinx.application import Sphinx

SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Where the site lies in a folder of its host, robots ask for the host's file and not for this one.
ROBOTS = "User-agent: *\nAllow: /\n\nSitemap: {site}sitemap.xml\n"


def write_maps(app: Sphinx, error: Exception | None) -> None:
    """Name every page of the book, as its canonical address."""
    if error is not None or app.builder.format != "html":
        return
    site, root = app.config.html_baseurl, ElementTree.Element("urlset", xmlns=SCHEMA)
    for page in sorted(app.env.found_docs):
        place = ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc")
        place.text = site + app.builder.get_target_uri(page)
    tree = ElementTree.ElementTree(root)
    ElementTree.indent(tree)
    tree.write(Path(app.outdir) / "sitemap.xml", encoding="utf-8", xml_declaration=True)
    (Path(app.outdir) / "robots.txt").write_text(ROBOTS.format(site=site), "utf8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the step."""
    app.connect("build-finished", write_maps)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
