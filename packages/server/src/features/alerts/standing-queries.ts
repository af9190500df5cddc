import type { Rule, RuleInput } from '@pharos/core/alerts/rule';
import type { Standing } from '@pharos/core/alerts/standing';
import { sql } from 'kysely';
import type { Records } from '../../store/records/tables.ts';
import { type ProjectScope, scopeTo } from '../../store/scope.ts';

/** A rule that is to be evaluated, and how its groups stand. */
export interface DueRule {
  rule: Rule;
  project: ProjectScope;
  standings: ReadonlyMap<string, Standing>;
  evaluatedAtMs: number | undefined;
}

/** Gives rules that are new a standing, due at once. */
export async function beginRules(records: Records, now: Date): Promise<void> {
  await records
    .insertInto('alertStandings')
    .columns(['ruleId', 'standings', 'dueAt'])
    .expression((from) =>
      from
        .selectFrom('alertDocuments')
        .select(({ val }) => ['id', sql<string>`'{}'::json`.as('standings'), val(now).as('dueAt')])
        .where('kind', '=', 'rule')
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('alertStandings').select('ruleId').whereRef('ruleId', '=', 'alertDocuments.id'),
            ),
          ),
        ),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes rules that are due, until a time in which nobody else does; those that are off are put off. */
export async function takeDueRules(
  records: Records,
  { now, leasedUntil, most }: { now: Date; leasedUntil: Date; most: number },
): Promise<DueRule[]> {
  const taken = await records
    .updateTable('alertStandings')
    .set({ leasedUntil })
    .where(
      'ruleId',
      'in',
      records
        .selectFrom('alertStandings')
        .select('ruleId')
        .where('dueAt', '<=', now)
        .where(({ eb, or }) => or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', now)]))
        .orderBy('dueAt')
        .limit(most)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['ruleId', 'standings', 'evaluatedAt'])
    .execute();
  if (taken.length === 0) return [];
  const rules = await records
    .selectFrom('alertDocuments')
    .select(['id', 'projectId', 'definition'])
    .where(
      'id',
      'in',
      taken.map(({ ruleId }) => ruleId),
    )
    .execute();
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return taken.flatMap(({ ruleId, standings, evaluatedAt }) => {
    const row = byId.get(ruleId);
    if (row === undefined) return [];
    return {
      // It was checked when it was written.
      rule: { ...(row.definition as RuleInput), id: row.id },
      project: scopeTo(row.projectId),
      standings: new Map(Object.entries(standings)),
      evaluatedAtMs: evaluatedAt?.getTime(),
    };
  });
}

/** What an evaluation came to. */
export interface Evaluated {
  ruleId: string;
  standings: ReadonlyMap<string, Standing>;
  /** Undefined: it failed, and the standings are as they were. */
  atMs: number | undefined;
  dueAtMs: number;
  error: string | null;
  dropped: number;
}

/**
 * Notes evaluations, and that nobody evaluates these rules now; of which rules it did. Where another process has meanwhile evaluated
 * a later moment, its word stands.
 */
export async function noteEvaluations(
  tx: Records,
  evaluated: readonly Evaluated[],
): Promise<ReadonlySet<string>> {
  if (evaluated.length === 0) return new Set();
  const rows = evaluated.map(({ ruleId, standings, atMs, dueAtMs, error, dropped }) => ({
    ...{ rule_id: ruleId, error, dropped, standings: Object.fromEntries(standings) },
    evaluated_at: atMs === undefined ? null : new Date(atMs).toISOString(),
    due_at: new Date(dueAtMs).toISOString(),
  }));
  const noted = await sql<{ ruleId: string }>`update alert_standings as s set
      standings = e.standings,
      evaluated_at = coalesce(e.evaluated_at, s.evaluated_at),
      due_at = e.due_at,
      leased_until = null,
      error = e.error,
      dropped = s.dropped + e.dropped
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as e(rule_id text, standings json, evaluated_at timestamptz, due_at timestamptz, error text, dropped integer)
    where s.rule_id = e.rule_id and (s.evaluated_at <= e.evaluated_at) is not false
    returning s.rule_id`.execute(tx);
  return new Set(noted.rows.map(({ ruleId }) => ruleId));
}
