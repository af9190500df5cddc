import type { AlertDocument, AlertDocumentKind } from '@pharos/core/alerts/documents';
import { useState } from 'react';
import { useSaveAlertDocument } from '../../api/alerts.ts';
import { NO_PROBLEMS, type Parsed } from './problems.ts';

interface DocumentForm<Kind extends AlertDocumentKind, Form> {
  project: string;
  kind: Kind;
  /** Of the document that is changed; undefined: a new one is made. */
  id: string | undefined;
  /** What the form begins with; asked for once. */
  begun: () => Form;
  parse: (form: Form) => Parsed<AlertDocument<Kind>>;
  onSaved: () => void;
}

/** A document as it is typed until it is saved. What is wrong with it is told once saving was tried. */
export function useDocumentForm<Kind extends AlertDocumentKind, Form extends object>({
  project,
  kind,
  id,
  begun,
  parse,
  onSaved,
}: DocumentForm<Kind, Form>) {
  const [form, setForm] = useState(begun);
  const [isTried, setTried] = useState(false);
  const save = useSaveAlertDocument(project, kind);
  const parsed = parse(form);
  return {
    form,
    change: (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch })),
    problems: isTried && 'problems' in parsed ? parsed.problems : NO_PROBLEMS,
    submit: () => {
      setTried(true);
      // What a schema gives it takes as well.
      if ('document' in parsed)
        save.mutate({ id, document: parsed.document as never }, { onSuccess: onSaved });
    },
    busy: save.isPending,
    error: save.error,
  };
}
