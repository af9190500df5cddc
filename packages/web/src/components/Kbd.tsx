const mac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);

const NAMES: Partial<Record<string, string>> = {
  Escape: 'Esc',
  Enter: '↵',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** Keys as the reader's keyboard names them: `mod` is ⌘ on a Mac, Ctrl elsewhere. */
export const keyName = (keys: string): string =>
  NAMES[keys] ??
  keys.replace(/^mod\+(shift\+)?(\w+)$/, (_, shift: string | undefined, key: string) => {
    const modifiers = mac ? `${shift ? '⇧' : ''}⌘` : `Ctrl ${shift ? 'Shift ' : ''}`;
    return `${modifiers}${NAMES[key] ?? key.toUpperCase()}`;
  });

export const Kbd = ({ keys }: { keys: string }) => (
  <kbd className="rounded border border-line bg-sunken px-1 font-mono text-2xs text-muted">
    {keyName(keys)}
  </kbd>
);
