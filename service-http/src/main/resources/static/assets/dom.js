// Small helpers. Ids, messages and words of nodes are anyone's text: they reach the document as text only.

export const $ = (id) => document.getElementById(id);

const numbers = new Intl.NumberFormat('en');
export const number = (value) => numbers.format(value);

/** An element with attributes, and children that are elements or texts. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return made;
}

/** Sets a text only where it differs: selections stay, and live regions speak of changes alone. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

export function setClass(target, name) {
  if (target.className !== name) target.className = name;
}

const shownBefore = new WeakMap();

/** Fills a parent anew where what it shows has changed; otherwise focus and selection stay. */
export function rebuild(parent, items, toElement) {
  const now = JSON.stringify(items);
  if (shownBefore.get(parent) === now) return;
  shownBefore.set(parent, now);
  parent.replaceChildren(...items.map(toElement));
}

/** Whether a browser should follow this address, which another node told. */
export const isPage = (url) => /^https?:\/\//.test(url ?? '');

/** A link to a node's page, or its plain name. */
export function nodeLink(name, url) {
  return isPage(url) ? element('a', { href: url, rel: 'noreferrer' }, name) : element('span', {}, name);
}
