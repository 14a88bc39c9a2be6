"use client";

import { useErrorWords } from "#components/shell/error-words.tsx";
import { MessagePage } from "#components/shell/message-page.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";

interface ErrorPageProps {
  error: unknown;
  retry: () => void;
}

/**
 * The digest is the only thing about the failure that leaves the server. It is the id of the request,
 * which finds the log line (lib/platform/console-log.ts).
 */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const words = useErrorWords();
  if (!words) return null;
  return (
    <main id="main">
      <MessagePage
        code={digestOf(error)}
        title={words.title}
        actions={
          <>
            <Button onClick={retry}>{words.retry}</Button>
            <ButtonLink href="/" variant="secondary">
              {words.home}
            </ButtonLink>
          </>
        }
      >
        {words.body}
      </MessagePage>
    </main>
  );
}

function digestOf(error: unknown): string {
  const digest = error instanceof Error && "digest" in error ? error.digest : undefined;
  return typeof digest === "string" ? `500 · ${digest}` : "500";
}
