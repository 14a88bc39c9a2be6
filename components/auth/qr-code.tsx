interface QrCodeProps {
  code: { size: number; path: string };
  /** What it is, for those who do not see it. */
  label: string;
}

/** A QR code. Dark on light whatever the colours of the page, because that is what cameras read. */
export function QrCode({ code: { size, path }, label }: QrCodeProps) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-56 max-w-full rounded-control"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
