import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { unitOfWatch } from '@pharos/core/incidents/incident';
import { useQuery } from '@tanstack/react-query';
import { ruleStandingQuery } from '../../../api/rules.ts';
import { QueryPanel } from '../../../components/Panel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { ruleFormTexts } from './form-texts.ts';
import { STATES, StandingBadge } from './Stands.tsx';
import { useGroupName } from './use-group-name.ts';

const SHOWN = 30;

/** How the groups of a rule stood when it was looked at last, the worst first. */
export function RuleStanding({
  project,
  rule: { id, watch },
}: {
  project: string;
  rule: StoredAlertDocument<'rule'>;
}) {
  const t = useTexts(ruleFormTexts);
  const format = useFormat();
  const name = useGroupName(watch);
  const query = useQuery(ruleStandingQuery(project, id));
  const unit = unitOfWatch(watch);
  return (
    <QueryPanel title={t('now')} query={query} height={80} skeleton="rows">
      {({ evaluatedAt, error, groups }) => (
        <>
          {error !== null && (
            <p role="alert" className="text-sm text-bad">
              {t('nowFailed', { error })}
            </p>
          )}
          <p className="pb-1 text-xs text-muted">
            {evaluatedAt === null
              ? t('nowNone')
              : t('nowAt', { time: format.dateTime(Date.parse(evaluatedAt)) })}
          </p>
          {groups.length > 0 && (
            <ul aria-label={t('now')} className="divide-y border-y text-sm">
              {groups
                .toSorted((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state))
                .slice(0, SHOWN)
                .map(({ group, state, value }) => (
                  <li key={group.join('\0')} className="flex items-center gap-3 py-1.5">
                    <StandingBadge state={state} />
                    <span className="min-w-0 flex-1 truncate">{name(group)}</span>
                    {value !== null && <span className="figures">{format.unit(value, unit)}</span>}
                  </li>
                ))}
            </ul>
          )}
        </>
      )}
    </QueryPanel>
  );
}
