import { useState } from 'react';
import { NO_PROBLEMS, type Parsed } from './problems.ts';

interface TypedForm<Form, Document> {
  /** What the form begins with; asked for once. */
  begun: () => Form;
  parse: (form: Form) => Parsed<Document>;
  save: (document: Document) => void;
}

/** Something as it is typed until it is saved. What is wrong with it is told once saving was tried. */
export function useTypedForm<Form extends object, Document>({
  begun,
  parse,
  save,
}: TypedForm<Form, Document>) {
  const [form, setForm] = useState(begun);
  const [isTried, setTried] = useState(false);
  const parsed = parse(form);
  /** Another use for what was typed than to save it. */
  const submitTo = (use: (document: Document) => void) => {
    setTried(true);
    if ('document' in parsed) use(parsed.document);
  };
  return {
    form,
    change: (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch })),
    problems: isTried && 'problems' in parsed ? parsed.problems : NO_PROBLEMS,
    submit: () => submitTo(save),
    submitTo,
  };
}
