import { useTranslations } from "next-intl";

/** What was done, in plain words. */
export function ActWords({ action, records = 1 }: { action: string; records?: number }) {
  const t = useTranslations("accessLog.action");
  // A dot in a key of the catalogue would be a step down.
  const key = action.replaceAll(".", "-");
  if (key === "record-read" && records > 1) return t("records-read", { count: records });
  return isWorded((known) => t.has(known), key) ? t(key, { count: records }) : t("other");
}

type Worded = Parameters<ReturnType<typeof useTranslations<"accessLog.action">>>[0];

function isWorded(has: (key: never) => boolean, action: string): action is Worded {
  return has(action as never);
}
