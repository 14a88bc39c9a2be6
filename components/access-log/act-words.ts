import { useTranslations } from "next-intl";

type Worded = Parameters<ReturnType<typeof useTranslations<"accessLog.action">>>[0];

/** Words an act of the audit trail plainly; `records` is how many it was about. */
export function useActWords(): (action: string, records?: number) => string {
  const t = useTranslations("accessLog.action");
  const isWorded = (key: string): key is Worded => t.has(key as never);
  return (action, records = 1) => {
    // A dot in a key of the catalogue would be a step down.
    const key = action.replaceAll(".", "-");
    if (key === "record-read" && records > 1) return t("records-read", { count: records });
    return isWorded(key) ? t(key, { count: records }) : t("other");
  };
}
