import { THIN } from '@pharos/core/format/number';
import { cx } from '../../components/cx.ts';
import { useFormat } from '../../format/use-format.ts';

interface ChangeProps {
  /** Right minus left; undefined when there is nothing to compare. */
  by: number | undefined;
  /** The left figure, for the percentage. */
  from: number | undefined;
  /** The size of the change in words, without its sign. */
  write: (size: number) => string;
}

/** Smaller than this share of the left figure is no change worth a colour. */
const NOISE = 0.02;
/** From ten times as much on a percentage is no figure any more. */
const MANY = 9;

/** More or less than on the left: sign, amount, percentage. Less of time, tokens and cost is better. */
export function Change({ by, from, write }: ChangeProps) {
  const format = useFormat();
  if (by === undefined || by === 0) return <span className="text-faint">{by === 0 ? '=' : ''}</span>;
  const share = from ? by / from : undefined;
  const small = share !== undefined && Math.abs(share) < NOISE;
  return (
    <span
      className={cx('figures whitespace-nowrap', small ? 'text-muted' : by > 0 ? 'text-bad' : 'text-good')}
    >
      {by > 0 ? '+' : '\u2212'}
      {write(Math.abs(by))}
      {share !== undefined && (
        <span className="ms-1.5 text-xs max-sm:hidden">
          {share >= MANY ? `×${format.compact(share + 1)}` : `${format.signed(share * 100, 0)}${THIN}%`}
        </span>
      )}
    </span>
  );
}
