import autocannon from "autocannon";

/** One request of many. */
export interface Asked {
  path: string;
  headers?: Record<string, string>;
  /** Posted, as JSON. */
  body?: object;
}

interface Load {
  url: string;
  connections: number;
  seconds: number;
  /** What to ask next; all connections take from it. */
  next: () => Asked;
}

/** The same questions over and over. */
export function inTurn(paths: readonly string[], headers?: Record<string, string>): () => Asked {
  let turn = 0;
  return () => ({ path: paths[turn++ % paths.length] ?? "/", ...(headers && { headers }) });
}

/**
 * Asks over HTTP for as long as told; gives how many milliseconds each answer took.
 *
 * @throws Error if anything but success came back: a fast refusal is no result.
 */
export async function driveHttp({ url, connections, seconds, next }: Load): Promise<number[]> {
  const times: number[] = [];
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    const { path, headers = {}, body } = next();
    if (!body) return { ...request, method: "GET", path, headers };
    const json = { ...headers, "content-type": "application/json" };
    return { ...request, method: "POST", path, headers: json, body: JSON.stringify(body) };
  };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const options = { url, connections, duration: seconds, requests: [{ setupRequest }] };
    const load = autocannon(options, (error, done) => {
      if (error instanceof Error) reject(error);
      else resolve(done);
    });
    load.on("response", (_client, _status, _bytes, time) => times.push(time));
  });
  const failed = result.non2xx + result.errors;
  if (failed > 0) {
    const codes = Object.keys(result.statusCodeStats ?? {}).join(", ");
    throw new Error(`${failed} of ${times.length} answers to ${next().path} failed (${codes})`);
  }
  return times;
}
