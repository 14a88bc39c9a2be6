import { env } from "../../env.ts";
import { deriveKey } from "../secrets.ts";

/** Where the authorization server is mounted. */
export const MOUNT = "/oauth";
export const issuer = (): string => `${env().APP_URL}${MOUNT}`;

/** The website's own client: signing in here is an OAuth sign-in like any other. */
export const WEB_CLIENT = "slotwell-web";
export const webClientSecret = (): string => deriveKey("client slotwell-web").toString("base64url");

/** The page that shows the API and lets people try it, and where its window comes back to. */
export const SWAGGER_CLIENT = "slotwell-swagger";
export const SWAGGER_NAME = "Slotwell API page";
export const swaggerRedirect = (): string => `${env().APP_URL}/swagger/oauth2-redirect`;

/**
 * Where this process reaches itself, whatever stands in front of it: for the requests of the website
 * to the authorization server that no browser makes.
 */
export function internalOrigin(): string {
  const { HOST, PORT } = env();
  const host = /^(0\.0\.0\.0|::|localhost)$/.test(HOST) ? "127.0.0.1" : HOST;
  return `http://${host.includes(":") ? `[${host}]` : host}:${PORT}`;
}

/** Where an authorization request begins anew: signing in gives a browser new sessions. */
export function requestAddress(params: Record<string, unknown>): string {
  const texts = Object.entries(params).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return `${MOUNT}/auth?${new URLSearchParams(texts).toString()}`;
}
