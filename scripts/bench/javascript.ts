import { gzipSync } from "node:zlib";

/**
 * How many bytes of JavaScript a page makes a browser fetch, compressed; null if there is no page.
 * Counts scripts and preloads of scripts, but not those for browsers without modules.
 */
export async function javaScriptOf(page: URL): Promise<number | null> {
  const response = await fetch(page);
  const html = await response.text();
  if (!response.ok) return null;
  const tags = html.match(/<(script|link)\b[^>]*>/g) ?? [];
  const sources = tags
    .filter((tag) => (tag.startsWith("<script") ? !/\snomodule\b/i.test(tag) : isPreload(tag)))
    .flatMap((tag) => /\s(?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? []);
  const sizes = [...new Set(sources)].map(async (source) => {
    const script = await fetch(new URL(source.replaceAll("&amp;", "&"), response.url));
    return gzipSync(Buffer.from(await script.arrayBuffer())).length;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const isPreload = (tag: string): boolean =>
  /\srel="modulepreload"/.test(tag) || (/\srel="preload"/.test(tag) && /\sas="script"/.test(tag));
