import type { Effects, Movers } from '@pharos/core/api/usage';
import { useTexts } from '../../i18n/i18n.ts';
import { cx } from '../cx.ts';
import { moverWords } from './texts.ts';
import { type MovedMeasure, useSigned } from './use-signed.ts';

const CAUSES = [
  { name: 'volume', up: 'volumeUp', down: 'volumeDown' },
  { name: 'tokensPerRequest', up: 'tokensPerRequestUp', down: 'tokensPerRequestDown' },
  { name: 'pricePerToken', up: 'pricePerTokenUp', down: 'pricePerTokenDown' },
] as const satisfies readonly { name: keyof Effects; up: string; down: string }[];

interface WhyProps {
  total: Movers['total'];
  measure: MovedMeasure;
  period: string;
  className?: string;
}

/** Why all of it changed, in words: the causes that matter. */
export function Why({ total, measure, period, className }: WhyProps) {
  const t = useTexts(moverWords);
  const signed = useSigned(measure);
  const least = Math.abs(total.change) * 0.005;
  const causes = CAUSES.map(({ name, up, down }) => ({
    name: total.effects[name] > 0 ? up : down,
    value: total.effects[name],
  }))
    .filter(({ value }) => Math.abs(value) > least)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .map(({ name, value }) => `${t(name)} ${signed(value)}`)
    .join(' · ');
  return (
    <p className={cx('text-xs text-muted', className)} title={causes}>
      <span className="text-soft">{t('changedBy', { change: signed(total.change), period })}</span> {causes}
    </p>
  );
}
