import { getTranslations } from "next-intl/server";
import type { Namesake } from "../emergency/rows.ts";
import type { Asked } from "./submit.ts";

/** Asks which of several people of one name and date of birth is meant. */
export async function askWhichNamesake(namesakes: readonly Namesake[]): Promise<Asked> {
  const t = await getTranslations("emergency.which");
  const options = namesakes.map(({ id, insurer, phoneEnd }) => ({
    value: id,
    label: t("option", { insurer: insurer ?? t("unknown"), phone: phoneEnd || t("unknown") }),
  }));
  return {
    code: "namesakes",
    message: t("title"),
    questions: [{ name: "patient", label: t("question"), options, answer: "" }],
  };
}
