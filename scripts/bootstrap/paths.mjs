import { fileURLToPath } from "node:url";

/** The checkout, with a slash at the end. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** @param {string} name A path inside the checkout. */
export const inRoot = (name) => root + name;
