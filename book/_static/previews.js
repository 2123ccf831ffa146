// A link to an equation, a theorem, an exercise, a term or a source shows what it leads to: while the
// mouse rests on it, while it has the keyboard's focus, and at the first tap; the second one follows it.
// Escape closes. The page that holds it is fetched when asked for; without it the link is only a link.
if (HTMLElement.prototype.showPopover) {
  const SHOWN = ".math, .proof, .exercise, .citation, dt";
  const pages = { [location.href.split("#")[0]]: document };
  const box = Object.assign(document.createElement("div"), { id: "preview", role: "tooltip", popover: "manual" });
  let link, timer, touched; // link: the one whose goal is shown or looked for

  const read = async (name) => new DOMParser().parseFromString(await (await fetch(name)).text(), "text/html");

  async function goal(name, id) {
    const node = (await (pages[name] ??= read(name))).getElementById(id);
    if (!node?.matches(SHOWN)) return null;
    const copy = document.importNode(node, true);
    if (copy.localName !== "dt") return copy;
    const list = document.createElement("dl");
    list.append(copy, document.importNode(node.nextElementSibling, true));
    return list;
  }

  async function open(found) {
    close();
    link = found;
    const part = await goal(...link.href.split("#")).catch(() => null);
    if (link !== found) return true; // another one has been asked for since
    if (!part) return false;
    box.replaceChildren(part);
    for (const node of box.querySelectorAll(".headerlink, script, img")) node.remove();
    for (const node of box.querySelectorAll("a")) node.replaceWith(...node.childNodes);
    for (const name of ["id", "tabindex", "role"]) {
      for (const node of box.querySelectorAll(`[${name}]`)) node.removeAttribute(name);
    }
    document.querySelector("article").append(box);
    link.setAttribute("aria-describedby", box.id);
    box.showPopover();
    const at = link.getClientRects()[0];
    const below = at.bottom + box.offsetHeight < innerHeight;
    box.style.top = `${scrollY + (below ? at.bottom : at.top - box.offsetHeight)}px`;
    box.style.left = `${Math.max(4, Math.min(at.left, innerWidth - box.offsetWidth - 16))}px`;
    return true;
  }

  function close() {
    clearTimeout(timer);
    link?.removeAttribute("aria-describedby");
    link = null;
    box.hidePopover();
  }

  // A mouse that passes opens nothing, and has the time to reach the box.
  function wait(found, milliseconds = 250) {
    clearTimeout(timer);
    if (found !== link) timer = setTimeout(found ? open : close, milliseconds, found);
  }

  const linkAt = ({ target }) => target.closest?.("article a.internal[href*='#']:not(.headerlink, .admonition-title *)");
  addEventListener("pointerover", (event) => {
    const found = box.contains(event.target) ? link : linkAt(event);
    if (event.pointerType === "mouse" && (found || !link?.matches(":focus-visible"))) wait(found);
  });
  addEventListener("focusin", (event) => event.target.matches(":focus-visible") && wait(linkAt(event), 0));
  addEventListener("keydown", ({ key }) => key === "Escape" && close());
  addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (!box.contains(event.target) && linkAt(event) !== link) close();
  });
  addEventListener("click", async (event) => {
    const found = linkAt(event);
    if (found === link) close();
    else if (found && touched) {
      event.preventDefault();
      if (!(await open(found))) location.assign(found.href);
    }
  });
}
