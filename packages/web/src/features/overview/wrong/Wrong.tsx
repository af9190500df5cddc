import { Link } from '@tanstack/react-router';
import { Dot } from '../../../components/Badge.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import type { Look } from './look.ts';
import { Troubles } from './Troubles.tsx';
import { wrongTexts } from './texts.ts';
import { useAgents } from './use-agents.tsx';
import { useIncidents } from './use-incidents.tsx';
import { useQuotas } from './use-quotas.tsx';

const isUnknown = ({ troubles, error }: Look) => troubles === undefined && error === null;
/** It is told at length: something is wrong, or it could not be looked at. */
const isTold = ({ troubles, error }: Look) => (troubles === undefined ? error !== null : troubles.length > 0);

/** Whether anything is wrong: what is, and in one line what was looked at and is well. */
export function Wrong() {
  const t = useTexts(wrongTexts);
  const project = useProject();
  const incidents = useIncidents(project);
  const others = [useAgents(project), useQuotas(project)];
  const looks = [incidents, ...others];
  const told = others.filter(isTold);
  const columns = isTold(incidents) ? [[incidents], told] : told.map((look) => [look]);
  const shown = columns.filter(({ length }) => length > 0);
  return (
    <section aria-label={t('title')} className="flex flex-col gap-2">
      {shown.length > 0 && (
        <div className="grid grid-cols-1 gap-x-8 gap-y-3 xl:auto-cols-fr xl:grid-flow-col">
          {shown.map((column) => (
            <div key={column[0]?.title} className="flex min-w-0 flex-col gap-2">
              {column.map((look) => (
                <Troubles key={look.title} look={look} />
              ))}
            </div>
          ))}
        </div>
      )}
      <WellLine looks={looks.filter((look) => !isTold(look))} isAll={shown.length === 0} />
    </section>
  );
}

/** What is well, each leading to its list; in place of what is not known yet, its shape. */
function WellLine({ looks, isAll }: { looks: readonly Look[]; isAll: boolean }) {
  const t = useTexts(wrongTexts);
  const c = useTexts(common);
  const waits = looks.some(isUnknown);
  const shown = looks.filter((look) => isUnknown(look) || look.well !== undefined);
  if (shown.length === 0) return null;
  return (
    <p className="flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1 text-sm" aria-busy={waits}>
      {waits ? (
        <span role="status" aria-label={c('loading')}>
          <Skeleton className="h-4 w-24" />
        </span>
      ) : (
        <span className="flex items-center gap-1.5 font-medium text-good">
          <Dot tone="good" />
          {t(isAll ? 'allWell' : 'butWell')}
        </span>
      )}
      {shown.map((look) =>
        isUnknown(look) ? (
          <Skeleton key={look.title} className="h-4 w-36" />
        ) : (
          <Link key={look.title} {...look.list} className="text-soft hover:text-accent hover:underline">
            {look.well}
          </Link>
        ),
      )}
    </p>
  );
}
