import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { alertDocumentsQuery, useSaveAlertDocument } from '../../../api/alerts.ts';
import { useRole } from '../../../api/me.ts';
import { ruleSummariesQuery } from '../../../api/rules.ts';
import { ErrorLine, ErrorState } from '../../../components/ErrorState.tsx';
import { SeverityBadge } from '../../../components/incidents/SeverityBadge.tsx';
import { Section } from '../../../components/Section.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { useProject } from '../../../use-project.ts';
import { Stands } from './Stands.tsx';
import { Templates } from './Templates.tsx';
import { ruleTexts } from './texts.ts';
import { useRuleWords } from './use-rule-words.ts';

/** What is watched, and what of it fires; templates to begin with. */
export function RulesTab() {
  const t = useTexts(ruleTexts);
  const project = useProject();
  const may = atLeast(useRole(project), 'member');
  const rules = useQuery(alertDocumentsQuery(project, 'rule'));
  const save = useSaveAlertDocument(project, 'rule');
  const turn = (rule: Rule, enabled: boolean) => save.mutate({ id: rule.id, document: { ...rule, enabled } });
  const columns = useColumns(project, may && !save.isPending ? turn : undefined);
  return (
    <>
      <Section
        title={t('rules')}
        hint={may ? t('hint') : t('denied')}
        action={
          may && (
            <Link
              to="/p/$project/alerts/rules/new"
              params={{ project }}
              className="inline-flex h-8 items-center gap-1.5 rounded-md bg-accent px-3 text-sm font-medium whitespace-nowrap text-on-accent hover:bg-accent-hover"
            >
              <Plus className="size-4" aria-hidden />
              {t('new')}
            </Link>
          )
        }
      >
        {rules.isError && !rules.data ? (
          <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
        ) : !rules.data ? (
          <SkeletonRows rows={4} />
        ) : rules.data.length === 0 ? (
          <p className="text-sm text-muted">
            {t('empty')}. {may && t('emptyHint')}
          </p>
        ) : (
          <Table
            label={t('list')}
            columns={columns}
            rows={rules.data}
            rowKey={({ id }) => id}
            rowLink={({ id }) => ({
              to: '/p/$project/alerts/rules/$ruleId',
              params: { project, ruleId: id },
            })}
          />
        )}
        <ErrorLine error={save.error} />
      </Section>
      {may && <Templates project={project} />}
    </>
  );
}

type Rule = StoredAlertDocument<'rule'>;

/** `turn`: turns a rule on or off; undefined where that cannot be done. */
function useColumns(
  project: string,
  turn: ((rule: Rule, enabled: boolean) => void) | undefined,
): Column<Rule>[] {
  const t = useTexts(ruleTexts);
  const words = useRuleWords();
  const summaries = useQuery(ruleSummariesQuery(project)).data;
  return [
    {
      id: 'name',
      header: t('name'),
      cell: (rule) => (
        <span className="block py-1.5">
          <span className="block truncate font-medium">{rule.name}</span>
          <span className="block truncate text-xs text-muted" title={words(rule)}>
            {words(rule)}
          </span>
        </span>
      ),
    },
    {
      id: 'severity',
      header: t('severity'),
      width: '6.5rem',
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    {
      id: 'stands',
      header: t('stands'),
      width: 'clamp(7rem, 22vw, 15rem)',
      cell: ({ id, enabled }) => {
        const summary = summaries?.find(({ ruleId }) => ruleId === id);
        return enabled && summary ? <Stands summary={summary} /> : <Absent />;
      },
    },
    {
      id: 'on',
      header: t('on'),
      width: '3.5rem',
      align: 'right',
      cell: (rule) => (
        <input
          type="checkbox"
          aria-label={t('turn', { name: rule.name })}
          className="size-4 accent-accent"
          disabled={turn === undefined}
          checked={rule.enabled}
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => turn?.(rule, event.target.checked)}
        />
      ),
    },
  ];
}
