"use client";

import { useRef, useState } from "react";
import { buttonClass } from "#components/ui/button.tsx";

interface PasskeySignInProps {
  callbackUrl: string | null;
  label: string;
  /** Said when the browser gave no passkey. */
  failed: string;
}

/** Signs in with a passkey alone. Hidden where there is no JavaScript, which passkeys need. */
export function PasskeySignIn({ callbackUrl, label, failed }: PasskeySignInProps) {
  const form = useRef<HTMLFormElement>(null);
  const [state, setState] = useState<"idle" | "asking" | "failed">("idle");
  const ask = async () => {
    setState("asking");
    try {
      // Loaded by the few who press the button.
      const { startAuthentication } = await import("@simplewebauthn/browser");
      const asked = await fetch("/sign-in/passkey/options", {
        method: "POST",
        body: new URLSearchParams(),
      });
      if (!asked.ok) throw new Error(String(asked.status));
      const optionsJSON = (await asked.json()) as Parameters<
        typeof startAuthentication
      >[0]["optionsJSON"];
      const response = await startAuthentication({ optionsJSON });
      const field = form.current?.elements.namedItem("response") as HTMLInputElement;
      field.value = JSON.stringify(response);
      form.current?.submit();
    } catch {
      setState("failed");
    }
  };
  return (
    <form
      ref={form}
      method="post"
      action="/sign-in/passkey"
      className="flex flex-col gap-3 noscript:hidden"
    >
      {callbackUrl && <input type="hidden" name="callbackUrl" value={callbackUrl} />}
      <input type="hidden" name="response" />
      <div>
        <button
          type="button"
          onClick={() => void ask()}
          disabled={state === "asking"}
          className={buttonClass({ variant: "secondary", wide: true })}
        >
          {label}
        </button>
      </div>
      <p role="status" className="font-semibold text-danger empty:hidden">
        {state === "failed" && failed}
      </p>
    </form>
  );
}
