import type { Element } from "happy-dom";
import { expect } from "vitest";
import { DEMO_PASSWORD } from "../people.ts";
import type { FormPage } from "./form-page.ts";

/**
 * Presses the button of a sensitive act, the first one of a session: the form asks who it is, and is sent
 * once more. `part` finds the form on the page that was answered.
 */
export async function pressAndConfirm(
  page: FormPage,
  button: string,
  part: () => Element | undefined = () => undefined,
): Promise<void> {
  await page.press(button, part());
  expect(page.text()).toContain("Please confirm that it is you");
  await page.fill("Your own password", DEMO_PASSWORD, part()).press(button, part());
}
