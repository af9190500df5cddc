import type { PrepareResult, PrepareTask } from '../receive/prepare-task.ts';

/** A worker whose requests say how it dies: by leaving or by throwing. */
export default function die({ request }: PrepareTask): PrepareResult {
  const wish = Buffer.from(request.body).toString();
  if (wish === 'exit') process.exit(1);
  if (wish === 'throw') throw new Error('a bug');
  return { refused: 'DecodeError', message: `alive: ${wish}` };
}
