import { getTranslations } from "next-intl/server";
import { formatList } from "../format.ts";
import type { Against } from "../records/allergies.ts";
import type { Asked } from "./submit.ts";

/** Asks whether a drug is meant although an allergy speaks against it. */
export async function askAboutAllergies(against: readonly Against[]): Promise<Asked> {
  const t = await getTranslations("records.allergy");
  const what = against.map(({ drug, allergies }) =>
    t("against", { drug, allergies: formatList(allergies) }),
  );
  return {
    code: "allergy",
    message: `${t("title")} ${what.join(" ")}`,
    questions: [
      {
        name: "confirmed",
        label: t("question"),
        options: [
          { value: "no", label: t("no") },
          { value: "yes", label: t("yes") },
        ],
        answer: "",
      },
    ],
  };
}
