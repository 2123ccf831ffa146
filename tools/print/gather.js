// Run in a page of the site before the book is printed. Gives the page's article as it looks on paper,
// with the names of its places made the book's, and its headings as [level, words, place].
async ({ name, names, address, site }) => {
  for (const image of document.images) image.loading = "eager";
  await pageReady();
  for (const image of document.images) {
    await image.decode().catch(() => { throw new Error(`${image.src} is not a picture`); });
  }
  dispatchEvent(new Event("beforeprint"));

  const article = document.querySelector("article");
  for (const canvas of article.querySelectorAll("canvas")) {
    const image = new Image(); // what is drawn on a canvas would be lost in a copy
    [image.src, image.className, image.style.cssText] = [canvas.toDataURL(), canvas.className, canvas.style.cssText];
    canvas.replaceWith(image);
  }
  for (const unprinted of article.querySelectorAll("script, .headerlink")) unprinted.remove();
  for (const each of article.querySelectorAll("[src]")) each.setAttribute("src", each.src);
  for (const link of article.querySelectorAll("a[href]")) {
    if (!link.href.startsWith(address)) continue;
    const path = link.href.slice(address.length);
    const [page, place = ""] = path.split("#");
    const goal = page.replace(/\.html$/, "");
    link.setAttribute("href", names.includes(goal) ? `#${goal}/${place}` : site + path);
  }
  for (const each of article.querySelectorAll("[id]:not(svg *)")) each.id = `${name}/${each.id}`;
  article.id = `${name}/`;

  const headings = [...article.querySelectorAll("section > :is(h1, h2, h3)")].map((heading) => {
    const words = heading.textContent.trim().replace(/\s+/g, " ");
    return [Number(heading.localName[1]), words, heading.parentElement.id];
  });
  return { article: article.outerHTML, headings };
}
