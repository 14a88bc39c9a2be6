import autocannon from "autocannon";

interface Load {
  url: string;
  /** Asked for in turns. */
  paths: string[];
  connections: number;
  seconds: number;
  headers?: Record<string, string>;
}

/**
 * Asks over HTTP for as long as told; gives how many milliseconds each answer took.
 *
 * @throws Error if anything but a 200 came back: a fast refusal is no result.
 */
export async function driveHttp({
  url,
  paths,
  connections,
  seconds,
  headers,
}: Load): Promise<number[]> {
  const times: number[] = [];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const requests = paths.map((path) => ({
      method: "GET" as const,
      path,
      ...(headers && { headers }),
    }));
    const load = autocannon({ url, connections, duration: seconds, requests }, (error, done) => {
      if (error instanceof Error) reject(error);
      else resolve(done);
    });
    load.on("response", (_client, _status, _bytes, time) => times.push(time));
  });
  const failed = result.non2xx + result.errors;
  if (failed > 0) {
    const codes = Object.keys(result.statusCodeStats ?? {}).join(", ");
    throw new Error(`${failed} of ${times.length} answers to ${paths[0] ?? ""} failed (${codes})`);
  }
  return times;
}
