import type { StoredDashboard } from '@pharos/core/api/dashboards';
import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import { compact, inReadingOrder } from '@pharos/core/dashboards/grid';
import { useCallback, useEffect, useMemo, useReducer, useState } from 'react';
import { useProject } from '../../../use-project.ts';
import { dropDraft, keepDraft, readDraft } from './draft.ts';
import type { Edit } from './edits.ts';
import { begin, type History, stepped } from './history.ts';

/** As the editor shows it: without gaps, in reading order. */
const settled = (document: Dashboard): Dashboard => ({
  ...document,
  tabs: document.tabs.map((tab) => ({ ...tab, widgets: inReadingOrder(compact(tab.widgets)) })),
});

function start(stored: Dashboard, draft: Dashboard | undefined): History {
  const history = begin(stored);
  return draft ? stepped(history, { do: 'edit', edit: () => draft }) : history;
}

export interface Editor {
  document: Dashboard;
  /** The version that the changes are made to. */
  version: number;
  /** Something is not saved. */
  dirty: boolean;
  canUndo: boolean;
  canRedo: boolean;
  /** Changes about the same thing, one after another, are undone as one. */
  change: (edit: Edit, about?: string) => void;
  undo: () => void;
  redo: () => void;
  /** What is shown was stored as this version. */
  saved: (version: number) => void;
  /** Goes on from what is stored; all changes are given up, though not beyond undoing. */
  adopt: (stored: StoredDashboard) => void;
  /** When the changes were made that an earlier visit left unsaved; undefined when there were none. */
  restoredFrom: string | undefined;
}

/** A dashboard as it is changed. Unsaved changes are kept in this browser until they are saved or given up. */
export function useEditor(stored: StoredDashboard): Editor {
  const project = useProject();
  const { id } = stored;
  const [draft] = useState(() => readDraft(project, id));
  const [base, setBase] = useState(() => ({
    version: draft?.version ?? stored.version,
    document: settled(stored.document),
  }));
  const [history, step] = useReducer(stepped, draft?.document, (kept) => start(base.document, kept));
  const [restoredFrom, setRestoredFrom] = useState(draft?.at);
  const document = history.present;
  const dirty = document !== base.document;
  useEffect(() => {
    if (dirty) keepDraft(project, id, base.version, document);
    else dropDraft(project, id);
  }, [dirty, project, id, base.version, document]);
  const change = useCallback(
    (edit: Edit, about?: string) => step({ do: 'edit', edit, ...(about === undefined ? {} : { about }) }),
    [],
  );
  return useMemo(
    () => ({
      document,
      version: base.version,
      dirty,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      change,
      undo: () => step({ do: 'undo' }),
      redo: () => step({ do: 'redo' }),
      saved: (version) => {
        setBase({ version, document });
        setRestoredFrom(undefined);
      },
      adopt: (next) => {
        const adopted = settled(next.document);
        setBase({ version: next.version, document: adopted });
        step({ do: 'edit', edit: () => adopted });
        setRestoredFrom(undefined);
      },
      restoredFrom,
    }),
    [document, base.version, dirty, history, change, restoredFrom],
  );
}
