interface DivergingBarProps {
  value: number;
  /** What fills a side. */
  most: number;
  text: string;
  /** Every digit, on hover. */
  exact: string;
  strong?: boolean;
}

/** A figure over a small bar that grows to the left of the middle for less, to the right for more. */
export function DivergingBar({ value, most, text, exact, strong }: DivergingBarProps) {
  const share = most > 0 ? (Math.abs(value) / most) * 50 : 0;
  return (
    <span className="flex flex-col items-stretch gap-0.5" title={exact}>
      <span className={strong ? 'figures text-sm' : 'figures text-xs text-soft'}>{text}</span>
      <span className="relative h-1 rounded-full bg-pressed" aria-hidden>
        <span
          className="absolute h-full rounded-full"
          style={{
            width: `${Math.max(share, value === 0 ? 0 : 1)}%`,
            ...(value < 0 ? { right: '50%' } : { left: '50%' }),
            background: value > 0 ? 'var(--series-2)' : 'var(--series-1)',
          }}
        />
      </span>
    </span>
  );
}
