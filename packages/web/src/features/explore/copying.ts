import type { QuestionInput } from '@pharos/core/question';

const json = (question: QuestionInput): string => JSON.stringify(question, null, 2);

/** A text in single quotes, as a POSIX shell reads it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The Question as a request that a shell can send. The reader's own key takes the place of the variable. */
export const curlOf = (origin: string, question: QuestionInput): string =>
  [
    `curl ${quoted(`${origin}/api/v1/query`)}`,
    `-H "Authorization: Bearer $PHAROS_SECRET_KEY"`,
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(json(question))}`,
  ].join(' \\\n  ');

export const jsonOf = json;
