import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import type { Edit } from './edits.ts';

/** A dashboard as it is edited: what it was before, and what it was before steps were taken back. */
export interface History {
  past: readonly Dashboard[];
  present: Dashboard;
  future: readonly Dashboard[];
  /** What the last step was about. */
  about: string | undefined;
}

export type Step =
  /** Steps about the same thing, one after another, are one: a title as it is typed. */
  { do: 'edit'; edit: Edit; about?: string } | { do: 'undo' } | { do: 'redo' };

/** So many steps can be taken back. */
export const MOST_STEPS = 100;

export const begin = (document: Dashboard): History => ({
  past: [],
  present: document,
  future: [],
  about: undefined,
});

function edited(history: History, edit: Edit, about: string | undefined): History {
  const present = edit(history.present);
  if (present === history.present) return history;
  const goesOn = about !== undefined && about === history.about && history.future.length === 0;
  const past = goesOn ? history.past : [...history.past, history.present].slice(-MOST_STEPS);
  return { past, present, future: [], about };
}

/** The history after a step; the very same one when there is nothing to change, to undo or to redo. */
export function stepped(history: History, step: Step): History {
  const { past, present, future } = history;
  if (step.do === 'edit') return edited(history, step.edit, step.about);
  const to = step.do === 'undo' ? past.at(-1) : future[0];
  if (to === undefined) return history;
  return step.do === 'undo'
    ? { past: past.slice(0, -1), present: to, future: [present, ...future], about: undefined }
    : { past: [...past, present], present: to, future: future.slice(1), about: undefined };
}
