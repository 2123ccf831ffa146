// Run in a page before it is printed. Waits until the page stands; has a link to each of its
// elements, since only what is linked can be found in the PDF; gives the headings, with formulas
// as plain text.
async () => {
  for (const image of document.images) image.loading = "eager";
  await settle();
  await Promise.all([document.fonts.ready, ...[...document.images].map((image) => image.decode())]);

  const links = document.body.appendChild(document.createElement("nav"));
  links.hidden = true;
  for (const { id } of document.querySelectorAll("article [id]")) {
    links.appendChild(document.createElement("a")).href = `#${id}`;
  }

  return [...document.querySelectorAll("article section > :is(h1, h2, h3)")].map((heading) => {
    const copy = heading.cloneNode(true);
    for (const part of copy.querySelectorAll(".headerlink")) part.remove();
    const words = copy.textContent.trim().replace(/\s+/g, " ");
    return [Number(heading.localName[1]), words, heading.parentElement.id];
  });
}
