import { useTranslations } from "next-intl";
import { cx } from "#components/ui/class-names.ts";
import { isAbnormal } from "#lib/records/rules.ts";
import type { Flag } from "#lib/records/schema.ts";

const SIGNS: Record<Flag, string> = { N: "", L: "▼", H: "▲", LL: "▼▼", HH: "▲▲", A: "◆" };

/** What a value means: a word, a sign, and only then a colour. */
export function FlagMark({ flag }: { flag: Flag | null }) {
  const t = useTranslations("records.flag");
  if (flag === null) return null;
  return (
    <span
      className={cx("whitespace-nowrap", isAbnormal(flag) ? "font-bold text-danger" : "text-soft")}
    >
      {SIGNS[flag] && <span aria-hidden="true">{SIGNS[flag]} </span>}
      {t(flag)}
    </span>
  );
}
