"use client";

import "./globals.css";

/**
 * The root layout itself failed, and the catalogue of messages with it: these words alone are
 * written here, and nothing is relied upon but the browser.
 */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
  return (
    <html lang="en">
      <body>
        <main className="mx-auto flex max-w-prose flex-col gap-4 px-4 py-20">
          <title>Something went wrong · Slotwell</title>
          <h1 className="text-3xl font-extrabold">Something went wrong on our side</h1>
          <p className="text-soft">Nothing you saved is lost. Please try again in a moment.</p>
          {digest && <p className="text-soft">If it happens again, tell us the code {digest}.</p>}
          <p>
            <button
              type="button"
              onClick={retry}
              className="min-h-11 rounded-control bg-brand px-5 font-semibold text-on-brand"
            >
              Try again
            </button>
          </p>
        </main>
      </body>
    </html>
  );
}
