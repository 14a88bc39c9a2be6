/** As much of a browser as redirects and cookies need. Imports nothing of the server. */
export class CookieBrowser {
  /** Those of all paths. */
  readonly cookies = new Map<string, string>();
  /** By path, those that are sent below it alone: two sign-ins at once do not share them. */
  readonly #belowPath = new Map<string, Map<string, string>>();
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  /** The `Cookie` header of a request to this path. */
  cookieFor(path: string): string {
    const below = [...this.#belowPath].filter(([each]) => `${path}/`.startsWith(`${each}/`));
    const sent = [...below.flatMap(([, cookies]) => [...cookies]), ...this.cookies];
    return sent.map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** One request, no redirect followed; keeps the cookies of the answer. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const url = new URL(path, this.base);
    headers.set("cookie", this.cookieFor(url.pathname));
    if (init.method === "POST" && !headers.has("origin")) headers.set("origin", this.base);
    const response = await fetch(url, {
      ...init,
      headers,
      redirect: "manual",
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  /** The same, posting the fields of a form if there are any. */
  ask(path: string, form?: Record<string, string>): Promise<Response> {
    return this.send(path, form ? { method: "POST", body: new URLSearchParams(form) } : {});
  }

  /** Follows redirects; gives the addresses in order, the last one being where it ends. */
  async go(path: string, form?: Record<string, string>): Promise<string[]> {
    const trail = [path];
    let response = await this.ask(path, form);
    for (let next = response.headers.get("location"); next && trail.length < 12;) {
      trail.push(next.replace(this.base, ""));
      response = await this.ask(next);
      next = response.headers.get("location");
    }
    return trail;
  }

  #keep(cookie: string): void {
    const [pair = ""] = cookie.split(";");
    const at = pair.indexOf("=");
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const path = /;\s*path=([^;]+)/i.exec(cookie)?.[1] ?? "/";
    const cookies =
      path === "/" ? this.cookies : (this.#belowPath.get(path) ?? new Map<string, string>());
    if (path !== "/") this.#belowPath.set(path, cookies);
    if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie)) cookies.delete(name);
    else cookies.set(name, value);
  }
}
