import { getRequestConfig } from "next-intl/server";
import messages from "../messages/en.json" with { type: "json" };

/** One language for now. Times name their own zone wherever they are shown; UTC is only a fallback. */
export default getRequestConfig(() => ({ locale: "en", messages, timeZone: "UTC" }));
