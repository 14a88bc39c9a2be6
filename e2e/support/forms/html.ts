import {
  Window,
  type Document,
  type Element,
  type HTMLButtonElement,
  type HTMLInputElement,
  type HTMLSelectElement,
  type HTMLTextAreaElement,
  type Node,
} from "happy-dom";

// What a user without JavaScript reads on a page: text and accessible names, without layout.

const window = new Window();
export const { FormData: HtmlFormData } = window;

/** Parses a page; scripts and styles are neither loaded nor run. */
export function parseHtml(html: string): Document {
  const document = new window.DOMParser().parseFromString(html, "text/html");
  for (const select of document.querySelectorAll("select")) chooseSelected(select);
  return document;
}

/** Remove when happy-dom's parser respects the `selected` attribute of options. */
function chooseSelected(select: HTMLSelectElement): void {
  const options = [...select.querySelectorAll("option")];
  const chosen = options.findLast((option) => option.hasAttribute("selected")) ?? options[0];
  if (chosen) select.value = chosen.value;
}

const UNREAD = "script, style, template, [hidden], [aria-hidden=true]";
const INLINE = /^(a|abbr|b|bdi|code|del|em|i|ins|q|small|span|strong|sub|sup|time)$/i;

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export const isControl = (element: Element): element is Control =>
  [window.HTMLInputElement, window.HTMLSelectElement, window.HTMLTextAreaElement].some(
    (each) => element instanceof each,
  );
export const isCheckable = (element: Element): element is HTMLInputElement =>
  element instanceof window.HTMLInputElement && /^(checkbox|radio)$/.test(element.type);
export const isButton = (element: Element): element is HTMLButtonElement =>
  element instanceof window.HTMLButtonElement;

/** Returns the text of a node as it is read aloud: without hidden parts, white space collapsed. */
export function textOf(node: Node): string {
  return rawText(node).replaceAll(/\s+/g, " ").trim();
}

function rawText(node: Node): string {
  if (node instanceof window.Text) return node.textContent;
  if (node instanceof window.Element && node.matches(UNREAD)) return "";
  const inside = [...node.childNodes].map(rawText).join("");
  return INLINE.test(node.nodeName) ? inside : ` ${inside} `;
}

/** Returns the accessible name of a control, a link or a region. */
export function nameOf(element: Element): string {
  const label = element.getAttribute("aria-label");
  if (label !== null) return label;
  const root = element.ownerDocument;
  const by = element.getAttribute("aria-labelledby");
  if (by !== null)
    return by
      .split(" ")
      .map((id) => textOfId(root, id))
      .join(" ");
  if (!element.matches("input, select, textarea")) return textOf(element);
  const own = element.id === "" ? [] : root.querySelectorAll(`label[for="${element.id}"]`);
  const around = element.closest("label");
  return [...own, ...(around ? [around] : [])].map(textOf).join(" ");
}

const textOfId = (root: Document, id: string): string => {
  const found = root.getElementById(id);
  return found ? textOf(found) : "";
};

/** Whether a name is meant: the text itself or a part of it, or a pattern. */
export const isNamed = (name: string, wanted: string | RegExp): boolean =>
  typeof wanted === "string" ? name.includes(wanted) : wanted.test(name);
