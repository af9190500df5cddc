import type { sharedAnswersSchema } from '@pharos/core/api/dashboards';
import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import { questionOf, type View } from '@pharos/core/dashboards/widget-question';
import { type Answer, type Question, questionSchema } from '@pharos/core/question';
import type { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { toApiError } from '../../http/error-reply.ts';

/** Asked at the same time, so that one page does not keep the store from all others. */
const AT_ONCE = 4;

export type WidgetAnswer = z.infer<typeof sharedAnswersSchema>['data'][number];

/**
 * Answers for the named widgets of a document, in the order in which they are named. What they ask is made of the
 * document alone. One that is unknown, or cannot be answered, fails by itself.
 */
export async function answerWidgets(
  document: Dashboard,
  view: View,
  names: readonly string[],
  ask: (question: Question) => Promise<Answer>,
  onError: (error: unknown) => void,
): Promise<WidgetAnswer[]> {
  const widgets = new Map(document.tabs.flatMap((tab) => tab.widgets).map((widget) => [widget.id, widget]));
  const answerOf = async (name: string): Promise<WidgetAnswer> => {
    try {
      const widget = widgets.get(name);
      if (widget?.kind !== 'chart')
        throw new ApiError('not_found', { message: 'There is no such chart on this dashboard.' });
      const question = questionSchema.safeParse(questionOf(widget, view));
      if (!question.success)
        throw new ApiError('invalid_request', { message: 'This chart asks what cannot be answered.' });
      return { widget: name, answer: await ask(question.data) };
    } catch (error) {
      const { code, message } = toApiError(error);
      if (code === 'internal') onError(error);
      return { widget: name, error: { code, message } };
    }
  };
  const wanted = [...new Set(names)];
  const answers = new Map<string, WidgetAnswer>();
  const waiting = wanted.values();
  const work = async () => {
    for (const name of waiting) answers.set(name, await answerOf(name));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return wanted.flatMap((name) => answers.get(name) ?? []);
}
