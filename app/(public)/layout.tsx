import type { ReactNode } from "react";
import { PublicShell } from "#components/shell/public-shell.tsx";
import { currentViewer } from "#lib/auth/session.ts";

/** Draws the shell; authorizes nothing. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  return <PublicShell viewer={await currentViewer()}>{children}</PublicShell>;
}
