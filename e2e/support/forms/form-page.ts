import type { Document, Element, HTMLButtonElement, HTMLFormElement } from "happy-dom";
import { CookieBrowser } from "../../../lib/testing/cookie-browser.ts";
import {
  HtmlFormData,
  isButton,
  isCheckable,
  isControl,
  isNamed,
  nameOf,
  parseHtml,
  textOf,
  type Control,
} from "./html.ts";
import { productUrl } from "../product.ts";
import { sessionOf, type SessionOptions } from "../sessions.ts";

type Name = string | RegExp;

/** A browser without JavaScript: opens pages, fills in their forms and posts them, over HTTP. */
export class FormPage {
  readonly browser: CookieBrowser;
  status = 0;
  #url = new URL(productUrl());
  #html = "";
  #document: Document = parseHtml("");
  readonly #files = new Map<Element, File>();

  constructor(browser = new CookieBrowser(productUrl())) {
    this.browser = browser;
  }

  /** A page of a demo account, for example `patient1`. */
  static async signedIn(name: string, options?: SessionOptions): Promise<FormPage> {
    return new FormPage(await sessionOf(name, options));
  }

  /** The path and query of the page. */
  get path(): string {
    return this.#url.pathname + this.#url.search;
  }

  /** Opens a page of the product, following redirects. */
  async open(path: string): Promise<this> {
    return this.#show(path, {});
  }

  /** Goes where a link leads. */
  follow(name: Name, within?: Element): Promise<this> {
    return this.open(this.href(name, within));
  }

  /** Returns the address of a link. */
  href(name: Name, within?: Element): string {
    return this.#one("a[href]", name, within).getAttribute("href") ?? "";
  }

  /** Types into a control found by its label, else by its name. */
  fill(label: Name, value: string, within?: Element): this {
    const control = this.#control(label, within);
    if (control.matches("[readonly], [disabled]"))
      throw new Error(`${String(label)} is not to fill in`);
    control.value = value;
    return this;
  }

  /** Chooses the first option with this text or value; the one without a value is never meant. */
  choose(label: Name, option: Name, within?: Element): this {
    const options = [...this.#control(label, within).querySelectorAll("option")];
    const found = options.find(({ value, textContent }) =>
      typeof option === "string"
        ? [value, textContent].includes(option)
        : value !== "" && option.test(textContent),
    );
    if (!found) throw new Error(`${String(option)} is not an option of ${String(label)}`);
    return this.fill(label, found.value, within);
  }

  /** Checks a checkbox or a radio button. */
  check(label: Name, within?: Element): this {
    this.#checkable(label, within).checked = true;
    return this;
  }

  /** Chooses a file. */
  attach(label: Name, file: File, within?: Element): this {
    this.#files.set(this.#control(label, within), file);
    return this;
  }

  /** What a control holds. */
  value(label: Name, within?: Element): string {
    return this.#control(label, within).value;
  }

  /** Whether a checkbox or a radio button is checked. */
  checked(label: Name, within?: Element): boolean {
    return this.#checkable(label, within).checked;
  }

  /** Presses a button: sends its form and shows the answer. */
  async press(name: Name, within?: Element): Promise<this> {
    const { path, init } = this.request(name, within);
    return this.#show(path, init);
  }

  /** The request that pressing a button sends. */
  request(name: Name, within?: Element): { path: string; init: RequestInit } {
    const button = this.#one("button", name, within);
    if (button.hasAttribute("disabled")) throw new Error(`${String(name)} is disabled`);
    if (!isButton(button) || !button.form) throw new Error(`${String(name)} belongs to no form`);
    const { form } = button;
    const attribute = (key: string) => button.getAttribute(`form${key}`) ?? form.getAttribute(key);
    const url = new URL(attribute("action") ?? "", this.#url);
    const fields = this.#fieldsOf(form, button);
    const query = new URLSearchParams(
      fields.map(([key, value]) => [key, typeof value === "string" ? value : value.name]),
    );
    if (!/post/i.test(attribute("method") ?? "get")) {
      url.search = query.toString();
      return { path: url.href, init: {} };
    }
    if (!attribute("enctype")?.includes("multipart")) {
      return { path: url.href, init: { method: "POST", body: query } };
    }
    const body = new FormData();
    for (const [key, value] of fields) body.append(key, value);
    return { path: url.href, init: { method: "POST", body } };
  }

  /** All that the server sent. */
  get html(): string {
    return this.#html;
  }

  /** The text of the page, or of a part of it. */
  text(within: Element = this.#document.body): string {
    return textOf(within);
  }

  /** Whether an element has this text and no other. */
  has(text: string, within?: Element): boolean {
    return this.all("*", within).some((each) => textOf(each) === text);
  }

  /** The first element of a selector that contains a text. */
  part(selector: string, text: Name = ""): Element {
    const found = this.all(selector).find((each) => isNamed(textOf(each), text));
    if (!found)
      throw new Error(`No ${selector} with ${String(text)} on ${this.path}: ${this.text()}`);
    return found;
  }

  /** All elements of a selector. */
  all(selector: string, within: Element = this.#document.documentElement): Element[] {
    return [...within.querySelectorAll(selector)];
  }

  /** Whether there is a button or a link of this name. */
  offers(name: Name, within?: Element): boolean {
    return this.#named("a[href], button", name, within).length > 0;
  }

  async #show(path: string, init: RequestInit): Promise<this> {
    let url = new URL(path, this.#url);
    let response = await this.browser.send(url.href, init);
    for (let redirects = 0; redirects < 12; redirects++) {
      const location = nextOf(response);
      if (location === null) break;
      url = new URL(location, url);
      response = await this.browser.send(url.href);
    }
    this.#url = url;
    this.status = response.status;
    this.#files.clear();
    this.#html = await response.text();
    this.#document = parseHtml(this.#html);
    return this;
  }

  #fieldsOf(form: HTMLFormElement, button: HTMLButtonElement): [string, string | File][] {
    const fields = new HtmlFormData(form, button);
    const file = (name: string) =>
      [...this.#files].find(([control]) => control.getAttribute("name") === name)?.[1];
    return [...fields].map(([name, value]) => [
      name,
      typeof value === "string" ? value : (file(name) ?? new File([], "")),
    ]);
  }

  #control(label: Name, within?: Element): Control {
    const controls = "input:not([type=hidden]), select, textarea";
    const named = typeof label === "string" ? this.all(`[name="${label}"]`, within) : [];
    const found = [...this.#named(controls, label, within), ...named].find(isControl);
    if (found) return found;
    const names = this.all(controls, within).map(nameOf).join(" | ");
    throw new Error(`No "${String(label)}" among ${names} on ${this.path}: ${this.text()}`);
  }

  #checkable(label: Name, within?: Element) {
    const control = this.#control(label, within);
    if (!isCheckable(control)) throw new Error(`${String(label)} cannot be checked`);
    return control;
  }

  #one(selector: string, name: Name, within?: Element): Element {
    const [found] = this.#named(selector, name, within);
    if (found) return found;
    const names = this.all(selector, within).map(nameOf).join(" | ");
    throw new Error(`No "${String(name)}" among ${names} on ${this.path}: ${this.text()}`);
  }

  /** Those of exactly this name first. */
  #named(selector: string, name: Name, within?: Element): Element[] {
    const found = this.all(selector, within).filter((each) => isNamed(nameOf(each), name));
    return found.toSorted((a, b) => Number(nameOf(b) === name) - Number(nameOf(a) === name));
  }
}

/** Where an answer sends the browser, by a redirect or by a `Refresh` header; null if it is a page. */
function nextOf({ headers }: Response): string | null {
  const refresh = /^0;\s*url=(.*)$/i.exec(headers.get("refresh") ?? "")?.[1];
  return headers.get("location") ?? refresh ?? null;
}
