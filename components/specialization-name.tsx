import { useTranslations } from "next-intl";

/** "cardiology" -> "Cardiology"; a slug the catalogue does not know is capitalised. */
export function useSpecializationName(): (slug: string) => string {
  const t = useTranslations("specializations");
  return (slug) => (isKnown((key) => t.has(key), slug) ? t(slug) : capitalised(slug));
}

export function SpecializationName({ slug }: { slug: string }) {
  return useSpecializationName()(slug);
}

type Known = Parameters<ReturnType<typeof useTranslations<"specializations">>>[0];

function isKnown(has: (key: never) => boolean, slug: string): slug is Known {
  return has(slug as never);
}

function capitalised(slug: string): string {
  const words = slug.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
