import { type ChartWidget, widgetSchema } from '@pharos/core/dashboards/dashboard';
import { markNamed, marksFor } from '@pharos/core/dashboards/marks';
import { questionOf, type View } from '@pharos/core/dashboards/widget-question';
import { questionSchema } from '@pharos/core/question';
import { useState } from 'react';
import { chooseMark } from '../../../../widgets/asking/choose-mark.ts';
import { titleFor } from '../../../../widgets/asking/title.ts';
import { replaceWidget } from '../edits.ts';
import type { Editor } from '../use-editor.ts';

/** Why a chart cannot be shown: nothing can draw it, or nobody can answer it. */
export type ChartProblem = { type: 'metrics' } | { type: 'asked'; message: string };

const hasAll = (text: ChartWidget['title'], other: ChartWidget['title']): boolean =>
  JSON.stringify(text) === JSON.stringify(other);

/** A chart after a change, with what follows from it: a mark that can draw it, a title that says what it asks. */
export function withChange(widget: ChartWidget, change: Partial<ChartWidget>): ChartWidget {
  const next = { ...widget, ...change };
  const mark = change.mark ?? chooseMark(next, next.mark);
  const { groups } = markNamed(mark);
  const named = change.title === undefined && hasAll(widget.title, titleFor(widget));
  return {
    ...next,
    mark,
    title: named ? titleFor(next) : next.title,
    ...(next.limit === undefined ? {} : { limit: Math.min(next.limit, groups) }),
  };
}

/** What keeps a chart from being shown; undefined when nothing does. */
export function problemOf(widget: ChartWidget, view: View): ChartProblem | undefined {
  if (marksFor(widget).length === 0) return { type: 'metrics' };
  const drawn = widgetSchema.safeParse(widget);
  const asked = drawn.success ? questionSchema.safeParse(questionOf(widget, view)) : drawn;
  const issue = asked.error?.issues[0];
  return issue && { type: 'asked', message: issue.message };
}

/** A chart as it is put together. What cannot be shown yet waits here; the dashboard keeps the last that can. */
export function useChartDraft(editor: Editor, widget: ChartWidget, view: View) {
  const [waiting, setWaiting] = useState<{ base: ChartWidget; draft: ChartWidget }>();
  // Whatever changes the widget itself, such as undo, goes before what waits.
  const draft = waiting?.base === widget ? waiting.draft : widget;
  const change = (part: Partial<ChartWidget>, about?: string) => {
    const next = withChange(draft, part);
    if (problemOf(next, view) !== undefined) setWaiting({ base: widget, draft: next });
    else {
      setWaiting(undefined);
      editor.change(replaceWidget(next), about && `${about} ${widget.id}`);
    }
  };
  return { draft, change, problem: draft === widget ? undefined : problemOf(draft, view) };
}
