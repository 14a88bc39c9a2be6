"use client";

import { useEffect, useRef, useState } from "react";

/** Keeps what is typed; gives when, or null if it could not be kept. */
export type KeepDraft = (formData: FormData) => Promise<string | null>;

interface DraftKeeperProps {
  keep: KeepDraft;
  saved: string;
  failed: string;
}

/** So long after the last key. */
const PAUSE = 1500;

/**
 * Keeps the form that it stands in as a draft while somebody types, and at once when they turn away.
 * Says so where a screen reader hears it without being interrupted.
 */
export function DraftKeeper({ keep, saved, failed }: DraftKeeperProps) {
  const place = useRef<HTMLParagraphElement>(null);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const send = () => {
      clearTimeout(timer);
      timer = undefined;
      keep(new FormData(form))
        .catch(() => null)
        .then((at) => setSaid(at === null ? failed : saved.replace("{time}", at)))
        .catch(() => undefined);
    };
    const onInput = () => {
      clearTimeout(timer);
      timer = setTimeout(send, PAUSE);
    };
    const onHide = () => {
      if (timer !== undefined) send();
    };
    // Before the form itself is sent, which may be refused: what is saved drops its draft.
    form.addEventListener("input", onInput);
    form.addEventListener("submit", onHide);
    document.addEventListener("visibilitychange", onHide);
    return () => {
      // Whoever leaves by a link of this site takes nothing along.
      onHide();
      form.removeEventListener("input", onInput);
      form.removeEventListener("submit", onHide);
      document.removeEventListener("visibilitychange", onHide);
    };
  }, [keep, saved, failed]);
  return (
    <p ref={place} role="status" className="min-h-6 text-sm text-soft">
      {said}
    </p>
  );
}
