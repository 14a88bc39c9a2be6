import type { Metadata, Viewport } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import localFont from "next/font/local";
import type { ReactNode } from "react";
import { ErrorWordsProvider } from "#components/shell/error-words.tsx";
import { SkipLink } from "#components/ui/skip-link.tsx";
import "./globals.css";

/** Atkinson Hyperlegible, drawn to keep I, l, 1, O and 0 apart: names and times are read here. */
const text = localFont({
  src: "../node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
  weight: "200 800",
  display: "swap",
  variable: "--font-text",
});

/** Nothing is drawn ahead of time: each answer's scripts carry the nonce of its own policy (proxy.ts). */
export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return {
    title: { default: t("title"), template: `%s · ${t("product")}` },
    description: t("description"),
    manifest: "/manifest.webmanifest",
    icons: { icon: "/icon.svg", apple: "/apple-icon.png" },
    formatDetection: { telephone: false, date: false, address: false },
  };
}

export const viewport: Viewport = {
  // The canvas of globals.css, which a browser's own frame cannot read.
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f5f0" },
    { media: "(prefers-color-scheme: dark)", color: "#0d191b" },
  ],
};

/** Language, font, skip link. Each group's layout draws its own header, main and footer. */
export default function RootLayout({ children }: { children: ReactNode }) {
  const t = useTranslations("errors.broken");
  const words = { title: t("title"), body: t("body"), retry: t("retry"), home: t("home") };
  return (
    <html lang="en" className={text.variable}>
      <body>
        <SkipLink />
        <ErrorWordsProvider words={words}>{children}</ErrorWordsProvider>
      </body>
    </html>
  );
}
