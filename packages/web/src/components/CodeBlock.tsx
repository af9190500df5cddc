import { CopyButton } from './CopyButton.tsx';

/** Text to be copied as it stands: code, a key, a link. */
export const CodeBlock = ({ code, label }: { code: string; label: string }) => (
  <div className="relative min-w-0 rounded-md border bg-sunken">
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      className="scroll-thin max-h-96 overflow-auto p-3 pr-11"
    >
      <pre className="font-mono text-xs leading-5">{code}</pre>
    </section>
    <CopyButton text={code} className="absolute top-1 right-1 bg-sunken" />
  </div>
);
