// @ts-expect-error The package declares types for its entry alone, which this file replaces.
import untyped from "../node_modules/use-intl/dist/esm/production/format-message/index.js";
import { isolated } from "#lib/names/rules.ts";

type FormatMessage = ((
  key: string,
  message: unknown,
  values: object | undefined,
  options: unknown,
) => unknown) & { raw: boolean };

const original = untyped as FormatMessage;

/**
 * Formats a message as use-intl does, after isolating every text among its parameters, so that no name in
 * Arabic or Hebrew changes the order of the sentence. next.config.js puts it in the place of
 * `use-intl/format-message`, which no setting reaches.
 */
function formatMessage(...[key, message, values, options]: Parameters<FormatMessage>) {
  return original(key, message, values && isolatedValues(values), options);
}
formatMessage.raw = original.raw;

export default formatMessage;

const isolatedValues = (values: object): object =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === "string" ? isolated(value) : value,
    ]),
  );
