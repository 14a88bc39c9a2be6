import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import { Icon, type IconName } from "./icons.tsx";

export type Tone = "info" | "success" | "warning" | "danger";

const tones: Record<Tone, string> = {
  info: "bg-info-tint text-info",
  success: "bg-success-tint text-success",
  warning: "bg-warning-tint text-warning",
  danger: "bg-danger-tint text-danger",
};

const icons: Record<Tone, IconName> = {
  info: "info",
  success: "check",
  warning: "hourglass",
  danger: "alert",
};

interface AlertProps {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  className?: string;
}

/** A message about the page or what was just done; trouble interrupts, the rest waits. */
export function Alert({ tone = "info", title, children, className }: AlertProps) {
  return (
    <div
      role={tone === "danger" || tone === "warning" ? "alert" : "status"}
      className={cx(
        "flex gap-3 rounded-card border border-current/30 p-4 sm:px-5",
        tones[tone],
        className,
      )}
    >
      <Icon name={icons[tone]} className="mt-0.5 size-5.5" />
      <div className="min-w-0">
        {title && <p className="font-bold">{title}</p>}
        {children && <div className="text-ink">{children}</div>}
      </div>
    </div>
  );
}
