import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { Button, IconButton } from './Button.tsx';

interface CopyButtonProps {
  /** The text, or how to make it when asked. */
  text: string | (() => string | Promise<string>);
  /** What is copied; else just “Copy”. */
  label?: string;
  /** With its label in sight instead of an icon alone. */
  showLabel?: boolean;
  className?: string;
}

/** Copies and says so for a moment. */
export function CopyButton({ text, label, showLabel, className }: CopyButtonProps) {
  const t = useTexts(common);
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    setDone(true);
  };
  const icon = done ? (
    <Check className="size-4 text-good" aria-hidden />
  ) : (
    <Copy className="size-4" aria-hidden />
  );
  const name = done ? t('copied') : (label ?? t('copy'));
  return showLabel ? (
    <Button onClick={() => void copy()} className={className}>
      {icon}
      {name}
    </Button>
  ) : (
    <IconButton label={name} onClick={() => void copy()} className={className}>
      {icon}
    </IconButton>
  );
}
