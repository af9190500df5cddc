import type { PrepareResult, PrepareTask } from '../receive/prepare-task.ts';

/** A worker whose requests say how it dies: by leaving, by throwing or by never ending. */
export default function die({ request }: PrepareTask): PrepareResult {
  const wish = Buffer.from(request.body).toString();
  if (wish === 'exit') process.exit(1);
  if (wish === 'hang') for (;;);
  if (wish === 'throw') throw new Error('a bug');
  return { refused: 'DecodeError', message: `alive: ${wish}` };
}
