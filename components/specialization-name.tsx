import { useMessages, useTranslations } from "next-intl";
import type { Option } from "./ui/field.tsx";

/** "cardiology" -> "Cardiology"; a slug the catalogue does not know is capitalised. */
export function useSpecializationName(): (slug: string) => string {
  const t = useTranslations("specializations");
  return (slug) => (isKnown((key) => t.has(key), slug) ? t(slug) : capitalised(slug));
}

export function SpecializationName({ slug }: { slug: string }) {
  return useSpecializationName()(slug);
}

/** What can be chosen, by name: all that the catalogue has words for, and `others`. */
export function useSpecializationOptions(others: readonly string[]): Option[] {
  const name = useSpecializationName();
  const slugs = new Set([...Object.keys(useMessages().specializations), ...others]);
  return [...slugs]
    .map((slug) => ({ value: slug, label: name(slug) }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

type Known = Parameters<ReturnType<typeof useTranslations<"specializations">>>[0];

function isKnown(has: (key: never) => boolean, slug: string): slug is Known {
  return has(slug as never);
}

function capitalised(slug: string): string {
  const words = slug.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
