import type { ReactNode } from "react";
import { PortalShell } from "#components/shell/portal-shell.tsx";
import { Container, PublicShell } from "#components/shell/public-shell.tsx";
import type { Viewer } from "#components/shell/viewer.ts";
import { ShellAccountProvider } from "#components/ui/account.tsx";
import { currentViewer } from "#lib/auth/session.ts";
import { formOwner } from "#lib/web/form-owner.ts";

/** Draws the shell; each page asks who may see it (lib/web/guard.ts). */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  return (
    <ShellAccountProvider owner={await formOwner()}>{shell(viewer, children)}</ShellAccountProvider>
  );
}

function shell(viewer: Viewer | null, children: ReactNode) {
  if (viewer?.held) {
    return (
      <PublicShell viewer={viewer}>
        <Container>{children}</Container>
      </PublicShell>
    );
  }
  return viewer ? (
    <PortalShell viewer={viewer}>{children}</PortalShell>
  ) : (
    <PublicShell viewer={null}>{children}</PublicShell>
  );
}
