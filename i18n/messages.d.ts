import type messages from "../messages/en.json";

/** A key that is not in the catalogue does not compile. */
declare module "next-intl" {
  interface AppConfig {
    Locale: "en";
    Messages: typeof messages;
  }
}
