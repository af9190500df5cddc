import type { ErrorGroup } from '@pharos/core/api/errors';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { freshErrorsQuery } from '../../../api/errors.ts';
import { ErrorStateBadge } from '../../../components/errors/ErrorStateBadge.tsx';
import { ErrorText } from '../../../components/errors/ErrorText.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { AllLink } from '../AllLink.tsx';
import { overview } from '../messages.ts';
import { HEIGHT, SHOWN, type WhereProps } from './rows.ts';

/** What came back though it was resolved comes first, then what happens most often. */
const byWeight = (a: ErrorGroup, b: ErrorGroup): number =>
  Number(b.state === 'regressed') - Number(a.state === 'regressed') || b.count - a.count;

/** Errors that are new or came back, each once. */
export function FreshErrors({ range }: Pick<WhereProps, 'range'>) {
  const t = useTexts(overview);
  const project = useProject();
  const { search } = range.time;
  const query = useQuery(freshErrorsQuery(project, range.whole));
  return (
    <QueryPanel
      title={t('fresh')}
      note={t('byCount')}
      query={query}
      height={HEIGHT}
      skeleton="rows"
      actions={
        <AllLink
          of={t('fresh')}
          link={{ to: '/p/$project/errors', params: { project }, search: { ...search, order: 'lastSeen' } }}
        >
          {t('all')}
        </AllLink>
      }
    >
      {(errors) =>
        errors.length === 0 ? (
          <p className="py-3 text-sm text-muted">{t('noFresh')}</p>
        ) : (
          <ul aria-label={t('fresh')} className="divide-y">
            {errors
              .toSorted(byWeight)
              .slice(0, SHOWN)
              .map((error) => (
                <li key={error.group}>
                  <Row error={error} range={range} />
                </li>
              ))}
          </ul>
        )
      }
    </QueryPanel>
  );
}

function Row({ error, range }: { error: ErrorGroup } & Pick<WhereProps, 'range'>) {
  const format = useFormat();
  const project = useProject();
  const { group, state, message, place, count } = error;
  return (
    <Link
      to="/p/$project/traces"
      params={{ project }}
      search={{ ...range.time.search, filter: `errorGroup:${group}` }}
      title={[place, message].filter(Boolean).join(': ')}
      className="flex h-8 items-center gap-2 text-sm hover:bg-hover"
    >
      <span className="shrink-0">
        <ErrorStateBadge state={state} />
      </span>
      <span dir="auto" className="min-w-0 flex-1 truncate">
        <ErrorText {...error} />
      </span>
      <span className="figures shrink-0">{format.compact(count)}</span>
    </Link>
  );
}
