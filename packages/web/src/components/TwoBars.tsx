/** What is compared, and the colour of its bars. */
export const SIDES = [
  { name: 'legendSelected', color: 'var(--accent)' },
  { name: 'legendRest', color: 'var(--faint)' },
] as const;

interface TwoBarsProps {
  /** Shares, 0 to 1. */
  selected: number;
  rest: number;
}

/** A share among the selected above the share among the others. Decoration: the figures stand beside it. */
export const TwoBars = ({ selected, rest }: TwoBarsProps) => (
  <span aria-hidden className="flex w-full flex-col gap-0.5">
    <Bar share={selected} color={SIDES[0].color} />
    <Bar share={rest} color={SIDES[1].color} />
  </span>
);

const Bar = ({ share, color }: { share: number; color: string }) => (
  <span className="h-1.5 w-full rounded-xs bg-pressed">
    <span
      className="block h-full rounded-xs"
      style={{ width: `${share * 100}%`, minWidth: share > 0 ? 1 : 0, background: color }}
    />
  </span>
);
