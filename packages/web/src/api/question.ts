import { type Answer, answerSchema, type QuestionInput } from '@pharos/core/question';
import { keepPreviousData, queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api } from './client.ts';

/** A Question to a project as a query. Old figures stay in sight while new ones load. */
export const questionQuery = (project: string, question: QuestionInput) =>
  queryOptions({
    queryKey: ['question', project, question],
    queryFn: ({ signal }) =>
      api.change(answerSchema, 'POST', '/api/v1/query', { project, body: question, signal }),
    placeholderData: keepPreviousData,
  });

export const useQuestion = (project: string, question: QuestionInput): UseQueryResult<Answer> =>
  useQuery(questionQuery(project, question));
