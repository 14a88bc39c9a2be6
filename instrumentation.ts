import type { Instrumentation } from "next";
import { framesOf, reportFailure } from "#lib/log.ts";
import { currentRequest } from "#lib/request-context.ts";

/**
 * Next.js calls this for every error that a page, an action, a route handler or the proxy does not
 * catch. The page shows the error's digest, which is the id of the request (lib/platform/console-log.ts).
 */
export const onRequestError: Instrumentation.onRequestError = (error, _request, context) => {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
  const isRequestId = digest === currentRequest()?.id;
  // React's copy of an error that was reported when a server component threw it.
  if (isRequestId && error instanceof Error && framesOf(error).length === 0) return;
  reportFailure(error, {
    route: context.routePath,
    source: context.routeType,
    ...(digest && !isRequestId && { digest }),
  });
};
