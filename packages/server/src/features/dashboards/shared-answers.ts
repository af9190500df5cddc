import type { sharedAnswersSchema } from '@pharos/core/api/dashboards';
import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import { questionOf, type View } from '@pharos/core/dashboards/widget-question';
import { type Question, questionSchema } from '@pharos/core/question';
import type { z } from 'zod';
import type { Outcome } from '../../answers/page.ts';
import { ApiError } from '../../errors.ts';
import { toApiError } from '../../http/error-reply.ts';

export type WidgetAnswer = z.infer<typeof sharedAnswersSchema>['data'][number];

/**
 * Answers for the named widgets of a document, in the order in which they are named. What they ask is made of the
 * document alone. One that is unknown, or cannot be answered, fails by itself.
 */
export async function answerWidgets(
  document: Dashboard,
  view: View,
  names: readonly string[],
  askAll: (questions: readonly Question[]) => AsyncIterable<Outcome>,
  onError: (error: unknown) => void,
): Promise<WidgetAnswer[]> {
  const widgets = new Map(document.tabs.flatMap((tab) => tab.widgets).map((widget) => [widget.id, widget]));
  const asked: { widget: string; question: Question }[] = [];
  const answers = new Map<string, WidgetAnswer>();
  const fail = (widget: string, error: unknown) => {
    const { code, message } = toApiError(error);
    if (code === 'internal') onError(error);
    answers.set(widget, { widget, error: { code, message } });
  };
  for (const name of new Set(names)) {
    const widget = widgets.get(name);
    if (widget?.kind !== 'chart') {
      fail(name, new ApiError('not_found', { message: 'There is no such chart on this dashboard.' }));
      continue;
    }
    const question = questionSchema.safeParse(questionOf(widget, view));
    if (question.success) asked.push({ widget: name, question: question.data });
    else fail(name, new ApiError('invalid_request', { message: 'This chart asks what cannot be answered.' }));
  }
  for await (const outcome of askAll(asked.map(({ question }) => question))) {
    const widget = asked[outcome.index]?.widget ?? '';
    if ('answer' in outcome) answers.set(widget, { widget, answer: outcome.answer });
    else fail(widget, outcome.error);
  }
  return [...new Set(names)].flatMap((name) => answers.get(name) ?? []);
}
