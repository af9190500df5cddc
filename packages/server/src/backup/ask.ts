import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { parseJson } from '@pharos/core/attributes';
import type { BackupContext, BackupRequest, Made } from './back-up.ts';
import { type Line, lineSchema, PATH } from './door.ts';

/** Has the server at a socket make a backup. @throws Error with what it says when there is none */
export function askForBackup(
  socketPath: string,
  { keep = null, ...wanted }: Omit<BackupRequest, 'keep'> & { keep?: number | null | undefined },
  { signal, tell }: BackupContext,
): Promise<Made> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: PATH, method: 'POST', signal });
    asked.on('error', reject);
    asked.on('response', (response) => {
      if (response.statusCode !== 200) {
        text(response).then((said) => reject(new Error(`the server says: ${said.trim()}`)), reject);
        return;
      }
      const lines = createInterface({ input: response });
      lines.on('line', (line) => {
        const said = lineSchema.safeParse(parseJson(line));
        if (said.success) settle(said.data);
        else {
          reject(new Error('the server answers as another version does: use the command of its version'));
          asked.destroy();
        }
      });
      lines.on('error', () =>
        reject(signal.aborted ? signal.reason : new Error('the server ended before the backup was made')),
      );
      lines.on('close', () => reject(new Error('the server broke off')));
    });
    const settle = (line: Line) => {
      if ('step' in line) tell(line.step);
      else if ('made' in line) resolve(line.made);
      else reject(new Error(line.error));
    };
    asked.end(JSON.stringify({ ...wanted, keep }));
  });
}
