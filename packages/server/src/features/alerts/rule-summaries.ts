import { alertStateOf, type Standing } from '@pharos/core/alerts/standing';
import type { RuleSummary } from '@pharos/core/api/alerts';
import { sql } from 'kysely';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

interface Counted extends Partial<Pick<Standing, 'phase' | 'cause'>> {
  ruleId: string;
  evaluatedAt: Date | null;
  error: string | null;
  count: number;
}

/** How all rules of a project stand, in order of making; their groups are counted where they are stored. */
export async function ruleSummaries(records: Records, project: ProjectScope): Promise<RuleSummary[]> {
  const { rows } = await sql<Counted>`
    select rule.id as rule_id, standing.evaluated_at, standing.error,
      each.value ->> 'phase' as phase, each.value ->> 'cause' as cause, count(each.key)::int as count
    from alert_documents rule
      left join alert_standings standing on standing.rule_id = rule.id
      left join lateral json_each(standing.standings) each on true
    where rule.project_id = ${project} and rule.kind = 'rule'
    group by rule.id, standing.rule_id, phase, cause
    order by rule.created_at, rule.id`.execute(records);
  const summaries = new Map<string, RuleSummary>();
  for (const { ruleId, evaluatedAt, error, phase, cause, count } of rows) {
    const summary = summaries.get(ruleId) ?? {
      ...{ ruleId, evaluatedAt: evaluatedAt?.toISOString() ?? null, error, groups: {} },
    };
    summaries.set(ruleId, summary);
    if (!phase || !cause) continue;
    const state = alertStateOf({ phase, cause });
    summary.groups[state] = (summary.groups[state] ?? 0) + count;
  }
  return [...summaries.values()];
}
