import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useRef } from 'react';
import { type Run, sqlQuery, sqlSchemaQuery } from '../../api/sql.ts';
import { suggestQuery } from '../../api/telemetry.ts';
import { useLanguage, useTexts } from '../../i18n/i18n.ts';
import { FirstSpan } from '../../onboarding/FirstSpan.tsx';
import { useShortcuts } from '../../shortcuts.ts';
import { useProject } from '../../use-project.ts';
import type { EditorHandle } from './editor/handle.ts';
import { PlainEditor } from './editor/PlainEditor.tsx';
import { offsetOf, placeOf } from './problem.ts';
import { Result } from './Result.tsx';
import { SchemaPanel } from './SchemaPanel.tsx';
import { Toolbar } from './Toolbar.tsx';
import { sqlTexts } from './texts.ts';
import { useStatement } from './use-statement.ts';
import { FIELD_OF } from './where-at.ts';

const SqlEditor = lazy(() =>
  import('./editor/SqlEditor.tsx').then((module) => ({ default: module.SqlEditor })),
);

/** SQL for experts: a statement, its answer, and what it may name. */
export function SqlPage() {
  return (
    <FirstSpan>
      <Workbench />
    </FirstSpan>
  );
}

/** Stands for a run while nothing was run. */
const NO_RUN: Run = { sql: '', limit: 1, nth: 0 };

function Workbench() {
  const t = useTexts(sqlTexts);
  const language = useLanguage();
  const project = useProject();
  const client = useQueryClient();
  const statement = useStatement(project);
  const { draft, run } = statement;
  const editor = useRef<EditorHandle>(null);
  const { data: schema } = useQuery(sqlSchemaQuery(project));
  const asked = sqlQuery(project, run ?? NO_RUN);
  const query = useQuery({ ...asked, enabled: run !== undefined });
  const start = () => statement.start(draft);
  useShortcuts([{ keys: 'mod+Enter', label: t('runHint'), run: start }]);

  const place = placeOf(query.error);
  const problemAt = place && run?.sql === draft ? offsetOf(draft, place) : undefined;
  const offered = useMemo(() => {
    const suggest = async (field: string, text: string) =>
      (await client.fetchQuery(suggestQuery(project, field, text, { from: '', to: '' }))).map(
        ({ value }) => value,
      );
    return {
      keys: (text: string) => suggest('attr.', text),
      values: async (column: string, text: string) => {
        const field = FIELD_OF[column];
        return field === undefined ? [] : suggest(field, text);
      },
    };
  }, [client, project]);
  const props = {
    ...offered,
    ...{ schema, language, problemAt },
    label: t('statement'),
    value: draft,
    onChange: statement.write,
    onRun: start,
    ref: editor,
  };

  return (
    <div className="flex h-full min-h-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="h-44 shrink-0 border-b bg-raised focus-within:shadow-[inset_0_0_0_1px_var(--accent)] sm:h-52">
          <Suspense fallback={<PlainEditor {...props} />}>
            <SqlEditor {...props} />
          </Suspense>
        </div>
        <Toolbar
          statement={statement}
          schema={schema}
          onInsert={(text) => editor.current?.insert(text)}
          running={query.isFetching}
          onStart={start}
          onStop={() => void client.cancelQueries({ queryKey: asked.queryKey })}
        />
        <Result
          statement={statement}
          query={query}
          onProblem={problemAt === undefined ? undefined : () => editor.current?.goTo(problemAt)}
        />
      </div>
      <aside
        aria-label={t('tables')}
        className="scroll-thin hidden w-72 shrink-0 overflow-auto border-l p-3 xl:block"
      >
        <SchemaPanel schema={schema} onInsert={(text) => editor.current?.insert(text)} />
      </aside>
    </div>
  );
}
