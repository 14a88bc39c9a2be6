"use client";

import { useState } from "react";

export interface CopyWords {
  copy: string;
  copied: string;
}

interface CopyButtonProps {
  text: string;
  /** What it is called, for those who do not see what it stands beside. */
  what: string;
  words: CopyWords;
}

/** Puts a text where it can be pasted from. Where a browser does not let it, the text can be marked. */
export function CopyButton({ text, what, words }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => {
        setCopied(true);
      },
      () => undefined,
    );
  };
  return (
    <button type="button" onClick={copy} className="cursor-pointer text-sm link">
      <span aria-live="polite">{copied ? words.copied : words.copy}</span>{" "}
      <span className="sr-only">{what}</span>
    </button>
  );
}
