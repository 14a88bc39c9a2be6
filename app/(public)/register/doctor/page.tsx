import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DoctorApplicationForm } from "#components/auth/doctor-application-form.tsx";
import { SignInNotice } from "#components/auth/sign-in-notice.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { anonymous } from "#lib/access/actor.ts";
import {
  currentDraft,
  fieldErrors,
  visitorPage,
  type VisitorPageProps,
} from "#lib/auth/visitor-page.ts";
import { listDirectoryChoices } from "#lib/people/queries.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("doctor.title") };
}

export default async function ApplyPage(props: VisitorPageProps) {
  const { flash } = await visitorPage("register/doctor", props);
  const t = await getTranslations("auth");
  const { clinics, specializations } = await listDirectoryChoices(anonymous);
  return (
    <Container narrow>
      <PageHeader title={t("doctor.title")}>{t("doctor.lead")}</PageHeader>
      {(flash?.code === "throttled" || flash?.code === "broken") && (
        <SignInNotice code={flash.code} retryAfter={flash.retryAfter} />
      )}
      <DoctorApplicationForm
        typed={flash ? await currentDraft() : {}}
        errors={await fieldErrors(flash)}
        specializations={specializations}
        clinics={clinics.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Container>
  );
}
