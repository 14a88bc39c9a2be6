import type { ReactNode } from "react";

interface MessagePageProps {
  /** The number people quote: 404, 403 … */
  code?: string;
  title: string;
  children: ReactNode;
  actions: ReactNode;
}

/** A page that only says something: not found, not allowed, out of order. */
export function MessagePage({ code, title, children, actions }: MessagePageProps) {
  return (
    <div className="mx-auto flex max-w-prose flex-col gap-4 px-4 py-20 sm:px-6 sm:py-28">
      {code && <p className="text-sm font-semibold text-accent">{code}</p>}
      <h1 className="text-3xl font-extrabold tracking-tight sm:text-4xl">{title}</h1>
      <div className="text-lg text-soft">{children}</div>
      <div className="mt-4 flex flex-wrap gap-3">{actions}</div>
    </div>
  );
}
