"use client";

import { createContext, use, type ReactNode } from "react";

interface Words {
  title: string;
  body: string;
  retry: string;
  home: string;
}

const ErrorWords = createContext<Words | null>(null);

/**
 * Error pages are drawn in the browser, which has no catalogue: the layout hands them these four
 * sentences.
 */
export function ErrorWordsProvider({ words, children }: { words: Words; children: ReactNode }) {
  return <ErrorWords value={words}>{children}</ErrorWords>;
}

export function useErrorWords(): Words | null {
  return use(ErrorWords);
}
