import { useTranslations } from "next-intl";
import { isAbnormal } from "#lib/records/rules.ts";
import type { LabSeries } from "#lib/records/views.ts";
import { drawSeries, HEIGHT, WIDTH } from "./draw-series.ts";
import { labDay } from "./lab-words.ts";

/**
 * The values of a test over time, drawn on the server: the reference range is shaded, and a value
 * outside of it is a triangle rather than a dot. The table beneath says the same in words.
 */
export function LabChart({ series }: { series: LabSeries }) {
  const t = useTranslations("records.lab");
  const drawing = drawSeries(series.results);
  if (!drawing) return null;
  const { points, ticks, range, first, last } = drawing;
  const abnormal = points.filter(({ result }) => isAbnormal(result.interpretation)).length;
  const converted = points.filter(({ result }) => result.converted).length;
  return (
    <figure className="max-w-xl rounded-card border border-line bg-surface p-4 sm:p-6">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t("chart", {
          name: series.name,
          count: points.length,
          from: labDay(first),
          to: labDay(last),
          abnormal,
        })}
        className="w-full"
      >
        {range && (
          <rect
            x={40}
            y={range.y}
            width={WIDTH - 50}
            height={range.height}
            className="fill-success-tint"
          />
        )}
        {ticks.map(({ y, label }) => (
          <g key={label}>
            <line x1={40} x2={WIDTH - 10} y1={y} y2={y} className="stroke-line" />
            <text x={34} y={y + 4} textAnchor="end" className="fill-soft text-[0.875rem]">
              {label}
            </text>
          </g>
        ))}
        <polyline
          points={points.map(({ x, y }) => `${x},${y}`).join(" ")}
          className="fill-none stroke-brand"
          strokeWidth={2}
        />
        {points.map(({ x, y, result }, index) => (
          <Mark key={index} x={x} y={y} flag={result.interpretation} />
        ))}
        <text x={40} y={HEIGHT - 6} className="fill-soft text-[0.875rem]">
          {labDay(first)}
        </text>
        <text x={WIDTH - 10} y={HEIGHT - 6} textAnchor="end" className="fill-soft text-[0.875rem]">
          {labDay(last)}
        </text>
      </svg>
      <figcaption className="mt-2 text-sm text-soft">
        {[
          series.unit && t("in", { unit: series.unit }),
          converted > 0 && t("converted", { count: converted }),
          range && `${t("shaded")} ${t("marks")}`,
        ]
          .filter(Boolean)
          .join(" ")}
      </figcaption>
    </figure>
  );
}

function Mark({ x, y, flag }: { x: number; y: number; flag: string | null }) {
  if (flag === "H" || flag === "HH" || flag === "A") {
    return <path d={`M${x} ${y - 7}l7 12h-14z`} className="fill-danger" />;
  }
  if (flag === "L" || flag === "LL") {
    return <path d={`M${x} ${y + 7}l7-12h-14z`} className="fill-danger" />;
  }
  return <circle cx={x} cy={y} r={5} className="fill-brand" />;
}
