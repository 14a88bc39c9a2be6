/** A day in three bars: the one in the middle, shorter and warm, is the free slot. */
export function Logo() {
  return (
    <span className="flex items-center gap-2.5 text-xl font-extrabold tracking-tight text-ink">
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-8">
        <rect width="32" height="32" rx="9" className="fill-brand" />
        <rect x="7" y="8" width="18" height="4" rx="2" className="fill-on-brand opacity-55" />
        <rect x="7" y="14" width="11" height="4" rx="2" className="fill-on-brand" />
        <circle cx="23" cy="16" r="2.5" className="fill-spark" />
        <rect x="7" y="20" width="18" height="4" rx="2" className="fill-on-brand opacity-55" />
      </svg>
      <span className="max-[21rem]:hidden">Slotwell</span>
    </span>
  );
}
