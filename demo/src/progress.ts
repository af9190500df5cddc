export interface Screen {
  isTTY: boolean;
  write(text: string): void;
}

const WIDTH = 32;

/** Draws a bar on a terminal, and a line every tenth elsewhere. */
export function progressBar(screen: Screen): (share: number, note: string) => void {
  let lastTenth = -1;
  return (share, note) => {
    const done = Math.min(1, Math.max(0, share));
    if (screen.isTTY) {
      const filled = Math.round(done * WIDTH);
      screen.write(
        `\r${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(Math.floor(done * 100)).padStart(3)} %  ${note}${done === 1 ? '\n' : '   '}`,
      );
      return;
    }
    const tenth = Math.floor(done * 10);
    if (tenth === lastTenth) return;
    lastTenth = tenth;
    screen.write(`${tenth * 10} %  ${note}\n`);
  };
}
