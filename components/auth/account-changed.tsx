import { useTranslations } from "next-intl";
import { SignOut } from "#components/shell/sign-out.tsx";
import type { Viewer } from "#components/shell/viewer.ts";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";

/** Says who is signed in now, and that the form of another account came to nothing. Never whose it was. */
export function AccountChanged({ viewer }: { viewer: Viewer | null }) {
  const t = useTranslations("auth.changed");
  if (viewer === null) {
    return (
      <>
        <PageHeader title={t("out")} />
        <Alert tone="warning">{t("outLead")}</Alert>
        <div>
          <ButtonLink href="/sign-in">{t("signIn")}</ButtonLink>
        </div>
      </>
    );
  }
  const { name, role } = viewer;
  return (
    <>
      <PageHeader title={t("title", { name })} />
      <Alert tone="warning">{t("lead")}</Alert>
      <p>{t("other")}</p>
      <div className="flex flex-wrap items-center gap-3">
        <ButtonLink href={`/${role}`}>{t("goOn", { name })}</ButtonLink>
        <SignOut />
      </div>
    </>
  );
}
