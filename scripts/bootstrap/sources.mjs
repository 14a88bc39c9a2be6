import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { inRoot } from "./paths.mjs";

/**
 * The hash of the content of files and folders; changes exactly when what they hold does.
 *
 * @param {string[]} names Those that do not exist count too, as missing.
 * @param {(name: string) => boolean} ignored
 */
export function hashOf(names, ignored = () => false) {
  const hash = createHash("sha256");
  /** @param {string} name */
  const add = (name) => {
    if (ignored(name)) return;
    const found = existsSync(inRoot(name)) ? statSync(inRoot(name)) : undefined;
    hash.update(`${name}\0${found?.isFile() ? found.size : "-"}\0`);
    if (found?.isFile()) hash.update(readFileSync(inRoot(name)));
    if (found?.isDirectory()) {
      for (const child of readdirSync(inRoot(name)).sort()) add(`${name}/${child}`);
    }
  };
  for (const name of names) add(name);
  return hash.digest("hex");
}

/**
 * Whether a stamp that `stamp` left says that what was made from these sources is current.
 *
 * @param {string} file
 * @param {string} hash
 */
export const isStamped = (file, hash) =>
  existsSync(inRoot(file)) && readFileSync(inRoot(file), "utf8") === hash;

/**
 * @param {string} file
 * @param {string} hash
 */
export const stamp = (file, hash) => writeFileSync(inRoot(file), hash);
