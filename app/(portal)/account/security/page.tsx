import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import {
  acceptAll,
  beginApp,
  beginKey,
  removeApp,
  removeKey,
  removeOne,
  renameKey,
  renewCodes,
} from "#app/_actions/security.ts";
import { DeviceList } from "#components/auth/device-list.tsx";
import { PasskeyList } from "#components/auth/passkey-list.tsx";
import { AuthenticatorApp, RecoveryCodes } from "#components/auth/second-factor.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listDevices } from "#lib/auth/known-devices.ts";
import { listPasskeys } from "#lib/auth/passkeys/manage.ts";
import { isPasskeySite } from "#lib/auth/passkeys/relying-party.ts";
import { ownProofNeeded } from "#lib/auth/reauthentication.ts";
import { credentialsOf, hasSecondFactor } from "#lib/auth/second-factor/credentials.ts";
import { requireAnySession } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

const DONE = ["added", "renamed", "removed", "accepted", "device"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.security"))("title") };
}

export default async function SecurityPage({ searchParams }: { searchParams: SearchParams }) {
  const session = await requireAnySession("/account/security");
  const t = await getTranslations("auth.security");
  const query = await textParams(searchParams);
  const done = DONE.find((known) => known === query["done"]);
  const now = new Date();
  const [credentials, passkeys, devices, proof] = await Promise.all([
    credentialsOf(session.actor.userId),
    listPasskeys(session.actor),
    listDevices(session),
    ownProofNeeded(session, now),
  ]);
  return (
    <>
      <PageHeader
        eyebrow={session.actor.email && <Entered>{session.actor.email}</Entered>}
        title={t("title")}
        actions={
          !session.isHeld && (
            <ButtonLink href="/account" variant="quiet">
              {t("back")}
            </ButtonLink>
          )
        }
      >
        {t("lead")}
      </PageHeader>
      {session.isHeld && (
        <Alert tone="warning" title={t("needed.title")}>
          {t("needed.body")}
        </Alert>
      )}
      {done && <Alert tone="success">{t(`done.${done}`)}</Alert>}
      <AuthenticatorApp
        since={credentials.totpSince}
        now={now}
        proof={proof}
        begin={beginApp}
        remove={removeApp}
      />
      {(isPasskeySite() || passkeys.length > 0) && (
        <PasskeyList
          passkeys={passkeys}
          now={now}
          proof={proof}
          begin={beginKey}
          rename={renameKey}
          remove={removeKey}
        />
      )}
      {hasSecondFactor(credentials) && (
        <RecoveryCodes left={credentials.recoveryCodes} proof={proof} renew={renewCodes} />
      )}
      {!session.isHeld && (
        <DeviceList devices={devices} now={now} accept={acceptAll} remove={removeOne} />
      )}
    </>
  );
}
