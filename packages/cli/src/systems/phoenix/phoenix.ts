import { z } from 'zod';
import type { Client } from '../../http.ts';
import { nextOf } from '../../transfer/next.ts';
import { chosen } from '../projects.ts';
import { isThere, read } from '../read.ts';
import { isRow, textIn } from '../rows.ts';
import type { System } from '../system.ts';
import { annotationBody, annotationsDoor, SUBJECTS } from './annotations.ts';
import { annotationsList, type Project, spansDoor, spansList } from './lists.ts';
import { spanOfExport } from './span.ts';

const projectsPage = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string() })),
  next_cursor: z.string().nullish(),
});

async function projectsOf(source: Client): Promise<Project[]> {
  const found: Project[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(source, { path: '/v1/projects', query: { limit: 100, cursor } }, projectsPage);
    found.push(...page.data);
    cursor = nextOf(cursor, page.next_cursor);
  } while (cursor !== undefined);
  return found;
}

/** Servers before 13.5 and 13.15 list neither sessions nor traces. */
const has = (source: Client, { id }: Project, list: string): Promise<boolean> =>
  isThere(source, `/v1/projects/${encodeURIComponent(id)}/${list}`);

export const phoenix: System = {
  title: 'Phoenix',
  url: {
    env: ['PHOENIX_ENDPOINT', 'PHOENIX_COLLECTOR_ENDPOINT', 'PHOENIX_BASE_URL', 'PHOENIX_HOST'],
    usual: 'http://localhost:6006',
  },
  key: { env: ['PHOENIX_API_KEY'], advice: 'Make one under Settings → API keys.', optional: true },
  hasProjects: true,
  headers: (key) => (key === '' ? {} : { authorization: `Bearer ${key}` }),
  async lists(source, scope) {
    const lists = await Promise.all(
      chosen(await projectsOf(source), scope.projects).map(async (project) => {
        const subjects = ['trace', 'session'] as const;
        const known = await Promise.all(subjects.map((subject) => has(source, project, `${subject}s`)));
        return [
          spansList(source, project, scope),
          ...subjects
            .filter((_, i) => known[i])
            .map((subject) => annotationsList(source, project, subject, scope)),
        ];
      }),
    );
    return lists.flat();
  },
  load(row, project = 'default') {
    if ('annotator_kind' in row) {
      const subject = SUBJECTS.find((each) => textIn(row, `${each}_id`) !== '');
      return (
        subject && [{ kind: 'annotations', door: annotationsDoor(subject), values: [annotationBody(row)] }]
      );
    }
    const isSpan = isRow(row.context) || 'context.span_id' in row;
    return isSpan ? [{ kind: 'spans', door: spansDoor(project), values: [spanOfExport(row)] }] : undefined;
  },
};
