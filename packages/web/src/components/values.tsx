import { AmountsAt } from '../format/shown-rate.tsx';
import { useFormat } from '../format/use-format.ts';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';

/** Figures as cells and strips show them: short in sight, exact on hover. */

export function Duration({ ms }: { ms: number | null | undefined }) {
  const format = useFormat();
  if (ms === null || ms === undefined) return <Absent />;
  return (
    <span className="figures" title={format.exact(ms, 'ms')}>
      {format.duration(ms)}
    </span>
  );
}

export function Tokens({ count }: { count: number | null | undefined }) {
  const format = useFormat();
  if (count === null || count === undefined) return <Absent />;
  return (
    <span className="figures" title={format.count(count)}>
      {format.compact(count)}
    </span>
  );
}

interface MoneyProps {
  /** A decimal string, as the API gives it. */
  amount: string | null | undefined;
  currency?: string;
  /** Some or all of it has no price: shown as such, never as 0. */
  priced?: boolean;
  unpricedSpans?: number;
  /** ISO 8601: when what it is of began, where that is not what the page is of. */
  at?: string;
}

export function Money({ at, ...rest }: MoneyProps) {
  return at === undefined ? (
    <Amount {...rest} />
  ) : (
    <AmountsAt at={at}>
      <Amount {...rest} />
    </AmountsAt>
  );
}

function Amount({ amount, currency = 'USD', priced = true, unpricedSpans = 0 }: Omit<MoneyProps, 'at'>) {
  const format = useFormat();
  const t = useTexts(common);
  if (amount === null || amount === undefined) return <Absent />;
  if ((!priced || unpricedSpans > 0) && Number(amount) === 0) {
    return (
      <span className="text-muted" title={t('unpricedHint')}>
        {t('unpriced')}
      </span>
    );
  }
  const partly = unpricedSpans > 0 ? ` + ${unpricedSpans} ${t('unpriced')}` : '';
  return (
    <span className="figures" title={`${format.exactMoney(amount, currency)}${partly}`}>
      {format.money(amount, currency)}
      {partly && <span className="text-muted">+</span>}
    </span>
  );
}

interface WhenProps {
  /** ISO 8601. */
  at: string | null | undefined;
  relative?: boolean;
  /** One of many, each to be told from the next. */
  listed?: boolean;
}

/** A moment: relative or as date and time in sight, in full on hover. */
export function When({ at, relative = true, listed }: WhenProps) {
  const format = useFormat();
  if (!at) return <Absent />;
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={format.fullTime(ms)} className="figures">
      {listed ? format.listTime(ms) : relative ? format.relative(ms) : format.dateTime(ms)}
    </time>
  );
}

export const Absent = () => <span className="text-faint">–</span>;
