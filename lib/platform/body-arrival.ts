import type { IncomingMessage, ServerResponse } from "node:http";
import { answerRefusal } from "./refusal.ts";

export interface ArrivalLimits {
  /** Whether the body is kept until all of it is there; otherwise its reader reads it as it comes. */
  keep: boolean;
  /** Bodies of one network that are on their way at once. */
  atOnce: number;
  /** Bytes of one network's bodies that are kept until it is their turn. */
  bytes: number;
  /** How long a body may take in any case … */
  patienceMs: number;
  /** … and how many bytes have to come for each second more. */
  bytesPerSecond: number;
}

/** What a piece of a body takes besides its bytes: they may come one by one. */
const BYTES_PER_CHUNK = 128;

const MIN_CHECK_MS = 50;

/** The body of a request, from its first byte to the turn of the request. */
export interface Arrival {
  /** Resolves to whether the whole body is there; if not, the request is answered or gone. */
  whole: Promise<boolean>;
  /** The body is no longer waited for, nor counted. */
  release: () => void;
}

interface Coming {
  bytes: number;
  refuse: () => void;
}
/** Of one network: what is on its way, the longest first, and the bytes that it keeps. */
interface Network {
  coming: Set<Coming>;
  bytes: number;
  users: number;
}

/**
 * Returns a function that collects the body of a request before it takes a place among those that are
 * answered, so that a body that comes slowly holds up no other request of its network. The body stays in
 * the request's own buffer. When a network has too many on their way, or too many bytes, the one that has
 * taken longest is answered 408: a form that comes within a second or two is never that.
 *
 * Call it before the first `await`: what came earlier is not counted.
 */
export function bodyArrivals(limits: ArrivalLimits) {
  const networks = new Map<string, Network>();

  return (key: string, request: IncomingMessage, response: ServerResponse): Arrival => {
    if (!hasBody(request) || request.complete) return NOTHING;
    const network = networks.get(key) ?? { coming: new Set(), bytes: 0, users: 0 };
    networks.set(key, network);
    network.users++;
    const { promise: whole, resolve } = Promise.withResolvers<boolean>();
    const startedAt = performance.now();
    let received = 0;
    let released = false;

    const settle = (isWhole: boolean) => {
      clearTimeout(timer);
      network.coming.delete(coming);
      resolve(isWhole);
    };
    const release = () => {
      if (released) return;
      released = true;
      settle(false);
      network.bytes -= coming.bytes;
      if (--network.users === 0) networks.delete(key);
    };
    const coming: Coming = {
      bytes: 0,
      refuse: () => {
        answerTooSlow(request, response);
        release();
      },
    };
    const check = () => {
      const left =
        startedAt +
        limits.patienceMs +
        (received / limits.bytesPerSecond) * 1000 -
        performance.now();
      // Of what is not kept, a full buffer waits for its reader and not for the client.
      const isRead = limits.keep || request.readableLength < request.readableHighWaterMark;
      if (left <= 0 && isRead) coming.refuse();
      else timer = setTimeout(check, Math.max(left, MIN_CHECK_MS));
    };
    let timer = setTimeout(check, limits.patienceMs);

    const push = request.push.bind(request);
    request.push = (chunk: Buffer | null, encoding) => {
      const more = push(chunk, encoding);
      if (released) return more;
      // `limitBody` has answered.
      if (response.headersSent) {
        release();
        return more;
      }
      if (chunk === null) {
        settle(true);
        return more;
      }
      received += chunk.length;
      if (!limits.keep) return more;
      coming.bytes += chunk.length + BYTES_PER_CHUNK;
      network.bytes += chunk.length + BYTES_PER_CHUNK;
      if (network.bytes > limits.bytes) oldestOf(network)?.refuse();
      // Not `more`: the socket would wait for a reader, who waits for the whole body.
      return true;
    };
    request.once("close", release);
    network.coming.add(coming);
    if (network.coming.size > limits.atOnce) oldestOf(network)?.refuse();
    return { whole, release };
  };
}

const NOTHING: Arrival = { whole: Promise.resolve(true), release: () => undefined };

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

const oldestOf = ({ coming }: Network): Coming | undefined => coming.values().next().value;

function answerTooSlow(request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) return void request.destroy();
  response.once("finish", () => request.destroy());
  response.setHeader("connection", "close");
  answerRefusal(response, {
    status: 408,
    code: "too_slow",
    title: "The request came too slowly",
    detail: "Its body did not arrive in time. Send it again.",
  });
}
