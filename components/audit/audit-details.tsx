import { useTranslations } from "next-intl";
import { Entered } from "#components/ui/entered.tsx";
import { isPurpose } from "#lib/access-log/views.ts";

/** To what end something was read, and the names of what changed; the trail holds nothing clinical. */
export function AuditDetails({ detail }: { detail: Record<string, unknown> }) {
  const t = useTranslations("accessLog.purpose");
  const { purpose, ...rest } = detail;
  const facts = Object.entries(rest).filter(
    ([, value]) =>
      value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return (
    <>
      {isPurpose(purpose) && purpose !== "own" && t(purpose)}
      {facts.map(([name, value]) => (
        <span key={name} className="block text-sm wrap-anywhere text-soft">
          <Entered>{name}</Entered>: <Entered>{shown(value)}</Entered>
        </span>
      ))}
    </>
  );
}

/** Long lists are ids: how many there are says enough. */
function shown(value: unknown): string {
  if (Array.isArray(value)) {
    return value.every((each) => typeof each === "string" && each.length < 36)
      ? value.join(", ")
      : String(value.length);
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
