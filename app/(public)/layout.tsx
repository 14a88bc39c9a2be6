import type { ReactNode } from "react";
import { PublicShell } from "#components/shell/public-shell.tsx";
import { ShellAccountProvider } from "#components/ui/account.tsx";
import { currentViewer } from "#lib/auth/session.ts";
import { formOwner } from "#lib/web/form-owner.ts";

/** Draws the shell; authorizes nothing. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <ShellAccountProvider owner={await formOwner()}>
      <PublicShell viewer={await currentViewer()}>{children}</PublicShell>
    </ShellAccountProvider>
  );
}
