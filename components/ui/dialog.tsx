"use client";

import { useId, useRef, type ReactNode } from "react";
import { buttonClass, type ButtonVariant } from "./button.tsx";

interface DialogProps {
  /** The words of the link that opens it. */
  trigger: ReactNode;
  /** The page that does the same: where the link leads without JavaScript. */
  href: string;
  title: string;
  /** The label of the button that closes it again. */
  close: string;
  variant?: ButtonVariant;
  size?: "regular" | "small";
  children: ReactNode;
}

/** A question in front of the page, as an enhancement of a link to a page that asks the same. */
export function Dialog({ trigger, href, title, close, variant, size, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  return (
    <>
      <a
        href={href}
        className={buttonClass({ variant: variant ?? "secondary", size })}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          dialog.current?.showModal();
        }}
      >
        {trigger}
      </a>
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        className="m-auto w-[min(34rem,calc(100vw-2rem))] rounded-card border border-line bg-surface p-6 text-ink shadow-xl backdrop:bg-ink/50 dark:backdrop:bg-canvas/80"
      >
        <div className="flex flex-col gap-5">
          <h2 id={titleId} className="text-xl font-bold">
            {title}
          </h2>
          {children}
          <form method="dialog">
            <button type="submit" className={buttonClass({ variant: "quiet", size: "small" })}>
              {close}
            </button>
          </form>
        </div>
      </dialog>
    </>
  );
}
