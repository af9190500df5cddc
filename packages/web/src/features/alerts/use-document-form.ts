import type { AlertDocument, AlertDocumentKind } from '@pharos/core/alerts/documents';
import { useSaveAlertDocument } from '../../api/alerts.ts';
import type { Parsed } from '../../components/form/problems.ts';
import { useTypedForm } from '../../components/form/use-typed-form.ts';

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
  const save = useSaveAlertDocument(project, kind);
  const typed = useTypedForm({
    begun,
    parse,
    // What a schema gives it takes as well.
    save: (document) => save.mutate({ id, document: document as never }, { onSuccess: onSaved }),
  });
  return { ...typed, busy: save.isPending, error: save.error };
}
