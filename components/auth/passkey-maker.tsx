"use client";

import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { useActionFormContext } from "#components/ui/form-context.ts";

interface PasskeyMakerProps {
  options: PublicKeyCredentialCreationOptionsJSON;
  label: string;
  /** Said when the browser made no passkey. */
  failed: string;
}

/** Lets the browser make a passkey, and sends the form around it with the answer. */
export function PasskeyMaker({ options, label, failed }: PasskeyMakerProps) {
  const field = useRef<HTMLInputElement>(null);
  const pending = useActionFormContext()?.pending === true;
  const [state, setState] = useState<"idle" | "asking" | "failed">("idle");
  const make = async () => {
    const form = field.current?.form;
    if (!field.current || !form?.reportValidity()) return;
    setState("asking");
    try {
      // Loaded by the few who press the button.
      const { startRegistration } = await import("@simplewebauthn/browser");
      field.current.value = JSON.stringify(await startRegistration({ optionsJSON: options }));
      setState("idle");
      form.requestSubmit();
    } catch {
      setState("failed");
    }
  };
  return (
    <div className="flex flex-col gap-3 noscript:hidden">
      <input ref={field} type="hidden" name="response" />
      <div>
        <Button onClick={() => void make()} disabled={pending || state === "asking"} wide>
          {label}
        </Button>
      </div>
      <p role="status" className="font-semibold text-danger empty:hidden">
        {state === "failed" && failed}
      </p>
    </div>
  );
}
