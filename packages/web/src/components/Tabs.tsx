import { Tabs as Radix } from 'radix-ui';
import type { MouseEvent, ReactNode } from 'react';
import { useFormat } from '../format/use-format.ts';
import { cx } from './cx.ts';

export interface Tab<Value extends string> {
  value: Value;
  label: ReactNode;
  /** Shown small after the label. */
  count?: number | undefined;
  content: ReactNode;
}

interface TabsProps<Value extends string> {
  value: Value;
  onChange: (value: Value) => void;
  tabs: readonly Tab<Value>[];
  label: string;
  className?: string;
}

/** Focus by mouse shows no ring: Radix moves the focus by script, which browsers take for the keyboard. */
function pressed(event: MouseEvent<HTMLButtonElement>): void {
  event.preventDefault();
  const quietly: FocusOptions & { focusVisible: boolean } = { focusVisible: false };
  if (event.button === 0 && !event.ctrlKey) event.currentTarget.focus(quietly);
}

/** Views of one thing. Only the chosen one is rendered; which it is belongs in the URL. */
export function Tabs<Value extends string>({ value, onChange, tabs, label, className }: TabsProps<Value>) {
  const format = useFormat();
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={cx('flex min-h-0 flex-col', className)}
    >
      <Radix.List aria-label={label} className="scroll-thin flex shrink-0 gap-5 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            onMouseDown={pressed}
            className="-mb-px border-b-2 border-transparent py-1.5 focus-visible:-outline-offset-2 text-sm whitespace-nowrap text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="figures ml-1.5 text-xs text-muted">{format.count(tab.count)}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="min-h-0 flex-1 outline-none">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
