import type { ReactNode } from "react";
import { PortalShell } from "#components/shell/portal-shell.tsx";
import { Container, PublicShell } from "#components/shell/public-shell.tsx";
import { currentViewer } from "#lib/auth/session.ts";

/** Draws the shell; each page asks who may see it (lib/web/guard.ts). */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
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
