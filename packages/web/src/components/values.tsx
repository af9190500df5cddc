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

interface TokensProps {
  count: number | null | undefined;
  /** How many of them are a guess. */
  estimated?: number;
}

export function Tokens({ count, estimated = 0 }: TokensProps) {
  const format = useFormat();
  const share = useEstimatedShare(count ?? 0, estimated);
  if (count === null || count === undefined) return <Absent />;
  return (
    <span className="figures" title={share ? `${format.count(count)} · ${share}` : format.count(count)}>
      {share && <Estimated hint={share} />}
      {format.compact(count)}
    </span>
  );
}

/** The mark before a figure that is, or has in it, a guess. */
function Estimated({ hint }: { hint: string }) {
  return (
    <abbr title={hint} aria-label={hint} className="text-muted no-underline">
      ≈
    </abbr>
  );
}

/** Says how much of the tokens is a guess; undefined when nothing is. */
function useEstimatedShare(tokens: number, estimated: number): string | undefined {
  const format = useFormat();
  const t = useTexts(common);
  if (estimated === 0 || tokens === 0) return undefined;
  return t('estimatedShare', { share: format.percent(estimated / tokens) });
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
  /** The tokens behind it, and how many of them are a guess. */
  of?: { tokens: number; estimated: number } | undefined;
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

function Amount({ amount, currency = 'USD', priced = true, unpricedSpans = 0, of }: Omit<MoneyProps, 'at'>) {
  const format = useFormat();
  const t = useTexts(common);
  const share = useEstimatedShare(of?.tokens ?? 0, of?.estimated ?? 0);
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
    <span
      className="figures"
      title={`${format.exactMoney(amount, currency)}${partly}${share ? ` · ${share}` : ''}`}
    >
      {share && Number(amount) > 0 && <Estimated hint={share} />}
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
