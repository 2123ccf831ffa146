// Run in the first page of the site: the articles of all pages take the place of its own. Each has a
// name as a kind of sheet, since that is how a sheet's foot can say which page of the site it is.
async (pages) => {
  document.documentElement.dataset.theme = "light";
  document.querySelector("article").outerHTML = pages.map((page) => page.article).join("");
  const articles = [...document.querySelectorAll("article")];
  articles.forEach((article, i) => (article.style.page = `sheet${i}`));
  document.body.style.page = "sheet0"; // else an empty sheet would come first
  const feet = pages.map(({ headings: [[, title]] }, i) =>
    `@page sheet${i} { @bottom-left { content: ${JSON.stringify(title)} } }`);
  document.head.appendChild(document.createElement("style")).textContent = feet.join("\n");

  // A link to what is not on paper leads to the beginning of its page.
  for (const link of document.querySelectorAll("article a[href^='#']")) {
    const place = decodeURIComponent(link.getAttribute("href").slice(1));
    if (document.getElementById(place)?.getClientRects().length) continue;
    link.setAttribute("href", `#${articles.find(({ id }) => place.startsWith(id)).id}`);
  }
  // Only what is linked can be found in the PDF, and the outline leads to every heading.
  const links = document.body.appendChild(document.createElement("nav"));
  links.hidden = true;
  for (const [, , place] of pages.flatMap((page) => page.headings)) {
    links.appendChild(document.createElement("a")).href = `#${place}`;
  }
  await Promise.all([...document.images].map((image) => image.decode()));
}
