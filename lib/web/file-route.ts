import type { Actor } from "../access/actor.ts";
import { dispositionOf } from "../attachments/rules.ts";
import { currentActor } from "../auth/session.ts";
import { problemOf } from "./problem.ts";
import { streamOf } from "./stream.ts";

interface OutgoingFile {
  name: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  chunks: AsyncGenerator<Uint8Array, void>;
}

/** Besides the policy of whatever is no page (lib/platform/headers.ts), under which nothing runs. */
const HARMLESS = {
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

/** A route handler that sends a file to be saved, part by part. */
export function fileRoute(open: (actor: Actor, id: string) => Promise<OutgoingFile>) {
  return async (
    _request: Request,
    { params }: { params: Promise<{ id: string }> },
  ): Promise<Response> => {
    const actor = await currentActor();
    try {
      const { id } = await params;
      const { name, mediaType, size, chunks } = await open(actor, id);
      return new Response(streamOf(chunks), {
        headers: {
          ...HARMLESS,
          "content-type": mediaType,
          "content-length": String(size),
          "content-disposition": dispositionOf(name),
        },
      });
    } catch (error) {
      return problemOf(error, actor);
    }
  };
}
