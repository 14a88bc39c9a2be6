import Link from "next/link";
import { cx } from "./class-names.ts";

interface TabsProps {
  label: string;
  items: readonly { href: string; label: string; current: boolean; count?: number }[];
}

/** Views of one list, each with its own address. */
export function Tabs({ label, items }: TabsProps) {
  return (
    <nav aria-label={label} className="border-b border-line print:hidden">
      <ul className="flex flex-wrap gap-x-1">
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              prefetch={false}
              aria-current={item.current ? "page" : undefined}
              className={cx(
                "inline-flex min-h-11 items-center gap-2 border-b-3 px-3.5 font-semibold whitespace-nowrap -outline-offset-3",
                item.current
                  ? "border-accent text-ink"
                  : "border-transparent text-soft hover:border-edge hover:text-ink",
              )}
            >
              {item.label}
              {item.count !== undefined && (
                <span className="rounded-full bg-sunken px-2 text-sm text-soft">{item.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
