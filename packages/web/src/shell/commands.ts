/** Something the palette can do. `words` are found as well as the label: the English name, an id. */
export interface Command {
  id: string;
  group: string;
  label: string;
  words: string;
  run: () => void;
}

/** The commands that hold every typed word, those whose label begins with it first; all of them when nothing is typed. */
export function matching(commands: readonly Command[], query: string): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (command: Command): number => {
    const label = command.label.toLowerCase();
    const whole = `${label} ${command.words.toLowerCase()}`;
    if (!words.every((word) => whole.includes(word))) return -1;
    return words[0] !== undefined && label.startsWith(words[0]) ? 1 : 0;
  };
  return commands
    .map((command) => ({ command, rank: rank(command) }))
    .filter((entry) => entry.rank >= 0)
    .sort((a, b) => b.rank - a.rank)
    .map((entry) => entry.command);
}
