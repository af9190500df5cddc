import type { ApiSpan, ApiTrace, TraceSummary } from '@pharos/core/api/spans';
import type { RunningApp, TestProject } from '../../../server/src/testing/test-server.ts';
import { chunks } from '../systems/rows.ts';

const AT_A_TIME = 10;

interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}

type FullTrace = Omit<ApiTrace, 'spans'> & { spans: ApiSpan[] };

/** All traces of a project in short, newest first. */
async function summaries(server: RunningApp, { headers }: TestProject): Promise<TraceSummary[]> {
  const found: TraceSummary[] = [];
  let cursor: string | null = null;
  do {
    const query = `from=2000-01-01T00:00:00Z&limit=100${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const page: Page<TraceSummary> = await server.get(`/api/v1/traces?${query}`, headers);
    found.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

/** All traces of a project in full, by id, with what is said of them. */
export async function contents(server: RunningApp, project: TestProject): Promise<Record<string, unknown>> {
  const ids = (await summaries(server, project)).map(({ traceId }) => traceId);
  const traces: Record<string, unknown> = {};
  for (const some of chunks(ids.sort(), AT_A_TIME))
    await Promise.all(
      some.map(async (id) => {
        traces[id] = kept(await server.get(`/api/v1/traces/${encodeURIComponent(id)}`, project.headers));
      }),
    );
  return traces;
}

/** The same for many traces: their sums, and their spans without their costs. */
export async function outline(server: RunningApp, project: TestProject) {
  const spans: FullTrace['spans'] = [];
  let cursor: string | null = null;
  do {
    const query = `limit=1000${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const page: { data: FullTrace['spans']; next_cursor: string | null } = await server.get(
      `/v1/projects/default/spans?${query}`,
      project.headers,
    );
    spans.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return { traces: await summaries(server, project), spans: spans.map(withoutRestated) };
}

const withoutRestated = <Span extends Pick<ApiSpan, 'attributes'>>(span: Span): Span => ({
  ...span,
  attributes: Object.fromEntries(Object.entries(span.attributes).filter(([key]) => !RESTATED.has(key))),
});

/** What the APIs of other systems say beside what was sent, of facts that are fields of a span. */
const RESTATED: ReadonlySet<string> = new Set([
  'langfuse.observation.cost_details',
  'input.mime_type',
  'output.mime_type',
  'llm.token_count.total',
  'session.id',
  'user.id',
]);

/** What an import must keep. A cost that the source worked out is a total afterwards. */
const kept = ({ spans, ...rest }: FullTrace): unknown => ({
  ...rest,
  spans: spans.map((span) => ({
    ...withoutRestated(span),
    cost: span.cost && { total: span.cost.total, priced: span.cost.priced },
  })),
});

/** All scores of a project, whatever they are of. */
export async function scoresOf(server: RunningApp, { headers }: TestProject): Promise<unknown[]> {
  const { data } = await server.get<Page<unknown>>(
    '/api/v1/scores?limit=500&from=2000-01-01T00:00:00Z',
    headers,
  );
  return data;
}
