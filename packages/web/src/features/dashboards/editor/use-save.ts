import { type Dashboard, dashboardSchema, type Widget } from '@pharos/core/dashboards/dashboard';
import { useState } from 'react';
import { z } from 'zod';
import { dashboardChanges, useDashboardChange } from '../../../api/dashboards.ts';
import { ApiFailure } from '../../../api/failure.ts';
import { toast } from '../../../components/Toast.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { titleFor } from '../../../widgets/asking/title.ts';
import { editorTexts } from './texts.ts';
import type { Editor } from './use-editor.ts';

/** How the server says that another version was stored in between. */
const conflictDetails = z.object({ version: z.number(), updatedBy: z.string().nullable() });

const isConflict = (error: unknown): boolean =>
  error instanceof ApiFailure && error.status === 409 && conflictDetails.safeParse(error.details).success;

const titled = (widget: Widget): Widget =>
  widget.kind === 'chart' && widget.title === '' ? { ...widget, title: titleFor(widget) } : widget;

/** A chart that its author gave no title is called by what it asks. */
const withTitles = (document: Dashboard): Dashboard => ({
  ...document,
  tabs: document.tabs.map((tab) => ({ ...tab, widgets: tab.widgets.map(titled) })),
});

/** Stores the document of an editor. What cannot be stored, and what somebody else stored meanwhile, is told apart. */
export function useSave(editor: Editor, id: string, onSaved: () => void) {
  const t = useTexts(editorTexts);
  const [problem, setProblem] = useState<string>();
  const save = useDashboardChange(useProject(), dashboardChanges.save);
  const run = ({ note, version = editor.version }: { note: string; version?: number }) => {
    const checked = dashboardSchema.safeParse(withTitles(editor.document));
    const issue = checked.error?.issues[0];
    setProblem(issue && t('invalid', { path: issue.path.join('.'), problem: issue.message }));
    if (!checked.success) return;
    save.mutate(
      { id, document: checked.data, version, note },
      {
        onSuccess: (next) => {
          editor.saved(next.version);
          toast(t('saved', { version: next.version }));
          onSaved();
        },
      },
    );
  };
  return {
    run,
    busy: save.isPending,
    error: save.error,
    problem,
    conflict: isConflict(save.error),
    reset: () => {
      save.reset();
      setProblem(undefined);
    },
  };
}
