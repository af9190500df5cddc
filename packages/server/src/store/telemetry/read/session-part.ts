import { isoFromNs } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import type { Counted, SessionPartQuery, SessionStart } from '../paged-contract.ts';
import { rangeAsked } from './range-asked.ts';
import { all, integer, rowsOf, run, type Sql, sql, texts, trusted, within } from './sql.ts';

const OPTIONS = { timeoutMs: 20_000 };

interface Row {
  id: string;
  startNs: string;
  anyEnvironment: string;
}

/** Sessions by when they began; older versions of a span say nothing else of that. */
export async function sessionPart(
  engine: Queries,
  scope: ProjectScope,
  query: SessionPartQuery,
): Promise<Counted<SessionStart>> {
  const { limit, offset = 0, order = 'desc', environments } = query;
  const having = [within(trusted('min(start_time)'), rangeAsked(query))];
  if (environments) having.push(sql`countIf(environment IN ${texts(environments)}) > 0`);
  const from: Sql = sql`${rowsOf(scope, 'spans', sql`session_id != ''`)} GROUP BY session_id HAVING ${all(having)}`;
  const direction = trusted(order === 'asc' ? 'ASC' : 'DESC');
  const [rows, [count]] = await Promise.all([
    run<Row>(
      engine,
      sql`SELECT session_id AS id, toUnixTimestamp64Nano(min(start_time)) AS startNs,
argMinIf(environment, start_time, environment != '') AS anyEnvironment
FROM ${from} ORDER BY startNs ${direction}, id ${direction} LIMIT ${integer(limit)} OFFSET ${integer(offset)}`,
      OPTIONS,
    ),
    run<{ total: string }>(
      engine,
      sql`SELECT count() AS total FROM (SELECT session_id FROM ${from})`,
      OPTIONS,
    ),
  ]);
  return {
    data: rows.map(({ id, startNs, anyEnvironment }) => ({
      sessionId: id,
      startTime: isoFromNs(BigInt(startNs)),
      environment: anyEnvironment || null,
    })),
    total: Number(count?.total ?? 0),
  };
}
