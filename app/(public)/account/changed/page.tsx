import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountChanged } from "#components/auth/account-changed.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { currentViewer } from "#lib/auth/session.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.changed");
  return { title: t("metaTitle"), robots: "noindex" };
}

/** Where a form leads that was opened by another account than the one that sent it. */
export default async function AccountChangedPage() {
  return (
    <Container narrow>
      <AccountChanged viewer={await currentViewer()} />
    </Container>
  );
}
