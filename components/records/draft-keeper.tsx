"use client";

import { useEffect, useRef, useState } from "react";

interface DraftKeeperProps {
  /** Where the form is posted to be kept; answers with the time. */
  address: string;
  saved: string;
  failed: string;
}

/** So long after the last key. */
const PAUSE = 1500;

/** Of a request that outlives its page, a browser takes so much; in bytes, and less than the limit. */
const MOST_OUTLIVING = 60_000;

/** So long a form waits for its draft, in milliseconds. */
const PATIENCE = 5000;

/**
 * Keeps the form that it stands in as a draft while somebody types, and at once when they turn away.
 * Says so where a screen reader hears it without being interrupted.
 */
export function DraftKeeper({ address, saved, failed }: DraftKeeperProps) {
  const place = useRef<HTMLParagraphElement>(null);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let underway: Promise<void> | null = null;
    let held = false;
    const send = () => {
      clearTimeout(timer);
      timer = undefined;
      const sent = keep(form, address).then((at) => {
        setSaid(at === null ? failed : saved.replace("{time}", at));
        if (underway === sent) underway = null;
      });
      underway = sent;
    };
    const onInput = () => {
      clearTimeout(timer);
      timer = setTimeout(send, PAUSE);
    };
    const onHide = () => {
      if (timer !== undefined) send();
    };
    // The form itself goes after its draft, which it drops when it is saved, and needs when it is not.
    const onSubmit = (event: SubmitEvent) => {
      onHide();
      if (underway === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (held) return;
      held = true;
      void underway.then(() => {
        held = false;
        form.requestSubmit(event.submitter);
      });
    };
    // What was typed before this script came.
    if (isTouched(form)) onInput();
    form.addEventListener("input", onInput);
    form.addEventListener("submit", onSubmit);
    document.addEventListener("visibilitychange", onHide);
    return () => {
      // Whoever leaves by a link of this site takes nothing along.
      onHide();
      form.removeEventListener("input", onInput);
      form.removeEventListener("submit", onSubmit);
      document.removeEventListener("visibilitychange", onHide);
    };
  }, [address, saved, failed]);
  return (
    <p ref={place} role="status" className="min-h-6 text-sm text-soft">
      {said}
    </p>
  );
}

async function keep(form: HTMLFormElement, address: string): Promise<string | null> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") body.append(name, value);
  }
  const keepalive = body.toString().length < MOST_OUTLIVING;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(address, { method: "POST", body, keepalive, signal });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

const isTouched = (form: HTMLFormElement): boolean =>
  [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")].some(
    ({ value, defaultValue }) => value !== defaultValue,
  );
