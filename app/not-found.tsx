import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NotFoundMessage } from "#components/shell/not-found-message.tsx";
import { PublicShell } from "#components/shell/public-shell.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("errors.notFound");
  return { title: t("title") };
}

/** No page has this address. Within a group of pages, the group's own `not-found.tsx` answers. */
export default function NotFound() {
  return (
    <PublicShell>
      <NotFoundMessage />
    </PublicShell>
  );
}
