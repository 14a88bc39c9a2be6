import type { ReactNode } from "react";
import { formOwner } from "#lib/web/form-owner.ts";
import { PageAccount } from "./account.tsx";

interface PageHeaderProps {
  title: ReactNode;
  /** One line above the title: where one is, or what kind of thing this is. */
  eyebrow?: ReactNode;
  /** One or two sentences below it. */
  children?: ReactNode;
  actions?: ReactNode;
}

/** The head of every page, with its one h1. */
export async function PageHeader({ title, eyebrow, children, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
      <div className="flex max-w-prose flex-col gap-2">
        {eyebrow && (
          <div className="flex items-center gap-2.5 text-sm font-semibold text-accent before:h-1 before:w-6 before:rounded-full before:bg-accent">
            {eyebrow}
          </div>
        )}
        <h1 className="text-3xl leading-tight font-extrabold tracking-tight sm:text-4xl">
          {title}
        </h1>
        {children && <div className="text-lg leading-snug text-soft">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-3 print:hidden">{actions}</div>}
      <PageAccount owner={await formOwner()} />
    </header>
  );
}
