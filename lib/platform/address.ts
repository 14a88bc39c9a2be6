import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";

/**
 * Headers that only this server or Next.js itself may say. `x-middleware-*` once let a request walk
 * around middleware (CVE-2025-29927); `x-slotwell-*` is how this server speaks to the application.
 */
const RESERVED = /^x-(middleware|invoke|slotwell|nextjs|matched|vercel)-|^x-now-/;
const FORWARDED = /^(x-forwarded-|x-real-ip$|forwarded$|x-client-ip$)/;
export const ADDRESS_HEADER = "x-slotwell-address";

/**
 * Removes what a client has no right to say, and adds the network it speaks from (`networkOf`).
 *
 * @param trustedProxies how many proxies stand between the client and this server; none by default,
 *   and then what the client says about forwarding is not believed.
 */
export function sanitize(request: IncomingMessage, trustedProxies: number): void {
  const address = networkOf(clientAddress(request, trustedProxies));
  const forbidden = (name: string) =>
    RESERVED.test(name) || (trustedProxies === 0 && FORWARDED.test(name));
  for (const name of Object.keys(request.headers)) {
    if (forbidden(name)) Reflect.deleteProperty(request.headers, name);
  }
  const kept: string[] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const [name = "", value = ""] = request.rawHeaders.slice(at, at + 2);
    if (!forbidden(name.toLowerCase())) kept.push(name, value);
  }
  request.rawHeaders = [...kept, ADDRESS_HEADER, address];
  request.headers[ADDRESS_HEADER] = address;
}

/** Each proxy appends the address it was called from; the outermost trusted one tells the truth. */
function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const socket = request.socket.remoteAddress ?? "unknown";
  const said = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  const hops = [...said.map((hop) => hop.trim()).filter(Boolean), socket];
  return hops[Math.max(0, hops.length - 1 - trustedProxies)] ?? socket;
}

/**
 * Returns what the limits count a client by: its IPv4 address, or the /64 network of its IPv6 address,
 * because a subscriber has at least so many addresses (RFC 6177). Each has one spelling. Some proxies add
 * the client's port.
 */
export function networkOf(client: string): string {
  const address = /^\[(.+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(client);
  const bare = address?.[1] ?? address?.[2] ?? client;
  if (!ipaddr.isValid(bare)) return client;
  const parsed = ipaddr.process(bare);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}
