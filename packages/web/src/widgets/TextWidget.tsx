import { useMemo } from 'react';
import { Markdown } from '../components/content/Markdown.tsx';
import { useWidgetSource } from './context.ts';
import { fillMarkdown, lookupIn } from './fill-variables.ts';

interface TextWidgetProps {
  markdown: string;
  /** What stands for a variable that has no value. */
  all: string;
}

/** Words between charts. `$name` stands for the values of a variable. */
export function TextWidget({ markdown, all }: TextWidgetProps) {
  const { view } = useWidgetSource();
  const plugins = useMemo(() => [fillMarkdown(lookupIn(view), all)], [view, all]);
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      className="scroll-thin h-full overflow-auto py-1 text-sm leading-6 break-words text-soft"
    >
      <Markdown text={markdown} plugins={plugins} />
    </div>
  );
}
