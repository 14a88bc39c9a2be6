import { useTranslations } from "next-intl";
import { Alert, type Tone } from "#components/ui/alert.tsx";

interface SignInNoticeProps {
  code: string;
  /** Seconds. */
  retryAfter: number | undefined;
}

const TONES = {
  refused: "danger",
  throttled: "warning",
  wrongCode: "danger",
  passkey: "danger",
  registered: "success",
  welcomed: "success",
  expired: "info",
  ended: "info",
  again: "info",
  failed: "danger",
  denied: "info",
  broken: "danger",
} as const satisfies Record<string, Tone>;
type Known = keyof typeof TONES;

/** How the last try ended, above the form. */
export function SignInNotice({ code, retryAfter = 60 }: SignInNoticeProps) {
  const t = useTranslations("auth.notice");
  const known: Known = code in TONES ? (code as Known) : "failed";
  const minutes = Math.ceil(retryAfter / 60);
  return (
    <Alert tone={TONES[known]} title={t(`${known}.title`)}>
      {t(`${known}.body`, { minutes })}
    </Alert>
  );
}
