import type { Episode } from '@pharos/core/alerts/replay';
import { unitOfWatch } from '@pharos/core/incidents/incident';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import type { MetricRule } from './backtest.ts';
import { ruleFormTexts } from './form-texts.ts';
import { useGroupName } from './use-group-name.ts';

/** The latest; more are told by their number. */
const TOLD = 8;

interface EpisodesProps {
  rule: MetricRule;
  episodes: readonly Episode[];
  nowMs: number;
}

/** How often and for how long a rule would have fired, and when. */
export function Episodes({ rule, episodes, nowMs }: EpisodesProps) {
  const t = useTexts(ruleFormTexts);
  const format = useFormat();
  const name = useGroupName(rule.watch);
  const lengths = episodes.map(({ firedAtMs, endedAtMs }) => (endedAtMs ?? nowMs) - firedAtMs);
  if (episodes.length === 0) return <p className="text-sm text-muted">{t('never')}</p>;
  const told = {
    count: episodes.length,
    total: format.duration(lengths.reduce((sum, length) => sum + length, 0)),
    longest: format.duration(Math.max(...lengths)),
  };
  const unit = unitOfWatch(rule.watch);
  return (
    <>
      <p aria-live="polite" className="text-sm">
        {t('fired', told)}
      </p>
      <ul aria-label={t('episodes')} className="divide-y border-y text-sm">
        {episodes
          .slice(-TOLD)
          .reverse()
          .map(({ key, firedAtMs, endedAtMs, worst }) => (
            <li key={`${key} ${firedAtMs}`} className="flex flex-wrap gap-x-3 py-1.5">
              <span className="min-w-0 flex-1 truncate">{name(JSON.parse(key) as string[])}</span>
              <span className="figures text-muted">
                {endedAtMs === null
                  ? t('still', { from: format.dateTime(firedAtMs) })
                  : t('episode', {
                      from: format.dateTime(firedAtMs),
                      length: format.duration(endedAtMs - firedAtMs),
                    })}
              </span>
              {worst !== null && (
                <span className="figures">{t('worst', { value: format.unit(worst, unit) })}</span>
              )}
            </li>
          ))}
      </ul>
    </>
  );
}
