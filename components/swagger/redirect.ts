/** What Swagger UI leaves in its window (`swaggerUIRedirectOauth2`) while it waits for an answer. */
export interface Waiting {
  state: string;
  redirectUrl: string;
  auth: { name: string; code?: string };
  callback: (answer: { auth: Waiting["auth"]; redirectUrl: string }) => void;
  errCb: (error: { authId: string; source: string; level: string; message: string }) => void;
}

/** Hands the authorization server's answer (RFC 6749, 4.1.2) over: the code, if it is to our question. */
export function handOver(waiting: Waiting, answer: URLSearchParams): void {
  const { auth, redirectUrl, state } = waiting;
  const code = answer.get("code");
  if (answer.get("state") === state && code) {
    auth.code = code;
    waiting.callback({ auth, redirectUrl });
    return;
  }
  const reason = answer.get("error_description") ?? answer.get("error") ?? "no code";
  waiting.errCb({ authId: auth.name, source: "auth", level: "error", message: reason });
}
