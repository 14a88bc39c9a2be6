"use client";

import { useEffect } from "react";
import { handOver, type Waiting } from "./redirect.ts";

/** Takes the answer in its address to the window that waits for it, and closes its own. */
export function SwaggerRedirect() {
  useEffect(() => {
    const opener = window.opener as { swaggerUIRedirectOauth2?: Waiting } | null;
    const waiting = opener?.swaggerUIRedirectOauth2;
    if (!waiting) return;
    handOver(waiting, new URLSearchParams(window.location.search));
    window.close();
  }, []);
  return null;
}
