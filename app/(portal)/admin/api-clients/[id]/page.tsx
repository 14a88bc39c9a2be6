import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { deleteOne, disableOne, enableOne, rotateOne, saveScopes } from "#app/_actions/clients.ts";
import { ClientFacts } from "#components/clients/client-facts.tsx";
import { ClientProofs } from "#components/clients/client-proofs.tsx";
import { ScopeBoxes } from "#components/clients/scope-boxes.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { getClient } from "#lib/auth/oauth/manage-clients.ts";
import { proofNeeded } from "#lib/auth/reauthentication.ts";
import { currentSession, currentZone } from "#lib/auth/session.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

const PATH = "/admin/api-clients";
const DONE = ["scopes", "disabled", "enabled"] as const;

interface ClientPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clients.admin"))("title") };
}

export default async function ClientPage({ params, searchParams }: ClientPageProps) {
  const { id } = await params;
  const actor = await requireRole("admin", `${PATH}/${id}`);
  const t = await getTranslations("clients.admin");
  const query = await textParams(searchParams);
  const done = DONE.find((known) => known === query["done"]);
  const now = new Date();
  const client = await orNotFound(getClient(actor, id));
  const session = await currentSession();
  const proof = session ? await proofNeeded(session, now) : "sign-in";
  const does = client.disabled ? "enable" : "disable";
  return (
    <>
      {done && <Done key={done}>{t(`done.${done}`)}</Done>}
      <PageHeader
        title={<Entered>{client.name}</Entered>}
        actions={
          <ButtonLink href={PATH} variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      />
      <ClientFacts client={client} now={now} timeZone={await currentZone()} />
      <Section id="scopes" title={t("scopesTitle")}>
        <p className="max-w-prose">{t("scopesHint")}</p>
        <ActionForm action={saveScopes} submit={t("saveScopes")} submitVariant="secondary">
          <input type="hidden" name="_id" value={id} />
          <ScopeBoxes scopes={client.grantable} ticked={client.scopes} />
        </ActionForm>
      </Section>
      <Section id="access" title={t("access")}>
        <p className="max-w-prose">{t(`${does}Body`)}</p>
        <ActionForm
          action={client.disabled ? enableOne : disableOne}
          submit={t(does)}
          submitVariant="secondary"
        >
          <input type="hidden" name="_id" value={id} />
        </ActionForm>
      </Section>
      <ClientProofs client={client} proof={proof} rotate={rotateOne} remove={deleteOne} />
    </>
  );
}
