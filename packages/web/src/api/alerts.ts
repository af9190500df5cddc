import type { ALERT_DOCUMENTS, AlertDocumentKind } from '@pharos/core/alerts/documents';
import { ALERT_PATHS, type StoredAlertDocument, storedSchema } from '@pharos/core/api/alerts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { askAgain } from './ask-again.ts';
import { api } from './client.ts';

/** A rule, silence, inhibition, policy, schedule or contact as one writes it. */
export type AlertDocumentText<Kind extends AlertDocumentKind> = z.input<
  (typeof ALERT_DOCUMENTS)[Kind]['schema']
>;

const at = (kind: AlertDocumentKind, id?: string) =>
  `/api/v1/alerts/${ALERT_PATHS[kind]}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;
// Its type by kind is more than the compiler follows through an intersection.
const stored = <Kind extends AlertDocumentKind>(kind: Kind) =>
  storedSchema(kind) as unknown as z.ZodType<StoredAlertDocument<Kind>>;

/** The documents of a kind, in order of making. Everything about alerts is under the key `alerts`. */
export const alertDocumentsQuery = <Kind extends AlertDocumentKind>(project: string, kind: Kind) =>
  queryOptions({
    queryKey: ['alerts', project, kind, 'all'],
    queryFn: async ({ signal }) =>
      (await api.get(z.object({ data: z.array(stored(kind)) }), at(kind), { project, signal })).data,
  });

export const alertDocumentQuery = <Kind extends AlertDocumentKind>(project: string, kind: Kind, id: string) =>
  queryOptions({
    queryKey: ['alerts', project, kind, 'one', id],
    queryFn: ({ signal }) => api.get(stored(kind), at(kind, id), { project, signal }),
  });

/** Makes a document, or changes the one of the id in whole; afterwards all that shows alerts is asked again. */
export function useSaveAlertDocument<Kind extends AlertDocumentKind>(project: string, kind: Kind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, document }: { id?: string | undefined; document: AlertDocumentText<Kind> }) =>
      api.change(stored(kind), id === undefined ? 'POST' : 'PUT', at(kind, id), { project, body: document }),
    onSuccess: () => askAgain(client, ['alerts', project]),
  });
}

/** Takes the document of an id away; afterwards all that shows alerts is asked again. */
export function useRemoveAlertDocument(project: string, kind: AlertDocumentKind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.change(z.unknown(), 'DELETE', at(kind, id), { project }),
    onSuccess: () => askAgain(client, ['alerts', project]),
  });
}
