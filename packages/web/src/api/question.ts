import type { Answer, QuestionInput } from '@pharos/core/question';
import type { Drawn } from '@pharos/core/refresh';
import { keepPreviousData, queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { freshAnswer } from './fresh-answer.ts';

/**
 * A Question to a project as a query. Old figures stay in sight while new ones load. Who draws nothing but its buckets
 * says so: then more often only those are asked that have changed. Totals that do not add up are null then.
 */
export const questionQuery = (project: string, question: QuestionInput, drawn: Drawn = 'totals') =>
  queryOptions({
    queryKey: ['question', project, question, drawn],
    queryFn: ({ signal }) => freshAnswer(project, question, drawn, signal),
    placeholderData: keepPreviousData,
  });

export const useQuestion = (project: string, question: QuestionInput): UseQueryResult<Answer> =>
  useQuery(questionQuery(project, question));
