import type { ForecastRequest, MonthForecast } from '@pharos/core/api/usage';
import { type Answer, type Question, questionSchema } from '@pharos/core/question';
import { monthForecast, monthHistory } from '@pharos/core/series/month';

/** What a metric will be at the end of the month that a moment is in. */
export async function findForecast(
  ask: (question: Question) => Promise<Answer>,
  { metric, filters, search, timeZone }: ForecastRequest,
  nowMs: number,
): Promise<MonthForecast> {
  const question = questionSchema.parse({
    ...{ metrics: [metric], filters, search },
    ...monthHistory(nowMs, timeZone),
  });
  return monthForecast(await ask(question), metric, { nowMs, timeZone });
}
