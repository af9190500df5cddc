import { z } from 'zod';
import type { Client } from '../../http.ts';
import type { List } from '../../transfer/list.ts';
import { chosen } from '../projects.ts';
import { read } from '../read.ts';
import { rows, textIn } from '../rows.ts';
import type { Scope, System } from '../system.ts';
import { feedback, runs, SELECT } from './runs.ts';

/** A project of a LangSmith, which its API calls a session. */
interface Project {
  id: string;
  name: string;
}

const PAGE = 100;
const projectsSchema = z.array(z.object({ id: z.string(), name: z.string() }));
const runsPage = z.object({
  runs: rows,
  cursors: z.object({ next: z.string().nullish() }).nullish(),
});

async function projectsOf(source: Client): Promise<Project[]> {
  const found: Project[] = [];
  for (;;) {
    const query = { limit: PAGE, offset: found.length };
    const page = await read(source, { path: '/sessions', query }, projectsSchema);
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

/** A moment without a zone is of UTC here. */
const msOf = (text: string): number =>
  Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`);

const runsList = (source: Client, project: Project, { since, until, untilGiven }: Scope): List => ({
  name: `${project.name}: runs`,
  async page(cursor) {
    const body = {
      session: [project.id],
      limit: PAGE,
      select: SELECT,
      // Some servers have a first day of their own where none is named.
      start_time: since ?? '1970-01-01T00:00:00Z',
      ...(untilGiven && { filter: `lt(start_time, "${until}")` }),
      cursor,
    };
    const page = await read(source, { method: 'POST', path: '/runs/query', body }, runsPage);
    const wanted = page.runs.filter((run) => !(msOf(textIn(run, 'start_time')) >= Date.parse(until)));
    return { loads: [runs(wanted, project.name)], next: page.cursors?.next ?? undefined };
  },
});

const feedbackList = (source: Client, project: Project, { since, until }: Scope): List => ({
  name: `${project.name}: feedback`,
  async page(position = '0') {
    const offset = Number(position);
    const query = {
      session: project.id,
      limit: PAGE,
      offset,
      min_created_at: since,
      max_created_at: until,
    };
    const page = await read(source, { path: '/feedback', query }, rows);
    return {
      loads: [feedback(page)],
      next: page.length < PAGE ? undefined : String(offset + page.length),
    };
  },
});

export const langsmith: System = {
  title: 'LangSmith',
  url: { env: ['LANGSMITH_ENDPOINT', 'LANGCHAIN_ENDPOINT'], usual: 'https://api.smith.langchain.com' },
  key: { env: ['LANGSMITH_API_KEY'], advice: 'Make one under Settings → API keys.' },
  hasProjects: true,
  headers: (key) => ({ 'x-api-key': key }),
  async lists(source, scope) {
    const projects = chosen(await projectsOf(source), scope.projects);
    return projects.flatMap((project) => [
      runsList(source, project, scope),
      feedbackList(source, project, scope),
    ]);
  },
  load(row, project) {
    if (typeof row.id !== 'string') return undefined;
    if (typeof row.key === 'string' && 'run_id' in row) return [feedback([row])];
    return 'run_type' in row ? [runs([row], project)] : undefined;
  },
};
