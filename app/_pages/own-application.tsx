import { getTranslations } from "next-intl/server";
import { Alert } from "#components/ui/alert.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { getOwnApplication } from "#lib/people/applications.ts";
import { orNotFound } from "#lib/web/guard.ts";

/** What a doctor sees whom nobody has verified, in place of every page of a doctor's. */
export async function OwnApplication({ actor }: { actor: UserActor }) {
  const t = await getTranslations("doctor.application");
  const application = await orNotFound(getOwnApplication(actor));
  if (!application) {
    return (
      <>
        <PageHeader title={t("title")} />
        <Alert title={t("noneTitle")}>{t("noneBody")}</Alert>
      </>
    );
  }
  const { clinic, declineReason } = application;
  return (
    <>
      <PageHeader eyebrow={<Entered>{clinic.name}</Entered>} title={t("title")} />
      {declineReason === null ? (
        <Alert title={t("waitingTitle")}>{t("waitingBody", { clinic: clinic.name })}</Alert>
      ) : (
        <Alert tone="warning" title={t("declinedTitle")}>
          <p className="font-semibold">{t("reason")}</p>
          <p dir="auto" className="whitespace-pre-line">
            {declineReason}
          </p>
          <p className="pt-3">{t("declinedBody")}</p>
        </Alert>
      )}
      {clinic.phone && (
        <p className="text-soft">{t("questions", { clinic: clinic.name, phone: clinic.phone })}</p>
      )}
    </>
  );
}
